/// The names of events that this version knows. The list may grow, so a client may get others.
public enum EventName: String, Sendable, CaseIterable {
    case onset
    case holding
    case surge
    case early
    case release
    case onsetFinal = "onset_final"
    case ended
    case holdClosed = "hold_closed"
    case holdMerged = "hold_merged"
    case weightShift = "weight_shift"
    case shakingBegan = "shaking_began"
    case zoneEntered = "zone_entered"
    case effortDropped = "effort_dropped"
    case ramp
    case falseStart = "false_start"
    case tared
    case tareRefused = "tare_refused"
    case triggerRose = "trigger_rose"
    case triggerFell = "trigger_fell"
    case rateFrozen = "rate_frozen"
    case discontinuity
    case steppedOn = "stepped_on"
    case steppedOff = "stepped_off"
    case levelChanged = "level_changed"
    case negativeLoad = "negative_load"
    case negativeLoadEnded = "negative_load_ended"
    case unloaded
    case notArmed = "not_armed"
    case cuffAbove = "cuff_above"
    case cuffTooLong = "cuff_too_long"
    case cuffBelow = "cuff_below"
    case mark
    case calibrated
    case overload
    case overloadEnded = "overload_ended"
}

extension Station1.Event {
    /// Nil for an event that this version does not know.
    public var known: EventName? { EventName(rawValue: name) }
}
