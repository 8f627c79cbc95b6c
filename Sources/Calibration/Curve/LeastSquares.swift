import CNumerics

/// The least squares solution of an overdetermined linear system, by singular values (Eigen), never by normal equations.
///
/// Golub & Van Loan, Matrix Computations (2013), §5.5. Columns are first scaled to length 1, so the result does not depend on
/// units.
struct LeastSquares {
    /// X, `columns` × `sides`, row by row.
    let solution: [Double]
    /// (AᵀA)⁻¹, `columns` × `columns`. Multiplied by the variance of an observation, it is the covariance of a column of X.
    let cofactor: [Double]
    /// Condition number of the scaled A.
    let condition: Double

    /// Minimises |A·X − B|.
    ///
    /// - Parameters:
    ///   - matrix: A, row by row, `rows` × `columns`.
    ///   - right: B, row by row, `rows` × `sides`.
    /// - Returns: nil when a number is not finite, there are fewer rows than columns, or A does not determine X.
    init?(rows: Int, columns: Int, sides: Int = 1, matrix: [Double], right: [Double]) {
        guard rows > 0, columns > 0, sides > 0, matrix.count == rows * columns, right.count == rows * sides else { return nil }
        var solution = [Double](repeating: 0, count: columns * sides)
        var cofactor = [Double](repeating: 0, count: columns * columns)
        // Safety: all four buffers have the sizes that are passed with them, checked above; the function keeps none of them.
        let condition = unsafe cnumerics_least_squares(rows, columns, sides, matrix, right, &solution, &cofactor)
        guard condition.isFinite else { return nil }
        self.solution = solution
        self.cofactor = cofactor
        self.condition = condition
    }

    /// Ratio of the largest to the smallest singular value; infinite for a singular matrix, NaN when a number is not finite or
    /// the size is wrong.
    static func condition(rows: Int, columns: Int, matrix: [Double]) -> Double {
        guard rows > 0, columns > 0, matrix.count == rows * columns else { return .nan }
        // Safety: the buffer has the size that is passed with it; the function does not keep it.
        return unsafe cnumerics_condition(rows, columns, matrix)
    }
}
