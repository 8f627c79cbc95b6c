public import Samples

/// A running protocol, from cue to cue. It reads no clock: the caller passes the time, as often as it likes.
///
/// Every cue begins where the previous one ended, so a late call does not shift any cue.
public struct ProtocolRun: Sendable {
    public let plan: TrainingProtocol
    /// The task of the athlete at the time last passed to `advance`.
    public private(set) var cue: Cue

    /// Begins with the preparation at `start`.
    public init(_ plan: TrainingProtocol, start: HostInstant) {
        self.plan = plan
        cue = Cue(kind: .prepare, set: 1, hold: 1, begins: start, ends: start.advanced(bySeconds: plan.preparation))
    }

    /// Advances to the cue at this time; returns whether it is a different one. Never goes back.
    public mutating func advance(to now: HostInstant) -> Bool {
        let before = cue
        while let end = cue.ends, end <= now { cue = next(from: end) }
        return cue != before
    }

    private func next(from moment: HostInstant) -> Cue {
        func cue(_ kind: Cue.Kind, set: Int, hold: Int, _ seconds: Double?) -> Cue {
            Cue(kind: kind, set: set, hold: hold, begins: moment, ends: seconds.map { moment.advanced(bySeconds: $0) })
        }
        let (set, hold) = (self.cue.set, self.cue.hold)
        switch self.cue.kind {
        case .prepare, .rest, .setRest: return cue(.hold, set: set, hold: hold, plan.holdSeconds)
        case .hold where hold < plan.holds: return cue(.rest, set: set, hold: hold + 1, plan.restSeconds)
        case .hold where set < plan.sets: return cue(.setRest, set: set + 1, hold: 1, plan.setRestSeconds)
        case .hold, .finished: return cue(.finished, set: set, hold: hold, nil)
        }
    }
}
