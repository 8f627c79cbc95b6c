import Glibc

/// The keys of the terminal at standard input, one by one and without echo, until this ends. Ctrl-C stays a signal; Ctrl-Z does nothing.
public final class KeyInput {
    private var before = termios()

    /// For epoll.
    public let number: Int32 = 0

    /// Nil where standard input is no terminal.
    public init?() {
        guard tcgetattr(0, &before) == 0 else { return nil }
        var raw = before
        raw.c_lflag &= ~tcflag_t(ICANON | ECHO)
        withUnsafeMutableBytes(of: &raw.c_cc) { characters in
            characters[Int(VMIN)] = 0
            characters[Int(VTIME)] = 0
            characters[Int(VSUSP)] = 0
        }
        guard tcsetattr(0, TCSANOW, &raw) == 0 else { return nil }
    }

    deinit { _ = tcsetattr(0, TCSANOW, &before) }

    /// What has been typed; empty when nothing has. The sequence of a function key is one escape character.
    public func next() -> [Character] {
        var bytes = [UInt8](repeating: 0, count: 256)
        guard case .bytes(let count)? = try? bytes.withUnsafeMutableBytes({ try Descriptor.read(0, into: $0) }) else { return [] }
        return Self.keys(bytes[..<count])
    }

    static func keys(_ bytes: ArraySlice<UInt8>) -> [Character] {
        bytes.first == 0x1B ? ["\u{1B}"] : Array(String(decoding: bytes, as: UTF8.self))
    }
}
