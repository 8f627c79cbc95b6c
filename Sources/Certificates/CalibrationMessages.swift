public import Calibration
import Samples

/// Messages to the technician, with the remedy. Series and points count from 1.
extension CalibrationRefusal {
    public var message: String {
        func place(_ series: Int, _ place: Int) -> String { "series \(series + 1), point \(place + 1)" }
        return switch self {
        case .tooFewForces(let count):
            "only \(count) different forces: a curve needs three including zero, and its assessment five"
        case .notFinite(let series, let point): "\(place(series, point)): a force or a reading is not a number"
        case .saturated(let series, let point):
            "\(place(series, point)): the converter was at its limit; use less load, or look for a broken wire"
        case .equalReadings(let series, let point):
            "\(place(series, point)): same reading as at another load; was the load applied, or is the cell stuck?"
        case .spanTooSmall(let span, let needed):
            "the reading changed by \(Digits.certified(span)), and must change by \(Digits.certified(needed)); use more load"
        case .unstable(let series, let point, let deviation):
            "\(place(series, point)): the reading was not stable (SD \(Digits.uncertainty(deviation))); repeat the point"
        case .wrongDirection(let series, let point):
            "\(place(series, point)): the reading changed in the wrong direction; is the load correct?"
        }
    }
}

extension CalibrationGap {
    /// For people.
    public var text: String {
        switch self {
        case .noDescendingPoints: "not unloaded step by step"
        case .noRepeatedSeries: "no two series at one mounting"
        case .onePosition: "one mounting only"
        case .noZeroBefore: "no reading without load before a series"
        case .noZeroAfter: "no reading without load after a series"
        case .noFreedom: "too few points"
        case .notMeasured: "not measured"
        case .outsideRange: "outside the calibrated range"
        }
    }
}

extension CalibrationWarning {
    public var message: String {
        switch self {
        case .outlier(let outlier):
            let places = outlier.points.map { "series \($0.series + 1) point \($0.place + 1)" }.joined(separator: ", ")
            return "\(places): \(Digits.certified(outlier.force)) N does not fit the other points, which suggest "
                + "\(Digits.certified(outlier.suggestedForce)) N; was it another weight?"
        case .betterThanPossible(let error, let possible):
            return "the points are closer to the curve (\(Digits.uncertainty(error)) N) than noise and resolution allow "
                + "(\(Digits.uncertainty(possible)) N): were they measured, or computed?"
        case .extrapolation(let highest, let intended):
            return
                "calibrated up to \(Digits.certified(highest)) N only, and meant for \(Digits.certified(intended)) N: above the former there is no U"
        case .inverted:
            return "more force makes the reading smaller: the wires are crossed, or the cell is pushed instead of pulled"
        case .zeroReturn(let percent):
            return "the reading without load moved by \(Digits.short(percent)) % of full scale: preload, and wait longer"
        case .oneSeries: return "one series only: the repeatability of the cell is unknown"
        case .gravityUnknown: return "local gravity is not known, so that every U is 0.5 % wider"
        }
    }
}

extension Digits {
    /// A number of a certificate that has no U: five digits.
    static func certified(_ value: Double) -> String { text(value, digits: 5) }

    /// A relative error of a calibration, per cent: one place more than the limits of ISO 376 have.
    static func percent(_ value: Double) -> String { fixed(value, places: 4) }
}
