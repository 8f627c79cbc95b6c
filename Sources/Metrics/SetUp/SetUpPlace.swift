/// What a sensor measures in its set-up, and how its times compare with those of the other sensors.
public struct SetUpPlace: Sendable, Equatable {
    /// A word such as `push_leg` or `left_arm`; empty when none was given.
    public var role = ""
    /// The direction of a band; nil for a sensor that is not in one.
    public var band: BandDirection?
    /// The time from a force to the time stamp of its sample, and its expanded uncertainty, s; nil when nobody has stated it.
    public var latency = 0.0
    public var latencyUncertainty: Double?
    /// Where a plate lies; nil when nobody has stated it.
    public var plate: PlatePosition?

    public init() {}

    /// The expanded uncertainty of the time of a sensor at this rate against the common time, s. Where it was not stated, a converter
    /// may deliver a sample a whole interval late and a bus a millisecond.
    public func timeUncertainty(rate: Double) -> Double {
        latencyUncertainty ?? (rate > 0 ? 1 / rate + Self.busSeconds : Self.busSeconds)
    }

    static let busSeconds = 0.001
}

/// The direction in which a band pulls the athlete: its angle to the ground, positive upwards, and to the sagittal plane, positive to the
/// right; degrees. A band straight ahead along the ground has 0 and 0.
public struct BandDirection: Sendable, Equatable {
    public var elevation: Double
    public var azimuth: Double

    public init(elevation: Double, azimuth: Double) {
        self.elevation = elevation
        self.azimuth = azimuth
    }
}

/// The words for roles that pair two sides or that others understand. Any other word may be used.
public enum Role {
    public static let known = [
        "push_leg", "swing_leg", "left_leg", "right_leg", "left_arm", "right_arm", "left_hand", "right_hand", "torso", "left",
        "right",
    ]

    /// The role of the other side, and whether this is the side that is counted as positive: right, or the push leg.
    static func opposite(of role: String) -> (role: String, isPositive: Bool)? {
        switch role {
        case "push_leg": ("swing_leg", true)
        case "swing_leg": ("push_leg", false)
        case _ where role == "left" || role.hasPrefix("left_"): ("right" + role.dropFirst("left".count), false)
        case _ where role == "right" || role.hasPrefix("right_"): ("left" + role.dropFirst("right".count), true)
        default: nil
        }
    }
}
