import CNumerics

/// Chooses the degree of a polynomial by the F-test of the extra sum of squares (Draper & Smith 1998, §6.1), never by R².
///
/// Degree 2 needs p < 0.05, eight points and four different x; degree 3 needs p < 0.01, twelve points and five different x. The
/// highest degree that passes its test is used, so that an S shape, which a parabola cannot follow, is detected. ASTM E74 also
/// starts from the highest degree.
public struct DegreeChoice: Sendable, Hashable {
    /// The test of one degree against the next lower one.
    public struct Step: Sendable, Hashable {
        /// The degree that is tested.
        public let degree: Int
        /// (SSR(k−1) − SSR(k))/(SSR(k)/(n − k − 1)).
        public let ratio: Double
        /// Probability of this ratio or a larger one if the lower degree were true.
        public let probability: Double
        public let isEarned: Bool
    }

    public let fit: PolynomialFit
    public let steps: [Step]

    /// Fits `y` over `x` with degrees 1 … `maximumDegree` and uses the highest degree that passes; nil when no straight line
    /// can be fitted.
    public init?(x: [Double], y: [Double], maximumDegree: Int = 3) {
        guard var lower = PolynomialFit(x: x, y: y, degree: 1) else { return nil }
        let different = Set(x).count
        var chosen = lower
        var steps: [Step] = []
        for (degree, points, limit) in [(2, 8, 0.05), (3, 12, 0.01)] where degree <= maximumDegree {
            guard x.count >= points, different >= degree + 2, let fit = PolynomialFit(x: x, y: y, degree: degree), fit.freedom > 0
            else { break }
            // A residual below the rounding error of y is not significant: an exact line must not become a parabola.
            let rounding = y.reduce(0) { $0 + $1 * $1 } * 1e-28
            let spare = max(0, lower.residualSum - fit.residualSum)
            let ratio = spare <= rounding ? 0 : spare / (fit.residualSum / Double(fit.freedom))
            let probability = ratio.isNaN ? 1 : cnumerics_f_tail(ratio, 1, Double(fit.freedom))
            let isEarned = probability < limit
            steps.append(Step(degree: degree, ratio: ratio, probability: probability, isEarned: isEarned))
            if isEarned { chosen = fit }
            lower = fit
        }
        fit = chosen
        self.steps = steps
    }
}
