import CLinux
import Glibc
public import Samples

/// An eventfd: one thread rings, another waits for it in its epoll.
public final class EventDescriptor: Sendable {
    private let descriptor: Descriptor

    public init() throws(SystemError) {
        let number = clinux_eventfd()
        guard number >= 0 else { throw SystemError("eventfd") }
        descriptor = Descriptor(owning: number)
    }

    /// For epoll.
    public var number: Int32 { descriptor.number }

    /// Wakes the waiter. Any thread; neither allocates nor locks.
    public func ring() {
        var one: UInt64 = 1
        // A full counter means that the bell is ringing already.
        _ = Glibc.write(descriptor.number, &one, 8)
    }

    /// Clears all rings so far. An eventfd counts them, so after draining the caller must look at everything for which it may
    /// have been rung.
    public func drain() {
        var count: UInt64 = 0
        _ = Glibc.read(descriptor.number, &count, 8)
    }

    /// Waits until a ring. For a thread that waits for nothing else.
    ///
    /// - Parameter deadline: the latest end of the wait; `nil` waits for ever.
    public func wait(until deadline: HostInstant? = nil) {
        var poll = pollfd(fd: descriptor.number, events: Int16(POLLIN), revents: 0)
        // Rounded up, so that a caller does not loop without sleeping just before the deadline.
        let limit = deadline.map { max(0, $0.seconds(since: Clock.monotonic())) * 1000 } ?? -1
        _ = Glibc.poll(&poll, 1, Int32(clamping: Int(min(limit, 1e9).rounded(.up))))
        drain()
    }
}
