import CLinux
import Glibc
public import Samples

/// A timerfd on CLOCK_MONOTONIC.
public final class TimerDescriptor: Sendable {
    private let descriptor: Descriptor

    public init() throws(SystemError) {
        let number = clinux_timerfd()
        guard number >= 0 else { throw SystemError("timerfd_create") }
        descriptor = Descriptor(owning: number)
    }

    /// For epoll; readable after it expired.
    public var number: Int32 { descriptor.number }

    /// Expires at `first` and then every `interval` seconds (0: once).
    public func set(first: HostInstant, interval: Double = 0) {
        _ = clinux_timerfd_set(descriptor.number, max(first.nanoseconds, 1), Int64(min(max(interval, 0), 1e6) * 1e9))
    }

    /// The number of expirations since the last call.
    public func drain() -> UInt64 {
        var count: UInt64 = 0
        return Glibc.read(descriptor.number, &count, 8) == 8 ? count : 0
    }
}
