import Messages
import Samples

/// The sessions under way, what their athletes do now, and the targets of their protocols. Pure.
struct WatchGuidance {
    /// The targets of the protocols by name, in % of the maximum.
    var targets: [String: ClosedRange<Double>] = [:]
    /// The set-ups of the sensors, by name.
    var setUps: [String: String] = [:]
    private var sessions: [Session1.SessionCue] = []

    /// Takes a reply of `WatchCues`; lines for people, of the sessions whose cue has changed.
    mutating func take(_ reply: Session1.WatchCues.Reply) -> [String] {
        let before = lines(at: 0)
        // A station that knows of one session only says no more.
        let only = reply.session.map { [Session1.SessionCue(session: $0, setUp: nil, protocol: reply.protocol, cue: reply.cue)] }
        sessions = reply.sessions ?? only ?? []
        return zip(lines(at: 0), lines(at: reply.nowUs)).filter { !before.contains($0.0) }.map(\.1)
    }

    /// What is to be done at a moment of the station's clock, microseconds; with its target.
    func toDo(at now: Int64) -> [String] {
        zip(sessions, texts(at: now)).compactMap { session, text in
            guard let text, let target = target(of: session) else { return text }
            return text + "  target \(Digits.fixed(target.lowerBound, places: 0))–\(Digits.fixed(target.upperBound, places: 0)) %"
        }
    }

    /// The target of a sensor, in % of the maximum.
    func target(of sensor: String) -> ClosedRange<Double>? {
        sessions.first { $0.setUp == nil || $0.setUp == setUps[sensor] }.flatMap(target)
    }

    private func target(of session: Session1.SessionCue) -> ClosedRange<Double>? {
        guard let cue = session.cue, cue.name != .finished else { return nil }
        return session.protocol.flatMap { targets[$0] }
    }

    private func lines(at now: Int64) -> [String] { texts(at: now).compactMap(\.self) }

    /// Nil for the only session where nothing guides it.
    private func texts(at now: Int64) -> [String?] {
        sessions.map { session in
            let cue = CueText.line(session.cue, of: session.protocol, now: now)
            guard sessions.count > 1 else { return cue }
            return "\(session.setUp ?? "station"), session \(session.session)" + (cue.map { ": " + $0 } ?? "")
        }
    }
}
