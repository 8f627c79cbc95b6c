/// Least squares for a curve with a few parameters (Levenberg 1944; Marquardt 1963, J Soc Indust Appl Math 11:431), in double
/// precision.
struct LevenbergMarquardt {
    /// A curve: returns the value at x, and stores the derivative with respect to each parameter in the array.
    typealias Curve = (_ x: Double, _ parameters: [Double], _ gradient: inout [Double]) -> Double

    private(set) var parameters: [Double]
    /// Sum of the squared distances of the points from the curve.
    private(set) var residualSquares: Double

    /// The number of rounds after which a fit that does not converge is given up, and the relative step below which it has
    /// converged.
    static let rounds = 200
    static let settled = 1e-11

    /// Fits from a first guess. Nil when there are not more points than parameters, a number is not finite, or the fit does not
    /// converge.
    init?(x: [Double], y: [Double], from start: [Double], curve: Curve) {
        guard x.count == y.count, x.count > start.count, start.allSatisfy(\.isFinite) else { return nil }
        parameters = start
        residualSquares = Self.squares(x, y, start, curve)
        guard residualSquares.isFinite else { return nil }
        var damping = 1e-3
        for _ in 0..<Self.rounds {
            let (matrix, vector) = Self.normalEquations(x, y, parameters, curve)
            var accepted = false
            while !accepted, damping < 1e12 {
                guard let step = Self.solve(matrix, vector, damping: damping) else {
                    damping *= 10
                    continue
                }
                let next = zip(parameters, step).map { $0 + $1 }
                let squares = Self.squares(x, y, next, curve)
                guard squares <= residualSquares else {
                    damping *= 10
                    continue
                }
                let small = zip(step, next).allSatisfy { abs($0) <= Self.settled * (abs($1) + Self.settled) }
                parameters = next
                residualSquares = squares
                damping = max(1e-14, damping / 10)
                accepted = true
                if small { return }
            }
            // No step improves the fit: this is the minimum within rounding.
            if !accepted { return }
        }
        return nil
    }

    private static func squares(_ x: [Double], _ y: [Double], _ parameters: [Double], _ curve: Curve) -> Double {
        var gradient = parameters
        var sum = 0.0
        for (a, b) in zip(x, y) {
            let residual = b - curve(a, parameters, &gradient)
            sum += residual * residual
        }
        return sum
    }

    /// JᵀJ and Jᵀr.
    private static func normalEquations(
        _ x: [Double], _ y: [Double], _ parameters: [Double], _ curve: Curve
    ) -> (matrix: [[Double]], vector: [Double]) {
        let count = parameters.count
        var matrix = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
        var vector = [Double](repeating: 0, count: count)
        var gradient = vector
        for (a, b) in zip(x, y) {
            let residual = b - curve(a, parameters, &gradient)
            for row in 0..<count {
                vector[row] += gradient[row] * residual
                for column in 0...row { matrix[row][column] += gradient[row] * gradient[column] }
            }
        }
        return (matrix, vector)
    }

    /// Cholesky decomposition of the lower half, with each diagonal element increased by a share of itself. Nil when the matrix
    /// is not positive definite.
    private static func solve(_ matrix: [[Double]], _ vector: [Double], damping: Double) -> [Double]? {
        let count = vector.count
        var lower = matrix
        var result = vector
        for row in 0..<count {
            for column in 0...row {
                var sum = matrix[row][column] * (row == column ? 1 + damping : 1)
                for k in 0..<column { sum -= lower[row][k] * lower[column][k] }
                if row == column {
                    guard sum > 0 else { return nil }
                    lower[row][row] = sum.squareRoot()
                } else {
                    lower[row][column] = sum / lower[column][column]
                }
            }
        }
        for row in 0..<count {
            for k in 0..<row { result[row] -= lower[row][k] * result[k] }
            result[row] /= lower[row][row]
        }
        for row in (0..<count).reversed() {
            for k in row + 1..<count { result[row] -= lower[k][row] * result[k] }
            result[row] /= lower[row][row]
        }
        return result.allSatisfy(\.isFinite) ? result : nil
    }
}
