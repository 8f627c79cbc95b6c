/// What a technician should look at before accepting a calibration.
public enum CalibrationWarning: Sendable, Hashable {
    /// Points that the others contradict: a wrong weight, a wrong number, a rope that touched.
    case outlier(CalibrationOutlier)
    /// The points lie closer to the curve than noise and resolution let them: copied or computed numbers, or too high a degree.
    case betterThanPossible(standardError: Double, possible: Double)
    /// The sensor is meant for more than 5 % beyond the highest force: no uncertainty can be given there.
    case extrapolation(highest: Double, intended: Double)
    /// More force makes the reading smaller: crossed wires, or compression for tension. The curve is right all the same.
    case inverted
    /// The reading without load moved by more than the limit, per cent of full scale.
    case zeroReturn(Double)
    /// Nobody can see how well the cell repeats itself.
    case oneSeries
    /// The weights' force is known to a tenth of a per cent or worse because nobody said where the station stands.
    case gravityUnknown

    /// Its name in messages.
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
