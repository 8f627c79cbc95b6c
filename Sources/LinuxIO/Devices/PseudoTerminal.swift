import CLinux
import Glibc

/// The master side of a pseudo-terminal, through which a simulated sensor sends and receives.
public struct PseudoTerminal: ~Copyable, Sendable {
    public let descriptor: Descriptor
    /// The node that a program opens: `/dev/pts/3`.
    public let path: String

    public init() throws(SystemError) {
        var name = [CChar](repeating: 0, count: 128)
        let number = clinux_pty_open(&name, name.count)
        guard number >= 0 else { throw SystemError("posix_openpt") }
        let opened = Descriptor(owning: number)
        path = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        // Raw mode from the start, so that bytes written before the other side has been opened are not echoed.
        _ = clinux_serial_configure(number, 115_200, 0)
        // A terminal whose other side was never opened looks as if it were open: the hang-up appears with the first close.
        let other = Glibc.open(path, O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK)
        if other >= 0 { _ = Glibc.close(other) }
        descriptor = opened
    }

    /// Whether a program has the other side open.
    public var isOpened: Bool {
        var poll = pollfd(fd: descriptor.number, events: 0, revents: 0)
        return Glibc.poll(&poll, 1, 0) == 0 || poll.revents & Int16(POLLHUP) == 0
    }
}
