import Messages
import Protocols
import Samples

/// A running session and where its protocol is.
struct GuidedSession {
    let session: RunningSession
    private(set) var run: ProtocolRun?

    init(_ session: RunningSession) {
        self.session = session
        run = session.plan.map { ProtocolRun($0, start: session.start) }
    }

    /// Whether the cue has changed.
    mutating func advance(to now: HostInstant) -> Bool { run?.advance(to: now) ?? false }
}

extension Session1.SessionCue {
    init(_ guided: GuidedSession) {
        self.init(
            session: guided.session.number, setUp: guided.session.setUp.isEmpty ? nil : guided.session.setUp,
            protocol: guided.session.plan?.name, cue: guided.run.map(Session1.Cue.init))
    }
}

/// `WatchCues`: a run of the protocol of each session for each client, begun with the session; asked only when a cue changes.
final class CueStream: VarlinkStream {
    /// The longest time until the client is notified of a change that no clock can predict, seconds: a session begins or ends.
    private static let lookSeconds = 0.25

    private let service: SessionService
    private var guided: [GuidedSession] = []
    private var lastSent = HostInstant.never
    private var isFirst = true

    init(service: SessionService) { self.service = service }

    func next(at now: HostInstant) -> VarlinkStreamStep {
        let current = service.backend.runningSessions()
        var isNews = isFirst || current != guided.map(\.session)
        if isNews { guided = current.map(GuidedSession.init) }
        isFirst = false
        for place in guided.indices where guided[place].advance(to: now) { isNews = true }
        let heartbeat = lastSent.advanced(bySeconds: MonitorStream.heartbeatSeconds - 1)
        guard isNews || now >= heartbeat else {
            let look = now.advanced(bySeconds: Self.lookSeconds)
            return .wait(until: ([heartbeat, look] + guided.compactMap { $0.run?.cue.ends }).min() ?? look, orNews: false)
        }
        lastSent = now
        let cues = guided.map(Session1.SessionCue.init)
        return .message(
            Session1.WatchCues.Reply(
                session: cues.first?.session, protocol: cues.first?.protocol, cue: cues.first?.cue,
                nowUs: now.nanoseconds / 1000, sessions: cues
            ).reply(continues: true))
    }
}
