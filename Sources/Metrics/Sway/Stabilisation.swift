import CNumerics
import Filtering

/// The time until a vertical force has settled after a disturbance, by three methods that do not give the same number.
public enum Stabilisation {
    /// Sequential average: the first moment from which the mean of all values so far stays within ± 0.25 SD of the mean of all
    /// (Colby 1999 J Orthop Sports Phys Ther 29:444). Nil when it never does.
    public static func sequential(_ force: [Double], rate: Double) -> Double? {
        guard force.count > 2, rate > 0 else { return nil }
        let count = Double(force.count)
        let mean = force.reduce(0, +) / count
        let squares = force.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let limit = 0.25 * (squares / (count - 1)).squareRoot()
        var (sum, outside) = (0.0, -1)
        for (index, value) in force.enumerated() {
            sum += value
            if abs(sum / Double(index + 1) - mean) > limit { outside = index }
        }
        return outside + 1 < force.count ? Double(outside + 1) / rate : nil
    }

    /// Level: the first moment from which the force stays within 5 % of the level for a second. Nil when it never does.
    public static func level(_ force: [Double], level: Double, rate: Double) -> Double? {
        let needed = Int(rate.rounded())
        guard needed > 0, level > 0 else { return nil }
        var run = 0
        for (index, value) in force.enumerated() {
            run = abs(value - level) < 0.05 * level ? run + 1 : 0
            if run == needed { return Double(index + 1 - needed) / rate }
        }
        return nil
    }

    /// Range: the first moment at which a cubic through the rectified force, less the mean of the last 5 s, falls to the range of
    /// the last 5 s (Ross & Guskiewicz 2003 J Athl Train 38:322). Nil when it never does or fewer than 10 s are given.
    public static func range(_ force: [Double], rate: Double) -> Double? {
        let tail = Int((5 * rate).rounded())
        guard rate > 0, tail > 1, force.count >= 2 * tail else { return nil }
        let last = force.suffix(tail)
        guard let low = last.min(), let high = last.max() else { return nil }
        let mean = last.reduce(0, +) / Double(tail)
        // On −1 … 1, so that the powers are of one size.
        let places = force.indices.map { 2 * Double($0) / Double(force.count - 1) - 1 }
        let matrix: [Double] = places.flatMap { (place: Double) -> [Double] in [1, place, place * place, place * place * place] }
        let right = force.map { abs($0 - mean) }
        var solution = [Double](repeating: 0, count: 4)
        var cofactor = [Double](repeating: 0, count: 16)
        // Safety: the arrays have the sizes that the function is told and outlive the call.
        let condition = unsafe cnumerics_least_squares(force.count, 4, 1, matrix, right, &solution, &cofactor)
        guard condition.isFinite else { return nil }
        let found = places.firstIndex { place in
            solution[0] + place * (solution[1] + place * (solution[2] + place * solution[3])) <= high - low
        }
        return found.map { Double($0) / rate }
    }
}
