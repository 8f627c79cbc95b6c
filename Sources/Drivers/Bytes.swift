/// Numbers in the bytes of a device. Outside the span the bytes count as zeros: every caller has checked the length, and none may
/// trap.
extension Span<UInt8> {
    func byte(at offset: Int) -> UInt8 { offset >= 0 && offset < count ? self[offset] : 0 }

    func littleEndian16(at offset: Int) -> UInt16 { UInt16(byte(at: offset)) | UInt16(byte(at: offset + 1)) << 8 }

    func littleEndian32(at offset: Int) -> UInt32 {
        UInt32(littleEndian16(at: offset)) | UInt32(littleEndian16(at: offset + 2)) << 16
    }

    func littleEndian64(at offset: Int) -> UInt64 {
        UInt64(littleEndian32(at: offset)) | UInt64(littleEndian32(at: offset + 4)) << 32
    }

    func bigEndian32(at offset: Int) -> UInt32 { littleEndian32(at: offset).byteSwapped }

    /// The text of a field that ends at the first 0 or at `length`.
    func text(at offset: Int, length: Int) -> String {
        var bytes: [UInt8] = []
        for index in 0..<length {
            let byte = byte(at: offset + index)
            guard byte != 0 else { break }
            bytes.append(byte)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
