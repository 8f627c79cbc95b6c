/// Known loads that were put on a plate or cell of six signals.
public struct MatrixTest: Sendable, Hashable {
    public struct Load: Sendable, Hashable {
        /// Fx Fy Fz (N), Mx My Mz (N·m).
        public var load: [Double]
        /// The signals of the six channels, raw units.
        public var signals: [Double]

        public init(load: [Double], signals: [Double]) {
            self.load = load
            self.signals = signals
        }
    }

    public var loads: [Load]
    /// The signals of the six channels without load, raw units.
    public var empty: [Double]
    /// The uncertainty of the loads; nil when unknown.
    public var reference: LoadReference?
    /// Height of the top surface of the plate above the origin of the loads, m.
    public var surface: Double

    public init(loads: [Load], empty: [Double], reference: LoadReference?, surface: Double) {
        self.loads = loads
        self.empty = empty
        self.reference = reference
        self.surface = surface
    }

    public func evaluation() throws(LoadMatrix.Failure) -> MatrixEvaluation {
        guard empty.count == 6, empty.allSatisfy(\.isFinite), surface.isFinite else { throw .malformed }
        guard loads.allSatisfy({ $0.signals.count == 6 }) else { throw .malformed }
        let signals = loads.map { zip($0.signals, empty).map { $0 - $1 } }
        return MatrixEvaluation(test: self, matrix: try LoadMatrix(loads: loads.map(\.load), signals: signals), signals: signals)
    }
}

/// The results of known loads on a plate of six signals.
public struct MatrixEvaluation: Sendable, Hashable {
    public let test: MatrixTest
    public let matrix: LoadMatrix
    /// Signals minus those of the empty plate.
    let signals: [[Double]]

    /// The crosstalk without a matrix, where each signal measures its own axis only.
    public var crosstalkBefore: Crosstalk? {
        let loads = test.loads.map(\.load)
        let gains = (0..<6).map { axis -> Double in
            let squares = signals.reduce(0) { $0 + $1[axis] * $1[axis] }
            return squares > 0 ? zip(loads, signals).reduce(0) { $0 + $1.0[axis] * $1.1[axis] } / squares : 0
        }
        return Crosstalk(
            known: loads, measured: signals.map { zip($0, gains).map { $0 * $1 } }, height: test.surface)
    }

    public var crosstalkAfter: Crosstalk? {
        Crosstalk(known: test.loads.map(\.load), measured: signals.map(matrix.loads(of:)), height: test.surface)
    }

    /// The largest known load of each axis, without sign.
    public var fullScale: [Double] { (0..<6).map { axis in test.loads.map { abs($0.load[axis]) }.max() ?? 0 } }

    /// U of a load on one axis, N or N·m: reference, scatter around the matrix, and error of the matrix itself.
    ///
    /// - Parameter axis: 0 … 5.
    public func expandedUncertainty(of load: Double, axis: Int) -> Figure {
        guard (0..<6).contains(axis), load.isFinite, abs(load) <= 1.05 * fullScale[axis] else { return .failure(.outsideRange) }
        guard let deviation = matrix.residualDeviations?[axis] else { return .failure(.noFreedom) }
        guard let reference = test.reference else { return .failure(.notMeasured) }
        let freedom = Double(test.loads.count - 6)
        // The mean leverage of n loads and six unknowns is 6/n.
        let error = deviation * (6 / Double(test.loads.count)).squareRoot()
        let lines = [
            UncertaintyComponent(.repeatability, deviation: deviation, freedom: freedom),
            UncertaintyComponent(.fit, deviation: error, freedom: freedom),
        ]
        return .success(UncertaintyBudget(components: lines + reference.components(at: load)).expanded)
    }
}
