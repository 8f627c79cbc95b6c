/// Bytes to write, in memory that is allocated once.
public struct RequestBuffer: ~Copyable {
    public static let capacity = 256
    private var storage = [256 of UInt8](repeating: 0)
    public private(set) var count = 0

    public init() {}

    public var bytes: Span<UInt8> {
        @_lifetime(borrow self)
        get { storage.span.extracting(first: count) }
    }

    /// One byte of the request; 0 outside it.
    public subscript(index: Int) -> UInt8 { index >= 0 && index < count ? storage[index] : 0 }

    public mutating func removeAll() { count = 0 }

    /// Appends a byte; bytes that do not fit are dropped, because no device has a request of that length.
    public mutating func append(_ byte: UInt8) {
        guard count < Self.capacity else { return }
        storage[count] = byte
        count += 1
    }

    public mutating func append(_ text: StaticString) {
        for index in 0..<text.utf8CodeUnitCount {
            // Safety: the static string has this length.
            unsafe append(text.utf8Start[index])
        }
    }

    public mutating func append(_ bytes: [UInt8]) { for byte in bytes { append(byte) } }

    /// Appends the digits of a number from 0 to 99.
    public mutating func append(decimal value: Int) {
        guard value >= 0, value < 100 else { return }
        if value >= 10 { append(UInt8(ascii: "0") + UInt8(value / 10)) }
        append(UInt8(ascii: "0") + UInt8(value % 10))
    }

    /// Appends `value`, with its lowest byte first.
    public mutating func append(littleEndian value: some FixedWidthInteger) {
        for index in 0..<(value.bitWidth / 8) { append(UInt8(truncatingIfNeeded: value >> (8 * index))) }
    }

    /// Changes a byte that has been appended, for checksums that precede the bytes that they sum.
    public mutating func replace(_ index: Int, with byte: UInt8) {
        guard index >= 0, index < count else { return }
        storage[index] = byte
    }

    /// Appends zeros until there are `length` bytes.
    public mutating func pad(to length: Int) { while count < min(length, Self.capacity) { append(0) } }
}
