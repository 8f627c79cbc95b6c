/// A polynomial of least squares, y = Σ cₖ·xᵏ, with everything that its coefficients are worth.
///
/// Draper & Smith, Applied Regression Analysis (1998), ch. 5 and 8. The design is made of (x/s)ᵏ with s the largest |x| and solved by
/// singular values, so that 24-bit counts to the third power cost no digits.
public struct PolynomialFit: Sendable, Hashable {
    public let degree: Int
    /// c₀ … in y's unit over x's unit to the k.
    public let coefficients: [Double]
    /// y − ŷ, in the order of the data.
    public let residuals: [Double]
    /// The hat matrix's diagonal: how much each point pulls its own prediction.
    public let leverages: [Double]
    /// Sum of the squared residuals.
    public let residualSum: Double
    /// Data less coefficients.
    public let freedom: Int
    /// 1 − SSR/SST, for the eye only. It decides nothing: a table with R² = 0.995 can miss class A by a factor of fifty.
    public let rSquared: Double
    /// Largest |x|, what the design is scaled by.
    let scale: Double
    /// (XᵀX)⁻¹ of the scaled design.
    let cofactor: [Double]

    /// Fits `y` over `x`.
    ///
    /// - Returns: nil when the lists differ, a number is not finite or overflows on the way, or fewer than `degree` + 1
    ///   different x are there.
    public init?(x: [Double], y: [Double], degree: Int) {
        guard x.count == y.count, (0...5).contains(degree), x.count > degree, x.allSatisfy(\.isFinite), y.allSatisfy(\.isFinite),
            let largest = x.map(abs).max(), Set(x).count > degree
        else { return nil }
        let scale = largest > 0 ? largest : 1
        let terms = degree + 1
        let design = x.flatMap { PolynomialFit.powers($0 / scale, terms) }
        guard let system = LeastSquares(rows: x.count, columns: terms, matrix: design, right: y) else { return nil }
        let cofactor = system.cofactor
        var residuals: [Double] = []
        var leverages: [Double] = []
        for (x, y) in zip(x, y) {
            let row = PolynomialFit.powers(x / scale, terms)
            residuals.append(y - zip(row, system.solution).reduce(0) { $0 + $1.0 * $1.1 })
            leverages.append(min(1, PolynomialFit.form(row, cofactor)))
        }
        let mean = y.reduce(0, +) / Double(y.count)
        let total = y.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        self.degree = degree
        self.scale = scale
        self.cofactor = cofactor
        self.residuals = residuals
        self.leverages = leverages
        coefficients = zip(system.solution, PolynomialFit.powers(scale, terms)).map { $0 / $1 }
        residualSum = residuals.reduce(0) { $0 + $1 * $1 }
        freedom = x.count - terms
        // Numbers at the edge of what a Double can hold are no calibration.
        guard coefficients.allSatisfy(\.isFinite), residualSum.isFinite else { return nil }
        rSquared = total > 0 ? 1 - residualSum / total : .nan
    }

    /// √(SSR/(n − p)), y's unit; nil when the polynomial goes through every point because there are no more of them.
    public var standardError: Double? { freedom > 0 ? (residualSum / Double(freedom)).squareRoot() : nil }

    /// Standard errors of the coefficients; nil as above.
    public var standardErrors: [Double]? {
        covariance.map { matrix in (0...degree).map { matrix[$0 * (degree + 2)].squareRoot() } }
    }

    /// Covariance of the coefficients, (degree + 1)² numbers row by row: s²·(XᵀX)⁻¹; nil as above.
    public var covariance: [Double]? {
        guard let error = standardError else { return nil }
        let powers = PolynomialFit.powers(scale, degree + 1)
        return cofactor.enumerated().map { place, value in
            error * error * value / (powers[place / (degree + 1)] * powers[place % (degree + 1)])
        }
    }

    /// The polynomial at x.
    public func value(at x: Double) -> Double { coefficients.reversed().reduce(0) { $0 * x + $1 } }

    /// dy/dx.
    public func slope(at x: Double) -> Double {
        coefficients.enumerated().dropFirst().reversed().reduce(0) { $0 * x + Double($1.offset) * $1.element }
    }

    /// Standard uncertainty of the mean prediction, √(gᵀCg) with g = (1, x, x² …) (GUM H.3); nil as above.
    public func predictionError(at x: Double) -> Double? {
        standardError.map { $0 * PolynomialFit.form(PolynomialFit.powers(x / scale, degree + 1), cofactor).squareRoot() }
    }

    private static func powers(_ x: Double, _ count: Int) -> [Double] {
        var power = 1.0
        return (0..<count).map { _ in
            defer { power *= x }
            return power
        }
    }

    /// gᵀMg.
    private static func form(_ vector: [Double], _ matrix: [Double]) -> Double {
        var sum = 0.0
        for (row, left) in vector.enumerated() {
            for (column, right) in vector.enumerated() { sum += left * matrix[row * vector.count + column] * right }
        }
        return max(0, sum)
    }
}
