/// Why a number of a calibration is not there: it is shown in the number's place.
public enum CalibrationGap: Error, Sendable, Hashable, CaseIterable {
    /// Nobody unloaded the cell step by step.
    case noDescendingPoints
    /// No two series at one mounting.
    case noRepeatedSeries
    /// The cell was never turned or taken off and put back.
    case onePosition
    /// A series does not begin with a reading without load.
    case noZeroBefore
    /// No series ends with a reading without load.
    case noZeroAfter
    /// As many coefficients as points: nothing is left to judge the fit by.
    case noFreedom
    /// The test was not made, or its data determine nothing.
    case notMeasured
    /// More than 5 % beyond the highest calibrated force, or on the side of zero where no force was.
    case outsideRange

    /// Its name in messages and in certificates.
    public var name: String {
        switch self {
        case .noDescendingPoints: "no_descending_points"
        case .noRepeatedSeries: "no_repeated_series"
        case .onePosition: "one_position"
        case .noZeroBefore: "no_zero_before"
        case .noZeroAfter: "no_zero_after"
        case .noFreedom: "no_freedom"
        case .notMeasured: "not_measured"
        case .outsideRange: "outside_range"
        }
    }
}

/// A number, or the reason why there is none.
public typealias Figure = Result<Double, CalibrationGap>

extension Result where Success == Double, Failure == CalibrationGap {
    /// The number, or nil.
    public var number: Double? { try? get() }
}
