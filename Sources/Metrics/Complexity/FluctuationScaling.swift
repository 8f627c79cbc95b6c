import CMath
import Filtering

/// Detrended fluctuation analysis: how the fluctuation of a summed series grows with the length of the boxes into which it is
/// divided (Peng et al. 1994, Phys Rev E 49:1685).
public enum FluctuationScaling {
    /// How the boxes of one length are averaged. The two methods differ by up to 0.05 in the exponent.
    public enum Average: Sendable {
        /// The mean of the RMS values of the boxes, as in nolds.
        case ofBoxes
        /// The RMS over all boxes, as in the paper and antropy.
        case overall
    }

    /// Box lengths spaced evenly by logarithm from 4 to N/4, truncated to whole numbers, without duplicates. Empty below 16
    /// values.
    public static func scales(count: Int, number: Int = 20) -> [Int] {
        let longest = Double(count) / 4
        guard longest >= 4, number >= 2 else { return [] }
        var scales: [Int] = []
        let growth = c_log(longest / 4) / Double(number - 1)
        for step in 0..<number {
            // The last length is set exactly, because rounding could make it one too short.
            let exact = step == number - 1 ? longest : 4 * c_exp(growth * Double(step))
            guard exact < Double(count) else { continue }
            let scale = Int(exact)
            if scale > scales.last ?? 0 { scales.append(scale) }
        }
        return scales
    }

    /// For each box length the mean over the boxes of the RMS about each box's own line, or the RMS over all of them. Boxes start
    /// at the first value; they lie end to end (the rest at the end is not used), or overlap by half.
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
            // With overlap a box that ends with the last value is left out, as in nolds, so that the results are equal.
            let last = walk.count - scale - (overlapping ? 1 : 0)
            guard last >= 0 else { return .nan }
            var total = 0.0
            var boxes = 0.0
            for start in stride(from: 0, through: last, by: step) {
                let square = meanSquare(walk.span.extracting(start..<start + scale))
                total += average == .ofBoxes ? square.squareRoot() : square
                boxes += 1
            }
            return average == .ofBoxes ? total / boxes : (total / boxes).squareRoot()
        }
    }

    /// The mean square about the box's own line.
    private static func meanSquare(_ box: Span<Double>) -> Double {
        guard let line = Trend(box) else { return .nan }
        var squares = 0.0
        var position = 0.0
        for index in box.indices {
            let residual = box[index] - line.value(at: position)
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
