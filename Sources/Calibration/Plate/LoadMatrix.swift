/// Loads computed from the six signals of a multi-axis plate or cell, L = C·S.
///
/// Axes are in the order Fx Fy Fz (N), Mx My Mz (N·m), right-handed, about the transducer's origin. The matrix is fitted to
/// known loads by least squares, as with an instrumented pole on the plate in Collins, Adamczyk, Ferris & Kuo (2009), Gait
/// Posture 29:59, and Cedraro, Cappello & Chiari (2008), Gait Posture 28:488.
public struct LoadMatrix: Sendable, Hashable {
    /// Why known loads determine no matrix.
    public enum Failure: Error, Sendable, Hashable {
        /// Loads and signals are not lists of equal length with six finite numbers in each entry.
        case malformed
        /// Six unknowns for each axis need more than six loads; thirty are recommended.
        case tooFewLoads(Int)
        /// The loads do not cover all axes independently: condition number of the signals with each axis scaled to length 1,
        /// limit 1000.
        case axesNotSpanned(condition: Double)
    }

    /// C, row by row: 36 numbers.
    public let elements: [Double]
    /// Condition number of the signals with each axis scaled to length 1: below 10 is good, above 1000 is refused.
    public let condition: Double
    /// Standard errors of the elements, row by row; nil with exactly as many loads as unknowns.
    public let standardErrors: [Double]?
    /// Standard deviation of each of the six loads around the values that the matrix gives; nil as above.
    public let residualDeviations: [Double]?

    static let largestCondition = 1000.0

    /// Fits the matrix.
    ///
    /// - Parameters:
    ///   - loads: known loads, six numbers each.
    ///   - signals: the signals of the transducer under each load.
    public init(loads: [[Double]], signals: [[Double]]) throws(Failure) {
        let count = loads.count
        guard signals.count == count, (loads + signals).allSatisfy({ $0.count == 6 && $0.allSatisfy(\.isFinite) }) else {
            throw .malformed
        }
        guard count >= 6 else { throw .tooFewLoads(count) }
        guard
            let system = LeastSquares(
                rows: count, columns: 6, sides: 6, matrix: signals.flatMap { $0 }, right: loads.flatMap { $0 })
        else { throw .axesNotSpanned(condition: .infinity) }
        guard system.condition <= LoadMatrix.largestCondition else { throw .axesNotSpanned(condition: system.condition) }
        let elements = (0..<36).map { system.solution[($0 % 6) * 6 + $0 / 6] }
        self.elements = elements
        condition = system.condition
        guard count > 6 else {
            standardErrors = nil
            residualDeviations = nil
            return
        }
        var sums = [Double](repeating: 0, count: 6)
        for (load, signal) in zip(loads, signals) {
            for (axis, value) in LoadMatrix.product(elements, signal).enumerated() {
                sums[axis] += (load[axis] - value) * (load[axis] - value)
            }
        }
        let deviations = sums.map { ($0 / Double(count - 6)).squareRoot() }
        residualDeviations = deviations
        standardErrors = (0..<36).map { deviations[$0 / 6] * system.cofactor[($0 % 6) * 7].squareRoot() }
    }

    /// The loads for six signals; six NaN when there are not six signals.
    public func loads(of signals: [Double]) -> [Double] {
        signals.count == 6 ? LoadMatrix.product(elements, signals) : [Double](repeating: .nan, count: 6)
    }

    /// Condition number of a list of six-component loads or signals in their own units, without scaling; NaN when malformed.
    public static func condition(of rows: [[Double]]) -> Double {
        guard rows.allSatisfy({ $0.count == 6 }) else { return .nan }
        return LeastSquares.condition(rows: rows.count, columns: 6, matrix: rows.flatMap { $0 })
    }

    static func product(_ elements: [Double], _ vector: [Double]) -> [Double] {
        (0..<6).map { row in (0..<6).reduce(0) { $0 + elements[row * 6 + $1] * vector[$1] } }
    }
}
