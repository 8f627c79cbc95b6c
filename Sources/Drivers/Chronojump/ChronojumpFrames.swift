import Samples
import Timing

/// Finds the frames of the binary firmware: `FF FF FF FF | t u32 µs | four s16`, all little-endian, without a checksum. A pair of
/// −1, −1 looks like the beginning of a frame, so a beginning counts only when the time after it is plausible.
struct ChronojumpFrames {
    static let length = 16
    /// The longest time between two frames, µs.
    static let longestStep: UInt32 = 1_000_000

    private var buffer = [32 of UInt8](repeating: 0)
    private var filled = 0
    private var synchronised = false
    private var previous: UInt32?
    private(set) var skipped: UInt64 = 0

    struct Frame {
        var microseconds: UInt32
        var values: [4 of Int16]
        /// Bytes were skipped before it: samples may be lost.
        var afterSkip: Bool
    }

    private var skippedSinceFrame = false

    /// Adds a byte; returns a frame when it was the last byte of one.
    mutating func append(_ byte: UInt8) -> Frame? {
        buffer[filled] = byte
        filled += 1
        // During the search, a frame counts when the next one begins right after it.
        let needed = synchronised ? Self.length : Self.length + 8
        guard filled == needed else { return nil }
        guard startsFrame(0), synchronised || startsFrame(Self.length) && plausible(time(Self.length), after: time(0)),
            previous.map({ plausible(time(0), after: $0) }) ?? true
        else {
            if synchronised || previous != nil { previous = nil }
            synchronised = false
            drop(1)
            skipped &+= 1
            skippedSinceFrame = true
            return nil
        }
        synchronised = true
        let frame = Frame(
            microseconds: time(0), values: [sample(0), sample(1), sample(2), sample(3)], afterSkip: skippedSinceFrame)
        skippedSinceFrame = false
        previous = frame.microseconds
        drop(Self.length)
        return frame
    }

    private mutating func drop(_ count: Int) {
        filled -= count
        for index in 0..<filled { buffer[index] = buffer[index + count] }
    }

    private func startsFrame(_ offset: Int) -> Bool {
        for index in offset..<(offset + 4) where buffer[index] != 0xFF { return false }
        return true
    }

    private func plausible(_ time: UInt32, after earlier: UInt32) -> Bool {
        let step = time &- earlier
        return step > 0 && step <= Self.longestStep
    }

    private func time(_ offset: Int) -> UInt32 {
        var value: UInt32 = 0
        for index in 0..<4 { value |= UInt32(buffer[offset + 4 + index]) << UInt32(8 * index) }
        return value
    }

    private func sample(_ number: Int) -> Int16 {
        Int16(bitPattern: UInt16(buffer[8 + 2 * number]) | UInt16(buffer[9 + 2 * number]) << 8)
    }
}
