/// Splits bytes into lines in fixed memory. A line that is longer than any sensor's is dropped whole and counted.
struct LineBuffer: ~Copyable {
    static let capacity = 512

    private var storage = [512 of UInt8](repeating: 0)
    private var length = 0
    private var overflowing = false
    /// The first line after opening may have lost its beginning.
    private var partial = true
    private(set) var dropped: UInt64 = 0
    private(set) var bytesSinceLine = 0

    /// Discards the bytes so far; the next line counts as partial again.
    mutating func restart() {
        length = 0
        overflowing = false
        partial = true
        bytesSinceLine = 0
    }

    /// Adds a byte; returns whether `line` is complete now. Call `next` before the following byte.
    mutating func append(_ byte: UInt8) -> Bool {
        bytesSinceLine = min(bytesSinceLine + 1, 1 << 30)
        if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
            bytesSinceLine = 0
            let whole = length > 0 && !overflowing && !partial
            if overflowing { dropped &+= 1 }
            if !whole { next() }
            partial = false
            return whole
        }
        if length < Self.capacity {
            storage[length] = byte
            length += 1
        } else {
            overflowing = true
        }
        return false
    }

    var line: Span<UInt8> {
        @_lifetime(borrow self)
        get { storage.span.extracting(first: length) }
    }

    /// Discards the line.
    mutating func next() {
        length = 0
        overflowing = false
    }

    /// The next bytes begin a line, because the device has just been told to begin.
    mutating func expectWholeLine() { partial = false }
}
