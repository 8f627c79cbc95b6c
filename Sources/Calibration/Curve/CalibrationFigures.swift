/// The figures of a calibration certificate in addition to the curve (in the manner of ISO 376:2011 and ASTM E74-18), in per
/// cent.
public struct CalibrationFigures: Sendable, Hashable {
    /// The figures of each force, smallest force first.
    public let levels: [LevelFigures]
    /// Largest distance of a mean deflection from the best straight line, relative to full scale.
    public let nonlinearity: Figure
    /// Largest distance of a mean deflection from the straight line from zero to the highest force, relative to full scale.
    public let endPointNonlinearity: Figure
    /// Largest |unloading − loading|, relative to the deflection at full scale.
    public let hysteresis: Figure
    /// The largest b′ of all forces.
    public let repeatability: Figure
    /// The largest b of all forces.
    public let reproducibility: Figure
    /// f0 = 100·(Xf − X0)/XN for the worst series, with its sign: reading without load after the series minus reading before it.
    public let zeroReturn: Figure

    init(run: CalibrationRun, treatment: CalibrationRun.ZeroTreatment, response: PolynomialFit) {
        let levels = run.levels.compactMap {
            LevelFigures(force: $0, run: run, treatment: treatment, response: response)
        }
        self.levels = levels
        let top = levels.max { abs($0.force) < abs($1.force) }
        let full = top.map { abs($0.deflection - CalibrationFigures.rest(run, treatment, response)) } ?? 0
        func worst(_ values: [Double], _ gap: CalibrationGap) -> Figure {
            values.max { abs($0) < abs($1) }.map(Figure.success) ?? .failure(gap)
        }
        nonlinearity = CalibrationFigures.bestLine(levels, full)
        endPointNonlinearity = CalibrationFigures.endLine(
            levels, top, rest: treatment == .initialZero ? 0 : run.zero, full)
        let gaps = levels.compactMap { level in level.descending.map { abs($0 - level.deflection) } }
        hysteresis = full > 0 ? worst(gaps.map { 100 * $0 / full }, .noDescendingPoints) : .failure(.notMeasured)
        repeatability = worst(levels.compactMap(\.repeatability), .noRepeatedSeries)
        reproducibility = worst(levels.compactMap(\.reproducibility), .onePosition)
        let returns = run.series.compactMap { series in
            series.zeroBefore.flatMap { before in series.zeroAfter.map { $0 - before } }
        }
        zeroReturn = full > 0 ? worst(returns.map { 100 * $0 / full }, .noZeroAfter) : .failure(.notMeasured)
    }

    /// The deflection without load.
    private static func rest(
        _ run: CalibrationRun, _ treatment: CalibrationRun.ZeroTreatment, _ response: PolynomialFit
    ) -> Double { treatment == .initialZero ? 0 : run.zero ?? response.value(at: 0) }

    private static func bestLine(_ levels: [LevelFigures], _ full: Double) -> Figure {
        let x = levels.map(\.force)
        guard full > 0, x.count > 2, let line = PolynomialFit(x: x, y: levels.map(\.deflection), degree: 1),
            let worst = line.residuals.map(abs).max()
        else { return .failure(.noFreedom) }
        return .success(100 * worst / full)
    }

    private static func endLine(_ levels: [LevelFigures], _ top: LevelFigures?, rest: Double?, _ full: Double) -> Figure {
        guard let rest else { return .failure(.noZeroBefore) }
        guard let top, full > 0, levels.count > 1 else { return .failure(.noFreedom) }
        let sensitivity = (top.deflection - rest) / top.force
        let worst = levels.map { abs($0.deflection - rest - sensitivity * $0.force) }.max() ?? 0
        return .success(100 * worst / full)
    }
}
