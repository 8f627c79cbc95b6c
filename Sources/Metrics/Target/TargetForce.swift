/// A target for the force over the level of rest, or a corridor.
public struct TargetForce: Sendable, Equatable {
    /// The force to compare with, N: the target, or the middle of the corridor.
    public let force: Double
    /// The corridor, N; both limits are the target when there is no corridor.
    public let corridor: ClosedRange<Double>

    /// A target without a corridor. Nil when it is not a positive number.
    public init?(force: Double) {
        guard force > 0, force.isFinite else { return nil }
        self.force = force
        corridor = force...force
    }

    /// A corridor. Nil when it is empty or not positive.
    public init?(from low: Double, to high: Double) {
        guard low > 0, high > low, high.isFinite else { return nil }
        force = (low + high) / 2
        corridor = low...high
    }
}
