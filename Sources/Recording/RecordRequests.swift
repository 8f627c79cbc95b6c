public import LinuxIO
import Samples
import Synchronization

/// What other threads ask of `record`: to cut the traces of holds, and to write what it has. Outlives engines; any thread.
public final class RecordRequests: Sendable {
    private let traces = Mutex<[TraceRequest]>([])
    /// Holds whose traces are not cut: their athlete is being forgotten, or is.
    private let withdrawn = Mutex<Set<Int64>>([])
    private let writing = Mutex<[EventDescriptor]>([])
    /// Whether there is a `record` thread.
    private let isServed = Atomic<Bool>(false)

    public init() {}

    public func post(_ request: TraceRequest) { traces.withLock { $0.append(request) } }

    /// Cuts no trace of these holds from now on. One that is being cut is complete when `waitUntilWritten` returns.
    public func withdraw(holds: [Int64]) { withdrawn.withLock { $0.formUnion(holds) } }

    /// Takes that back: the traces that still wait are cut.
    public func readmit(holds: [Int64]) { withdrawn.withLock { $0.subtract(holds) } }

    /// Waits until everything that was measured before this call is in the files.
    ///
    /// - Returns: false when `record` has not written it after `seconds`: the disk stalls or refuses.
    public func waitUntilWritten(seconds: Double) throws(SystemError) -> Bool {
        guard isServed.load(ordering: .acquiring) else { return true }
        let bell = try EventDescriptor()
        writing.withLock { $0.append(bell) }
        // The loop looks at its requests once a second.
        let isWritten = UnixSocket.wait(bell.number, seconds: seconds)
        if !isWritten { writing.withLock { $0.removeAll { $0 === bell } } }
        return isWritten
    }

    // MARK: for `record`

    func serve(_ isServed: Bool) { self.isServed.store(isServed, ordering: .releasing) }

    func takeTraces() -> [TraceRequest] {
        traces.withLock { waiting in
            defer { waiting = [] }
            return waiting
        }
    }

    func isWithdrawn(_ hold: Int64) -> Bool { withdrawn.withLock { $0.contains(hold) } }

    /// Returns requests that could not be answered, for the next `record` thread.
    func giveBack(_ requests: [TraceRequest]) { traces.withLock { $0 = requests + $0 } }

    /// Those who wait for what was measured until now.
    func waitingForWrite() -> [EventDescriptor] { writing.withLock { $0 } }

    func answer(_ written: [EventDescriptor]) {
        writing.withLock { waiting in waiting.removeAll { bell in written.contains { $0 === bell } } }
        for bell in written { bell.ring() }
    }
}
