import CLinux
import Glibc
public import Samples

/// Waits for many descriptors at once. Owned by one thread; waiting neither allocates nor locks.
public final class Epoll {
    /// The events for which a descriptor is watched; hang-ups and errors are always reported.
    public struct Interest: OptionSet, Sendable {
        public let rawValue: UInt32
        public init(rawValue: UInt32) { self.rawValue = rawValue }
        public static let readable = Interest(rawValue: 0x001)
        public static let writable = Interest(rawValue: 0x004)
        public static let error = Interest(rawValue: 0x008)
        public static let hangUp = Interest(rawValue: 0x010)
        /// Reported once for each arrival, however much remains to be read.
        public static let onArrival = Interest(rawValue: 1 << 31)
        /// Whether nothing more will come: a hang-up or an error. Written without a set, which takes memory where the compiler does not
        /// optimise.
        public var isEnding: Bool { rawValue & (Self.hangUp.rawValue | Self.error.rawValue) != 0 }
    }

    private let descriptor: Descriptor
    private let events: UnsafeMutablePointer<clinux_event>
    private static let capacity = 64

    public init() throws(SystemError) {
        let number = clinux_epoll_create()
        guard number >= 0 else { throw SystemError("epoll_create1") }
        descriptor = Descriptor(owning: number)
        events = .allocate(capacity: Self.capacity)
        events.initialize(repeating: clinux_event(), count: Self.capacity)
    }

    deinit { events.deallocate() }

    /// Begins to watch a descriptor, which is identified by `token`.
    public func add(_ number: Int32, token: UInt64, _ interest: Interest = .readable) throws(SystemError) {
        guard clinux_epoll_control(descriptor.number, 1, number, interest.rawValue, token) == 0 else {
            throw SystemError("epoll_ctl add")
        }
    }

    /// Changes the events for which a descriptor is watched.
    public func change(_ number: Int32, token: UInt64, _ interest: Interest) throws(SystemError) {
        guard clinux_epoll_control(descriptor.number, 3, number, interest.rawValue, token) == 0 else {
            throw SystemError("epoll_ctl change")
        }
    }

    /// Stops watching a descriptor; does nothing if it was not watched.
    public func remove(_ number: Int32) { _ = clinux_epoll_control(descriptor.number, 2, number, 0, 0) }

    /// Waits until an event or the deadline, and calls `body` for each descriptor that is ready.
    ///
    /// - Parameter deadline: `nil` waits for ever.
    public func wait(until deadline: HostInstant?, _ body: (_ token: UInt64, _ ready: Interest) -> Void) throws(SystemError) {
        let limit = deadline.map { max(0, $0.seconds(since: Clock.monotonic())) * 1e9 } ?? -1
        let count = clinux_epoll_wait(descriptor.number, events, Int32(Self.capacity), Int64(min(limit, 1e15)))
        if count < 0 {
            if errno == EINTR { return }
            throw SystemError("epoll_pwait2")
        }
        // Safety: the call filled `count` ≤ capacity entries.
        for index in 0..<Int(count) { body(events[index].token, Interest(rawValue: events[index].events)) }
    }
}
