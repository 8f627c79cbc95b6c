/// Where a sensor is in the course of a hold.
public enum Phase: UInt8, BitwiseCopyable, Sendable, Hashable, CaseIterable {
    /// Nothing can be detected yet: the sensor is absent, or its clock is not locked.
    case settling = 0
    /// Not quiet enough to be armed.
    case rest
    /// A baseline is known: the next fast rise is a hold.
    case armed
    /// Above the trigger, not confirmed.
    case rising
    /// Force has left the level of rest, and has not become a hold.
    case ramp
    /// Under a load that came up slowly, for at least a second.
    case holding
    /// A confirmed explosive hold is under way.
    case hold
    /// Below half of the hold's force, not yet back at the baseline.
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
