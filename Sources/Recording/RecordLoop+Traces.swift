import Certificates
import LinuxIO
import RingBuffer
import Samples
import Synchronization

/// Cuts the traces of holds that have passed.
extension RecordLoop {
    /// Time after the end of a trace until its last frames have arrived, seconds.
    private static let latency = 0.5

    /// - Parameter isLast: nothing more will be recorded, so that no trace waits for its end.
    func cutTraces(at now: HostInstant, isLast: Bool) {
        waiting += requests.takeTraces()
        guard !waiting.isEmpty, isLast || retryTracesAt <= now else { return }
        for request in waiting where !requests.isWithdrawn(request.hold) {
            // A hold of an earlier run has passed; its times may be those of an earlier boot.
            let isHere = writer.has(request.recording)
            guard isLast || !isHere || request.end.advanced(bySeconds: Self.latency) <= now else { continue }
            writer.writeNow(at: now, tell)
            do throws(SystemError) {
                let outcome = try cutter.cut(request, isHere ? writer.batches : [])
                answer(request.hold, outcome)
                holds.formUnion(isHere ? writer.names(from: request.begin) : [request.recording])
                waiting.removeAll { $0.hold == request.hold }
                // The analysis of the hold has ended, and so has its trace: this is when most memory was freed.
                Environment.returnFreePages()
                say(nil)
            } catch {
                say(error)
                retryTracesAt = now.advanced(bySeconds: RecordingWriter.retrySeconds)
                break
            }
        }
        if isLast {
            requests.giveBack(waiting)
            waiting = []
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
