/// Finds the frames of the example device in a stream of bytes, cut anywhere.
struct ExampleFrames {
    static let length = 6

    struct Frame: Equatable {
        var number: UInt8
        var count: Int32
    }

    private var buffer = [6 of UInt8](repeating: 0)
    private var filled = 0
    private(set) var skipped: UInt64 = 0

    /// Adds a byte; returns a frame when the byte was the last one of it.
    mutating func append(_ byte: UInt8) -> Frame? {
        buffer[filled] = byte
        filled += 1
        // Bytes that do not begin a frame, or do not end one validly, are skipped one by one.
        while filled > 0, buffer[0] != 0xA5 || filled == Self.length && !isRight { skip() }
        guard filled == Self.length else { return nil }
        filled = 0
        // The sign is the highest bit of the 24: the count is shifted to the top and back, which extends the sign.
        let bits = UInt32(buffer[2]) << 8 | UInt32(buffer[3]) << 16 | UInt32(buffer[4]) << 24
        return Frame(number: buffer[1], count: Int32(bitPattern: bits) >> 8)
    }

    private var isRight: Bool { buffer[0] ^ buffer[1] ^ buffer[2] ^ buffer[3] ^ buffer[4] == buffer[5] }

    private mutating func skip() {
        skipped &+= 1
        filled -= 1
        for index in 0..<filled { buffer[index] = buffer[index + 1] }
    }
}
