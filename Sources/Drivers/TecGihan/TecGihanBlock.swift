import Samples

/// The block that is being received: a number of samples for each plate, and six counts for each sample.
struct TecGihanBlock {
    static let sampleLength = 12

    /// The number of samples of each plate.
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

    /// Prepares for the first block after a start.
    mutating func restart(plates: Int) {
        self.plates = min(max(plates, 1), TecGihanPlate.limit)
        count = 0
    }

    /// Discards the block: its samples are lost. Samples that the controller would have measured until it has restarted were
    /// never measured.
    mutating func lose() {
        count = 0
        pendingLost = pendingLost.addingReportingOverflow(UInt32(samples)).partialValue
        pendingFlags = .discontinuity
    }

    /// Adds a byte; returns whether the block is complete.
    mutating func append(_ byte: UInt8) -> Bool {
        guard count < length else { return false }
        bytes[count] = byte
        count += 1
        return count == length
    }

    /// Emits its samples, plate after plate, and prepares for the next block.
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
