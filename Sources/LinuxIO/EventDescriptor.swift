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
        // Full means that it is ringing already.
        _ = Glibc.write(descriptor.number, &one, 8)
    }

    /// Forgets all rings so far. eventfd counts, so whoever drains must then look at everything it may have been rung for.
    public func drain() {
        var count: UInt64 = 0
        _ = Glibc.read(descriptor.number, &count, 8)
    }

    /// Waits until it rings, on a thread that waits for nothing else.
    ///
    /// - Parameter deadline: the longest that it waits; `nil` waits for ever.
    public func wait(until deadline: HostInstant? = nil) {
        var poll = pollfd(fd: descriptor.number, events: Int16(POLLIN), revents: 0)
        // Rounded up, so that nothing turns in circles before the deadline.
        let limit = deadline.map { max(0, $0.seconds(since: Clock.monotonic())) * 1000 } ?? -1
        _ = Glibc.poll(&poll, 1, Int32(clamping: Int(min(limit, 1e9).rounded(.up))))
        drain()
    }
}
