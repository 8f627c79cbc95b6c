import CMath
import CNumerics

/// The scatter of the points of a run around its curve, in newtons. The budget at any force is computed from it.
struct CalibrationSpread: Sendable {
    /// N per raw unit in the middle of the range.
    let sensitivity: Double
    /// Standard deviation, over the series, of a reading at one force during loading or unloading, N, and its degrees of
    /// freedom; nil without repeats. It contains everything that changes within a series or between two: the noise of the
    /// means, the wandering zero, creep that was not over.
    let repeatability: (deviation: Double, freedom: Double)?
    /// Standard deviation of the sensitivity over mountings, as a share, for a new mounting, and its degrees of freedom; nil
    /// with one mounting.
    let reproducibility: (share: Double, freedom: Double)?
    /// RMS of the mean residuals of the forces without the share of the repeatability, and its degrees of freedom; nil when no
    /// degrees of freedom remain, or without repeats.
    let interpolation: (deviation: Double, freedom: Double)?
    /// At each force that was reached both ways, lowest first: the larger distance of loading or unloading from the middle of
    /// the force; 0 where the ways meet. Empty when the cell was not unloaded step by step.
    let hysteresis: [(force: Double, edge: Double)]
    /// The part of the zero return that is the same in each series, without sign; nil when no series ends with a zero.
    let zeroReturn: Double?
    /// Standard deviation of a single sample, and the number of samples of a reading; nil when unknown.
    let noise: (deviation: Double, samples: Double)?
    /// A reading is finer than its noise: the steps of the converter are in the noise.
    let isDithered: Bool
    /// Standard deviation of what the rounding by the converter leaves in a mean of many samples, N; 0 when its step is not known.
    let rounding: Double
    /// The smallest standard error that resolution and noise allow; nil when neither is known.
    let possible: Double?

    init(run: CalibrationRun, entries: [CalibrationRun.Entry], curve: PolynomialFit) {
        let middle = entries.map(\.deflection).reduce(0, +) / Double(max(1, entries.count))
        let sensitivity = curve.slope(at: middle)
        self.sensitivity = sensitivity
        let loaded = zip(entries, curve.residuals).filter { !$0.0.point.isZero }
        let shares = CalibrationSpread.shares(loaded, run)
        repeatability = CalibrationSpread.repeatability(loaded, run, shares)
        reproducibility = CalibrationSpread.reproducibility(shares)
        interpolation = repeatability.flatMap {
            CalibrationSpread.interpolation(loaded, degree: curve.degree, repeatability: $0.deviation)
        }
        hysteresis = CalibrationSpread.hysteresis(loaded, run)
        let returns = run.series.compactMap { series in
            series.zeroBefore.flatMap { before in series.zeroAfter.map { ($0 - before) * sensitivity } }
        }
        zeroReturn = returns.isEmpty ? nil : abs(returns.reduce(0, +) / Double(returns.count))
        let samples = run.series.flatMap(\.points).map(\.samples).filter { $0 > 1 }.min()
        noise = run.pooledDeviation.map { (abs($0 * sensitivity), Double(samples ?? 1)) }
        isDithered = (run.pooledDeviation ?? 0) >= run.resolution / 2
        rounding = abs(run.resolution * sensitivity) * CalibrationSpread.rounding(run)
        possible = CalibrationSpread.possible(run, entries, sensitivity)
    }

    /// Whether the sum of squares is below the value that resolution and noise alone would exceed in all but one of 10 000
    /// calibrations.
    func isTooGood(_ residualSum: Double, freedom: Int) -> Bool {
        guard let possible, possible > 0, freedom > 1 else { return false }
        return residualSum / (possible * possible) < cnumerics_chi_squared_quantile(1e-4, Double(freedom))
    }

    /// In the order of their first points. The order of a dictionary differs between processes, and with it the last digit of
    /// sums.
    private static func groups<Point, Key: Hashable>(_ points: [Point], by key: (Point) -> Key) -> [[Point]] {
        Dictionary(grouping: points.indices) { key(points[$0]) }.values.sorted { $0[0] < $1[0] }.map { $0.map { points[$0] } }
    }

