/// The device's descriptions of its sensors, and the choice of those that are read. Memory is allocated once.
struct GoDirectSensors {
    static let limit = 32
    private static let recordLength = 148

    private var records = [UInt8](repeating: 0, count: limit * recordLength)
    /// Sensors that have described themselves.
    private(set) var known: UInt32 = 0
    /// Sensors that are read.
    private(set) var chosen: UInt32 = 0

    /// Stores the description of a sensor, unchanged.
    mutating func take(_ number: Int, _ payload: Span<UInt8>) {
        guard number >= 0, number < Self.limit, payload.count >= Self.recordLength else { return }
        // An entry without an identity does not count.
        guard payload.littleEndian32(at: 2) != 0 else { return }
        for index in 0..<Self.recordLength { records[number * Self.recordLength + index] = payload[index] }
        known |= 1 << UInt32(number)
    }

    /// Chooses the sensors to read: those requested that are known, measure periodically and can be combined; if none of them
    /// measures periodically, the others.
    mutating func choose(_ wanted: UInt32) {
        for periodic in [true, false] {
            var excluded: UInt32 = 0
            chosen = 0
            for number in 0..<Self.limit where (wanted & known) >> UInt32(number) & 1 != 0 {
                guard isPeriodic(number) == periodic, excluded >> UInt32(number) & 1 == 0 else { continue }
                chosen |= 1 << UInt32(number)
                excluded |= field(number) { $0.littleEndian32(at: 144) }
            }
            if chosen != 0 { return }
        }
    }

    var count: Int { chosen.nonzeroBitCount }

    /// The index of a sensor among those that are read; `nil` when it is not read.
    func place(of number: Int) -> Int? {
        guard number >= 0, number < Self.limit, chosen >> UInt32(number) & 1 != 0 else { return nil }
        return (chosen & ((1 << UInt32(number)) &- 1)).nonzeroBitCount
    }

    func isPeriodic(_ number: Int) -> Bool { field(number) { $0.byte(at: 7) } == 0 }

    var measuresPeriodically: Bool {
        for number in 0..<Self.limit where chosen >> UInt32(number) & 1 != 0 && isPeriodic(number) { return true }
        return false
    }

    /// The shortest time between samples that every chosen sensor supports and that is not shorter than the requested one, µs.
    func period(wanted: Double?) -> UInt32 {
        var shortest: UInt32 = 1000
        var granularity: UInt32 = 1
        for number in 0..<Self.limit where chosen >> UInt32(number) & 1 != 0 {
            shortest = max(shortest, field(number) { $0.littleEndian32(at: 124) })
            granularity = max(granularity, field(number) { $0.littleEndian32(at: 140) })
        }
        let period = max(shortest, wanted.map { UInt32(min(max($0, 1), 4e9)) } ?? 0)
        let excess = period % granularity
        return excess == 0 ? period : period.addingReportingOverflow(granularity - excess).partialValue
    }

    var channels: [ChannelDescription] {
        (0..<Self.limit).compactMap { number in
            guard let place = place(of: number) else { return nil }
            let name = field(number) { $0.text(at: 8, length: 60) }
            let unit = field(number) { $0.text(at: 68, length: 32) }
            let (uncertainty, low, high) = field(number) { record in
                (
                    Double(bitPattern: record.littleEndian64(at: 100)), Double(bitPattern: record.littleEndian64(at: 108)),
                    Double(bitPattern: record.littleEndian64(at: 116))
                )
            }
            return ChannelDescription(
                name: name.isEmpty ? "sensor \(number)" : name, unit: unit, part: place / 8,
                uncertainty: uncertainty.isFinite && uncertainty > 0 ? uncertainty : nil,
                range: low.isFinite && high.isFinite && low <= high ? low...high : nil)
        }
    }

    private func field<Value>(_ number: Int, _ read: (Span<UInt8>) -> Value) -> Value {
        read(records.span.extracting(number * Self.recordLength..<(number + 1) * Self.recordLength))
    }
}
