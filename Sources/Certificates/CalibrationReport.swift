public import Calibration
public import Interface

/// The results of an evaluation, as `org.holdfast.calibration1.Report`.
public enum CalibrationReport {
    public static func json(_ evaluation: CalibrationEvaluation) -> JSONObject {
        let fit = evaluation.curve.fit
        var object = JSONObject([
            ("curve", .array(evaluation.sensorCurve().numbers.map(JSONValue.number))),
            ("degree", .integer(Int64(fit.degree))), ("rSquared", .number(fit.rSquared)),
            ("class", .string(evaluation.rangeClass.grade.rawValue)),
            ("classFails", .array(evaluation.rangeClass.failing.map { .string("\($0)") })),
            ("classMisses", .array(evaluation.rangeClass.missing.map { .string("\($0)") })),
        ])
        object["standardError"] = fit.standardError.map(JSONValue.number)
        if let range = evaluation.rangeClass.range { object["classFrom"] = .number(range.lowerBound) }
        if let limit = evaluation.lowerLimit {
            object["lowerLimitFactor"] = .number(limit.lowerLimitFactor)
            object["lowerLimitClass"] = .string(limit.grade.rawValue)
        }
        object["figures"] = .array(figures(evaluation).map { name, figure in .object(value(name, figure)) })
        object["residuals"] = .array(residuals(evaluation))
        object["uncertainties"] = .array(uncertainties(evaluation))
        object["budget"] = .array(budget(evaluation))
        object["warnings"] = .array(
            evaluation.warnings.map {
                .object(JSONObject([("name", .string($0.name)), ("message", .string($0.message))]))
            })
        return object
    }

    /// The figures of a certificate with their names, per cent.
    static func figures(_ evaluation: CalibrationEvaluation) -> [(name: String, figure: Figure)] {
        let figures = evaluation.figures
        let creep = evaluation.conditions.creep.map { Figure.success($0.percent) } ?? .failure(.notMeasured)
        return [
            ("nonlinearity", figures.nonlinearity), ("hysteresis", figures.hysteresis),
            ("repeatability", figures.repeatability), ("reproducibility", figures.reproducibility),
            ("zeroReturn", figures.zeroReturn), ("creep", creep),
        ]
    }

    /// Forces from a tenth of the highest to the highest, N.
    static func forces(_ evaluation: CalibrationEvaluation) -> [Double] {
        let top = evaluation.run.signedTop
        return [0, 0.1, 0.2, 0.4, 0.6, 0.8, 1].map { $0 * top }
    }

    private static func value(_ name: String, _ figure: Figure) -> JSONObject {
        var object = JSONObject([("name", .string(name))])
        switch figure {
        case .success(let number): object["percent"] = .number(number)
        case .failure(let gap): object["reason"] = .string(gap.name)
        }
        return object
    }

    private static func residuals(_ evaluation: CalibrationEvaluation) -> [JSONValue] {
        zip(evaluation.run.entries(evaluation.treatment), evaluation.residuals).map { entry, residual in
            .object(
                JSONObject([
                    ("series", .integer(Int64(entry.series + 1))), ("point", .integer(Int64(entry.place + 1))),
                    ("direction", .string(entry.point.direction == .ascending ? "up" : "down")),
                    ("force", .number(entry.point.force)), ("reading", .number(entry.point.reading)),
                    ("residual", .number(residual)),
                ]))
        }
    }

    private static func uncertainties(_ evaluation: CalibrationEvaluation) -> [JSONValue] {
        forces(evaluation).map { force in
            var object = JSONObject([("force", .number(force))])
            switch evaluation.expandedUncertainty(at: force) {
            case .success(let number): object["expanded"] = .number(number)
            case .failure(let gap): object["reason"] = .string(gap.name)
            }
            return .object(object)
        }
    }

    /// The lines of the budget at the highest force; missing lines have no number.
    private static func budget(_ evaluation: CalibrationEvaluation) -> [JSONValue] {
        guard let budget = try? evaluation.budget(at: evaluation.run.signedTop) else { return [] }
        let lines = budget.components.map { component in
            var object = JSONObject([("source", .string(component.source.rawValue)), ("standard", .number(component.standard))])
            if component.freedom.isFinite { object["freedom"] = .number(component.freedom) }
            return JSONValue.object(object)
        }
        return lines + budget.missing.map { .object(JSONObject([("source", .string($0.rawValue))])) }
    }
}
