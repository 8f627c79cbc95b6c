import Calibration
import Samples

/// A test of a plate or a band as a self-contained HTML page: to print, and to store with the record.
public enum BenchTestPage {
    /// - Parameters:
    ///   - issued: when it was written, microseconds since 1970.
    ///   - software: the program that writes it.
    public static func html(_ record: BenchTestRecord, details: CertificateDetails, issued: Int64, software: String) -> String {
        let kind = record.draft.test.kind
        var page = RecordPage(title(kind), id: record.id)
        page.fields(
            details.rows([.laboratory, .place, .customer, .received]) + [
                ("Date of the test", RecordDate.day(record.origin.madeWallMicroseconds)),
                ("Date of issue", RecordDate.day(issued)),
                ("Due again", record.dueWallMicroseconds.map(RecordDate.day) ?? "not stated"),
            ])
        page.section("Item")
        page.fields(
            [("Sensor", record.draft.sensor)] + details.rows([.maker, .type, .serial, .amplifier]) + [
                ("Connected as", "\(record.origin.device), with the driver \(record.origin.driver)")
            ] + details.rows([.condition]))
        page.section("Method and conditions")
        page.fields(
            [("Equipment", record.draft.instrument.isEmpty ? "not stated" : record.draft.instrument)]
                + details.rows([.temperature, .humidity]) + [
                    ("Traceability", details[.traceability] ?? record.draft.traceability ?? "not stated"),
                    ("Based on", record.draft.before.map { "the test \($0)" } ?? "no earlier test"),
                    ("Note", record.draft.note.isEmpty ? "none" : record.draft.note), ("Figures computed by", software),
                ])
        page.section("Results")
        switch Result(catching: { () throws(RecordError) in try record.draft.test.evaluation() }) {
        case .success(let evaluation):
            page.picture(plot(evaluation))
            if case .corners(let found) = evaluation {
                page.table(errors(found))
                page.table(gains(found))
            }
            page.add(BenchTestText.blocks(evaluation))
            if let excess = record.draft.excess(evaluation) {
                let reason = record.draft.acceptedWorse.map { " It was put in force because: \($0)" }
                page.text("warning: \(excess).\(reason ?? "")")
            }
        case .failure(let error): page.text("This version cannot evaluate the measurements: \(error.text)")
        }
        page.section("Measured")
        page.table(BenchTestText.measuredRows(record.draft.test))
        page.end(
            ["The results relate only to the item tested. This report may be copied in full only.", BenchTestText.disclaimer],
            signedBy: [("Measured by", details.text(.measuredBy)), ("Approved by", details.text(.approvedBy))])
        return page.html
    }

    private static func title(_ kind: BenchTestKind) -> String {
        switch kind {
        case .corners: "Eccentric-load test"
        case .points: "Test of the centre of pressure"
        case .matrix: "Calibration of six signals"
        case .band: "Stretch test of a band"
        }
    }

    /// The sum of the cells minus the weight, position by position.
    private static func errors(_ found: CornerEvaluation) -> [[String]] {
        let balance = found.balance
        return [["Position", "Error before, %", "Error with the gains, %"]]
            + found.test.placements.indices.map {
                [
                    found.test.placements[$0].place, BenchTestText.percent(balance.errorsBefore[$0]),
                    BenchTestText.percent(balance.errorsAfter[$0]),
                ]
            }
    }

    private static func gains(_ found: CornerEvaluation) -> [[String]] {
        [["Cell", "Gain", "U"]]
            + zip(BenchTestMessages.corners, zip(found.gains, found.gainUncertainties)).map { corner, gain in
                let expanded = gain.1.number
                return [corner, Digits.text(gain.0, expanded: expanded), expanded.map(Digits.uncertainty) ?? "–"]
            }
    }

    private static func plot(_ evaluation: BenchTestEvaluation) -> String {
        switch evaluation {
        case .points(let found): places(found)
        case .band(let found): stretch(found)
        // The errors at the corners and a matrix are tables.
        case .corners, .matrix: ""
        }
    }

