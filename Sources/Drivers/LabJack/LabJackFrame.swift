/// Commands and answers of a LabJack: an extended one is `ck8 F8 words command ck16 ck16 data…`.
enum LabJackFrame {
    /// The sum with the carries added in, twice.
    static func fold(_ sum: Int) -> UInt8 {
        let once = sum % 256 + sum / 256
        return UInt8(truncatingIfNeeded: once % 256 + once / 256)
    }

    static func beginExtended(_ command: UInt8, into request: inout RequestBuffer) {
        request.append(0)
        request.append(0xF8)
        request.append(0)
        request.append(command)
        request.append(0)
        request.append(0)
    }

    /// Fills in the length and the checksums.
    static func finishExtended(_ request: inout RequestBuffer) {
        request.replace(2, with: UInt8(truncatingIfNeeded: (request.count - 6) / 2))
        var sum = 0
        for index in 6..<max(request.count, 6) { sum += Int(request[index]) }
        request.replace(4, with: UInt8(truncatingIfNeeded: sum))
        request.replace(5, with: UInt8(truncatingIfNeeded: sum >> 8))
        var head = 0
        for index in 1..<6 { head += Int(request[index]) }
        request.replace(0, with: fold(head))
    }

    /// Whether both checksums are valid.
    static func isWhole(_ bytes: Span<UInt8>) -> Bool {
        guard bytes.count >= 6 else { return false }
        var head = 0
        for index in 1..<6 { head += Int(bytes[index]) }
        guard fold(head) == bytes[0] else { return false }
        var sum = 0
        for index in 6..<bytes.count { sum += Int(bytes[index]) }
        return UInt16(truncatingIfNeeded: sum) == bytes.littleEndian16(at: 4)
    }
}
