import Filtering

/// The ordinary least-squares line through points, with its standard errors.
public struct StraightLine: Sendable, Equatable {
    public let slope: Double
    /// The line's value at x = 0.
    public let intercept: Double
    /// The number of points.
    public let count: Int
    /// Sum of the squared distances from the line, and from the mean.
    public let residualSquares: Double
    public let totalSquares: Double
    private let meanX: Double
    private let squaresX: Double

    /// Nil below two points, when the x are all the same or when a number is not finite.
    public init?(x: [Double], y: [Double]) {
        guard x.count == y.count, x.count >= 2 else { return nil }
        let number = Double(x.count)
        let meanX = x.reduce(0, +) / number
        let meanY = y.reduce(0, +) / number
        var squaresX = 0.0
        var squaresY = 0.0
        var products = 0.0
        for (a, b) in zip(x, y) {
            squaresX += (a - meanX) * (a - meanX)
            squaresY += (b - meanY) * (b - meanY)
            products += (a - meanX) * (b - meanY)
        }
        let slope = products / squaresX
        guard squaresX > 0, slope.isFinite, meanY.isFinite else { return nil }
        var residuals = 0.0
        for (a, b) in zip(x, y) {
            let residual = b - meanY - slope * (a - meanX)
            residuals += residual * residual
        }
        self.slope = slope
        intercept = meanY - slope * meanX
        count = x.count
        residualSquares = residuals
        totalSquares = squaresY
        self.meanX = meanX
        self.squaresX = squaresX
    }

    /// Share of the variance that the line explains; nil when y does not vary.
    public var determination: Double? { totalSquares > 0 ? 1 - residualSquares / totalSquares : nil }

    /// Standard error of the estimate, √(residual squares/(n − 2)); nil below three points.
    public var standardError: Double? { count > 2 ? (residualSquares / Double(count - 2)).squareRoot() : nil }

    /// Half of the 95 % interval of the slope by Student's t, for independent points; nil below three points.
    public var slopeHalfWidth: Double? {
        guard let error = standardError else { return nil }
        return Quantile.student(0.975, freedom: Double(count - 2)) * error / squaresX.squareRoot()
    }

    /// The same for the intercept.
    public var interceptHalfWidth: Double? {
        guard let error = standardError else { return nil }
        let spread = (1 / Double(count) + meanX * meanX / squaresX).squareRoot()
        return Quantile.student(0.975, freedom: Double(count - 2)) * error * spread
    }
}
