/// Findings that a technician should examine before accepting a calibration.
public enum CalibrationWarning: Sendable, Hashable {
    /// Points that the others contradict: a wrong weight, a wrong number, a rope that touched something.
    case outlier(CalibrationOutlier)
    /// The points lie closer to the curve than noise and resolution allow: the numbers were copied or computed, or the degree
    /// is too high.
    case betterThanPossible(standardError: Double, possible: Double)
    /// The sensor is intended for more than 5 % beyond the highest force. There is no uncertainty there.
    case extrapolation(highest: Double, intended: Double)
    /// More force makes the reading smaller: crossed wires, or compression instead of tension. The curve is still right.
    case inverted
    /// The reading without load moved by more than the limit, per cent of full scale.
    case zeroReturn(Double)
    /// With one series the repeatability of the cell is unknown.
    case oneSeries
    /// The force of the weights has an uncertainty of a tenth of a per cent or more because the location of the station is not
    /// given.
    case gravityUnknown

    /// The name in messages.
    public var name: String {
        switch self {
        case .outlier: "outlier"
        case .betterThanPossible: "better_than_possible"
        case .extrapolation: "extrapolation"
        case .inverted: "inverted"
        case .zeroReturn: "zero_return"
        case .oneSeries: "one_series"
        case .gravityUnknown: "gravity_unknown"
        }
    }
}
