import Calibration
import Samples

/// A test of a plate or a band in words and tables, for a terminal or a printer.
public enum BenchTestText {
    /// The whole certificate.
    public static func text(_ record: BenchTestRecord) -> String {
        var lines = ["\(title(record.draft.test.kind))  \(record.id)", ""] + CertificateText.table(head(record))
        switch Result(catching: { () throws(RecordError) in try record.draft.test.evaluation() }) {
        case .success(let evaluation): lines += [""] + figures(evaluation) + [""] + measured(record.draft.test)
        case .failure(let error): lines += ["", "This version cannot evaluate the measurements: \(error.text)"]
        }
        return (lines + ["", disclaimer]).joined(separator: "\n")
    }

    static let disclaimer = "U is expanded, 95.45 %. This is not a certificate of an accredited laboratory."

    static func title(_ kind: BenchTestKind) -> String {
        switch kind {
        case .corners: "ECCENTRIC-LOAD TEST"
        case .points: "KNOWN-POINT CHECK"
        case .matrix: "6×6 MATRIX"
        case .band: "BAND"
        }
    }

    static func head(_ record: BenchTestRecord) -> [(String, String)] {
        let rows =
            [("sensor", record.draft.sensor)] + record.origin.lines + [
                ("due", record.dueWallMicroseconds.map(RecordDate.day) ?? "never"), ("with", record.draft.instrument),
                ("traceability", record.draft.traceability ?? "not stated"),
                ("note", record.draft.note), ("based on", record.draft.before ?? "no earlier test"),
            ]
        return rows + (record.draft.acceptedWorse.map { [("worse than allowed", "put in force because: \($0)")] } ?? [])
    }

    /// The results, line by line, with warnings.
    public static func figures(_ evaluation: BenchTestEvaluation) -> [String] { blocks(evaluation).flatMap(\.lines) }

    static func blocks(_ evaluation: BenchTestEvaluation) -> [RecordBlock] {
        let blocks: [RecordBlock] =
            switch evaluation {
            case .corners(let found): corners(found)
            case .points(let found): points(found)
            case .matrix(let found): matrix(found)
            case .band(let found): band(found)
            }
        return blocks + evaluation.warnings.map { .text("warning: \($0.message)") }
    }

    private static func figure(_ figure: Figure, _ unit: String, scale: Double = 1) -> String {
        switch figure {
        case .success(let number): "\(Digits.certified(number * scale)) \(unit)"
        case .failure(let gap): "– (\(gap.text))"
        }
    }

    static func millimetres(_ metres: Double) -> String { Digits.fixed(metres * 1000, places: 1) }

    // MARK: corners

    private static func corners(_ found: CornerEvaluation) -> [RecordBlock] {
        let balance = found.balance
        func worst(_ errors: [Double]) -> String { Digits.certified(errors.map(abs).max() ?? 0) }
        var lines: [RecordBlock] = [
            .drawing(
                ["sum of the cells minus the weight, before:"] + map(balance.errorsBefore, of: found.test)
                    + ["with the gains below:"] + map(balance.errorsAfter, of: found.test))
        ]
        lines.append(.text("largest error: \(worst(balance.errorsBefore)) % before, \(worst(balance.errorsAfter)) % after"))
        let gains = zip(found.gains, found.gainUncertainties).map { gain, expanded in
            Digits.fixed(gain, places: 5) + (expanded.number.map { " ± \(Digits.fixed($0, places: 5))" } ?? "")
        }
        lines.append(.text("gains, front left, front right, rear left, rear right: " + gains.joined(separator: ", ")))
        lines.append(
            .text(
                "U with \(Digits.certified(found.test.weight)) N anywhere on the plate: \(figure(found.expanded, "N"))"
                    + "; other loads were not tested"))
        return lines
    }

    /// The errors at the positions of the weight; several rounds are below each other.
    private static func map(_ errors: [Double], of test: CornerTest) -> [String] {
        func cell(_ place: Int, _ round: Int) -> String {
            let number = round * 5 + place
            let text =
                errors.indices.contains(number)
                ? (errors[number] > 0 ? "+" : "") + Digits.fixed(errors[number], places: 3) + " %" : "–"
            return String(repeating: " ", count: max(0, 10 - text.count)) + text
        }
        let isOrdered = test.placements.enumerated().allSatisfy { $1.place == CornerTest.places[$0 % 5] }
        // Other positions are shown as a list, because their coordinates are not known here.
        guard isOrdered else {
            return zip(test.placements, errors).map { "  \($0.place): \(Digits.fixed($1, places: 3)) %" }
        }
        let edge = String(repeating: "─", count: 24)
        let gap = String(repeating: " ", count: 10)
        var lines = ["  ┌─ front \(edge)─┐"]
        for round in 0..<max(1, (errors.count + 4) / 5) {
            lines += [
                "  │ \(cell(0, round))\(gap)\(cell(1, round))  │", "  │ \(gap)\(cell(4, round))\(gap)  │",
                "  │ \(cell(2, round))\(gap)\(cell(3, round))  │",
            ]
        }
        return lines + ["  └────────\(edge)─┘"]
    }

    // MARK: points