    private static func mean(_ group: [(CalibrationRun.Entry, Double)]) -> Double {
        group.reduce(0) { $0 + $1.1 } / Double(group.count)
    }

    private static func way(_ entry: CalibrationRun.Entry) -> [Double] {
        [entry.point.force, entry.point.direction == .ascending ? 1 : -1]
    }

    /// The difference of each mounting's sensitivity from the curve, as a share of the force: residuals as a function of force
    /// by least squares.
    private static func shares(_ points: [(CalibrationRun.Entry, Double)], _ run: CalibrationRun) -> [Int: Double] {
        let groups = Dictionary(grouping: points) { run.series[$0.0.series].position }
        return groups.mapValues { group in
            let sums = group.reduce((0.0, 0.0)) { sum, pair in
                let force = pair.0.point.force
                return (sum.0 + pair.1 * force, sum.1 + force * force)
            }
            return sums.1 > 0 ? sums.0 / sums.1 : 0
        }
    }

    /// A new mounting differs from the mean of M by s·√(1 + 1/M).
    private static func reproducibility(_ shares: [Int: Double]) -> (share: Double, freedom: Double)? {
        let count = Double(shares.count)
        guard count > 1 else { return nil }
        let ordered = shares.sorted { $0.key < $1.key }.map(\.value)
        let mean = ordered.reduce(0, +) / count
        let sum = ordered.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return ((sum / (count - 1) * (1 + 1 / count)).squareRoot(), count - 1)
    }

    /// Pooled over forces, loading and unloading, after removing the sensitivity of each mounting.
    private static func repeatability(
        _ points: [(CalibrationRun.Entry, Double)], _ run: CalibrationRun, _ shares: [Int: Double]
    ) -> (deviation: Double, freedom: Double)? {
        let own = points.map { entry, residual in
            (entry, residual - (shares[run.series[entry.series].position] ?? 0) * entry.point.force)
        }
        let groups = groups(own) { way($0.0) }.map { $0.map { (series: $0.0.series, residual: $0.1) } }
        let freedom = groups.reduce(0) { $0 + $1.count - 1 } - (shares.count - 1)
        let series = Set(points.map(\.0.series)).count
        guard freedom > 0, series > 1 else { return nil }
        return scatter(groups, freedom: freedom, series: series)
    }

    /// The points of one series have common errors, from a wandering zero and from creep: of these, each series is one observation.
    /// What is left after the mean of the series, such as rounding, is another one at each point. Both variances are added, with
    /// the degrees of freedom of Welch and Satterthwaite. The sensitivity of a mounting takes one number out of a whole series of
    /// them, which costs no degree of freedom of the first kind.
    ///
    /// - Parameters:
    ///   - groups: the residuals of one force and way each, with the number of their series.
    ///   - freedom: of all residuals around the means of their groups.
    private static func scatter(_ groups: [[(series: Int, residual: Double)]], freedom: Int, series: Int)
        -> (deviation: Double, freedom: Double)
    {
        var own: [Int: [Double]] = [:]
        for group in groups where group.count > 1 {
            let mean = group.reduce(0) { $0 + $1.residual } / Double(group.count)
            for point in group { own[point.series, default: []].append(point.residual - mean) }
        }
        // In the order of the series: the last digit of a sum depends on it.
        let ordered = own.sorted { $0.key < $1.key }.map(\.value)
        let all = ordered.joined().reduce(0) { $0 + $1 * $1 }
        let between = Double(series - 1)
        let within = Double(freedom) - Double(ordered.count - 1)
        guard within >= 1 else { return ((all / Double(freedom)).squareRoot(), between) }
        let common = ordered.reduce(0.0) { sum, values in
            let total = values.reduce(0, +)
            return sum + total * total / Double(values.count)
        }
        let each = max(0, all - common) / within
        let points = Double(ordered.reduce(0) { $0 + $1.count }) / Double(ordered.count)
        let shared = max(0, common / Double(ordered.count - 1) - each) / points
        let sum = each + shared
        guard sum > 0 else { return (0, between) }
        return (sum.squareRoot(), sum * sum / (each * each / within + shared * shared / between))
    }

