import Messages
import Samples

extension Station1.Event {
    /// Nil for an event that clients do not get.
    init?(_ named: NamedEvent) {
        let event = named.event
        guard let (name, values) = event.what.message else { return nil }
        self.init(
            name: name.rawValue, sensor: named.sensor, hold: Int64(hold: event.hold), sample: Int64(clamping: event.index),
            timeUs: event.time.nanoseconds / 1000,
            values: Dictionary(values.compactMap { name, value in value.map { (name, $0) } }, uniquingKeysWith: { $1 }),
            flags: event.what.flags.list, calibrationId: named.calibrationID,
            previousCalibrationId: named.previousCalibrationID, kind: nil, into: nil, returned: nil, quiet: nil, test: nil,
            refusal: nil, text: event.what.text)
        switch event.what {
        case .onset(let onset), .onsetFinal(let onset): kind = Station1.HoldKind(onset.kind)
        case .holdMerged(let kept): into = Int64(clamping: kept)
        case .mark: sensor = ""
        case .negativeLoadEnded(let returned): self.returned = returned
        case .tared(_, _, let quiet, _): self.quiet = quiet
        case .notArmed(let unrest): test = Station1.UnrestTest(unrest.test)
        case .tareRefused(let refusal, _): self.refusal = Station1.TareRefusal(refusal)
        default: break
        }
    }
}

extension HoldEvent.What {
    fileprivate var flags: HoldFlags {
        switch self {
        case .onset(let onset), .onsetFinal(let onset): onset.flags
        case .ended(let ended): ended.flags
        default: []
        }
    }
}
