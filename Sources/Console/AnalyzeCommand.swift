import Analysis
import Certificates
import Calibration
import Formats
import Interface
import LinuxIO
import Metrics
import Recording
import RingBuffer
import Samples

extension Command {
    static let analyze = Command(
        name: "analyze", arguments: "FILE", summary: "compute the numbers of the holds in a CSV file or a recording",
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
            Option("baseline", "FROM:TO", "where the baseline is, in seconds from the first sample"), .json, .unit,
        ]
    ) { arguments throws(CommandError) in
        guard let path = arguments.positional.first, arguments.positional.count == 1 else {
            throw .usage("name one file: holdfast analyze FILE")
        }
        let report = try analysis(of: path, arguments)
        if arguments.has("json") {
            Output.json(report)
        } else {
            show(report, try ForceUnit(arguments))
        }
    }

    /// Everything that is found in a file.
    static func analysis(of path: String, _ arguments: Arguments) throws(CommandError) -> JSONValue {
        let bytes: [UInt8]
        do throws(SystemError) { bytes = try Files.read(path, limit: 2 << 30) } catch {
            throw .unavailable("\(path) cannot be read: \(error.message)")
        }
        return RecordingFile.isRecording(bytes) ? try recording(bytes, path) : try table(bytes, path, arguments)
    }

    // MARK: recordings

    private static func recording(_ bytes: [UInt8], _ path: String) throws(CommandError) -> JSONValue {
        let file: RecordingFile
        do throws(RecordingFile.Failure) { file = try RecordingFile(bytes: bytes) } catch {
            switch error {
            case .unreadable(let reason): throw .unavailable("\(path): \(reason)")
            case .notARecording(let reason): throw .data("\(path): \(reason)")
            }
        }
        var report = JSONObject([
            ("file", .string(path)), ("station", .string(file.head.station)), ("closed", .bool(file.isClosed)),
            ("damaged_bytes", .integer(Int64(file.damagedBytes))), ("refused", .integer(Int64(clamping: file.refused))),
        ])
        let outcome = OfflineAnalysis.outcome(of: file)
        report["notes"] = .array(
            outcome.remarks.sentences(cure: "invert = true in its settings") { file.sensors[$0, 0]?.name ?? "" }.map(
                JSONValue.string))
        report["holds"] = .array(
            outcome.holds.map { hold in
                json(hold) { part in
                    guard let sensor = file.sensors[part.sensor.value, part.calibration] else { return ("", "N") }
                    // What nobody calibrated is not in newtons, whatever its numbers look like.
                    return (sensor.name, sensor.calibration.state == .none ? "raw" : "N")
                }
            })
        return .object(report)
    }

    // MARK: tables

    private static func table(_ bytes: [UInt8], _ path: String, _ arguments: Arguments) throws(CommandError) -> JSONValue {
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
        var report = JSONObject([
            ("file", .string(path)), ("column", .string(column)), ("kind", .string(kind)), ("rate", .number(series.rate)),
            ("samples", .integer(Int64(series.force.count))),
        ])
        let (found, remarks) = OfflineAnalysis.outcome(of: series)
        report["notes"] = .array((read.notes + remarks.sentences(cure: "--invert") { _ in "" }).map(JSONValue.string))
        if search == nil, baseline == nil {
            report["holds"] = .array(found.map { json($0.hold) { _ in (column, "N") } })
            return .object(report)
        }
        let searched = search.map { samples($0, of: series) }
        let first = found.first { hold in
            searched.map { $0.contains(onset(of: hold.hold, in: series)) } ?? true
        }
        guard let baseRange = baseline.map({ samples($0, of: series) }) ?? first?.baseline, !baseRange.isEmpty else {
            throw .data("no baseline was found before a hold: say where it is with --baseline FROM:TO")
        }
        let searchRange = searched ?? baseRange.upperBound..<series.force.count
        guard !searchRange.isEmpty else { throw .data("there is no sample in the search window") }
        let result = OfflineAnalysis.result(of: series, baseline: baseRange, search: searchRange)
        report["holds"] = .array([
            .object(
                JSONObject([
                    ("number", .integer(1)), ("kind", .string(result.kind.name)),
                    ("sensors", .array([json(result, sensor: column, force: "N", firstSample: 0)])),
                ]))
        ])
        return .object(report)
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

    private static func json(_ hold: CompletedHold, _ sensor: (SensorHold) -> (name: String, force: String)) -> JSONValue {
        .object(
            JSONObject([
                ("number", .integer(Int64(clamping: hold.number))), ("kind", .string(hold.kind.name)),
                (
                    "sensors",
                    .array(
                        hold.sensors.map { part in
                            let (name, force) = sensor(part)
                            return json(part.result, sensor: name, force: force, firstSample: part.firstIndex)
                        })
                ),
            ]))
    }

    private static func json(_ result: HoldResult, sensor: String, force: String, firstSample: UInt64) -> JSONValue {
        var object = JSONObject([
            ("sensor", .string(sensor)), ("kind", .string(result.kind.name)),
            ("flags", .array(result.flags.list.map(JSONValue.string))), ("rate", .number(result.rate)),
            ("firstSample", .integer(Int64(clamping: firstSample))),
        ])
        object["onset"] = result.onsetTime.map(JSONValue.number)
        object["onsetSample"] = result.onsetSample.map { .number($0 + Double(firstSample)) }
        object["onsetUncertaintyMs"] = result.onsetUncertainty.map(JSONValue.number)
        object["metrics"] = .array(
            result.measurements.map { measurement in
                var metric = JSONObject([
                    ("name", .string(measurement.name)), ("unit", .string(measurement.unit.text(force: force))),
                ])
                metric["value"] = measurement.value.map(JSONValue.number)
                metric["lower"] = measurement.lower.map(JSONValue.number)
                metric["upper"] = measurement.upper.map(JSONValue.number)
                metric["reason"] = measurement.reason.map { .string($0.rawValue) }
                return .object(metric)
            })
        return .object(object)
    }

    private static func show(_ report: JSONValue, _ unit: ForceUnit) {
        let object = report.object ?? JSONObject()
        let holds = (object["holds"]?.array ?? []).compactMap(\.object)
        if let damaged = object["damaged_bytes"]?.integer, damaged > 0 {
            Output.line("\(damaged) bytes are damaged and were skipped")
        }
        if let refused = object["refused"]?.integer, refused > 0 { Output.line("\(refused) samples were not recorded") }
        for note in (object["notes"]?.array ?? []).compactMap(\.string) { Output.line("note: " + note) }
        guard !holds.isEmpty else {
            return Output.line("no hold was found: is it a plate (--kind plate), and is --unit right?")
        }
        for hold in holds {
            Output.line("hold \(hold["number"]?.integer ?? 0), \(hold["kind"]?.string ?? "")")
            for part in (hold["sensors"]?.array ?? []).compactMap(\.object) {
                if let sample = part["onsetSample"]?.number {
                    Output.line(
                        "onset at sample \(Digits.text(sample, digits: 8)), ±\(Digits.text(part["onsetUncertaintyMs"]?.number ?? .nan, digits: 3)) ms"
                    )
                }
                Output.line(HoldText.part(part, unit))
            }
            Output.line("")
        }
    }
}