    /// Circles at the positions of the weight, and lines towards the positions that the plate measured, ten times as long as
    /// the errors.
    private static func places(_ found: PointEvaluation) -> String {
        let points = found.test.points
        let reach = points.flatMap { [abs($0.knownX), abs($0.knownY)] }.max() ?? 0
        guard reach > 0 else { return "" }
        func x(_ metres: Double) -> String { Digits.fixed(350 + metres / reach * 150, places: 1) }
        func y(_ metres: Double) -> String { Digits.fixed(180 - metres / reach * 150, places: 1) }
        var parts = [
            "<svg viewBox=\"0 0 700 380\" role=\"img\" aria-label=\"Position of the weight and measured centre of pressure\">"
        ]
        for point in points {
            parts.append(
                "<circle cx=\"\(x(point.knownX))\" cy=\"\(y(point.knownY))\" r=\"4\" fill=\"none\" stroke=\"#000\"/>"
                    + "<line x1=\"\(x(point.knownX))\" y1=\"\(y(point.knownY))\" x2=\"\(x(point.knownX + 10 * (point.measuredX - point.knownX)))\" "
                    + "y2=\"\(y(point.knownY + 10 * (point.measuredY - point.knownY)))\" stroke=\"#000\"/>")
        }
        parts.append(
            "<text x=\"350\" y=\"370\" font-size=\"11\" text-anchor=\"middle\">front is up; errors are drawn ten times as long</text></svg>"
        )
        return parts.joined()
    }

    /// Tension as a function of length: filled dots for the stretch, open dots for the release, the curve and ± U.
    private static func stretch(_ found: BandEvaluation) -> String {
        let curve = found.curve
        guard let low = found.test.lengths.min(), curve.longest > low, curve.largestTension > 0,
            let turn = found.test.lengths.firstIndex(of: curve.longest)
        else { return "" }
        func x(_ length: Double) -> String { Digits.fixed(70 + (length - low) / (curve.longest - low) * 600, places: 1) }
        func y(_ tension: Double) -> String { Digits.fixed(220 - tension / curve.largestTension * 190, places: 1) }
        var parts = [
            "<svg viewBox=\"0 0 700 260\" role=\"img\" aria-label=\"Tension against length\">",
            "<line x1=\"70\" x2=\"670\" y1=\"220\" y2=\"220\" stroke=\"#000\"/>",
        ]
        let lengths = (0...60).map { low + Double($0) / 60 * (curve.longest - low) }
        for sign in [-1.0, 0, 1] {
            let points = lengths.compactMap { length -> String? in
                guard let tension = curve.tension(at: length),
                    let expanded = found.expandedTension(at: length).number ?? (sign == 0 ? 0 : nil)
                else { return nil }
                return "\(x(length)),\(y(tension + sign * expanded))"
            }
            let dash = sign == 0 ? "stroke=\"#000\"" : "stroke=\"#999\" stroke-dasharray=\"4 3\""
            parts.append("<polyline points=\"\(points.joined(separator: " "))\" fill=\"none\" \(dash)/>")
        }
        for (place, (length, tension)) in zip(found.test.lengths, found.test.tensions).enumerated() {
            let fill = place <= turn ? "#000" : "#fff"
            parts.append(
                "<circle cx=\"\(x(length))\" cy=\"\(y(tension - found.test.rest))\" r=\"3\" fill=\"\(fill)\" stroke=\"#000\"/>")
        }
        for length in [low, curve.slackLength, curve.longest] where length >= low {
            parts.append(
                "<text x=\"\(x(length))\" y=\"238\" font-size=\"10\" text-anchor=\"middle\">\(Digits.fixed(length, places: 3))</text>"
            )
        }
        parts.append(
            "<text x=\"62\" y=\"\(y(curve.largestTension))\" font-size=\"10\" text-anchor=\"end\">"
                + "\(Digits.fixed(curve.largestTension, places: 0))</text>"
                + "<text x=\"62\" y=\"223\" font-size=\"10\" text-anchor=\"end\">0</text>"
                + "<text x=\"370\" y=\"256\" font-size=\"11\" text-anchor=\"middle\">length, m; tension, N; dashed: ± U</text></svg>"
        )
        return parts.joined()
    }
}
