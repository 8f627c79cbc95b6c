/// Information that is known before a hold: the athlete and the target. Everything is optional; numbers that need missing
/// information are null.
public struct HoldContext: Sendable, Equatable {
    /// The athlete's maximal net force in this position on this set-up, N (see <doc:ForceZones>).
    public var maximalForce: Double?
    /// The athlete's body mass, kg.
    public var bodyMass: Double?
    /// The force to be held, when there is one.
    public var target: TargetForce?

    public init(maximalForce: Double? = nil, bodyMass: Double? = nil, target: TargetForce? = nil) {
        self.maximalForce = maximalForce
        self.bodyMass = bodyMass
        self.target = target
    }

    /// The maximal force when it is a positive number.
    var usableMaximum: Double? { maximalForce.flatMap { $0 > 0 && $0.isFinite ? $0 : nil } }

    /// The body mass when it is a positive number.
    var usableMass: Double? { bodyMass.flatMap { $0 > 0 && $0.isFinite ? $0 : nil } }
}
