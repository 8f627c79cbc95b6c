/// Bytes as records of a recording whose checksums are right: what is behind them would never be reached by chance.
enum RecordingInput {
    /// Records of a kind, two bytes of length, and that much payload become a segment file.
    static func sealed(_ input: [UInt8]) -> [UInt8] {
        var file = Array("HFRECORD".utf8) + [1, 0, 0, 0, 0, 0, 0, 0]
        var rest = input[...]
        while let kind = rest.popFirst(), let low = rest.popFirst(), let high = rest.popFirst() {
            let payload = rest.prefix(Int(low) | Int(high) << 8)
            rest = rest.dropFirst(payload.count)
            let head = bytes(of: UInt32(kind)) + bytes(of: UInt32(payload.count))
            file += Array("HFb1".utf8) + head + bytes(of: checksum(head + payload)) + payload
        }
        return file
    }

    private static func bytes(of number: UInt32) -> [UInt8] {
        [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: number >> UInt32($0)) }
    }

    /// CRC-32 of ISO 3309.
    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        var register = UInt32.max
        for byte in bytes {
            register ^= UInt32(byte)
            for _ in 0..<8 { register = register >> 1 ^ (register & 1 == 1 ? 0xEDB8_8320 : 0) }
        }
        return ~register
    }
}
