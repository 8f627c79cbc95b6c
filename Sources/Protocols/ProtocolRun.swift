public import Samples

/// A protocol under way: from cue to cue. Looks at no clock; whoever runs it says what time it is, as often as it likes.
///
/// Every cue begins where the last one ended, so that being asked late moves nothing.
public struct ProtocolRun: Sendable {
    public let plan: TrainingProtocol
    /// What the athlete is to do at the moment that `advance` was given last.
    public private(set) var cue: Cue

    /// Begins with the preparation at `start`.
    public init(_ plan: TrainingProtocol, start: HostInstant) {
        self.plan = plan
        cue = Cue(kind: .prepare, set: 1, hold: 1, begins: start, ends: start.advanced(bySeconds: plan.preparation))
    }

    /// Goes on to the cue of that moment; whether it is another one. Time never goes back.
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
