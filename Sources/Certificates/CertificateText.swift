public import Calibration
import Samples

/// A calibration in words and tables, for a terminal or a printer.
public enum CertificateText {
    /// The whole certificate.
    ///
    /// - Parameter checks: those that were made with it since, the oldest first; nil leaves them out.
    public static func text(_ record: CalibrationRecord, checks: [CertificateCheck]? = nil) -> String {
        var lines = ["CALIBRATION  \(record.id)", ""] + table(head(record))
        switch Result(catching: { () throws(CalibrationRefusal) in try record.draft.evaluation() }) {
        case .success(let evaluation):
            lines +=
                [""] + figures(evaluation) + [""] + uncertainty(evaluation) + [""]
                + residuals(evaluation, unit: record.draft.rawUnit)
        case .failure(let refusal): lines += ["", "This version cannot evaluate the points: \(refusal.message)"]
        }
        if !record.draft.weights.isEmpty { lines += [""] + columns(weightRows(record.draft)) + weightWarnings(record) }
        if let checks {
            lines += ["", "checks since the calibration"] + (checks.isEmpty ? [] : columns(CertificateCheck.rows(checks)))
            lines.append(CertificateCheck.finding(checks))
        }
        return (lines + ["", disclaimer]).joined(separator: "\n")
    }

    static let disclaimer =
        "Classes use the limits of ASTM E74 and ISO 376. This is not a certificate of an accredited laboratory."

    /// The head of the certificate: sensor, origin, due date, loads, note and curve.
    static func head(_ record: CalibrationRecord) -> [(String, String)] {
        var rows = [("sensor", record.draft.sensor)] + laboratory(record.draft) + record.origin.lines
        rows.append(("due", record.dueWallMicroseconds.map(RecordDate.day) ?? "never"))
        rows.append(("loads", record.draft.instrument))
        rows += cells(record.draft.conditions.cells)
        rows.append(("note", record.draft.note))
        if let reason = record.draft.acceptedWorse { rows.append(("worse than allowed", "put in force because: \(reason)")) }
        return rows + [("curve", curve(record))]
    }

    /// The certificate that it was copied from.
    static func laboratory(_ draft: CalibrationDraft) -> [(String, String)] {
        guard let certificate = draft.laboratory else { return [] }
        return [
            ("laboratory", certificate.laboratory), ("certificate", certificate.number),
            ("calibrated on", RecordDate.day(certificate.dateWallMicroseconds)),
        ] + stated(certificate)
    }

    /// What a laboratory states, and how near the curve comes to its table.
    public static func laboratory(_ certificate: LaboratoryCertificate, _ evaluation: CalibrationEvaluation) -> [String] {
        let miss = certificate.largestMiss(evaluation).map { miss in
            [
                (
                    "curve and table",
                    "differ by at most \(Digits.text(abs(miss.error), expanded: miss.expanded)) N, at "
                        + "\(Digits.text(miss.force, expanded: miss.expanded)) N, where U is \(Digits.uncertainty(miss.expanded)) N"
                )
            ]
        }
        return table(
            [("laboratory", certificate.laboratory), ("certificate", certificate.number)] + stated(certificate) + (miss ?? []))
    }

    static func stated(_ certificate: LaboratoryCertificate) -> [(String, String)] {
        let uncertainty = certificate.uncertainty
        return [
            ("class stated", certificate.rangeClass?.rawValue ?? "none"),
            (
                "U stated",
                "at \(uncertainty.points.count) forces, with k = \(Digits.fixed(uncertainty.coverageFactor, places: 2))"
            ),
        ]
    }

    /// The weights that were used, the headings first.
    static func weightRows(_ draft: CalibrationDraft) -> [[String]] {
        [["weight", "mass, kg", "U, kg (k = 2)", "class", "certificate", "due"]]
            + draft.weights.map { weight in
                let expanded = weight.weight.mass * weight.weight.relativeUncertainty
                return [
                    weight.serial, expanded > 0 ? Digits.text(weight.weight.mass, expanded: expanded) : "\(weight.weight.mass)",
                    Digits.uncertainty(expanded),
                    weight.weightClass?.rawValue ?? "–", weight.certificate ?? "none",
                    weight.dueWallMicroseconds.map(RecordDate.day) ?? "not stated",
                ]
            }
    }

    /// What was doubtful about the weights when they were used.
    static func weightWarnings(_ record: CalibrationRecord) -> [String] {
        record.draft.doubtsAboutWeights(record.origin.madeWallMicroseconds).map { "warning: \($0)" }
    }

    static func cells(_ cells: CellConditions?) -> [(String, String)] {
        guard let cells else { return [] }
        let test = cells.cornerTest.map { "the eccentric-load test \($0)" } ?? "no eccentric-load test"
        return [
            (
                "readings",
                cells.channels.count == 1
                    ? "channel \(cells.channels[0])" : "the sum of \(cells.channels.count) channels, with \(test)"
            )
        ]
    }

    /// The figures of a calibration, line by line.
    public static func figures(_ evaluation: CalibrationEvaluation) -> [String] {
        table(figureRows(evaluation)) + evaluation.warnings.map { "warning: \($0.message)" }
    }

