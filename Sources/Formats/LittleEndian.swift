extension FixedWidthInteger {
    /// The bytes of the number, the lowest first.
    var littleEndianBytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.bitWidth / 8)
        for index in 0..<Self.bitWidth / 8 { bytes.append(UInt8(truncatingIfNeeded: self >> Self(8 * index))) }
        return bytes
    }
}
