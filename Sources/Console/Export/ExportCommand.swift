import Help
import Recording
import Samples

extension Command {
    static let export = Command(
        "export", words: ["[FILE…]"], summary: "write recordings or stored holds as CSV, JSON lines, XDF or C3D",
        details: """
            Writes the samples and events of recordings and traces (.hfr) into files that other programs read; or those of stored
            holds, from the station that has them. Each number is computed by the code of the daemon.
              csv    a table for each sensor and one of the events; each begins with lines of "#" that explain it
              jsonl  one JSON object in each line
              xdf    a stream for each sensor, and one of markers (LabRecorder, pyxdf, EEGLAB)
              c3d    analog channels, a file for each sensor; a plate with six loads is a force platform if its size is given
            Signals are force, tremor, centre_of_pressure_x, centre_of_pressure_y, channel_1 to channel_8 (calibrated) and raw_1 to
            raw_8 (as sent). A signal that a sensor cannot have is left out. A file appears when it is complete; no file is
            replaced. The standard output takes jsonl or xdf. With --output, several recordings of one run of the station are
            written as one; the files of each of several holds get its number.
            """,
        options: [
            Option("hold", "N", "hold N of the station, instead of files"),
            Option("session", "M", "every hold of session M"), Option("athlete", "A", "every hold of athlete A"),
            .firstResult, .result,
            Option("format", "FORMAT", "csv, jsonl, xdf or c3d (csv)"),
            Option(
                "output", "BASE",
                "beginning of the names of the files (name of the recording, or hold-N); - is the standard output"),
            Option("sensor", "NAMES", "only these sensors, separated by commas"),
            Option("signals", "NAMES", "only these signals, separated by commas"),
            Option("decimal", "MARK", "decimal mark of a CSV file: point or comma (point)"),
            Option("plate-size", "W,L", "width and length of a plate with six loads in metres, for c3d"),
        ]
    ) { arguments throws(CommandError) in
        let form = try ExportForm(arguments)
        let files: [String]
        if ["hold", "session", "athlete"].contains(where: arguments.isGiven) {
            guard arguments.positional.isEmpty else { throw .usage("name either files or holds") }
            files = try holds(arguments, form)
        } else {
            guard !arguments.positional.isEmpty else { throw .usage("name a recording, or a hold with --hold") }
            files = try recordings(arguments, form)
        }
        if Output.isForPrograms { Output.json(["files": files]) }
    }

    private static func recordings(_ arguments: Arguments, _ form: ExportForm) throws(CommandError) -> [String] {
        var sources: [RecordingSource] = []
        for path in arguments.positional { sources.append(try source(path)) }
        var runs = RecordingRun.list(sources)
        if arguments["output"] == nil {
            runs = sources.flatMap { RecordingRun.list([$0]) }
        } else if runs.count > 1 {
            throw .usage("--output names one recording, and these are of \(runs.count) runs of the station; leave it out")
        }
        // Each is read twice.
        var progress = Progress(total: 2 * runs.reduce(0) { $0 + $1.byteCount })
        defer { progress.end() }
        var files: [String] = []
        for run in runs {
            let base = arguments["output"] ?? ExportFile.baseName(run.sources[0].path, suffix: RecordingFolder.suffix)
            files += try form.write(try recording(run, arguments, &progress), base: base, &progress)
        }
        return files
    }

    private static func holds(_ arguments: Arguments, _ form: ExportForm) throws(CommandError) -> [String] {
        let source = try HoldExportSource(arguments)
        let numbers = try source.numbers(arguments)
        if numbers.count > 1, arguments["output"] == ExportFile.standardOutput {
            throw .usage("the standard output takes one hold, and these are \(numbers.count)")
        }
        var progress = Progress(total: 0)
        var files: [String] = []
        for number in numbers {
            let base = arguments["output"].map { numbers.count == 1 ? $0 : "\($0)-\(number)" } ?? "hold-\(number)"
            do throws(CommandError) {
                let hold = try source.hold(
                    number, sensors: arguments["sensor"].map(names), signals: arguments["signals"].map(names))
                files += try form.write(hold, base: base, &progress)
            } catch {
                // Of many, some may have no trace any more.
                guard numbers.count > 1, case .refused(let text) = error else { throw error }
                Output.error("holdfast: \(text)")
            }
        }
        guard !files.isEmpty else { throw .refused("none of these holds could be exported") }
        return files
    }

