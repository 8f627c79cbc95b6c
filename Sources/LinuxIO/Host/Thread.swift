import CLinux
import Glibc

/// A POSIX thread with a name, a small stack and, if the host allows it, a real-time priority. Which thread gets which one, and that
/// memory is locked, decides `Engine` of the daemon.
public final class Thread: @unchecked Sendable {
    // Safety: `handle` is written by `init` and read by `join`, both on the owner's thread.
    private var handle = pthread_t()
    private var joined = false

    private final class Start: Sendable {
        let name: String
        let priority: Int32?
        let niceness: Int32
        let body: @Sendable (_ realTime: Bool) -> Void
        init(name: String, priority: Int32?, niceness: Int32, body: @escaping @Sendable (Bool) -> Void) {
            self.name = name
            self.priority = priority
            self.niceness = niceness
            self.body = body
        }
    }

    /// Starts a thread.
    ///
    /// - Parameters:
    ///   - name: at most 15 characters.
    ///   - priority: SCHED_FIFO priority, `nil` for an ordinary thread. If the priority is refused, the thread runs without it.
    ///   - niceness: how far an ordinary thread gives way to others, 0 to 19.
    ///   - stackBytes: small, so that locked memory stays small.
    ///   - body: the code to run; its argument is whether the priority was granted.
    public init(
        name: String, priority: Int32? = nil, niceness: Int32 = 0, stackBytes: Int = 512 << 10,
        body: @escaping @Sendable (_ realTime: Bool) -> Void
    ) throws(SystemError) {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setstacksize(&attributes, max(stackBytes, 64 << 10))
        let start = Unmanaged.passRetained(Start(name: name, priority: priority, niceness: niceness, body: body))
        let code = pthread_create(
            &handle, &attributes,
            { argument in
                guard let argument else { return nil }
                // Safety: the one reference that `init` retained for this thread.
                let start = Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
                _ = clinux_set_thread_name(start.name)
                if start.niceness > 0 { _ = clinux_set_niceness(start.niceness) }
                let realTime = start.priority.map { clinux_set_fifo($0) == 0 } ?? false
                if start.priority != nil { _ = clinux_set_timer_slack(1) }
                start.body(realTime)
                return nil
            }, start.toOpaque())
        guard code == 0 else {
            start.release()
            throw SystemError("pthread_create", name, number: code)
        }
    }

    deinit { assert(joined, "a thread was let go without being joined") }

    /// Waits until the thread has ended.
    public func join() {
        guard !joined else { return }
        joined = true
        pthread_join(handle, nil)
    }
}
