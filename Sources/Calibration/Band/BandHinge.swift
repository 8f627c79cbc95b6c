/// The fit of a ``BandCurve``: the slack length and the polynomial with the smallest sum of squares.
struct BandHinge {
    let slackLength: Double
    let slackLengthError: Double?
    let isSlackSeen: Bool
    let coefficients: [Double]
    let residualDeviation: Double
    /// Degrees of freedom: points of the stretch minus fitted parameters.
    let freedom: Int
    /// Cofactor matrix of slack length and coefficients, in units of the variance of a tension, row by row; nil when the points
    /// do not determine them.
    let cofactor: [Double]?

    typealias Point = (length: Double, tension: Double)

    /// nil when no hinge gives a rising curve.
    init?(points: [Point], shortest: Double, longest: Double, top: Double) {
        // The hinge lies before the point where the tension exceeds a fifth of its largest value. Before the first point it is
        // extrapolated.
        guard let high = points.first(where: { $0.tension > top / 5 })?.length else { return nil }
        let span = longest - shortest
        let terms = points.count >= 20 ? 3 : 2
        let low = shortest - span / 2
        let step = (high - low) / 64
        guard step > 0 else { return nil }
        func cost(_ hinge: Double) -> Double { BandHinge.fit(points, hinge, terms)?.sum ?? .infinity }
        let grid = (0..<64).map { low + Double($0) * step }
        let costs = grid.map(cost)
        guard let best = costs.indices.min(by: { costs[$0] < costs[$1] }), costs[best].isFinite else { return nil }
        let hinge = BandHinge.golden(grid[best] - step, grid[best] + step, cost)
        guard let fit = BandHinge.fit(points, hinge, terms) else { return nil }
        let freedom = points.count - terms - 1
        guard freedom > 0 else { return nil }
        slackLength = hinge
        coefficients = fit.coefficients
        residualDeviation = (fit.sum / Double(freedom)).squareRoot()
        isSlackSeen = points.count { $0.length < hinge } >= 3
        // Linearised at the solution: ∂T/∂L₀ = −dT/dL (Bates & Watts 1988, Nonlinear Regression Analysis).
        let coefficients = fit.coefficients
        let rows = points.flatMap { point in
            let stretch = max(0, point.length - hinge)
            let slope = point.length > hinge ? -BandHinge.slope(coefficients, stretch) : 0
            return [slope] + BandHinge.powers(stretch, terms)
        }
        let system = LeastSquares(rows: points.count, columns: terms + 1, matrix: rows, right: points.map(\.tension))
        self.freedom = freedom
        cofactor = system?.cofactor
        slackLengthError = system.map { [residualDeviation] in residualDeviation * $0.cofactor[0].squareRoot() }
    }

    /// Σ aₖ·xᵏ for x > 0, else 0.
    static func value(_ coefficients: [Double], _ stretch: Double) -> Double {
        stretch > 0 ? coefficients.reversed().reduce(0) { ($0 + $1) * stretch } : 0
    }

    static func slope(_ coefficients: [Double], _ stretch: Double) -> Double {
        guard stretch > 0 else { return 0 }
        return coefficients.enumerated().reversed().reduce(0) { $0 * stretch + Double($1.offset + 1) * $1.element }
    }

    static func powers(_ stretch: Double, _ terms: Int) -> [Double] {
        var power = 1.0
        return (0..<terms).map { _ in
            power *= stretch
            return power
        }
    }

    private static func fit(_ points: [Point], _ hinge: Double, _ terms: Int) -> (coefficients: [Double], sum: Double)? {
        let stretched = points.filter { $0.length > hinge }
        guard stretched.count > terms,
            let system = LeastSquares(
                rows: stretched.count, columns: terms, matrix: stretched.flatMap { powers($0.length - hinge, terms) },
                right: stretched.map(\.tension)), let first = system.solution.first, first >= 0
        else { return nil }
        let sum = points.reduce(0) { sum, point in
            let miss = point.tension - value(system.solution, point.length - hinge)
            return sum + miss * miss
        }
        return (system.solution, sum)
    }

    /// Golden section search (Kiefer 1953) to a billionth of the bracket.
    private static func golden(_ low: Double, _ high: Double, _ cost: (Double) -> Double) -> Double {
        let share = (5.0.squareRoot() - 1) / 2
        var low = low
        var high = high
        var left = high - share * (high - low)
        var right = low + share * (high - low)
        var leftCost = cost(left)
        var rightCost = cost(right)
        for _ in 0..<43 {
            if leftCost <= rightCost {
                high = right
                right = left
                rightCost = leftCost
                left = high - share * (high - low)
                leftCost = cost(left)
            } else {
                low = left
                left = right
                leftCost = rightCost
                right = low + share * (high - low)
                rightCost = cost(right)
            }
        }
        return (low + high) / 2
    }
}
