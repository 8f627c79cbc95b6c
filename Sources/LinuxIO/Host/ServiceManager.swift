import CLinux
import Glibc
import Samples

/// The communication of a service with its manager, by plain datagrams and environment variables. libsystemd would add four
/// compression and crypto libraries for these few lines.
public enum ServiceManager {
    /// Notifies the manager: `READY=1`, `STATUS=…`, `WATCHDOG=1`, `STOPPING=1`. Does nothing without a manager.
    public static func notify(_ lines: String...) {
        guard let path = Environment.value("NOTIFY_SOCKET"), !path.isEmpty else { return }
        let number = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard number >= 0 else { return }
        let opened = Descriptor(owning: number)
        let text = Array(lines.joined(separator: "\n").utf8)
        _ = UnixSocket.withAddress(path) { address, length in
            Int32(sendto(opened.number, text, text.count, Int32(MSG_NOSIGNAL), address, length))
        }
    }

    /// Notifies the manager with `RELOADING=1` and the time, which it needs to know which READY belongs to this reload.
    public static func notifyReloading() {
        notify("RELOADING=1", "MONOTONIC_USEC=\(Clock.monotonic().nanoseconds / 1000)")
    }

    /// The interval at which the manager expects `WATCHDOG=1`, seconds: half of its time-out, as its manual advises.
    public static func watchdogInterval() -> Double? {
        if let process = Environment.value("WATCHDOG_PID"), process != String(getpid()) { return nil }
        guard let text = Environment.value("WATCHDOG_USEC"), let microseconds = UInt64(text), microseconds > 0 else { return nil }
        return Double(microseconds) * 0.5e-6
    }

    /// A socket that the manager listens on for this service.
    public struct PassedSocket: Sendable {
        /// `FileDescriptorName=` of the socket unit.
        public var name: String
        public var number: Int32
    }

    /// The sockets that were passed; this process owns them from then on. Call once.
    public static func passedSockets() -> [PassedSocket] {
        guard Environment.value("LISTEN_PID") == String(getpid()),
            let count = Environment.value("LISTEN_FDS").flatMap({ Int32($0) }),
            count > 0, count < 64
        else { return [] }
        let names = (Environment.value("LISTEN_FDNAMES") ?? "").split(separator: ":", omittingEmptySubsequences: false)
        // The variables are for this process only, not for its children.
        for variable in ["LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"] { unsetenv(variable) }
        return (0..<count).map { index in
            let number = 3 + index
            _ = fcntl(number, F_SETFD, FD_CLOEXEC)
            _ = fcntl(number, F_SETFL, fcntl(number, F_GETFL) | O_NONBLOCK)
            return PassedSocket(name: Int(index) < names.count ? String(names[Int(index)]) : "", number: number)
        }
    }
}
