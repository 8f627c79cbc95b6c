public import Samples
import Synchronization

/// An eventfd that costs a system call only when a thread sleeps behind it.
///
/// The sleeper calls `prepareToWait`, looks at its rings once more, and then waits. A thread that rings after this look wakes the
/// sleeper; data from a thread that rang before it is found by the look. With a busy consumer, a ring costs one atomic exchange.
public final class Doorbell: Sendable {
    private let event: EventDescriptor
    private let sleeping = Atomic<Bool>(false)

    public init() throws(SystemError) { event = try EventDescriptor() }

    /// For epoll; readable after a ring.
    public var number: Int32 { event.number }

    /// Wakes the consumer if it sleeps. Any thread; neither allocates nor locks.
    public func ring() {
        if sleeping.exchange(false, ordering: .sequentiallyConsistent) { event.ring() }
    }

    /// Announces that the consumer is about to sleep. It must look at its rings between this and waiting.
    public func prepareToWait() { sleeping.store(true, ordering: .sequentiallyConsistent) }

    /// Cancels the sleep, because the look found something.
    public func cancelWait() { sleeping.store(false, ordering: .sequentiallyConsistent) }

    /// Sleeps until a ring. For a thread that waits for nothing else.
    public func wait() { event.wait() }

    /// Sleeps until a ring, but not beyond the deadline.
    public func wait(until deadline: HostInstant?) { event.wait(until: deadline) }

    /// To be called after epoll has reported that the descriptor is readable.
    public func drain() { event.drain() }
}
