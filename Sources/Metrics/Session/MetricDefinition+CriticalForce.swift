extension MetricDefinition {
    private static let giles = "Giles 2021 IJSPP; Burnley 2009 JAP 106:975"
    private static let monod = "Monod & Scherrer 1965 Ergonomics 8:329"
    private static let limits = "at least three trials; 95 % limits by Student's t"
    private static let repetitions = "24 repetitions of 7 s with 3 s of rest; mean net force of the last 6 repetitions"

    static let allOutForce = MetricDefinition(
        "critical_force_all_out", .newton, "Critical force: mean force of the last repetitions of an all-out test", source: giles,
        parameters: repetitions)
    static let allOutImpulse = MetricDefinition(
        "w_prime_all_out", .newtonSecond, "W′: impulse above the critical force, summed over the repetitions", source: giles,
        parameters: repetitions)
    static let impulseTimeForce = MetricDefinition(
        "critical_force_impulse_time", .newton, "Critical force: slope of impulse over time to failure", source: monod,
        parameters: limits)
    static let impulseTimeImpulse = MetricDefinition(
        "w_prime_impulse_time", .newtonSecond, "W′: intercept of impulse over time to failure", source: monod,
        parameters: limits)
    static let impulseTimeError = MetricDefinition(
        "critical_force_impulse_time_see", .newtonSecond,
        "Standard error of estimate of the line of impulse over time to failure", source: monod,
        parameters: limits)
    static let inverseTimeForce = MetricDefinition(
        "critical_force_inverse_time", .newton, "Critical force: intercept of force over inverse time to failure", source: monod,
        parameters: limits)
    static let inverseTimeImpulse = MetricDefinition(
        "w_prime_inverse_time", .newtonSecond, "W′: slope of force over inverse time to failure", source: monod,
        parameters: limits)
    static let inverseTimeError = MetricDefinition(
        "critical_force_inverse_time_see", .newton,
        "Standard error of estimate of the line of force over inverse time to failure", source: monod,
        parameters: limits)

    /// The numbers of a critical-force test.
    public static let criticalForce: [MetricDefinition] = [
        allOutForce, allOutImpulse, impulseTimeForce, impulseTimeImpulse, impulseTimeError, inverseTimeForce, inverseTimeImpulse,
        inverseTimeError,
    ]
}
