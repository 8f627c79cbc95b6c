/// What is known about the efforts to come on one sensor: which session they belong to, and what its numbers are compared with.
///
/// Numbers alone: nothing here names a person. NaN is what nobody knows.
public struct HoldConditions: BitwiseCopyable, Sendable, Equatable {
    /// The session's number; 0 while none runs.
    public var session: Int64 = 0
    /// The athlete's body mass, kg.
    public var bodyMass = Double.nan
    /// The athlete's maximal net force in this position on this sensor, N.
    public var maximalForce = Double.nan
    /// The corridor that is to be held, N; the same number twice for a target without a corridor.
    public var targetLow = Double.nan
    public var targetHigh = Double.nan
    /// The drop of rate or peak that ends a set, %.
    public var effortDrop = 20.0

    public init() {}

    @inlinable public static func == (a: HoldConditions, b: HoldConditions) -> Bool {
        // Bits, because NaN is a value here.
        a.session == b.session && a.bodyMass.bitPattern == b.bodyMass.bitPattern
            && a.maximalForce.bitPattern == b.maximalForce.bitPattern && a.targetLow.bitPattern == b.targetLow.bitPattern
            && a.targetHigh.bitPattern == b.targetHigh.bitPattern && a.effortDrop.bitPattern == b.effortDrop.bitPattern
    }
}