    /// The mean of n points scatters by repeatability/√n without any lack of fit, so this much is taken off.
    private static func interpolation(
        _ points: [(CalibrationRun.Entry, Double)], degree: Int, repeatability: Double
    ) -> (deviation: Double, freedom: Double)? {
        let groups = groups(points) { $0.0.point.force }
        let spare = groups.count - degree - 1
        guard spare > 0 else { return nil }
        let sum = groups.reduce(0.0) { sum, group in
            let mean = mean(group)
            return sum + mean * mean - repeatability * repeatability / Double(group.count)
        }
        return (max(0, sum / Double(spare)).squareRoot(), Double(spare))
    }

    private static func hysteresis(
        _ points: [(CalibrationRun.Entry, Double)], _ run: CalibrationRun
    ) -> [(force: Double, edge: Double)] {
        let found = groups(points) { $0.0.point.force }.compactMap { group -> (force: Double, edge: Double)? in
            let up = group.filter { $0.0.point.direction == .ascending }
            let down = group.filter { $0.0.point.direction == .descending }
            guard !up.isEmpty, !down.isEmpty else { return nil }
            let middle = mean(group)
            return (group[0].0.point.force, max(abs(mean(up) - middle), abs(mean(down) - middle)))
        }
        guard !found.isEmpty else { return [] }
        // Loading begins at zero, and turns into unloading at the highest force.
        let turns = run.series.compactMap { $0.points.max { abs($0.force) < abs($1.force) }?.force }
        let ends = Set([0] + turns).subtracting(found.map(\.force)).map { (force: $0, edge: 0.0) }
        return (found + ends).sorted { $0.force < $1.force }
    }

    /// The hysteresis at a force, on straight lines between those that were measured; nil when it was not measured.
    func hysteresis(at force: Double) -> Double? {
        guard let below = hysteresis.last(where: { $0.force < force }) else { return hysteresis.first?.edge }
        guard let above = hysteresis.first(where: { $0.force >= force }) else { return below.edge }
        return below.edge + (force - below.force) / (above.force - below.force) * (above.edge - below.edge)
    }

    /// In steps: √(1/12) without noise, next to nothing where a sample scatters by half a step.
    ///
    /// Rounding is a sawtooth of the true value. Noise with a standard deviation of σ steps damps its k-th harmonic by exp(−2π²k²σ²), so
    /// that b² = Σ exp(−4π²k²σ²)/(2π²k²) is left; the samples then scatter by √(σ² + 1/12 − b²), from which σ follows.
    private static func rounding(_ run: CalibrationRun) -> Double {
        guard run.resolution > 0 else { return 0 }
        func left(_ noise: Double) -> Double {
            (1...12).reduce(0) { sum, harmonic in
                let phase = .pi * Double(harmonic)
                return sum + c_exp(-4 * phase * phase * noise * noise) / (2 * phase * phase)
            }
        }
        let seen = (run.pooledDeviation ?? 0) / run.resolution
        var (low, high) = (0.0, 1.0)
        for _ in 0..<40 {
            let middle = (low + high) / 2
            if middle * middle + 1.0 / 12 - left(middle) < seen * seen { low = middle } else { high = middle }
        }
        return left(low).squareRoot()
    }

    private static func possible(
        _ run: CalibrationRun, _ entries: [CalibrationRun.Entry], _ sensitivity: Double
    ) -> Double? {
        let captured = entries.map(\.point).filter { $0.samples > 1 && $0.deviation != nil }
        let scatter = captured.reduce(0.0) { sum, point in
            let deviation = point.deviation ?? 0
            return sum + deviation * deviation / Double(point.samples)
        }
        let noise = captured.count == entries.count && !entries.isEmpty ? scatter / Double(entries.count) : 0
        // The mean of many noisy samples is finer than one step; the mean of quiet samples is not.
        let isCoarse = (run.pooledDeviation ?? 0) < run.resolution / 2
        let step = isCoarse ? run.resolution * run.resolution / 12 : 0
        let sum = noise + step
        return sum > 0 ? abs(sensitivity) * sum.squareRoot() : nil
    }
}
