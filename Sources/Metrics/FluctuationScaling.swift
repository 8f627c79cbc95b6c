import CMath
import Filtering

/// Detrended fluctuation analysis: how the fluctuation of a summed series grows with the length of the boxes that it is looked at in
/// (Peng et al. 1994, Phys Rev E 49:1685).
public enum FluctuationScaling {
    /// How the boxes of one length are put together. The two differ by up to 0.05 in the exponent.
    public enum Average: Sendable {
        /// The mean of the boxes' RMS, as nolds does it.
        case ofBoxes
        /// The RMS over all boxes, as the paper and antropy do it.
        case overall
    }

    /// Box lengths spaced evenly by logarithm from 4 to N/4, cut to whole numbers, each once. Empty below 16 values.
    public static func scales(count: Int, number: Int = 20) -> [Int] {
        let longest = Double(count) / 4
        guard longest >= 4, number >= 2 else { return [] }
        var scales: [Int] = []
        let growth = c_log(longest / 4) / Double(number - 1)
        for step in 0..<number {
            // The last one is the end itself: rounding must not cost it one.
            let exact = step == number - 1 ? longest : 4 * c_exp(growth * Double(step))
            guard exact < Double(count) else { continue }
            let scale = Int(exact)
            if scale > scales.last ?? 0 { scales.append(scale) }
        }
        return scales
    }

    /// For each box length the mean over the boxes of the RMS about each box's own line, or the RMS over all of them. Boxes start at
    /// the first value; they lie end to end (what is left over at the end is not used), or overlap by half.
    public static func fluctuations(
        of values: [Double], scales: [Int], overlapping: Bool = false, average: Average = .ofBoxes
    ) -> [Double] {
        guard let mean = Trend(values)?.mean else { return [] }
        var sum = 0.0
        let walk = values.map { value in
            sum += value - mean
            return sum
        }
        return scales.map { scale in
            guard scale >= 3, scale <= walk.count else { return .nan }
            let step = overlapping ? scale / 2 : scale
            // With overlap a box that ends with the last value is left out, as in nolds, whose numbers these must equal.
            let last = walk.count - scale - (overlapping ? 1 : 0)
            guard last >= 0 else { return .nan }
            var total = 0.0
            var boxes = 0.0
            for start in stride(from: 0, through: last, by: step) {
                let square = meanSquare(walk[start..<start + scale])
                total += average == .ofBoxes ? square.squareRoot() : square
                boxes += 1
            }
            return average == .ofBoxes ? total / boxes : (total / boxes).squareRoot()
        }
    }

    /// About the box's own line.
    private static func meanSquare(_ box: ArraySlice<Double>) -> Double {
        guard let line = Trend(box) else { return .nan }
        var squares = 0.0
        var position = 0.0
        for value in box {
            let residual = value - line.value(at: position)
            squares += residual * residual
            position += 1
        }
        return squares / Double(box.count)
    }

    /// α, the slope of ln F over ln n by least squares; it does not depend on the unit. 0.5 for white noise, 1.5 for a random walk.
    /// Throws `plateauTooShort` below four box lengths and `divisionByZero` when nothing fluctuates.
    public static func exponent(
        of values: [Double], scales: [Int]? = nil, overlapping: Bool = false, average: Average = .ofBoxes
    ) throws(NullReason) -> Double {
        let scales = scales ?? Self.scales(count: values.count)
        guard scales.count >= 4 else { throw .plateauTooShort }
        let found = fluctuations(of: values, scales: scales, overlapping: overlapping, average: average)
        guard found.count == scales.count, found.allSatisfy({ $0 > 0 && $0.isFinite }) else { throw .divisionByZero }
        guard let line = StraightLine(x: scales.map { c_log(Double($0)) }, y: found.map { c_log($0) }) else {
            throw .divisionByZero
        }
        return line.slope
    }
}
