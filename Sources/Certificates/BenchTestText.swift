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

    /// A U, in words.
    private static func expanded(_ figure: Figure, _ unit: String, scale: Double = 1) -> String {
        switch figure {
        case .success(let number): "\(Digits.uncertainty(number * scale)) \(unit)"
        case .failure(let gap): "– (\(gap.text))"
        }
    }

    /// - Parameter expanded: U of it, m; without one a tenth of a millimetre is shown.
    static func millimetres(_ metres: Double, _ expanded: Figure = .failure(.notMeasured)) -> String {
        guard let expanded = expanded.number else { return Digits.fixed(metres * 1000, places: 1) }
        return Digits.text(metres * 1000, expanded: expanded * 1000)
    }

    /// An error at a place, per cent of the weight: to a fiftieth of what raises a warning. It is compared with those of other places, which
    /// have the error of the weight in common.
    static func percent(_ error: Double) -> String { Digits.fixed(error, places: 2) }

    // MARK: corners

    private static func corners(_ found: CornerEvaluation) -> [RecordBlock] {
        let balance = found.balance
        func worst(_ errors: [Double]) -> String { percent(errors.map(abs).max() ?? 0) }
        var lines: [RecordBlock] = [
            .drawing(
                ["sum of the cells minus the weight, before:"] + map(balance.errorsBefore, of: found.test)
                    + ["with the gains below:"] + map(balance.errorsAfter, of: found.test))
        ]
        lines.append(.text("largest error: \(worst(balance.errorsBefore)) % before, \(worst(balance.errorsAfter)) % after"))
        let gains = zip(found.gains, found.gainUncertainties).map { gain, expanded in
            Digits.text(gain, expanded: expanded.number) + (expanded.number.map { " ± \(Digits.uncertainty($0))" } ?? "")
        }
        lines.append(.drawing(["gains, front left, front right, rear left, rear right: " + gains.joined(separator: ", ")]))
        lines.append(
            .text(
                "\(Digits.text(found.test.weight, expanded: found.expanded.number)) N anywhere on the plate, "
                    + "U \(expanded(found.expanded, "N")); other loads were not tested"))
        return lines
    }

    /// The errors at the positions of the weight; several rounds are below each other.
    private static func map(_ errors: [Double], of test: CornerTest) -> [String] {
        func cell(_ place: Int, _ round: Int) -> String {
            let number = round * 5 + place
            let text =
                errors.indices.contains(number)
                ? (errors[number] >= 0.005 ? "+" : "") + percent(errors[number]) + " %" : "–"
            return String(repeating: " ", count: max(0, 10 - text.count)) + text
        }
        let isOrdered = test.placements.enumerated().allSatisfy { $1.place == CornerTest.places[$0 % 5] }
        // Other positions are shown as a list, because their coordinates are not known here.
        guard isOrdered else {
            return zip(test.placements, errors).map { "  \($0.place): \(percent($1)) %" }
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
                    "error: RMS \(millimetres(error.rootMeanSquare, found.expanded)) mm, "
                        + "largest \(millimetres(error.largest, found.expanded)) mm, "
                        + "U of the centre of pressure \(expanded(found.expanded, "mm", scale: 1000))"))
        }
        switch check.axes {
        case .found(.asExpected): lines.append(.text("axes: as expected"))
        case .found(let orientation): lines.append(.text("axes: the plate is \(orientation.text)"))
        case .undetermined, .contradictory: lines.append(.text("axes: not determined"))
        }
        if let x = check.originX, let y = check.originY, let remaining = check.remaining {
            lines.append(
                .text(
                    "middle: measured at \(millimetres(x, found.expandedAfter)), \(millimetres(y, found.expandedAfter)) mm; "
                        + "with axes and middle corrected, \(millimetres(remaining, found.expandedAfter)) mm RMS remain, "
                        + "U \(expanded(found.expandedAfter, "mm", scale: 1000))"))
        }
        let axes = found.axes
        lines.append(
            .text(
                "correction: channels \(axes.order.map { String($0 + 1) }.joined(separator: ", ")) for front left, front "
                    + "right, rear left, rear right; middle moved by \(millimetres(axes.originX, found.expandedAfter)), "
                    + "\(millimetres(axes.originY, found.expandedAfter)) mm"
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
            .text("condition number of the signals: \(Digits.short(matrix.condition)) (below 10 is good)"),
        ]
        if let deviations = matrix.residualDeviations {
            lines.append(
                .text(
                    "residuals, SD: "
                        + (0..<6).map { "\(axes[$0]) \(Digits.uncertainty(deviations[$0])) \(units[$0])" }.joined(separator: ", ")
                ))
        }
        let expanded = found.fullScale.enumerated().map { axis, load in
            let figure = found.expandedUncertainty(of: load, axis: axis)
            return
                "\(axes[axis]) \(Digits.text(load, expanded: figure.number)) \(units[axis]), U \(Self.expanded(figure, units[axis]))"
        }
        lines.append(.text("at the largest load: " + expanded.joined(separator: "; ")))
        for (name, crosstalk) in [("before", found.crosstalkBefore), ("after", found.crosstalkAfter)] {
            guard let crosstalk else { continue }
            let centre = crosstalk.centreOfPressureError.map {
                "; centre of pressure: RMS \(millimetres($0.rootMeanSquare)) mm, largest \(millimetres($0.largest)) mm"
            }
            lines.append(
                .text("crosstalk \(name): at most \(Digits.text(crosstalk.worst, digits: 2)) % of full scale\(centre ?? "")"))
        }
        return lines
    }

    // MARK: band

    private static func band(_ found: BandEvaluation) -> [RecordBlock] {
        let curve = found.curve
        var lines: [RecordBlock] = [
            .text(
                "slack length \(Digits.text(curve.slackLength, expanded: found.expandedSlackLength.number)) m, "
                    + "U \(expanded(found.expandedSlackLength, "mm", scale: 1000))"
                    + (curve.isSlackSeen ? "" : "; extrapolated: the band was never slack"))
        ]
        var rows = [["length, m", "tension, N", "U, N", "stiffness, N/m"]]
        for length in BenchTestReport.lengths(curve) {
            let expanded = found.expandedTension(at: length).number
            rows.append([
                Digits.fixed(length, places: 4), curve.tension(at: length).map { Digits.text($0, expanded: expanded) } ?? "–",
                expanded.map(Digits.uncertainty) ?? "–", curve.stiffness(at: length).map { Digits.text($0) } ?? "–",
            ])
        }
        lines.append(.table(rows))
        switch curve.hysteresis {
        case .success(let loop):
            lines.append(
                .text(
                    "work on the way out \(Digits.text(loop.workOut)) J, on the way back \(Digits.text(loop.workBack)) J, lost "
                        + "\(Digits.text(100 * loop.lossShare, digits: 2)) %; the ways differ by at most "
                        + "\(Digits.text(loop.widestPercent, digits: 2)) % of the "
                        + "largest tension"))
        case .failure(let gap): lines.append(.text("hysteresis – (\(gap.text))"))
        }
        lines.append(.text("scatter \(Digits.uncertainty(curve.residualDeviation)) N around the curve on the way out"))
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
                rows.append([point.knownX, point.knownY, point.measuredX, point.measuredY, point.error].map { millimetres($0) })
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
