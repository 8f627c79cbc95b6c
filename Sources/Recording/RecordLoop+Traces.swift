import Certificates
import LinuxIO
import RingBuffer
import Samples
import Synchronization

/// Cuts the traces of holds that have passed.
extension RecordLoop {
    /// Time after the end of a trace until its last frames have arrived, seconds.
    private static let latency = 0.5

    /// The time for traces when the loop ends, seconds. On a slow disk they would keep the daemon from ending.
    private static let lastSeconds = 2.0

    func cutTraces(at now: HostInstant) {
        takeRequests()
        guard retryTracesAt <= now else { return }
        for request in waiting {
            // A hold of an earlier run has passed; its times may be those of an earlier boot.
            let isHere = writer.has(request.recording)
            guard !isHere || request.end.advanced(bySeconds: Self.latency) <= now else { continue }
            guard !isStopping, cut(request, at: now) else { return }
        }
    }

    /// Nothing more will be recorded, so that no trace waits for its end. What there is no time for is left to the next `record`
    /// thread, or to the next start.
    func cutLastTraces(since begin: HostInstant) {
        takeRequests()
        for request in waiting {
            let now = Clock.monotonic()
            guard now.seconds(since: begin) < Self.lastSeconds, cut(request, at: now) else { break }
        }
        requests.giveBack(waiting)
        waiting = []
    }

    /// Takes what is asked, and forgets in memory what is forgotten in the files.
    func takeRequests() {
        // In this order: a hold is assigned to somebody else after its request was made.
        requests.takeTraces(into: &waiting)
        let (sessions, holds) = requests.takeForgetting()
        if !sessions.isEmpty { writer.forget(sessions: sessions) }
        for place in waiting.indices where holds.contains(waiting[place].hold) { waiting[place].forgetPerson() }
    }

    /// Cuts a trace unless it is withdrawn; returns false when the disk refuses.
    private func cut(_ request: TraceRequest, at now: HostInstant) -> Bool {
        guard !requests.isWithdrawn(request.hold) else { return true }
        let isHere = writer.has(request.recording)
        writer.writeNow(at: now, tell)
        do throws(SystemError) {
            let outcome = try cutter.cut(request, isHere ? writer.batches : [])
            answer(request.hold, outcome)
            holds.formUnion(isHere ? writer.names(from: request.begin) : [request.recording])
            waiting.removeAll { $0.hold == request.hold }
            // The analysis of the hold has ended, and so has its trace: this is when most memory was freed.
            Environment.returnFreePages()
            say(nil)
            return true
        } catch {
            say(error)
            retryTracesAt = now.advanced(bySeconds: RecordingWriter.retrySeconds)
            return false
        }
    }

    private func say(_ failure: SystemError?) {
        let isNews = shared.withLock { status in
            defer { status.traceFailure = failure }
            return failure != nil && status.traceFailure == nil
        }
        if isNews, let failure { Log.error("recording", "\(failure); the traces of holds wait until the disk accepts them") }
    }
}
