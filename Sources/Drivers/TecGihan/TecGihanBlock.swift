import Samples

/// A block in the making: of each plate so many samples, of each sample six counts.
struct TecGihanBlock {
    static let sampleLength = 12

    /// Of each plate.
    let samples: Int
    private var plates = 1
    private var bytes: [UInt8]
    private var count = 0
    private var pendingLost: UInt32 = 0
    private var pendingFlags: FrameFlags = []

    init(samples: Int) {
        self.samples = samples
        bytes = [UInt8](repeating: 0, count: TecGihanPlate.limit * samples * Self.sampleLength)
    }

    private var length: Int { plates * samples * Self.sampleLength }

    /// The first block after a start comes next.
    mutating func restart(plates: Int) {
        self.plates = min(max(plates, 1), TecGihanPlate.limit)
        count = 0
    }

    /// The block is given up: what it would have held is lost, and what the controller measures until it has started again was never taken.
    mutating func lose() {
        count = 0
        pendingLost = pendingLost.addingReportingOverflow(UInt32(samples)).partialValue
        pendingFlags = .discontinuity
    }

    /// Takes a byte; whether the block is whole now.
    mutating func append(_ byte: UInt8) -> Bool {
        guard count < length else { return false }
        bytes[count] = byte
        count += 1
        return count == length
    }

    /// Its samples, plate after plate; and the next block begins.
    mutating func emit(into sink: inout SampleSink) {
        for plate in 0..<plates {
            for index in 0..<samples {
                var sample = DeviceSample(
                    part: UInt8(truncatingIfNeeded: plate), present: 0b11_1111, values: [8 of Double](repeating: .nan))
                if index == 0 {
                    sample.lost = pendingLost
                    sample.flags = pendingFlags
                }
                let start = (plate * samples + index) * Self.sampleLength
                for axis in 0..<6 {
                    let count = Int16(bitPattern: bytes.span.littleEndian16(at: start + 2 * axis))
                    sample.values[axis] = Double(count)
                    if count == .max || count <= -.max { sample.flags.insert(.saturated) }
                }
                sink.append(sample)
            }
        }
        pendingLost = 0
        pendingFlags = []
        count = 0
    }
}
