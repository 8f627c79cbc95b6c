/// Why a calibration cannot be computed. Series and points count from 0.
public enum CalibrationRefusal: Error, Sendable, Hashable {
    /// Too few different forces for a straight line with at least one degree of freedom.
    case tooFewForces(Int)
    /// A force or a reading is not a finite number.
    case notFinite(series: Int, place: Int)
    /// A sample lay at a limit of the converter: too much load, or a broken wire.
    case saturated(series: Int, place: Int)
    /// Two different forces gave the same reading: the cell is stuck, or the load was not put on.
    case equalReadings(series: Int, place: Int)
    /// The reading changed too little: per cent of the converter's range, or multiples of the noise.
    case spanTooSmall(span: Double, needed: Double)
    /// The samples scattered by more than the allowed share of the span for a static load.
    case unstable(series: Int, place: Int, deviation: Double)
    /// With more load, the reading moved against the direction of the other points.
    case wrongDirection(series: Int, place: Int)

    /// The name in messages.
    public var name: String {
        switch self {
        case .tooFewForces: "too_few_forces"
        case .notFinite: "not_finite"
        case .saturated: "saturated"
        case .equalReadings: "equal_readings"
        case .spanTooSmall: "span_too_small"
        case .unstable: "unstable"
        case .wrongDirection: "wrong_direction"
        }
    }
}
