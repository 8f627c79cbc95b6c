import Samples

extension HoldEvent.What {
    /// The same with all sample numbers moved by `start`: from a machine's own count to frame indices.
    func moved(by start: UInt64) -> HoldEvent.What {
        switch self {
        case .ramp(let trigger): return .ramp(trigger: trigger &+ start)
        case .falseStart(let trigger): return .falseStart(trigger: trigger &+ start)
        case .holding(let trigger, let baseline): return .holding(trigger: trigger &+ start, baseline: baseline)
        case .onset(var onset):
            onset.onset &+= start
            onset.onset5SD += Double(start)
            onset.trigger &+= start
            onset.confirmed &+= start
            onset.baselineFirst &+= start
            return .onset(onset)
        case .ended(var ended):
            ended.release &+= start
            ended.end &+= start
            return .ended(ended)
        case .shakingBegan(let sample): return .shakingBegan(sample: sample &+ start)
        case .discontinuity, .rateFrozen, .early, .release, .holdClosed, .tared, .tareRefused, .trigger, .zoneEntered,
            .effortDropped, .overload, .calibrated, .conditions:
            return self
        }
    }
}
