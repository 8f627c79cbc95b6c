/// Why a calibration is not even computed. Series and places count from 0.
public enum CalibrationRefusal: Error, Sendable, Hashable {
    /// Fewer different forces than a straight line with something to judge it by needs.
    case tooFewForces(Int)
    /// A force or a reading is no number.
    case notFinite(series: Int, place: Int)
    /// A sample lay at a limit of the converter: too much load, or a broken wire.
    case saturated(series: Int, place: Int)
    /// Two different forces gave the same reading: a stuck cell, or the load was not put on.
    case equalReadings(series: Int, place: Int)
    /// The reading moved by too little: per cent of the converter's range, or multiples of the noise.
    case spanTooSmall(span: Double, needed: Double)
    /// The samples scattered by more than the share of the span that a standing load allows.
    case unstable(series: Int, place: Int, deviation: Double)
    /// More load, and the reading went the other way than it does elsewhere.
    case wrongDirection(series: Int, place: Int)

    /// Its name in messages.
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
