public import Samples
import Synchronization

/// An eventfd that costs a system call only when somebody sleeps behind it.
///
/// The sleeper calls `prepareToWait`, looks at its rings once more, and then waits; whoever rings after that look wakes it, whoever
/// rang before it has left something to see. Rings of a busy consumer cost one atomic exchange.
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

    /// The look found something: no sleep.
    public func cancelWait() { sleeping.store(false, ordering: .sequentiallyConsistent) }

    /// Sleeps until a ring, on a thread that waits for nothing else.
    public func wait() { event.wait() }

    /// The same, but not for longer than until the deadline.
    public func wait(until deadline: HostInstant?) { event.wait(until: deadline) }

    /// After epoll said that it is readable.
    public func drain() { event.drain() }
}