    private static func source(_ path: String) throws(CommandError) -> RecordingSource {
        switch try ChosenRecording(path) {
        case .recording(let source): source
        case .other: throw .data("\(path): this is not a recording of Holdfast")
        }
    }

    private static func recording(
        _ run: RecordingRun, _ arguments: Arguments, _ progress: inout Progress
    ) throws(CommandError) -> RecordingExport {
        let path = run.sources[0].path
        let recording: RecordingExport
        do throws(RecordingExport.Failure) {
            recording = try RecordingExport(
                run, name: ExportFile.baseName(path, suffix: RecordingFolder.suffix), sensors: arguments["sensor"].map(names),
                signals: arguments["signals"].map(names),
                &progress)
        } catch {
            switch error {
            case .unreadable(let error): throw error
            case .noSuchSensor(let name, let known):
                throw .usage("\(path) has no sensor \"\(name)\"; it has \(known.joined(separator: ", "))")
            case .nothing: throw .data("\(path) has no samples of these signals; `holdfast help export` lists the signals")
            }
        }
        if recording.damagedBytes > 0 {
            Output.error("holdfast: \(path): \(recording.damagedBytes) bytes are damaged and were skipped")
        }
        return recording
    }

    private static func names(_ list: String) -> [String] { list.split(separator: ",").map(String.init) }
}

/// The files that are wanted.
struct ExportForm {
    private let format: String
    private let decimalComma: Bool
    private let plateSize: C3DExport.PlateSize?

    init(_ arguments: Arguments) throws(CommandError) {
        format = try arguments.choice("format", ["csv", "jsonl", "xdf", "c3d"]) ?? "csv"
        decimalComma = try arguments.choice("decimal", ["point", "comma"]) == "comma"
        plateSize = try Self.plateSize(arguments["plate-size"])
        guard arguments["output"] == ExportFile.standardOutput else { return }
        guard ["jsonl", "xdf"].contains(format), !arguments.has("json") else {
            throw .usage("the standard output takes one file: --format jsonl or --format xdf, without --json")
        }
    }

    /// - Returns: the files, which are listed for people.
    func write(_ source: some ExportSource, base: String, _ progress: inout Progress) throws(CommandError) -> [String] {
        let origin = source.origin
        let files: [String]
        switch format {
        case "jsonl": files = try Self.write(source, JSONLinesExport(origin, base: base), &progress)
        case "xdf": files = try Self.write(source, XDFExport(origin, base: base), &progress)
        case "c3d": files = try Self.write(source, C3DExport(origin, base: base, plateSize: plateSize), &progress)
        default: files = try Self.write(source, CSVExport(origin, base: base, decimalComma: decimalComma), &progress)
        }
        if !Output.isForPrograms, base != ExportFile.standardOutput { for file in files { Output.line(file) } }
        return files
    }

    private static func write(
        _ source: some ExportSource, _ format: some ExportFormat, _ progress: inout Progress
    ) throws(CommandError) -> [String] {
        var format = format
        try source.write(into: &format, &progress)
        return try format.finish()
    }

    private static func plateSize(_ text: String?) throws(CommandError) -> C3DExport.PlateSize? {
        guard let text else { return nil }
        let sides = text.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) }
        guard sides.count == 2, let width = sides[0], let length = sides[1], (0.05...5).contains(width),
            (0.05...5).contains(length)
        else { throw .usage("--plate-size must be WIDTH,LENGTH in metres, not \"\(text)\"") }
        return .init(width: width, length: length)
    }
}
