import Calibration
import Samples

/// The certificate of a calibration as a self-contained HTML page. The fields are those of ISO/IEC 17025, 7.8; the documentation
/// of this module has the table.
public enum CertificatePage {
    /// - Parameters:
    ///   - previous: the calibration before it: gives what was found before the adjustment.
    ///   - checks: those that were made with it since, the oldest first.
    ///   - issued: when it was written, microseconds since 1970.
    ///   - software: the program that writes it.
    public static func html(
        _ record: CalibrationRecord, previous: CalibrationRecord?, checks: [CertificateCheck], details: CertificateDetails,
        issued: Int64, software: String
    ) -> String {
        let laboratory = record.draft.laboratory
        // Who copies a certificate does not issue it.
        var page = RecordPage(
            laboratory == nil ? "Calibration certificate" : "Record of a laboratory's calibration", id: record.id)
        page.fields(
            details.rows([.laboratory, .place, .customer, .received]) + [
                ("Date of calibration", RecordDate.day(laboratory?.dateWallMicroseconds ?? record.origin.madeWallMicroseconds)),
                ("Date of issue", RecordDate.day(issued)),
                ("Due for calibration", record.dueWallMicroseconds.map(RecordDate.day) ?? "not stated"),
            ])
        if let laboratory {
            page.section("Certificate of the laboratory")
            page.fields(
                [("Calibrated by", laboratory.laboratory), ("Number of its certificate", laboratory.number)]
                    + CertificateText.stated(laboratory))
        }
        page.section("Item")
        page.fields(
            [("Sensor", record.draft.sensor)] + details.rows([.maker, .type, .serial, .amplifier]) + [
                ("Connected as", "\(record.origin.device), with the driver \(record.origin.driver)"), ("Range", range(record)),
                ("Unit of the readings", record.draft.rawUnit.isEmpty ? "not stated" : record.draft.rawUnit),
            ] + CertificateText.cells(record.draft.conditions.cells) + details.rows([.condition]))
        page.section("Method and conditions")
        page.fields(
            [("Method", method(record)), ("Loads", record.draft.instrument)] + details.rows([.temperature, .humidity]) + [
                (
                    "Traceability",
                    details[.traceability] ?? laboratory.map { "Through \($0.name)." } ?? record.draft.traceability
                        ?? "The traceability of the loads to national standards is not stated."
                ),
                ("Note", record.draft.note.isEmpty ? "none" : record.draft.note),
            ])
        if !record.draft.weights.isEmpty {
            page.table(CertificateText.weightRows(record.draft))
            for doubt in record.draft.doubtsAboutWeights(record.origin.madeWallMicroseconds) { page.text("Warning: \(doubt)") }
        }
        switch Result(catching: { () throws(CalibrationRefusal) in try record.draft.evaluation() }) {
        case .success(let evaluation): results(record, previous, checks, evaluation, software, &page)
        case .failure(let refusal): page.text("This version cannot evaluate the points: \(refusal.message)")
        }
        page.end(
            [
                "The results relate only to the item calibrated. This certificate may be copied in full only.",
                CertificateText.disclaimer,
            ],
            signedBy: [("Measured by", details.text(.measuredBy)), ("Approved by", details.text(.approvedBy))])
        return page.html
    }

    private static func range(_ record: CalibrationRecord) -> String {
        let forces = record.draft.run.series.flatMap(\.points).map(\.force)
        let ends = [min(0, forces.min() ?? 0), max(0, forces.max() ?? 0)].map { $0 == 0 ? "0" : Digits.certified($0) }
        return "\(ends[0]) N to \(ends[1]) N"
    }

    private static func method(_ record: CalibrationRecord) -> String {
        guard record.draft.laboratory == nil else {
            return "As the certificate of the laboratory states; nothing was measured here"
        }
        let run = record.draft.run
        let positions = Set(run.series.map(\.position)).count
        let isUnloaded = run.series.contains { $0.points.contains { $0.direction == .descending && !$0.isZero } }
        return "\(run.series.count) series of known loads at \(positions) mounting position\(positions == 1 ? "" : "s"), "
            + (isUnloaded ? "loading and unloading" : "loading only") + ", in the manner of ISO 376 and ASTM E74"
    }

