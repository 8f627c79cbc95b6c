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
    /// How the columns of a table are read.
    static let tableOptions = [
        Option("column", "NAME", "the column of forces: its name, or its number from 1"),
        Option("columns", "NAMES", "the columns of a set-up, separated by commas; all: those in a unit of force"),
        Option("kind", "KIND", "plate or cell; selects the thresholds (cell)"),
        Option("rate", "HZ", "samples per second, instead of a time column"),
        Option("time", "NAME", "the time column, if it is not detected"),
        Option("time-unit", "UNIT", "unit of the times: s, ms, us, ns, min or days (from the heading)"),
        Option("unit", "UNIT", "unit of the column: N, kN, mN, kg, kgf, g or lbf (from the heading)"),
        Option("invert", nil, "reverse the sign: the sensor was mounted the wrong way round"),
        Option("decimal", "MARK", "decimal mark, comma or point, if the file is ambiguous"),
        Option("trial", "N", "number of the trial, in a file whose times start again"),
    ]

    static let analyze = Command(
        "analyze", words: ["FILE…"], summary: "compute the numbers of the holds in a CSV file or in recordings",
        details: """
            Finds the holds in recordings (.hfr) or in columns of a CSV file, and computes their numbers with the code of the
            daemon. Several recordings are read in the order of time; those of one run of the station are one recording.
            In a CSV file the separator, the decimal mark, the heading, the units and the time column are detected. Notes
            say which lines were skipped and what was assumed. Formats.docc lists the known layouts. With --columns, the columns
            are the sensors of one set-up, and one hold is that of all.
            """,
        options: tableOptions + [
            Option("search", "FROM:TO", "where the hold is, in seconds from the first sample"),
            Option("baseline", "FROM:TO", "where the baseline is, in seconds from the first sample"),
            Option("report", "FILE", "write a page about the holds, for people"), .oldUnit,
        ], isPaged: true
    ) { arguments throws(CommandError) in
        let unit = try ForceUnit(arguments, isUnitOfInput: true)
        try ForceTable.judge(arguments)
        let report = try analysis(of: arguments.positional, arguments)
        if let path = arguments["report"] {
            try write(report.page(unit: unit, times: WallTime(arguments)), to: path, option: "--report")
        } else if arguments.has("json") {
            Output.json(report.write)
        } else {
            show(report, unit, WallTime(arguments))
        }
    }

    /// Everything that is found in files.
    static func analysis(of paths: [String], _ arguments: Arguments) throws(CommandError) -> AnalysisReport {
        var sources: [RecordingSource] = []
        if paths.count == 1, let report = try LargeTable.report(of: paths[0], arguments) { return report }
        for path in paths {
            switch try ChosenRecording(path) {
            case .recording(let source): sources.append(source)
            case .other(let bytes) where paths.count == 1: return try table(bytes, path, arguments)
            case .other: throw .usage("\(path) is no recording: only recordings are analysed together")
            }
        }
        return try recordings(RecordingRun.list(sources), isDrawn: arguments["report"] != nil)
    }

    // MARK: recordings

    /// - Parameter isDrawn: with the samples around the holds, for which the recordings are read once more.
    private static func recordings(_ runs: [RecordingRun], isDrawn: Bool) throws(CommandError) -> AnalysisReport {
        var holds: [AnalysisReport.Hold] = []
        var notes: [String] = []
        var (isClosed, damagedBytes, refused) = (true, 0, UInt64(0))
        var progress = Progress(total: (isDrawn ? 2 : 1) * runs.reduce(0) { $0 + $1.byteCount })
        defer { progress.end() }
        for run in runs {
            var around = HoldSamples()
            let first = holds.count
            var reader = RecordingRunReader(run)
            let sensors = reader.sensors
            let (wall, monotonic) = (run.head.wallMicroseconds, run.head.monotonic)
            // The numbers of a later run follow.
            let before = holds.last?.number ?? 0
            func hold(_ found: CompletedHold) -> AnalysisReport.Hold {
                let begin = found.sensors.map(\.begin).min() ?? monotonic
                if isDrawn { around.add(found) { sensors[$0.sensor.value, $0.calibration]?.name ?? "" } }
                return AnalysisReport.Hold(
                    found, number: before + Int64(clamping: found.number),
                    startWallUs: wall == 0 ? nil : wall &+ (begin.nanoseconds &- monotonic.nanoseconds) / 1000
                ) { part in
                    let sensor = sensors[part.sensor.value, part.calibration]
                    return AnalysisReport.Part(
                        part.result, of: sensor?.name ?? "", calibration: sensor?.calibration.state ?? .settings,
                        calibrationID: sensor?.recordID, firstSample: part.firstIndex)
                }
            }
            var replay = OfflineAnalysis.Replay(sensors)
            try reader.readAll(of: run, &progress) { outcome in
                if case .mark(_, _, let time, let mark) = outcome {
                    let moment = wall &+ (time.nanoseconds &- monotonic.nanoseconds) / 1000
                    notes.append("mark at \(Clock.isoText(moment, isUTC: false)): \(mark.text.visible())")
                }
                holds += replay.take(outcome).map(hold)
            }
            holds += replay.finish().map(hold)
            for note in replay.remarks.sentences(cure: "invert = true in its settings", name: { sensors[$0, 0]?.name ?? "" })
            where !notes.contains(note) { notes.append(note) }
            isClosed = isClosed && reader.isClosed
            damagedBytes += reader.damagedBytes
            refused &+= reader.refused
            guard isDrawn, holds.count > first else { continue }
            try around.collect(from: run, &progress)
            for place in first..<holds.count { holds[place].samples = around.samples(ofHold: place - first) }
        }
        return AnalysisReport(
            files: runs.flatMap { $0.sources.map(\.path) },
            source: .recording(
                station: runs.first?.head.station ?? "", isClosed: isClosed, damagedBytes: damagedBytes, refused: refused),
            notes: notes, holds: holds)
    }

    // MARK: tables

    static func table(_ bytes: [UInt8], _ path: String, _ arguments: Arguments) throws(CommandError) -> AnalysisReport {
        let tables: [ForceTable]
        // What is wrong with the table is said with the name of its file.
        do throws(CommandError) { tables = try ForceTable.list(bytes, arguments) } catch {
            if case .data(let text) = error { throw .data("\(path): \(text)") }
            throw error
        }
        let (series, names) = (tables[0].series, tables.map(\.column))
        let search = try arguments.window("search")
        let baseline = try arguments.window("baseline")
        let kind = try arguments.choice("kind", SensorKind.forces.map(\.name)) ?? SensorKind.cell.name
        let (found, remarks) = OfflineAnalysis.outcome(of: tables.map(\.series), names: names)
        func report(_ holds: [AnalysisReport.Hold]) -> AnalysisReport {
            AnalysisReport(
                files: [path],
                source: .table(
                    tables.map { .init(name: $0.column, rate: $0.series.rate, samples: $0.series.force.count) }, kind: kind),
                notes: tables.flatMap(\.notes)
                    + remarks.sentences(cure: "--invert") { names.count == 1 ? "" : names[Int($0)] }, holds: holds)
        }
        func part(_ result: HoldResult, _ column: Int, firstSample: UInt64) -> AnalysisReport.Part {
            AnalysisReport.Part(
                result, of: names[column], calibration: .settings, calibrationID: nil, firstSample: firstSample)
        }
        let isDrawn = arguments["report"] != nil
        if search == nil, baseline == nil {
            return report(
                found.map { found in
                    var hold = AnalysisReport.Hold(found.hold, number: Int64(clamping: found.hold.number)) {
                        part($0.result, Int($0.sensor.value), firstSample: $0.firstIndex)
                    }
                    if isDrawn { hold.samples = HoldSamples.samples(of: found.hold, in: tables.map(\.series), names) }
                    return hold
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
        var hold = AnalysisReport.Hold(number: 1, part(result, 0, firstSample: 0))
        if isDrawn {
            let origin = series.seconds.first ?? 0
            hold.samples = [names[0]: (.init(seconds: series.seconds.map { $0 - origin }, force: series.force), 0)]
        }
        return report([hold])
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

    private static func show(_ report: AnalysisReport, _ unit: ForceUnit, _ wall: WallTime) {
        if case .recording(_, _, let damagedBytes, let refused) = report.source {
            if damagedBytes > 0 { Output.line("\(damagedBytes) bytes are damaged and were skipped") }
            if refused > 0 { Output.line("\(refused) samples were not recorded") }
        }
        for note in report.notes { Output.line("note: " + note) }
        guard !report.holds.isEmpty else {
            return Output.line("no hold was found: is it a plate (--kind plate), and is --unit right?")
        }
        for hold in report.holds {
            let time = hold.startWallUs.map { ", \(wall.text($0))" } ?? ""
            Output.line("hold \(hold.number), \(hold.kind.rawValue)\(time)")
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
