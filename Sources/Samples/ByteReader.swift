/// Reads little-endian numbers from bytes that may have been written by somebody else: nil past the end, and nothing is taken then.
public struct ByteReader: Sendable {
    @usableFromInline let bytes: ArraySlice<UInt8>
    @usableFromInline var place: Int

    @inlinable
    public init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        place = bytes.startIndex
    }

    /// The index of the next byte in the slice.
    @inlinable public var position: Int { place }

    /// Bytes that are left.
    @inlinable public var remaining: Int { bytes.endIndex - place }

    @inlinable
    public mutating func read<Number: FixedWidthInteger>(_ type: Number.Type) -> Number? {
        let size = Number.bitWidth / 8
        guard remaining >= size else { return nil }
        var number: Number = 0
        for index in 0..<size { number |= Number(truncatingIfNeeded: bytes[place + index]) << Number(8 * index) }
        place += size
        return number
    }

    /// A number of four bytes (IEEE 754).
    @inlinable
    public mutating func readFloat() -> Double? { read(UInt32.self).map { Double(Float(bitPattern: $0)) } }

    /// A number of eight bytes (IEEE 754).
    @inlinable
    public mutating func readDouble() -> Double? { read(UInt64.self).map(Double.init(bitPattern:)) }

    /// The next bytes.
    @inlinable
    public mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
        guard count >= 0, remaining >= count else { return nil }
        defer { place += count }
        return bytes[place..<place + count]
    }

    /// The next bytes as UTF-8; what is none is replaced (U+FFFD).
    public mutating func readText(_ count: Int) -> String? { take(count).map { String(decoding: $0, as: UTF8.self) } }
}