    private static func results(
        _ record: CalibrationRecord, _ previous: CalibrationRecord?, _ checks: [CertificateCheck],
        _ evaluation: CalibrationEvaluation, _ software: String, _ page: inout RecordPage
    ) {
        page.section("As found and as left")
        page.add(found(record, previous, evaluation))
        page.section("Results")
        page.fields(
            [("Curve", CertificateText.curve(record))]
                + (record.draft.laboratory == nil
                    ? [("Inverse", CertificateText.inverse(evaluation, unit: record.draft.rawUnit))]
                        + CertificateText.figureRows(evaluation) : []))
        page.table(levels(evaluation))
        page.text(
            record.draft.laboratory.map {
                "U is that of the laboratory, with k = \(Digits.fixed($0.uncertainty.coverageFactor, places: 2)); between its forces it is "
                    + "interpolated. It covers the calibration, not the noise, drift and temperature of the sensor in use."
            }
                ?? "Repeatability, reproducibility, interpolation and reversibility are in per cent of the deflection at the force. U is the "
                + "expanded uncertainty, U = k·u, for a coverage probability of 95.45 %, by the GUM.")
        page.fields([
            ("U when accepted", accepted(record)), ("Figures computed by", software),
            (
                "Decision rule",
                "A class is given where the relative errors are within its limits, without a guard band for U (simple acceptance)."
            ),
        ])
        if let excess = record.draft.excess(evaluation) {
            let reason = record.draft.acceptedWorse.map { " It was put in force because: \($0)" }
            page.text("Warning: \(excess).\(reason ?? "")")
        }
        // What is said of a table of means says nothing of what the laboratory measured.
        for warning in record.draft.laboratory == nil ? evaluation.warnings : [] { page.text("Warning: \(warning.message)") }
        page.section("Checks since the calibration")
        page.picture(controlChart(checks))
        if !checks.isEmpty { page.table(CertificateCheck.rows(checks)) }
        page.text(CertificateCheck.finding(checks))
        page.section("Uncertainty at the highest force")
        if let budget = try? evaluation.budget(at: evaluation.run.signedTop) {
            page.table(
                [["Component", "Standard uncertainty, N", "Degrees of freedom"]]
                    + budget.components.sorted { $0.standard > $1.standard }.map {
                        [
                            CertificateText.words($0.source.rawValue), Digits.uncertainty($0.standard),
                            $0.freedom.isFinite ? Digits.fixed($0.freedom, places: 0) : "∞",
                        ]
                    })
            if !budget.missing.isEmpty {
                let names = budget.missing.map { CertificateText.words($0.rawValue) }.joined(separator: ", ")
                page.text("Not measured, so that U is a lower bound: \(names).")
            }
        }
        page.section("Points")
        page.picture(plot(evaluation))
        page.table(CertificateText.residualRows(evaluation, unit: record.draft.rawUnit))
        for line in CertificateText.zeros(evaluation, unit: record.draft.rawUnit) { page.text(line) }
    }

    private static func accepted(_ record: CalibrationRecord) -> String {
        record.expandedAtTop.map { "\(Digits.uncertainty($0)) N at the highest force, computed by \(record.origin.software)" }
            ?? "none"
    }

    /// The errors of the readings by the curve that was in force before, and by the new one.
    private static func found(
        _ record: CalibrationRecord, _ previous: CalibrationRecord?, _ evaluation: CalibrationEvaluation
    ) -> [RecordBlock] {
        let entries = evaluation.run.entries(evaluation.treatment)
        let before = previous.flatMap { $0.draft.rawUnit == record.draft.rawUnit ? $0 : nil }
        let rows = evaluation.run.levels.map { force in
            let readings = entries.filter { $0.point.force == force }.map(\.point.reading)
            let mean = readings.reduce(0, +) / Double(max(readings.count, 1))
            let expanded = evaluation.expandedUncertainty(at: force).number
            func error(_ curve: CalibrationCurve) -> String { Digits.text(curve.force(mean) - force, expanded: expanded) }
            return [
                Digits.text(force, expanded: expanded), before.map { error($0.curve) } ?? "–", error(record.curve),
                expanded.map(Digits.uncertainty) ?? "–",
            ]
        }
        let text =
            before.map { "As found: by the calibration \($0.id), which was in force before, with its zero." }
            ?? "As found: there is no earlier calibration with the same readings."
        return [.table([["Force, N", "Error as found, N", "Error as left, N", "U, N"]] + rows), .text(text)]
    }

    private static func levels(_ evaluation: CalibrationEvaluation) -> [[String]] {
        func percent(_ value: Double?) -> String { value.map(Digits.percent) ?? "–" }
        func grade(_ force: Double) -> String {
            let grade = evaluation.rangeClass.grade(at: force)
            return grade == .unclassified || evaluation.stated != nil ? "–" : grade.rawValue
        }
        let heading = [
            "Force, N", "Repeatability, %", "Reproducibility, %", "Interpolation, %", "Reversibility, %", "Class", "U, N", "U, %",
            "k",
        ]
        return [heading]
            + evaluation.figures.levels.map { level in
                let budget = try? evaluation.budget(at: level.force)
                return [
                    Digits.text(level.force, expanded: budget?.expanded), percent(level.repeatability),
                    percent(level.reproducibility), percent(level.interpolation), percent(level.reversibility),
                    grade(level.force),
                    budget.map { Digits.uncertainty($0.expanded) } ?? "–",
                    budget.map { Digits.uncertainty(100 * $0.expanded / abs(level.force)) } ?? "–",
                    budget.map { Digits.fixed($0.coverageFactor, places: 2) } ?? "–",
                ]
            }
    }
}
