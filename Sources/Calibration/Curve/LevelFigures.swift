/// The figures of one force (in the manner of ISO 376:2011, clause 7). Per cent of the deflection at this force.
public struct LevelFigures: Sendable, Hashable {
    /// N.
    public let force: Double
    /// Mean deflection during loading over all series, raw units.
    public let deflection: Double
    /// Mean deflection during unloading, raw units.
    public let descending: Double?
    /// b′ = 100·(Xmax − Xmin)/X̄ over the series of one mounting; the largest value of all mountings.
    public let repeatability: Double?
    /// b = 100·(Xmax − Xmin)/X̄ over the mountings, with the first series of each.
    public let reproducibility: Double?
    /// v = 100·|X′ − X|/X, where X′ is the deflection during unloading; the mean over the series that have both.
    public let reversibility: Double?
    /// fc = 100·(X̄ − Xa)/Xa, where Xa is the deflection that the fit as a function of force gives.
    public let interpolation: Double

    /// nil when no series has the force during loading, or the deflection is 0.
    init?(force: Double, run: CalibrationRun, treatment: CalibrationRun.ZeroTreatment, response: PolynomialFit) {
        func deflection(_ series: CalibrationSeries, _ direction: CalibrationPoint.Direction) -> Double? {
            let zero = treatment == .initialZero ? series.zeroBefore : 0
            return zero.flatMap { zero in series.reading(at: force, direction).map { $0 - zero } }
        }
        let ups = run.series.compactMap { series in deflection(series, .ascending).map { (series.position, $0) } }
        guard !ups.isEmpty else { return nil }
        let mean = ups.reduce(0) { $0 + $1.1 } / Double(ups.count)
        let predicted = response.value(at: force)
        guard mean != 0, predicted != 0 else { return nil }
        let positions = Set(ups.map(\.0)).sorted()
        let firsts = positions.compactMap { position in ups.first { $0.0 == position }?.1 }
        let repeats = positions.compactMap { position in
            LevelFigures.range(ups.filter { $0.0 == position }.map(\.1))
        }
        let returns = run.series.compactMap { series -> Double? in
            guard let up = deflection(series, .ascending), up != 0, let down = deflection(series, .descending) else { return nil }
            return 100 * abs((down - up) / up)
        }
        let downs = run.series.compactMap { deflection($0, .descending) }
        self.force = force
        self.deflection = mean
        descending = downs.isEmpty ? nil : downs.reduce(0, +) / Double(downs.count)
        repeatability = repeats.max()
        reproducibility = LevelFigures.range(firsts)
        reversibility = returns.isEmpty ? nil : returns.reduce(0, +) / Double(returns.count)
        interpolation = 100 * (mean - predicted) / predicted
    }

    /// 100·(max − min)/|mean|; nil for fewer than two values.
    private static func range(_ values: [Double]) -> Double? {
        guard values.count > 1, let low = values.min(), let high = values.max() else { return nil }
        let mean = values.reduce(0, +) / Double(values.count)
        return mean == 0 ? nil : 100 * (high - low) / abs(mean)
    }
}
