public import Calibration

/// The kinds of tests of a plate or a band. One test of each kind is in force on a sensor at a time.
public enum BenchTestKind: String, Sendable, Hashable, CaseIterable {
    /// Eccentric-load test of a plate: gives the gains.
    case corners
    /// Marked points of a plate: gives axes and origin.
    case points
    /// Known loads on six signals: gives a 6×6 matrix.
    case matrix
    /// A stretch of a band and its release.
    case band
}

/// The measurements of a technician on a plate or a band.
public enum BenchTest: Sendable, Hashable {
    case corners(CornerTest)
    case points(PointTest)
    case matrix(MatrixTest)
    case band(BandTest)

    public var kind: BenchTestKind {
        switch self {
        case .corners: .corners
        case .points: .points
        case .matrix: .matrix
        case .band: .band
        }
    }

    /// Computes the results.
    ///
    /// - Throws: the reason why there is no result, as text for people.
    public func evaluation() throws(RecordError) -> BenchTestEvaluation {
        do {
            switch self {
            case .corners(let test): return .corners(try test.evaluation())
            case .points(let test): return .points(try test.evaluation())
            case .matrix(let test): return .matrix(try test.evaluation())
            case .band(let test): return .band(try test.evaluation())
            }
        } catch { throw RecordError(BenchTestMessages.text(error)) }
    }
}

/// The results of a test.
public enum BenchTestEvaluation: Sendable, Hashable {
    case corners(CornerEvaluation)
    case points(PointEvaluation)
    case matrix(MatrixEvaluation)
    case band(BandEvaluation)

    /// The part of the results that is used for measuring.
    public var result: BenchTestResult {
        switch self {
        case .corners(let found): .cells(found.correction)
        case .points(let found): .axes(found.axes)
        case .matrix(let found): .matrix(found.matrix.elements)
        case .band(let found): .band(slackLength: found.curve.slackLength, coefficients: found.curve.coefficients)
        }
    }
}

/// The part of the results of a test that is used for measuring: stored in its record digit by digit.
public enum BenchTestResult: Sendable, Hashable {
    /// The correction of the forces that the settings give for four channels.
    case cells(CellCorrection)
    case axes(PlateAxes)
    /// 36 numbers, row by row: loads from raw signals minus those of the empty plate.
    case matrix([Double])
    /// m; N/m, N/m², N/m³.
    case band(slackLength: Double, coefficients: [Double])
}
