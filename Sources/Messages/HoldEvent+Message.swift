public import Samples

extension HoldEvent.What {
    /// The event's name, and its numbers by name; nil if clients do not get it.
    public var message: (name: EventName, values: [(String, Double?)])? {
        switch self {
        case .discontinuity(let lost): (.discontinuity, [("lost", Double(lost))])
        case .rateFrozen(let rate): (.rateFrozen, [("rate", rate)])
        case .ramp(let trigger): (.ramp, [("trigger", Double(trigger))])
        case .falseStart(let trigger): (.falseStart, [("trigger", Double(trigger))])
        case .holding(let onset, let baseline): (.holding, [("onset", Double(onset)), ("baseline", baseline)])
        case .surge(let trigger): (.surge, [("trigger", Double(trigger))])
        case .onset(let onset): (.onset, onset.values)
        case .onsetFinal(let onset): (.onsetFinal, onset.values)
        case .weightShift(let peak): (.weightShift, [("peak", peak)])
        case .holdMerged(let kept): (.holdMerged, [("into", Double(kept))])
        case .steppedOn(let rest): (.steppedOn, [("rest", rest)])
        case .steppedOff(let rest): (.steppedOff, [("rest", rest)])
        case .levelChanged(let rest): (.levelChanged, [("rest", rest)])
        case .negativeLoad(let force): (.negativeLoad, [("force", force)])
        case .unloaded(let force): (.unloaded, [("force", force)])
        case .negativeLoadEnded(let returned): (.negativeLoadEnded, [("returned", returned ? 1 : 0)])
        case .notArmed(let unrest):
            (
                .notArmed,
                [("test", Double(unrest.test.rawValue)), ("value", unrest.value), ("limit", unrest.limit)]
            )
        case .early(let early):
            (
                .early,
                [
                    ("rfd_0_50", early.rfd50), ("rfd_0_100", early.rfd100), ("rfd_0_200", early.rfd200),
                    ("peak_rfd_20", early.peakRFD20), ("force_100", early.force100), ("force_250", early.force250),
                ]
            )
        case .release(let peak): (.release, [("peak", peak)])
        case .ended(let ended): (.ended, [("release", Double(ended.release)), ("end", Double(ended.end))])
        case .holdClosed: (.holdClosed, [])
        case .tared(let offset, let deviation, let quiet, _):
            (.tared, [("offset", offset), ("deviation", deviation), ("quiet", quiet ? 1 : 0)])
        case .tareRefused(let refusal, _): (.tareRefused, [("reason", Double(refusal.rawValue))])
        case .shakingBegan(let sample): (.shakingBegan, [("sample", Double(sample))])
        case .zoneEntered(let place): (.zoneEntered, [("zone", Double(place))])
        case .effortDropped(let rate, let peak): (.effortDropped, [("rfd_drop", rate), ("peak_drop", peak)])
        case .overload(let newtons, let begins): (begins ? .overload : .overloadEnded, [("newtons", newtons)])
        case .cuff(let news):
            (news.what.name, [("percent", news.percent), ("seconds", news.seconds)])
        case .mark: (.mark, [])
        case .calibrated: (.calibrated, [])
        // What a session is compared with is not for clients.
        case .conditions: nil
        case .trigger(let rose): (rose ? .triggerRose : .triggerFell, [])
        }
    }
}

extension HoldEvent.What {
    /// The text of a mark.
    public var text: String? { if case .mark(let mark) = self { mark.text } else { nil } }
}

extension HoldEvent.CuffNews.What {
    fileprivate var name: EventName {
        switch self {
        case .above: .cuffAbove
        case .tooLong: .cuffTooLong
        case .below: .cuffBelow
        }
    }
}

extension HoldEvent.Onset {
    fileprivate var values: [(String, Double?)] {
        [
            ("explosive", kind == .explosive ? 1 : 0), ("onset", position), ("onset_5sd", onset5SD),
            ("trigger", Double(trigger)), ("confirmed", Double(confirmed)), ("baseline", baselineMean),
            ("baseline_sd", baselineDeviation), ("rest", rest), ("countermovement", countermovement),
            ("earlier_rises", Double(earlierRises)),
        ]
    }
}
