import CMath

/// The force that can be held for long, and the impulse that can be spent above it (see <doc:Fatigue>).
public struct CriticalForce: Sendable, Equatable {
    /// One effort of an all-out test: its mean net force, N, and how long it lasted, s.
    public struct Repetition: Sendable, Equatable {
        public let meanForce: Double
        public let duration: Double
        public init(meanForce: Double, duration: Double) {
            self.meanForce = meanForce
            self.duration = duration
        }
    }

    /// One hold at constant force to task failure: N, s.
    public struct Trial: Sendable, Equatable {
        public let force: Double
        public let timeToFailure: Double
        public init(force: Double, timeToFailure: Double) {
            self.force = force
            self.timeToFailure = timeToFailure
        }
    }

    /// CF, N, with half of its 95 % interval where the model gives one.
    public let force: Double
    public let forceHalfWidth: Double?
    /// W′, N·s, with half of its 95 % interval.
    public let impulse: Double
    public let impulseHalfWidth: Double?
    /// Standard error of the estimate of the line, in the unit of the dependent variable (N·s, or N for the inverse-time model).
    public let standardError: Double?

    /// Repetitions of an all-out test, and how many of the last ones are averaged.
    public static let repetitions = 24
    public static let averaged = 6

    /// All-out: CF is the mean of the last six (or `averaged`) repetition means, W′ = Σ max(0, F̄ − CF)·duration (Giles 2021 Int J
    /// Sports Physiol Perform; last six as Burnley 2009 J Appl Physiol 106:975). Throws `tooFew` below 24 repetitions.
    public static func allOut(_ repetitions: [Repetition], averaged: Int = averaged) throws(NullReason) -> CriticalForce {
        guard repetitions.count >= Self.repetitions, averaged >= 1, averaged <= repetitions.count else { throw .tooFew }
        let force = repetitions.suffix(averaged).reduce(0) { $0 + $1.meanForce } / Double(averaged)
        let impulse = repetitions.reduce(0) { $0 + max(0, $1.meanForce - force) * $1.duration }
        guard force.isFinite, impulse.isFinite else { throw .notFinite }
        return CriticalForce(
            force: force, forceHalfWidth: nil, impulse: impulse, impulseHalfWidth: nil, standardError: nil)
    }

    /// Constant force, impulse over time: F·t = W′ + CF·t (Monod & Scherrer 1965 Ergonomics 8:329). Throws `tooFew` below three
    /// trials.
    public static func impulseTime(_ trials: [Trial]) throws(NullReason) -> CriticalForce {
        let line = try line(trials, x: { $0.timeToFailure }, y: { $0.force * $0.timeToFailure })
        return CriticalForce(
            force: line.slope, forceHalfWidth: line.slopeHalfWidth, impulse: line.intercept,
            impulseHalfWidth: line.interceptHalfWidth, standardError: line.standardError)
    }

    /// Constant force, force over inverse time: F = CF + W′/t. The same model with more weight on short trials.
    public static func inverseTime(_ trials: [Trial]) throws(NullReason) -> CriticalForce {
        let line = try line(trials, x: { 1 / $0.timeToFailure }, y: { $0.force })
        return CriticalForce(
            force: line.intercept, forceHalfWidth: line.interceptHalfWidth, impulse: line.slope,
            impulseHalfWidth: line.slopeHalfWidth, standardError: line.standardError)
    }

    private static func line(
        _ trials: [Trial], x: (Trial) -> Double, y: (Trial) -> Double
    ) throws(NullReason) -> StraightLine {
        let used = trials.filter { $0.force > 0 && $0.force.isFinite && $0.timeToFailure > 0 && $0.timeToFailure.isFinite }
        guard used.count >= 3 else { throw .tooFew }
        guard let line = StraightLine(x: used.map(x), y: used.map(y)) else { throw .divisionByZero }
        return line
    }

    /// The numbers of an all-out test, in the order of `MetricDefinition.criticalForce`; `measurements(trials:)` gives the
    /// numbers of the two other models.
    public static func measurements(allOut repetitions: [Repetition]) -> [Measurement] {
        var list = MeasurementList()
        add([.allOutForce, .allOutImpulse], to: &list) { () throws(NullReason) in try allOut(repetitions) }
        return list.measurements
    }

    /// The numbers of a set of constant-force trials, by both models.
    public static func measurements(trials: [Trial]) -> [Measurement] {
        var list = MeasurementList()
        add([.impulseTimeForce, .impulseTimeImpulse, .impulseTimeError], to: &list) { () throws(NullReason) in
            try impulseTime(trials)
        }
        add([.inverseTimeForce, .inverseTimeImpulse, .inverseTimeError], to: &list) { () throws(NullReason) in
            try inverseTime(trials)
        }
        return list.measurements
    }

    private static func add(
        _ definitions: [MetricDefinition], to list: inout MeasurementList, _ model: () throws(NullReason) -> CriticalForce
    ) {
        do {
            let found = try model()
            let rows = [
                (found.force, found.forceHalfWidth), (found.impulse, found.impulseHalfWidth), (found.standardError ?? .nan, nil),
            ]
            for (definition, (value, half)) in zip(definitions, rows) {
                list.add(definition, value, lower: half.map { value - $0 }, upper: half.map { value + $0 })
            }
        } catch {
            for definition in definitions { list.add(definition, null: error) }
        }
    }
}
