import Messages
import Protocols
import Samples

/// `WatchCues`: a run of the protocol for each client, begun with the session; asked only when its cue changes.
final class CueStream: VarlinkStream {
    /// The longest time until the client is notified of a change that no clock can predict, seconds: a session begins or ends.
    private static let lookSeconds = 0.25

    private let service: SessionService
    private var session: RunningSession?
    private var run: ProtocolRun?
    private var lastSent = HostInstant.never
    private var isFirst = true

    init(service: SessionService) { self.service = service }

    func next(at now: HostInstant) -> VarlinkStreamStep {
        let current = service.backend.runningSession()
        var isNews = isFirst || current != session
        if isNews {
            session = current
            run = current.flatMap { session in session.plan.map { ProtocolRun($0, start: session.start) } }
        }
        isFirst = false
        if run?.advance(to: now) == true { isNews = true }
        let heartbeat = lastSent.advanced(bySeconds: MonitorStream.heartbeatSeconds - 1)
        guard isNews || now >= heartbeat else {
            let look = now.advanced(bySeconds: Self.lookSeconds)
            return .wait(until: [heartbeat, look, run?.cue.ends ?? look].min() ?? look, orNews: false)
        }
        lastSent = now
        return .message(
            Session1.WatchCues.Reply(
                session: session?.number, protocol: session?.plan?.name, cue: run.map(Session1.Cue.init),
                nowUs: now.nanoseconds / 1000
            ).reply(continues: true))
    }
}
