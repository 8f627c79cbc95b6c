import CLinux
import Glibc

/// The signals of a daemon as a readable descriptor.
public final class SignalDescriptor {
    public enum Signal: Sendable, CaseIterable {
        case terminate, interrupt, hangUp, user1, child, windowSize

        var number: Int32 {
            switch self {
            case .terminate: SIGTERM
            case .interrupt: SIGINT
            case .hangUp: SIGHUP
            case .user1: SIGUSR1
            case .child: SIGCHLD
            case .windowSize: SIGWINCH
            }
        }
    }

    private let descriptor: Descriptor
    private let signals: [Signal]

    /// Blocks `signals` in this thread and in all threads that it makes later. Call it first of all in `main`.
    public init(_ signals: [Signal]) throws(SystemError) {
        self.signals = signals
        let numbers = signals.map(\.number)
        let number = clinux_signalfd(numbers, Int32(clamping: numbers.count))
        guard number >= 0 else { throw SystemError("signalfd") }
        descriptor = Descriptor(owning: number)
        // A client that closes its socket must not end the process.
        signal(SIGPIPE, SIG_IGN)
    }

    /// For epoll.
    public var number: Int32 { descriptor.number }

    /// The next signal that came; `nil` when there is none.
    public func next() -> Signal? {
        let number = clinux_signalfd_read(descriptor.number)
        return signals.first { $0.number == number }
    }
}
