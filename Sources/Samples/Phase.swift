/// Where a sensor is in the course of a hold.
public enum Phase: UInt8, BitwiseCopyable, Sendable, Hashable, CaseIterable {
    /// Nothing can be detected yet: the sensor is absent, or its clock is not locked.
    case settling = 0
    /// Force is not quiet enough for the trigger to arm.
    case rest
    /// A baseline is known: the next fast rise begins a hold.
    case armed
    /// Force is above the trigger level; the rise is not confirmed yet.
    case rising
    /// Force has left the level of rest, but there is no hold yet.
    case ramp
    /// The sensor has been under a slowly rising load for at least a second.
    case holding
    /// A confirmed explosive hold is under way.
    case hold
    /// Force is below half of the hold's peak, but not yet back at the baseline.
    case release

    /// Its name in messages.
    public var name: String {
        switch self {
        case .settling: "settling"
        case .rest: "rest"
        case .armed: "armed"
        case .rising: "rising"
        case .ramp: "ramp"
        case .holding: "holding"
        case .hold: "hold"
        case .release: "release"
        }
    }
}
