import CNumerics

/// A point, or all points of one force, that contradict the rest of a calibration.
///
/// Each candidate is fitted with a shift of its own. F of the extra sum of squares tests whether the shift is significant
/// (Draper & Smith 1998, §6.1 and 8.2: for a single point this is the externally studentised residual squared). The probability
/// is multiplied by the number of candidates (Bonferroni), so that testing many points does not produce more false findings
/// than testing one.
public struct CalibrationOutlier: Sendable, Hashable {
    /// The force that was entered, N.
    public let force: Double
    /// Series and index of the contradicted points, from 0.
    public let points: [Place]
    /// The force that the other points suggest for these readings, N: for example 25 kg where 20 kg were written down.
    public let suggestedForce: Double
    /// Probability of a contradiction this large if the point were right.
    public let probability: Double

    public struct Place: Sendable, Hashable {
        public let series: Int
        public let place: Int
    }

    /// The worst candidate with a probability below `limit`; nil when there is none.
    ///
    /// - Parameters:
    ///   - entries: the calibration points.
    ///   - degree: the degree of the fit of force as a function of deflection.
    static func worst(_ entries: [CalibrationRun.Entry], degree: Int, limit: Double = 0.001) -> CalibrationOutlier? {
        let x = entries.map(\.deflection)
        let y = entries.map(\.point.force)
        guard let whole = PolynomialFit(x: x, y: y, degree: degree) else { return nil }
        var groups = entries.indices.map { [$0] }
        for force in Set(y).sorted() where force != 0 {
            let group = entries.indices.filter { entries[$0].point.force == force }
            if group.count > 1 { groups.append(group) }
        }
        // Differences of the size of rounding errors contradict nothing.
        let rounding = y.reduce(0) { $0 + $1 * $1 } * 1e-24
        let freedom = Double(whole.freedom - 1)
        guard freedom > 0 else { return nil }
        var worst: CalibrationOutlier?
        for group in groups {
            guard let first = group.first, let (shift, scatter) = shift(of: group, x, y, whole) else { continue }
            let spare = whole.residualSum - scatter
            guard spare > rounding else { continue }
            let tail = cnumerics_f_tail(spare / (max(0, scatter) / freedom), 1, freedom)
            let probability = min(1, tail * Double(groups.count))
            guard probability < limit, probability < worst?.probability ?? 1 else { continue }
            worst = CalibrationOutlier(
                force: y[first], points: group.map { Place(series: entries[$0].series, place: entries[$0].place) },
                suggestedForce: y[first] - shift, probability: probability)
        }
        return worst
    }

    /// The distance of a group from the fit of all others, and the sum of squares that remains with this shift; nil when the
    /// others determine no fit.
    private static func shift(of group: [Int], _ x: [Double], _ y: [Double], _ whole: PolynomialFit) -> (Double, Double)? {
        if group.count == 1, let only = group.first {
            // A single point needs no second fit: e/(1 − h) is its distance from the fit without it.
            let free = 1 - whole.leverages[only]
            guard free > 1e-9 else { return nil }
            let shift = whole.residuals[only] / free
            return (shift, whole.residualSum - whole.residuals[only] * shift)
        }
        let dropped = Set(group)
        let rest = y.indices.filter { !dropped.contains($0) }
        guard Set(rest.map { y[$0] }).count > whole.degree + 1,
            let fit = PolynomialFit(x: rest.map { x[$0] }, y: rest.map { y[$0] }, degree: whole.degree)
        else { return nil }
        let misses = group.map { y[$0] - fit.value(at: x[$0]) }
        let shift = misses.reduce(0, +) / Double(group.count)
        return (shift, fit.residualSum + misses.reduce(0) { $0 + ($1 - shift) * ($1 - shift) })
    }
}
