import Analysis
import Calibration
import Certificates
import Formats
import Help
import LinuxIO
import Messages
import Metrics
import Recording
import RingBuffer
import Samples

extension Command {
    static let analyze = Command(
        "analyze", words: ["FILE"], summary: "compute the numbers of the holds in a CSV file or a recording",
        details: """
            Finds the holds in a recording (.hfr) or in one column of a CSV file, and computes their numbers with the code of the
            daemon. In a CSV file the separator, the decimal mark, the heading, the units and the time column are detected. Notes
            say which lines were skipped and what was assumed. Formats.docc lists the known layouts.
            """,
        options: [
            Option("column", "NAME", "the column of forces: its name, or its number from 1"),
            Option("kind", "KIND", "plate or cell; selects the thresholds (cell)"),
            Option("rate", "HZ", "samples per second, instead of a time column"),
            Option("time", "NAME", "the time column, if it is not detected"),
            Option("time-unit", "UNIT", "unit of the times: s, ms, us, ns, min or days (from the heading)"),
            Option("unit", "UNIT", "unit of the column: N, kN, mN, kg, kgf, g or lbf (from the heading)"),
            Option("invert", nil, "reverse the sign: the sensor was mounted the wrong way round"),
            Option("decimal", "MARK", "decimal mark, comma or point, if the file is ambiguous"),
            Option("trial", "N", "number of the trial, in a file whose times start again"),
            Option("search", "FROM:TO", "where the hold is, in seconds from the first sample"),
            Option("baseline", "FROM:TO", "where the baseline is, in seconds from the first sample"), .oldUnit,
        ], isPaged: true
    ) { arguments throws(CommandError) in
        let unit = try ForceUnit(arguments, isUnitOfInput: true)
        try ForceTable.judge(arguments)
        let report = try analysis(of: arguments.positional[0], arguments)
        if arguments.has("json") { Output.json(report.write) } else { show(report, unit) }
    }

    /// Everything that is found in a file.
    static func analysis(of path: String, _ arguments: Arguments) throws(CommandError) -> AnalysisReport {
        let bytes = try ChosenFile.read(path, limit: 2 << 30)
        return RecordingFile.isRecording(bytes) ? try recording(bytes, path) : try table(bytes, path, arguments)
    }

    // MARK: recordings

    private static func recording(_ bytes: [UInt8], _ path: String) throws(CommandError) -> AnalysisReport {
        let file: RecordingFile
        do throws(RecordingFile.Failure) { file = try RecordingFile(bytes: bytes) } catch {
            switch error {
            case .unreadable(let reason): throw .unavailable("\(path): \(reason)")
            case .notARecording(let reason): throw .data("\(path): \(reason)")
            }
        }
        let outcome = OfflineAnalysis.outcome(of: file)
        let notes = outcome.remarks.sentences(cure: "invert = true in its settings") { file.sensors[$0, 0]?.name ?? "" }
        let holds = outcome.holds.map { hold in
            AnalysisReport.Hold(hold) { part in
                let sensor = file.sensors[part.sensor.value, part.calibration]
                return AnalysisReport.Part(
                    part.result, of: sensor?.name ?? "", calibration: sensor?.calibration.state ?? .settings,
                    calibrationID: sensor?.recordID, firstSample: part.firstIndex)
            }
        }
        return AnalysisReport(
            file: path,
            source: .recording(
                station: file.head.station, isClosed: file.isClosed, damagedBytes: file.damagedBytes, refused: file.refused),
            notes: notes, holds: holds)
    }

    // MARK: tables

