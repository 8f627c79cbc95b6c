import Samples

extension HoldEvent.What {
    /// The same event with `start` added to all sample numbers: converts a machine's own count to frame indices.
    func moved(by start: UInt64) -> HoldEvent.What {
        switch self {
        case .ramp(let trigger): return .ramp(trigger: trigger &+ start)
        case .falseStart(let trigger): return .falseStart(trigger: trigger &+ start)
        case .holding(let onset, let baseline): return .holding(onset: onset &+ start, baseline: baseline)
        case .surge(let trigger): return .surge(trigger: trigger &+ start)
        case .onset(let onset): return .onset(onset.moved(by: start))
        case .onsetFinal(let onset): return .onsetFinal(onset.moved(by: start))
        case .ended(var ended):
            ended.release &+= start
            ended.end &+= start
            return .ended(ended)
        case .shakingBegan(let sample): return .shakingBegan(sample: sample &+ start)
        case .discontinuity, .rateFrozen, .early, .release, .weightShift, .holdClosed, .holdMerged, .steppedOn, .steppedOff,
            .levelChanged, .negativeLoad, .unloaded, .negativeLoadEnded, .notArmed, .tared, .tareRefused, .trigger, .zoneEntered,
            .effortDropped,
            .overload, .cuff, .mark, .calibrated, .conditions:
            return self
        }
    }
}

extension HoldEvent.Onset {
    fileprivate func moved(by start: UInt64) -> HoldEvent.Onset {
        var onset = self
        onset.onset &+= start
        onset.position += Double(start)
        onset.onset5SD += Double(start)
        onset.trigger &+= start
        onset.confirmed &+= start
        onset.baselineFirst &+= start
        return onset
    }
}
