/// Why a number of a calibration is missing. The reason is shown instead of the number.
public enum CalibrationGap: Error, Sendable, Hashable, CaseIterable {
    /// The cell was not unloaded step by step.
    case noDescendingPoints
    /// There are no two series at one mounting.
    case noRepeatedSeries
    /// The cell was never turned, or taken off and mounted again.
    case onePosition
    /// A series does not begin with a reading without load.
    case noZeroBefore
    /// No series ends with a reading without load.
    case noZeroAfter
    /// There are as many coefficients as points, so the fit has no degrees of freedom.
    case noFreedom
    /// The test was not made, or its data determine no result.
    case notMeasured
    /// More than 5 % beyond the highest calibrated force, or on the side of zero where no force was calibrated.
    case outsideRange

    /// The name in messages and in certificates.
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

/// A number, or the reason why it is missing.
public typealias Figure = Result<Double, CalibrationGap>

extension Result where Success == Double, Failure == CalibrationGap {
    /// The number, or nil.
    public var number: Double? { try? get() }
}
