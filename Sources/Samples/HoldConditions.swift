/// What is known about the coming efforts on one sensor: the session they belong to, and the values that their numbers are
/// compared with.
///
/// It contains only numbers and nothing that names a person. NaN means unknown.
public struct HoldConditions: BitwiseCopyable, Sendable, Equatable {
    /// The number of the session; 0 when no session is running.
    public var session: Int64 = 0
    /// The athlete's body mass, kg.
    public var bodyMass = Double.nan
    /// The athlete's maximal net force in this position on this sensor, N.
    public var maximalForce = Double.nan
    /// The force corridor of the target, N; both limits are equal for a target without a corridor.
    public var targetLow = Double.nan
    public var targetHigh = Double.nan
    /// The drop of rate or peak that ends a set, %.
    public var effortDrop = 20.0

    public init() {}

    /// Removes what says something about the athlete.
    public mutating func forgetPerson() {
        (bodyMass, maximalForce, targetLow, targetHigh) = (.nan, .nan, .nan, .nan)
    }

    @inlinable public static func == (a: HoldConditions, b: HoldConditions) -> Bool {
        // Compares bits, because NaN is a valid value here.
        a.session == b.session && a.bodyMass.bitPattern == b.bodyMass.bitPattern
            && a.maximalForce.bitPattern == b.maximalForce.bitPattern && a.targetLow.bitPattern == b.targetLow.bitPattern
            && a.targetHigh.bitPattern == b.targetHigh.bitPattern && a.effortDrop.bitPattern == b.effortDrop.bitPattern
    }
}
