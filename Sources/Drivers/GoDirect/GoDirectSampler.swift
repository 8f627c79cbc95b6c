import Samples

/// Makes samples from measurement packets: up to eight sensors are one part, more are several parts.
struct GoDirectSampler {
    private var joiners = [4 of SampleJoiner](repeating: SampleJoiner(channels: 8))
    private var lost = [4 of UInt32](repeating: 0)
    private var flags = [4 of FrameFlags](repeating: [])
    private var numbers = GoDirectCounter()
    /// Samples of broken packets since the last whole one, already counted as lost.
    private var broken = 0
    /// Samples without a number.
    private(set) var notANumber: UInt64 = 0

    /// Sets the number of sensors that are read from now on.
    mutating func begin(_ sensors: Int) {
        numbers = GoDirectCounter()
        broken = 0
        for part in 0..<4 { joiners[part] = SampleJoiner(channels: sensors - 8 * part) }
    }

    /// A packet is broken: at least this number of samples is lost before the next one.
    mutating func lose(_ count: Int) {
        broken = min(broken + count, Int(Int32.max))
        note(count)
    }

    /// Adds the losses that the packets' numbers show beyond those. Packets with values of one sensor each form a sample together.
    ///
    /// - Parameter elapsed: the number of sets that the time since the last packet is long.
    private mutating func lookForMissing(
        _ number: UInt8, _ measurement: GoDirectMeasurement, _ sensors: Int, elapsed: Double
    ) {
        // Packets for each set.
        var parts = 1
        if case .single = measurement.layout { parts = max(sensors, 1) }
        let sets = max(measurement.count, 1)
        let (packets, isCertain) = numbers.follow(number, elapsed: elapsed * Double(parts) / Double(sets))
        let missing = (packets + parts - 1) / parts * sets
        if missing > broken { note(missing - broken) }
        if !isCertain { for part in 0..<4 { flags[part].insert(.uncertainGap) } }
        broken = 0
    }

    private mutating func note(_ count: Int) {
        for part in 0..<4 {
            let (sum, overflow) = lost[part].addingReportingOverflow(UInt32(clamping: count))
            lost[part] = overflow ? .max : sum
            flags[part].insert(.discontinuity)
        }
    }

    /// - Parameter elapsed: the number of sets that the time since the last packet is long.
    mutating func take(
        _ measurement: GoDirectMeasurement, _ packet: Span<UInt8>, _ sensors: borrowing GoDirectSensors, elapsed: Double,
        into sink: inout SampleSink
    ) {
        lookForMissing(packet.byte(at: 2), measurement, sensors.count, elapsed: elapsed)
        switch measurement.layout {
        case .other: break
        case .dropped: note(1)
        case .sets(let mask):
            var offset = measurement.offset
            for _ in 0..<measurement.count { takeSet(mask, packet, &offset, sensors, &sink) }
        case .single(let sensor, let isFloat):
            guard let place = sensors.place(of: sensor) else { return }
            for index in 0..<measurement.count {
                let bits = packet.littleEndian32(at: measurement.offset + 4 * index)
                let value = isFloat ? Double(Float(bitPattern: bits)) : Double(Int32(bitPattern: bits))
                if let sample = joiners[place / 8].add(place % 8, value) { emit(place / 8, sample.present, sample.values, &sink) }
            }
        }
    }

    /// Reads one value for each sensor of the mask, in the order of their numbers.
    private mutating func takeSet(
        _ mask: UInt32, _ packet: Span<UInt8>, _ offset: inout Int, _ sensors: borrowing GoDirectSensors, _ sink: inout SampleSink
    ) {
        var part = -1
        var present: UInt8 = 0
        var values = [8 of Double](repeating: .nan)
        for sensor in 0..<GoDirectSensors.limit where mask >> UInt32(sensor) & 1 != 0 {
            let value = Double(Float(bitPattern: packet.littleEndian32(at: offset)))
            offset += 4
            guard let place = sensors.place(of: sensor) else { continue }
            if place / 8 != part {
                if part >= 0 { emit(part, present, values, &sink) }
                part = place / 8
                present = 0
                values = [8 of Double](repeating: .nan)
            }
            values[place % 8] = value
            if value.isFinite { present |= 1 << UInt8(place % 8) }
        }
        if part >= 0 { emit(part, present, values, &sink) }
    }

    private mutating func emit(_ part: Int, _ present: UInt8, _ values: [8 of Double], _ sink: inout SampleSink) {
        if present == 0 {
            flags[part].insert(.notANumber)
            notANumber &+= 1
        }
        sink.append(
            DeviceSample(
                part: UInt8(truncatingIfNeeded: part), present: present, flags: flags[part], lost: lost[part], values: values))
        lost[part] = 0
        flags[part] = []
    }
}
