/// Finds the frames of a FUTEK stream: three bytes of a count and a checksum, or two and one at the fastest rate, and nothing else.
///
/// One frame in 256 bytes of anything looks right, so a beginning counts when three in a row do. There is no number: what is lost is what
/// the bytes that fit nowhere would have been.
struct FutekFrames {
    private static let row = 3

    /// Bytes of a frame.
    let length: Int
    private var buffer = [16 of UInt8](repeating: 0)
    private var filled = 0
    private var isLocked = false
    private var skippedSinceFrame = 0
    private var hasBegun = false
    private(set) var skipped: UInt64 = 0
    /// Bytes since a frame was right.
    private(set) var searched = 0

    init(length: Int) { self.length = length == 3 ? 3 : 4 }

    struct Frame: Equatable {
        /// The count, on a scale of 32 bits.
        var count: UInt32
        /// Frames that are known to be lost before it.
        var lost: UInt32
        /// Bytes before it fitted nowhere.
        var afterSkip: Bool
    }

    /// Takes a byte, as long as `next` has nothing to give.
    mutating func append(_ byte: UInt8) {
        guard filled < 16 else { return }
        buffer[filled] = byte
        filled += 1
    }

    /// A frame that has become whole. Call until it is `nil`.
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
            // Half of a frame and more is a frame that is lost; a byte is one too many. Before the first frame nothing was lost.
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