    private static func points(_ found: PointEvaluation) -> [RecordBlock] {
        let check = found.check
        var lines: [RecordBlock] = []
        if let error = check.error {
            lines.append(
                .text(
                    "error: RMS \(millimetres(error.rootMeanSquare)) mm, largest \(millimetres(error.largest)) mm, "
                        + "U of the centre of pressure \(figure(found.expanded, "mm", scale: 1000))"))
        }
        switch check.axes {
        case .found(.asExpected): lines.append(.text("axes: as expected"))
        case .found(let orientation): lines.append(.text("axes: the plate is \(orientation.text)"))
        case .undetermined, .contradictory: lines.append(.text("axes: not determined"))
        }
        if let x = check.originX, let y = check.originY, let remaining = check.remaining {
            lines.append(
                .text(
                    "middle: measured at \(millimetres(x)), \(millimetres(y)) mm; with axes and middle corrected, "
                        + "\(millimetres(remaining)) mm RMS remain, U \(figure(found.expandedAfter, "mm", scale: 1000))"))
        }
        let axes = found.axes
        lines.append(
            .text(
                "correction: channels \(axes.order.map { String($0 + 1) }.joined(separator: ", ")) for front left, front "
                    + "right, rear left, rear right; middle moved by \(millimetres(axes.originX)), \(millimetres(axes.originY)) mm"
            ))
        return lines
    }

    // MARK: matrix

    private static func matrix(_ found: MatrixEvaluation) -> [RecordBlock] {
        let matrix = found.matrix
        let axes = BenchTestMessages.axes
        let units = ["N", "N", "N", "N·m", "N·m", "N·m"]
        var rows = [[""] + (1...6).map { "signal \($0)" }]
        for axis in 0..<6 {
            rows.append([axes[axis]] + matrix.elements[axis * 6..<axis * 6 + 6].map(Digits.certified))
        }
        var lines: [RecordBlock] = [
            .text("L = C·S, newtons and newton metres per unit of the signals:"), .table(rows),
            .text("condition number of the signals: \(Digits.certified(matrix.condition)) (below 10 is good)"),
        ]
        if let deviations = matrix.residualDeviations {
            lines.append(
                .text(
                    "residuals, SD: "
                        + (0..<6).map { "\(axes[$0]) \(Digits.certified(deviations[$0])) \(units[$0])" }.joined(separator: ", ")))
        }
        let expanded = found.fullScale.enumerated().map { axis, load in
            "\(axes[axis]) \(figure(found.expandedUncertainty(of: load, axis: axis), units[axis]))"
        }
        lines.append(.text("U at the largest load: " + expanded.joined(separator: ", ")))
        for (name, crosstalk) in [("before", found.crosstalkBefore), ("after", found.crosstalkAfter)] {
            guard let crosstalk else { continue }
            let centre = crosstalk.centreOfPressureError.map {
                "; centre of pressure: RMS \(millimetres($0.rootMeanSquare)) mm, largest \(millimetres($0.largest)) mm"
            }
            lines.append(.text("crosstalk \(name): at most \(Digits.certified(crosstalk.worst)) % of full scale\(centre ?? "")"))
        }
        return lines
    }

    // MARK: band

    private static func band(_ found: BandEvaluation) -> [RecordBlock] {
        let curve = found.curve
        var lines: [RecordBlock] = [
            .text(
                "slack length \(Digits.fixed(curve.slackLength, places: 4)) m, U \(figure(found.expandedSlackLength, "mm", scale: 1000))"
                    + (curve.isSlackSeen ? "" : "; extrapolated: the band was never slack"))
        ]
        var rows = [["length, m", "tension, N", "U, N", "stiffness, N/m"]]
        for length in BenchTestReport.lengths(curve) {
            rows.append([
                Digits.fixed(length, places: 4), curve.tension(at: length).map { Digits.fixed($0, places: 2) } ?? "–",
                found.expandedTension(at: length).number.map { Digits.fixed($0, places: 2) } ?? "–",
                curve.stiffness(at: length).map { Digits.fixed($0, places: 1) } ?? "–",
            ])
        }
        lines.append(.table(rows))
        switch curve.hysteresis {
        case .success(let loop):
            lines.append(
                .text(
                    "work on the way out \(Digits.certified(loop.workOut)) J, on the way back \(Digits.certified(loop.workBack)) J, lost "
                        + "\(Digits.certified(100 * loop.lossShare)) %; the ways differ by at most \(Digits.certified(loop.widestPercent)) % of the "
                        + "largest tension"))
        case .failure(let gap): lines.append(.text("hysteresis – (\(gap.text))"))
        }
        lines.append(.text("scatter \(Digits.certified(curve.residualDeviation)) N around the curve on the way out"))
        return lines
    }

    // MARK: measurements

    /// All measured numbers.
    public static func measured(_ test: BenchTest) -> [String] { CertificateText.columns(measuredRows(test)) }

    /// The headings first.
    static func measuredRows(_ test: BenchTest) -> [[String]] {
        var rows: [[String]]
        switch test {
        case .corners(let test):
            rows = [["placement"] + (1...4).map { "channel \($0), N" }]
            rows.append(["empty"] + test.empty.map { Digits.fixed($0, places: 3) })
            for placement in test.placements {
                rows.append([placement.place] + placement.forces.map { Digits.fixed($0, places: 3) })
            }
        case .points(let test):
            rows = [["known x, mm", "y, mm", "measured x, mm", "y, mm", "error, mm"]]
            for point in test.points {
                rows.append([point.knownX, point.knownY, point.measuredX, point.measuredY, point.error].map(millimetres))
            }
        case .matrix(let test):
            rows = [BenchTestMessages.axes.map { $0 + ($0.hasPrefix("F") ? ", N" : ", N·m") } + (1...6).map { "signal \($0)" }]
            rows.append([String](repeating: "0", count: 6) + test.empty.map(Digits.certified))
            for load in test.loads { rows.append((load.load + load.signals).map(Digits.certified)) }
        case .band(let test):
            rows = [["length, m", "sensor, N"], ["slack", Digits.fixed(test.rest, places: 3)]]
            for (length, tension) in zip(test.lengths, test.tensions) {
                rows.append([Digits.fixed(length, places: 4), Digits.fixed(tension, places: 3)])
            }
        }
        return rows
    }
}
