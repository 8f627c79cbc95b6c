import LinuxIO

/// Lines that somebody types, without waiting for them.
final class TypedLines {
    private var bytes: [UInt8] = []
    private var isOver = false

    /// Says something and waits for a line, where no sensor is watched meanwhile.
    static func ask(_ text: String) throws(CommandError) -> String {
        Output.line(text)
        let lines = TypedLines()
        while true {
            if let line = try lines.next() { return line }
            _ = UnixSocket.wait(0, seconds: 1)
        }
    }

    /// The next line; nil while there is none.
    ///
    /// - Throws: when nobody will type any more.
    func next() throws(CommandError) -> String? {
        while true {
            if let end = bytes.firstIndex(of: 10) {
                defer { bytes.removeFirst(end + 1) }
                return String(decoding: bytes[..<end], as: UTF8.self).filter { $0 != "\r" }
            }
            guard !isOver else { throw .unavailable("the input has ended") }
            guard UnixSocket.wait(0, seconds: 0) else { return nil }
            var piece: [UInt8] = []
            do {
                piece = try [UInt8](unsafeUninitializedCapacity: 4096) { buffer, count in
                    count = 0
                    switch try Descriptor.read(0, into: UnsafeMutableRawBufferPointer(buffer)) {
                    case .bytes(let read): count = read
                    case .endOfFile: isOver = true
                    case .wouldBlock: break
                    }
                }
            } catch { isOver = true }
            if piece.isEmpty, !isOver { return nil }
            bytes += piece
        }
    }
}