    static func figureRows(_ evaluation: CalibrationEvaluation) -> [(String, String)] {
        let fit = evaluation.curve.fit
        let range = evaluation.rangeClass
        var rows = [
            ("degree", "\(fit.degree), " + (evaluation.conditions.cells == nil ? "by F-test" : "required for a sum of channels")),
            ("standard error", fit.standardError.map { Digits.uncertainty($0) + " N" } ?? "– (\(CalibrationGap.noFreedom.text))"),
            ("R²", Digits.fixed(fit.rSquared, places: 7) + " (for information)"),
        ]
        for (name, figure) in CalibrationReport.figures(evaluation) {
            switch figure {
            case .success(let number): rows.append((words(name), Digits.percent(number) + " %"))
            case .failure(let gap): rows.append((words(name), "– (\(gap.text))"))
            }
        }
        if let limit = evaluation.lowerLimit {
            rows.append(("lower limit factor", Digits.uncertainty(limit.lowerLimitFactor) + " N"))
            let departures = limit.departures.map(requirement).joined(separator: ", ")
            rows.append(
                (
                    "class (limits of ASTM E74)",
                    grade(limit.grade) + (departures.isEmpty ? "" : "; the standard is not met: \(departures)")
                ))
        }
        let reasons = (range.failing + range.missing).map { words("\($0)") }.joined(separator: ", ")
        rows.append(
            (
                "class (limits of ISO 376)",
                classes(range) ?? RangeClass.Grade.unclassified.rawValue + (reasons.isEmpty ? "" : " (\(reasons))")
            ))
        return rows
    }

    /// The name of a figure or of a component of U, in words.
    static func words(_ name: String) -> String {
        switch name {
        case "zeroReturn": "zero return"
        case "forces": "number of forces (\(RangeClass.fewestForces) are needed)"
        case "place": "position of the load"
        case "laboratory": "as the laboratory states it"
        case "earlyCreep": "creep in the first 30 s"
        default: name
        }
    }

    /// What the standard requires, and what was done.
    private static func requirement(_ departure: LowerLimit.Departure) -> String {
        switch departure {
        case .applications(let count): "\(count) of 30 force applications"
        case .levels(let count): "\(count) of 10 different forces"
        case .series(let count): "\(count) of 3 series"
        case .onePosition: "one mounting position"
        case .noInitialZero: "no zero before each series"
        }
    }

    private static func grade(_ grade: LowerLimit.Grade) -> String {
        switch grade {
        case .classAA: "AA"
        case .classA: "A"
        case .unclassified: "unclassified"
        }
    }

    /// U over the range, and its lines at the highest force.
    public static func uncertainty(_ evaluation: CalibrationEvaluation) -> [String] {
        let factor = evaluation.stated.map { "k = \(Digits.fixed($0.coverageFactor, places: 2))" } ?? "k for 95.45 %"
        var rows = [("force, N", "U, N (\(factor))")]
        for force in CalibrationReport.forces(evaluation) {
            switch evaluation.expandedUncertainty(at: force) {
            case .success(let number):
                let share = force == 0 ? "" : "  \(Digits.uncertainty(100 * number / abs(force))) %"
                rows.append((Digits.text(force, expanded: number), Digits.uncertainty(number) + share))
            case .failure(let gap): rows.append((Digits.certified(force), "– (\(gap.text))"))
            }
        }
        var lines = table(rows)
        if let budget = try? evaluation.budget(at: evaluation.run.signedTop) {
            let parts = budget.components.sorted { $0.standard > $1.standard }.map {
                "\(words($0.source.rawValue)) \(Digits.uncertainty($0.standard))"
            }
            lines.append("standard uncertainties, N: " + parts.joined(separator: ", "))
            if !budget.missing.isEmpty {
                lines.append(
                    "not measured, so that U is a lower bound: \(budget.missing.map { words($0.rawValue) }.joined(separator: ", "))"
                )
            }
        }
        return lines
    }

    /// Every point with its distance from the curve.
    public static func residuals(_ evaluation: CalibrationEvaluation, unit: String) -> [String] {
        columns(residualRows(evaluation, unit: unit)) + zeros(evaluation, unit: unit)
    }

    /// - Parameter unit: of the readings; empty when it is not stated.
    static func residualRows(_ evaluation: CalibrationEvaluation, unit: String) -> [[String]] {
        let entries = evaluation.run.entries(evaluation.treatment)
        let own = unit.isEmpty ? "" : ", " + unit
        let scatter = evaluation.curve.fit.standardError
        var rows = [["series", "point", "force, N", "reading" + own, "SD" + own, "residual, N"]]
        for (entry, residual) in zip(entries, evaluation.residuals) {
            let arrow = entry.point.direction == .ascending ? "up" : "down"
            rows.append([
                "\(entry.series + 1)", "\(entry.place + 1) \(arrow)", Digits.fixed(entry.point.force, places: 3),
                reading(entry.point), entry.point.deviation.map(Digits.uncertainty) ?? "–",
                Digits.text(residual, expanded: scatter),
            ])
        }
        return rows
    }

    /// With the digits of its mean; one that does not scatter has all of its own.
    private static func reading(_ point: CalibrationPoint) -> String {
        guard let deviation = point.deviation, deviation > 0 else { return Digits.short(point.reading, digits: 9) }
        return Digits.text(point.reading, expanded: deviation / Double(max(1, point.samples)).squareRoot())
    }

    static func zeros(_ evaluation: CalibrationEvaluation, unit: String) -> [String] {
        evaluation.run.series.enumerated().map { number, series in
            "zero of series \(number + 1): before \(series.zeroBefore.map(Digits.certified) ?? "–"), "
                + "after \(series.zeroAfter.map(Digits.certified) ?? "–")" + (unit.isEmpty ? "" : " " + unit)
        }
    }

    static func table(_ rows: [(String, String)]) -> [String] {
        let width = rows.map(\.0.count).max() ?? 0
        return rows.map { $0.0 + String(repeating: " ", count: width - $0.0.count + 2) + $0.1 }
    }

    static func columns(_ rows: [[String]]) -> [String] {
        let count = rows.map(\.count).max() ?? 0
        let widths = (0..<count).map { column in rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0 }
        return rows.map { row in
            zip(row, widths).map { String(repeating: " ", count: $1 - $0.count) + $0 }.joined(separator: "  ")
        }
    }
}
