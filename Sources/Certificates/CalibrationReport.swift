public import Calibration
public import Messages

/// The results of an evaluation.
extension Calibration1.Report {
    public init(_ evaluation: CalibrationEvaluation) {
        let fit = evaluation.curve.fit
        let budget = try? evaluation.budget(at: evaluation.run.signedTop)
        self.init(
            curve: evaluation.sensorCurve().numbers, degree: Int64(fit.degree), standardError: fit.standardError,
            rSquared: fit.rSquared, class: evaluation.rangeClass.grade.rawValue,
            classFrom: evaluation.rangeClass.range?.lowerBound, classFails: evaluation.rangeClass.failing.map { "\($0)" },
            classMisses: evaluation.rangeClass.missing.map { "\($0)" },
            lowerLimitFactor: evaluation.lowerLimit?.lowerLimitFactor, lowerLimitClass: evaluation.lowerLimit?.grade.rawValue,
            figures: CalibrationReport.figures(evaluation).map { name, figure in
                Calibration1.Figure(name: name, percent: figure.number, reason: figure.gap?.name)
            },
            residuals: zip(evaluation.run.entries(evaluation.treatment), evaluation.residuals).map { entry, residual in
                Calibration1.Residual(
                    series: Int64(entry.series + 1), point: Int64(entry.place + 1),
                    direction: entry.point.direction == .ascending ? .up : .down, force: entry.point.force,
                    reading: entry.point.reading, residual: residual)
            },
            uncertainties: CalibrationReport.forces(evaluation).map { force in
                let expanded = evaluation.expandedUncertainty(at: force)
                return Calibration1.Uncertainty(force: force, expanded: expanded.number, reason: expanded.gap?.name)
            },
            // At the highest force; what was not measured has no number.
            budget: (budget?.components ?? []).map {
                Calibration1.BudgetLine(source: $0.source.rawValue, standard: $0.standard, freedom: $0.freedom)
            } + (budget?.missing ?? []).map { Calibration1.BudgetLine(source: $0.rawValue, standard: nil, freedom: nil) },
            warnings: evaluation.warnings.map { Calibration1.Warning(name: $0.name, message: $0.message) })
    }
}

/// What reports and certificates have in common.
enum CalibrationReport {
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
}
