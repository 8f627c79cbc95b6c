import CNumerics

/// Which degree the data ask for, by the F-test of the extra sum of squares (Draper & Smith 1998, §6.1), never by R².
///
/// Degree 2 needs p < 0.05, eight points and four different x; degree 3 needs p < 0.01, twelve points and five different x. The highest
/// degree that earns its place wins, so that an S, which a parabola cannot follow, is seen. ASTM E74 goes down from the top likewise.
public struct DegreeChoice: Sendable, Hashable {
    /// One step of the degree.
    public struct Step: Sendable, Hashable {
        /// The degree that is asked for.
        public let degree: Int
        /// (SSR(k−1) − SSR(k))/(SSR(k)/(n − k − 1)).
        public let ratio: Double
        /// Probability of such a ratio or a larger one if the lower degree were the truth.
        public let probability: Double
        public let isEarned: Bool
    }

    public let fit: PolynomialFit
    public let steps: [Step]

    /// Fits `y` over `x` with degrees 1 … `maximumDegree` and keeps the highest that is earned; nil when no straight line can be had.
    public init?(x: [Double], y: [Double], maximumDegree: Int = 3) {
        guard var lower = PolynomialFit(x: x, y: y, degree: 1) else { return nil }
        let different = Set(x).count
        var chosen = lower
        var steps: [Step] = []
        for (degree, points, limit) in [(2, 8, 0.05), (3, 12, 0.01)] where degree <= maximumDegree {
            guard x.count >= points, different >= degree + 2, let fit = PolynomialFit(x: x, y: y, degree: degree), fit.freedom > 0
            else { break }
            // Below what rounding leaves of y a residual says nothing: an exact line must not become a parabola.
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
