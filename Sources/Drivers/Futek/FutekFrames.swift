/// Finds the frames of a FUTEK stream: three bytes of a count and a checksum, or two bytes and a checksum at the fastest rate,
/// and nothing else.
///
/// One in 256 random byte sequences looks like a valid frame, so a beginning counts only when three frames in a row are valid.
/// There is no packet number: the number of lost frames follows from the number of bytes that belong to no frame.
struct FutekFrames {
    private static let row = 3

    /// The length of a frame in bytes.
    let length: Int
    private var buffer = [16 of UInt8](repeating: 0)
    private var filled = 0
    private var isLocked = false
    private var skippedSinceFrame = 0
    private var hasBegun = false
    private(set) var skipped: UInt64 = 0
    /// The number of bytes since the last valid frame.
    private(set) var searched = 0

    init(length: Int) { self.length = length == 3 ? 3 : 4 }

    struct Frame: Equatable {
        /// The count, on a scale of 32 bits.
        var count: UInt32
        /// Frames that are known to be lost before it.
        var lost: UInt32
        /// The bytes before it belonged to no frame.
        var afterSkip: Bool
    }

    /// Adds a byte. To be called when `next` has no frame to return.
    mutating func append(_ byte: UInt8) {
        guard filled < 16 else { return }
        buffer[filled] = byte
        filled += 1
    }

    /// The next whole frame. Call until it is `nil`.
    mutating func next() -> Frame? {
        while filled >= (isLocked ? length : Self.row * length) {
            guard isLocked ? isRight(0) : isRow else {
                isLocked = false
                drop(1)
                skippedSinceFrame += 1
                skipped &+= 1
                searched += 1
                continue
            }
            isLocked = true
            // Half of a frame or more counts as a lost frame; a single byte is a surplus byte. Before the first frame nothing was
            // lost.
            let lost = hasBegun ? UInt32(clamping: (skippedSinceFrame + length / 2) / length) : 0
            let afterSkip = hasBegun && skippedSinceFrame > 0
            hasBegun = true
            skippedSinceFrame = 0
            searched = 0
            var count: UInt32 = 0
            for index in 0..<(length - 1) { count |= UInt32(buffer[index]) << UInt32(24 - 8 * index) }
            drop(length)
            return Frame(count: count, lost: lost, afterSkip: afterSkip)
        }
        return nil
    }

    private var isRow: Bool {
        for frame in 0..<Self.row where !isRight(frame * length) { return false }
        return true
    }

    private func isRight(_ start: Int) -> Bool {
        var sum: UInt8 = 0
        for index in 0..<(length - 1) { sum &+= UInt8(index + 1) &* buffer[start + index] }
        return sum == buffer[start + length - 1]
    }

    private mutating func drop(_ count: Int) {
        filled -= count
        for index in 0..<filled { buffer[index] = buffer[index + count] }
    }
}
