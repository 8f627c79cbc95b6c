public import Calibration

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
            "the reading changed by \(NumberText.short(span)), and must change by \(NumberText.short(needed)); use more load"
        case .unstable(let series, let point, let deviation):
            "\(place(series, point)): the reading was not stable (SD \(NumberText.short(deviation))); repeat the point"
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
            return "\(places): \(NumberText.short(outlier.force)) N does not fit the other points, which suggest "
                + "\(NumberText.short(outlier.suggestedForce)) N; was it another weight?"
        case .betterThanPossible(let error, let possible):
            return "the points are closer to the curve (\(NumberText.short(error)) N) than noise and resolution allow "
                + "(\(NumberText.short(possible)) N): were they measured, or computed?"
        case .extrapolation(let highest, let intended):
            return
                "calibrated up to \(NumberText.short(highest)) N only, and meant for \(NumberText.short(intended)) N: above the former there is no U"
        case .inverted:
            return "more force makes the reading smaller: the wires are crossed, or the cell is pushed instead of pulled"
        case .zeroReturn(let percent):
            return "the reading without load moved by \(NumberText.short(percent)) % of full scale: preload, and wait longer"
        case .oneSeries: return "one series only: the repeatability of the cell is unknown"
        case .gravityUnknown: return "local gravity is not known, so that every U is 0.5 % wider"
        }
    }
}

/// Numbers in a form for people.
enum NumberText {
    /// About five digits.
    static func short(_ value: Double) -> String {
        guard value.isFinite else { return "–" }
        var places = 4
        var size = abs(value)
        while size >= 10, places > 0 {
            size /= 10
            places -= 1
        }
        while size < 1, size > 0, places < 12 {
            size *= 10
            places += 1
        }
        return fixed(value, places)
    }

    static func fixed(_ value: Double, _ places: Int) -> String {
        var scale = 1.0
        for _ in 0..<places { scale *= 10 }
        guard value.isFinite, abs(value) * scale < 1e17 else { return value.isFinite ? "\(value)" : "–" }
        let whole = Int64((abs(value) * scale).rounded())
        let digits = String(whole)
        let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
        let sign = value < 0 && whole != 0 ? "-" : ""
        return places == 0 ? sign + padded : sign + padded.dropLast(places) + "." + padded.suffix(places)
    }
}