    private static func table(_ bytes: [UInt8], _ path: String, _ arguments: Arguments) throws(CommandError) -> AnalysisReport {
        let read: ForceTable
        // What is wrong with the table is said with the name of its file.
        do throws(CommandError) { read = try ForceTable(bytes, arguments) } catch {
            if case .data(let text) = error { throw .data("\(path): \(text)") }
            throw error
        }
        let (series, column) = (read.series, read.column)
        let search = try arguments.window("search")
        let baseline = try arguments.window("baseline")
        let kind = try arguments.choice("kind", SensorKind.allCases.map(\.name)) ?? SensorKind.cell.name
        let (found, remarks) = OfflineAnalysis.outcome(of: series)
        func report(_ holds: [AnalysisReport.Hold]) -> AnalysisReport {
            AnalysisReport(
                file: path, source: .table(column: column, kind: kind, rate: series.rate, samples: series.force.count),
                notes: read.notes + remarks.sentences(cure: "--invert") { _ in "" }, holds: holds)
        }
        func part(_ result: HoldResult, firstSample: UInt64) -> AnalysisReport.Part {
            AnalysisReport.Part(
                result, of: column, calibration: .settings, calibrationID: nil, firstSample: firstSample)
        }
        if search == nil, baseline == nil {
            return report(
                found.map { found in
                    AnalysisReport.Hold(found.hold) { part($0.result, firstSample: $0.firstIndex) }
                })
        }
        let searched = search.map { samples($0, of: series) }
        let first = found.first { hold in
            searched.map { $0.contains(onset(of: hold.hold, in: series)) } ?? true
        }
        guard let baseRange = baseline.map({ samples($0, of: series) }) ?? first?.baseline, !baseRange.isEmpty else {
            throw .data("no baseline was found before the hold: give it with --baseline FROM:TO")
        }
        let searchRange = searched ?? baseRange.upperBound..<series.force.count
        guard !searchRange.isEmpty else { throw .data("there is no sample in the search window") }
        let result = OfflineAnalysis.result(of: series, baseline: baseRange, search: searchRange)
        return report([AnalysisReport.Hold(number: 1, part(result, firstSample: 0))])
    }

    /// Samples whose time lies in a window of seconds from the first sample; its end is outside.
    private static func samples(_ window: ClosedRange<Double>, of series: OfflineAnalysis.Series) -> Range<Int> {
        let origin = series.seconds.first ?? 0
        // Half a sample of tolerance: 0.7 s at 1000 Hz is sample 700, whatever the binary fraction says.
        let half = 0.5 / series.rate
        let first = series.seconds.firstIndex { $0 - origin >= window.lowerBound - half } ?? series.seconds.count
        let last = series.seconds.firstIndex { $0 - origin >= window.upperBound - half } ?? series.seconds.count
        return first..<max(first, last)
    }

    private static func onset(of hold: CompletedHold, in series: OfflineAnalysis.Series) -> Int {
        guard let part = hold.sensors.first, let onset = part.result.onsetSample else { return -1 }
        return Int(clamping: part.firstIndex) + Int(onset)
    }

    // MARK: what is shown

    private static func show(_ report: AnalysisReport, _ unit: ForceUnit) {
        if case .recording(_, _, let damagedBytes, let refused) = report.source {
            if damagedBytes > 0 { Output.line("\(damagedBytes) bytes are damaged and were skipped") }
            if refused > 0 { Output.line("\(refused) samples were not recorded") }
        }
        for note in report.notes { Output.line("note: " + note) }
        guard !report.holds.isEmpty else {
            return Output.line("no hold was found: is it a plate (--kind plate), and is --unit right?")
        }
        for hold in report.holds {
            Output.line("hold \(hold.number), \(hold.kind.rawValue)")
            for part in hold.sensors {
                if let sample = part.onsetSample {
                    let doubt = Digits.text(part.numbers.onsetUncertaintyMs ?? .nan, digits: 2)
                    Output.line("onset at sample \(Digits.text(sample, digits: 8)), ±\(doubt) ms")
                }
                Output.line(HoldText.part(part.numbers, unit))
            }
            for line in SetUpAnswer(metrics: hold.setUp, unit: unit).lines(isComplete: true) { Output.line(line) }
            Output.line("")
        }
    }
}
