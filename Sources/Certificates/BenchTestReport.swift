public import Calibration
public import Interface

/// The results of a test of a plate or a band, as `org.holdfast.calibration1.PlateReport` and `BandReport`.
public enum BenchTestReport {
    public static func json(_ evaluation: BenchTestEvaluation) -> JSONObject {
        var object = JSONObject()
        switch evaluation {
        case .corners(let found): object["corners"] = .object(corners(found))
        case .points(let found): object["points"] = .object(points(found))
        case .matrix(let found): object["matrix"] = .object(matrix(found))
        case .band(let found): object = band(found)
        }
        object["warnings"] = .array(
            evaluation.warnings.map {
                .object(JSONObject([("name", .string($0.name)), ("message", .string($0.message))]))
            })
        return object
    }

    private static func list(_ values: [Double]) -> JSONValue { .array(values.map(JSONValue.number)) }

    /// Stores the number under `name`, or the reason why it is missing under `nameReason`.
    private static func put(_ figure: Figure, _ name: String, _ object: inout JSONObject) {
        switch figure {
        case .success(let number): object[name] = .number(number)
        case .failure(let gap): object[name + "Reason"] = .string(gap.name)
        }
    }

    private static func corners(_ found: CornerEvaluation) -> JSONObject {
        let balance = found.balance
        var object = JSONObject(BenchTestResult.cells(found.correction).fields)
        for (name, value) in [
            ("errorsBefore", list(balance.errorsBefore)),
            ("errorsAfter", list(balance.errorsAfter)), ("condition", .number(balance.condition)),
            ("freedom", .integer(Int64(balance.freedom))),
        ] { object[name] = value }
        let expanded = found.gainUncertainties.compactMap(\.number)
        if expanded.count == 4 { object["gainsExpanded"] = list(expanded) }
        put(found.expanded, "expanded", &object)
        return object
    }

    private static func points(_ found: PointEvaluation) -> JSONObject {
        let check = found.check
        var object = JSONObject([("errors", list(check.errors))])
        if let error = check.error {
            object["rootMeanSquare"] = .number(error.rootMeanSquare)
            object["largest"] = .number(error.largest)
        }
        if case .found(let orientation) = check.axes {
            object["axes"] = .string(orientation.name)
        } else {
            object["axes"] = .string("undetermined")
        }
        object["seenOriginX"] = check.originX.map(JSONValue.number)
        object["seenOriginY"] = check.originY.map(JSONValue.number)
        object["remaining"] = check.remaining.map(JSONValue.number)
        for (name, value) in BenchTestResult.axes(found.axes).fields { object[name] = value }
        put(found.expanded, "expanded", &object)
        put(found.expandedAfter, "expandedAfter", &object)
        return object
    }

    private static func matrix(_ found: MatrixEvaluation) -> JSONObject {
        let matrix = found.matrix
        var object = JSONObject([("matrix", list(matrix.elements)), ("condition", .number(matrix.condition))])
        object["standardErrors"] = matrix.standardErrors.map(list)
        object["residualDeviations"] = matrix.residualDeviations.map(list)
        let expanded = found.fullScale.enumerated().map { found.expandedUncertainty(of: $1, axis: $0) }
        if expanded.compactMap(\.number).count == 6 {
            object["expanded"] = list(expanded.compactMap(\.number))
        } else if let gap = expanded.lazy.compactMap(\.gap).first {
            object["expandedReason"] = .string(gap.name)
        }
        for (name, crosstalk) in [("Before", found.crosstalkBefore), ("After", found.crosstalkAfter)] {
            guard let crosstalk else { continue }
            object["crosstalk" + name] = .number(crosstalk.worst)
            object["centre" + name] = crosstalk.centreOfPressureError.map { .number($0.rootMeanSquare) }
        }
        return object
    }

    private static func band(_ found: BandEvaluation) -> JSONObject {
        let curve = found.curve
        var object = JSONObject(BenchTestEvaluation.band(found).result.fields)
        put(found.expandedSlackLength, "slackLengthExpanded", &object)
        object["slackSeen"] = .bool(curve.isSlackSeen)
        object["longest"] = .number(curve.longest)
        object["largestTension"] = .number(curve.largestTension)
        object["scatter"] = .number(curve.residualDeviation)
        object["curve"] = .array(lengths(curve).map { .object(tension(found, at: $0)) })
        switch curve.hysteresis {
        case .success(let loop):
            object["workOut"] = .number(loop.workOut)
            object["workBack"] = .number(loop.workBack)
            object["lossShare"] = loop.lossShare.isFinite ? .number(loop.lossShare) : nil
            object["widestPercent"] = .number(loop.widestPercent)
        case .failure(let gap): object["hysteresisReason"] = .string(gap.name)
        }
        return object
    }

    /// Lengths at intervals of a tenth of the distance from the slack length to the longest, m.
    static func lengths(_ curve: BandCurve) -> [Double] {
        (0...10).map { $0 == 10 ? curve.longest : curve.slackLength + Double($0) / 10 * (curve.longest - curve.slackLength) }
    }

    /// The values of the curve at a length, as `org.holdfast.calibration1.Tension`.
    public static func tension(_ found: BandEvaluation, at length: Double) -> JSONObject {
        var object = JSONObject([("length", .number(length))])
        object["tension"] = found.curve.tension(at: length).map(JSONValue.number)
        object["stiffness"] = found.curve.stiffness(at: length).map(JSONValue.number)
        put(found.expandedTension(at: length), "expanded", &object)
        return object
    }
}

extension Result where Success == Double, Failure == CalibrationGap {
    /// The reason, when there is no number.
    var gap: CalibrationGap? { if case .failure(let gap) = self { gap } else { nil } }
}
