/// A least-squares polynomial, y = Σ cₖ·xᵏ, with the uncertainty of its coefficients.
///
/// Draper & Smith, Applied Regression Analysis (1998), ch. 5 and 8. The design matrix consists of uᵏ with u = (x − m)/s, which
/// lies in −1 … 1, and is solved by singular values, so that neither 24-bit counts to the third power nor a zero far away lose
/// digits. Values are also computed from u.
public struct PolynomialFit: Sendable, Hashable {
    public let degree: Int
    /// c₀ … in y's unit divided by x's unit to the power k.
    public let coefficients: [Double]
    /// y − ŷ, in the order of the data.
    public let residuals: [Double]
    /// The diagonal of the hat matrix: how strongly each point influences its own prediction.
    public let leverages: [Double]
    /// Sum of the squared residuals.
    public let residualSum: Double
    /// Degrees of freedom: points minus coefficients.
    public let freedom: Int
    /// 1 − SSR/SST, for information only. It plays no part in any decision: a table with R² = 0.995 can miss class A by a
    /// factor of fifty.
    public let rSquared: Double
    /// m and s: middle and half width of the data.
    public let centre: Double
    public let halfWidth: Double
    /// Coefficients of uᵏ.
    let scaled: [Double]
    /// (XᵀX)⁻¹ of the scaled design.
    let cofactor: [Double]

    /// Fits `y` over `x`.
    ///
    /// - Returns: nil when the lists differ in length, a number is not finite or overflows, or there are fewer than `degree` +
    ///   1 different x.
    public init?(x: [Double], y: [Double], degree: Int) {
        guard x.count == y.count, (0...5).contains(degree), x.count > degree, x.allSatisfy(\.isFinite), y.allSatisfy(\.isFinite),
            let low = x.min(), let high = x.max(), Set(x).count > degree
        else { return nil }
        let centre = low / 2 + high / 2
        let halfWidth = high > low ? high / 2 - low / 2 : 1
        let terms = degree + 1
        let design = x.flatMap { PolynomialFit.powers(($0 - centre) / halfWidth, terms) }
        guard let system = LeastSquares(rows: x.count, columns: terms, matrix: design, right: y) else { return nil }
        let cofactor = system.cofactor
        var residuals: [Double] = []
        var leverages: [Double] = []
        for (x, y) in zip(x, y) {
            let row = PolynomialFit.powers((x - centre) / halfWidth, terms)
            residuals.append(y - zip(row, system.solution).reduce(0) { $0 + $1.0 * $1.1 })
            leverages.append(min(1, PolynomialFit.form(row, cofactor)))
        }
        let mean = y.reduce(0, +) / Double(y.count)
        let total = y.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        self.degree = degree
        self.centre = centre
        self.halfWidth = halfWidth
        scaled = system.solution
        self.cofactor = cofactor
        self.residuals = residuals
        self.leverages = leverages
        coefficients = PolynomialFit.apply(PolynomialFit.expansion(about: 0, centre, halfWidth, terms), system.solution)
        residualSum = residuals.reduce(0) { $0 + $1 * $1 }
        freedom = x.count - terms
        // Reject numbers at the limit of what a Double can hold.
        guard coefficients.allSatisfy(\.isFinite), residualSum.isFinite else { return nil }
        rSquared = total > 0 ? 1 - residualSum / total : .nan
    }

    /// √(SSR/(n − p)), y's unit; nil when there are as many points as coefficients.
    public var standardError: Double? { freedom > 0 ? (residualSum / Double(freedom)).squareRoot() : nil }

    /// Standard errors of the coefficients; nil as above.
    public var standardErrors: [Double]? {
        covariance.map { matrix in (0...degree).map { matrix[$0 * (degree + 2)].squareRoot() } }
    }

    /// Covariance of the coefficients, (degree + 1)² numbers row by row: s²·(XᵀX)⁻¹; nil as above.
    public var covariance: [Double]? {
        guard let error = standardError else { return nil }
        let terms = degree + 1
        let expansion = PolynomialFit.expansion(about: 0, centre, halfWidth, terms)
        return (0..<terms * terms).map { place in
            let left = Array(expansion[place / terms * terms..<(place / terms + 1) * terms])
            let right = Array(expansion[place % terms * terms..<(place % terms + 1) * terms])
            return error * error * zip(left, PolynomialFit.apply(cofactor, right)).reduce(0) { $0 + $1.0 * $1.1 }
        }
    }

    /// Coefficients of (x − origin)ᵏ: those of a curve whose zero is `origin`.
    public func coefficients(about origin: Double) -> [Double] {
        PolynomialFit.apply(PolynomialFit.expansion(about: origin, centre, halfWidth, degree + 1), scaled)
    }

    /// The polynomial at x.
    public func value(at x: Double) -> Double {
        let u = (x - centre) / halfWidth
        return scaled.reversed().reduce(0) { $0 * u + $1 }
    }

    /// dy/dx.
    public func slope(at x: Double) -> Double {
        let u = (x - centre) / halfWidth
        return scaled.enumerated().dropFirst().reversed().reduce(0) { $0 * u + Double($1.offset) * $1.element } / halfWidth
    }

    /// Standard uncertainty of the mean prediction, √(gᵀCg) with g = (1, x, x² …) (GUM H.3); nil as above.
    public func predictionError(at x: Double) -> Double? { standardError.map { $0 * predictionFactor(at: x) } }

    /// The same where a single point scatters by 1.
    func predictionFactor(at x: Double) -> Double {
        PolynomialFit.form(PolynomialFit.powers((x - centre) / halfWidth, degree + 1), cofactor).squareRoot()
    }

    /// The same for the difference of two predictions.
    func predictionFactor(at x: Double, since origin: Double) -> Double {
        let begin = PolynomialFit.powers((origin - centre) / halfWidth, degree + 1)
        let end = PolynomialFit.powers((x - centre) / halfWidth, degree + 1)
        return PolynomialFit.form(zip(end, begin).map { $0 - $1 }, cofactor).squareRoot()
    }

    /// The matrix that converts coefficients of uᵏ to those of (x − origin)ⁱ: (k over i)·(origin − m)ᵏ⁻ⁱ/sᵏ, row i, column k.
    private static func expansion(about origin: Double, _ centre: Double, _ halfWidth: Double, _ terms: Int) -> [Double] {
        let steps = powers((origin - centre) / halfWidth, terms)
        let widths = powers(halfWidth, terms)
        var matrix = [Double](repeating: 0, count: terms * terms)
        for column in 0..<terms {
            var binomial = 1.0
            for row in 0...column {
                matrix[row * terms + column] = binomial * steps[column - row] / widths[row]
                binomial = binomial * Double(column - row) / Double(row + 1)
            }
        }
        return matrix
    }

    private static func apply(_ matrix: [Double], _ vector: [Double]) -> [Double] {
        vector.indices.map { row in
            vector.indices.reduce(0) { $0 + matrix[row * vector.count + $1] * vector[$1] }
        }
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
