public import LinuxIO
import Samples
import Synchronization

/// What other threads ask of `record`: to cut the traces of holds, and to write what it has. Outlives engines; any thread.
public final class RecordRequests: Sendable {
    private let traces = Mutex<[TraceRequest]>([])
    /// Holds whose traces are not cut: their athlete is being forgotten, or is.
    private let withdrawn = Mutex<Set<Int64>>([])
    /// Holds that are forgotten, until `record` has dropped what was asked about them.
    private let forgotten = Mutex<[Int64]>([])
    /// Sessions and earlier persons of holds that `record` still has in memory and has to forget.
    private let forgetting = Mutex<(sessions: Set<Int64>, holds: Set<Int64>)>(([], []))
    /// Whether there is a `record` thread, and who waits for it.
    private let writing = Mutex<(isServed: Bool, bells: [EventDescriptor])>((false, []))

    public init() {}

    public func post(_ request: TraceRequest) { traces.withLock { $0.append(request) } }

    /// Cuts no trace of these holds from now on. One that is being cut is complete when `waitUntilWritten` returns.
    public func withdraw(holds: [Int64]) { withdrawn.withLock { $0.formUnion(holds) } }

    /// Takes that back: the traces that still wait are cut.
    public func readmit(holds: [Int64]) { withdrawn.withLock { $0.subtract(holds) } }

    /// Drops the requests about holds that were withdrawn and are forgotten now. Their numbers are not used again.
    public func drop(holds: [Int64]) { forgotten.withLock { $0 += holds } }

    /// Forgets the persons of these sessions in memory, before `waitUntilWritten` returns: what is written later does not have them.
    public func forget(sessions: Set<Int64>) { forgetting.withLock { $0.sessions.formUnion(sessions) } }

    /// A hold was assigned to somebody else: its trace does not say whose it was.
    public func forgetPerson(ofHold hold: Int64) { forgetting.withLock { _ = $0.holds.insert(hold) } }

    /// Waits until everything that was measured before this call is in the files.
    ///
    /// - Returns: false when `record` has not written it after `seconds`: the disk stalls or refuses.
    public func waitUntilWritten(seconds: Double) throws(SystemError) -> Bool {
        let bell = try EventDescriptor()
        let isServed = writing.withLock { writing in
            if writing.isServed { writing.bells.append(bell) }
            return writing.isServed
        }
        guard isServed else { return true }
        // The loop looks at its requests once a second.
        let isWritten = UnixSocket.wait(bell.number, seconds: seconds)
        if !isWritten { writing.withLock { $0.bells.removeAll { $0 === bell } } }
        return isWritten
    }

    // MARK: for `record`

    func serve() { writing.withLock { $0.isServed = true } }

    /// Nobody is served any more. Those who wait are answered if everything is written; otherwise they wait in vain.
    func endServing(isWritten: Bool) {
        let bells = writing.withLock { writing in
            defer { writing = (false, []) }
            return writing.bells
        }
        if isWritten { for bell in bells { bell.ring() } }
    }

    /// Moves the requests that came since the last call to the end of `waiting`, and drops those about forgotten holds.
    func takeTraces(into waiting: inout [TraceRequest]) {
        // In this order: a request is made before its hold is forgotten.
        waiting += traces.withLock { requests in
            defer { requests = [] }
            return requests
        }
        let gone = forgotten.withLock { holds in
            defer { holds = [] }
            return Set(holds)
        }
        guard !gone.isEmpty else { return }
        waiting.removeAll { gone.contains($0.hold) }
        withdrawn.withLock { $0.subtract(gone) }
    }

    /// The sessions and holds whose persons are to be forgotten since the last call.
    func takeForgetting() -> (sessions: Set<Int64>, holds: Set<Int64>) {
        forgetting.withLock { forgetting in
            defer { forgetting = ([], []) }
            return forgetting
        }
    }

    func isWithdrawn(_ hold: Int64) -> Bool { withdrawn.withLock { $0.contains(hold) } }

    /// Returns requests that could not be answered, for the next `record` thread.
    func giveBack(_ requests: [TraceRequest]) { traces.withLock { $0 = requests + $0 } }

    /// Those who wait for what was measured until now.
    func waitingForWrite() -> [EventDescriptor] { writing.withLock { $0.bells } }

    func answer(_ written: [EventDescriptor]) {
        writing.withLock { $0.bells.removeAll { bell in written.contains { $0 === bell } } }
        for bell in written { bell.ring() }
    }
}
