import Analysis
import Filtering
import Foundation
import Help
import Interface
import LinuxIO
import Messages
import Metrics
import Recording
import Rehearsal
import Samples
import Testing

@testable import Console

/// The traces of holds that a real daemon has stored, through kills and without the recordings.
struct HoldTraceTests {
    private func trace(_ daemon: DaemonProcess, _ hold: Int64, _ parameters: [(String, JSONValue)] = []) throws -> [JSONObject]? {
        var replies: [JSONObject] = []
        do {
            try daemon.client().stream(Method.station("GetTrace"), [("hold", .integer(hold))] + parameters) { reply in
                replies.append(reply)
                return true
            }
        } catch let error as CommandError {
            guard case .refused(let text) = error else { throw error }
            #expect(text.contains("no trace"), "\(text)")
            return nil
        }
        return replies
    }

    @Test func everyHoldHasATraceThroughAKillAndWithoutRecordings() throws {
        let folder = try DaemonProcess.makeFolder("traces")
        let rehearsal = try RehearsalStation(.init(folder: folder, seed: 3, bootSeconds: 0.5))
        defer { rehearsal.stop() }
        let daemon = try DaemonProcess(folder: folder)
        #expect(try daemon.wait(90) { try daemon.holds().count >= 1 })
        let first = try #require(try daemon.holds().first?["number"]?.integer)
        #expect(try daemon.wait(20) { try trace(daemon, first) != nil })
        // Killed as soon as the second is announced: its trace is not cut.
        #expect(try daemon.wait(60) { try daemon.holds().count >= 2 })
        daemon.stop(SIGKILL)
        let again = try DaemonProcess(folder: folder)
        let holds = try again.holds()
        for hold in holds {
            let number = try #require(hold["number"]?.integer)
            #expect(try again.wait(20) { try trace(again, number) != nil }, "hold \(number)")
        }
        // Everything is computed again when the recordings are gone.
        let recordings = folder + "/state/recordings"
        for name in try Files.list(recordings) { try Files.remove(recordings + "/" + name) }
        for hold in holds {
            let number = try #require(hold["number"]?.integer)
            let file = try RecordingFile(path: folder + "/state/traces/hold-\(number).hfr")
            #expect(file.isClosed && file.damagedBytes == 0)
            let detections = HoldDetection.list(try #require(file.head.trace).detection)
            let parts = (hold["sensors"]?.array ?? []).compactMap(\.object)
            #expect(detections.map(\.sensor) == parts.compactMap { $0["sensor"]?.string } && !parts.isEmpty)
            let replies = try #require(try trace(again, number, [("signals", .array([.string("force"), .string("raw_1")]))]))
            let head = try #require(replies.first?["trace"]?.object)
            for (part, detection) in zip(parts, detections) {
                let record = try #require(detection.record(from: file.outcomes, file.sensors), "hold \(number)")
                let result = HoldAnalysis.result(of: record)
                #expect(part["onset"]?.number == result.onsetTime && part["rate"]?.number == result.rate)
                for metric in (part["metrics"]?.array ?? []).compactMap(\.object) {
                    let name = try #require(metric["name"]?.string)
                    #expect(metric["value"]?.number == result[name]?.value, "\(name)")
                }
                let sensor = try #require(
                    head["sensors"]?.array?.compactMap(\.object).first { $0["sensor"]?.string == detection.sensor })
                #expect(sensor["signals"]?.object?["raw_1"] != nil)
                let chunks = replies.flatMap { $0["chunks"]?.array?.compactMap(\.object) ?? [] }
                    .filter { $0["sensor"]?.string == detection.sensor }
                let indices = chunks.flatMap { $0["indices"]?.array?.compactMap(\.integer) ?? [] }
                let forces = chunks.flatMap {
                    $0["signals"]?.array?.first?.object?["samples"]?.array?.compactMap(\.number) ?? []
                }
                // The force that is sent is the one that was analysed.
                let place = try #require(indices.firstIndex(of: Int64(detection.firstIndex)))
                let sent = Array(forces[place..<min(place + record.force.count, forces.count)])
                if indices[place] + Int64(sent.count) - 1 == indices[place + sent.count - 1] {
                    #expect(sent == record.force.map { $0.isFinite ? $0 : 0 })
                }
            }
        }
        try areReanalyzed(holds, again, folder)
        try clocksAreInEveryFirstReply(again)
        // An operator's onset too.
        let marking: [(String, JSONValue)] = [
            ("hold", .integer(first)), ("sensor", try #require(holds.first?["sensors"]?.array?.first?.object?["sensor"])),
            ("onset", .number(3.5)),
        ]
        #expect(try again.client(control: true).call(Method.session("MarkOnset"), marking)["mark"]?.object != nil)
        #expect(try again.call("GetStatus")["clocks"]?.object?["monotonicUs"]?.integer != nil)
        for number in holds.compactMap({ $0["number"]?.integer }) { try isReported(number, folder) }
        try isExported(first, folder)
    }

    private func clocksAreInEveryFirstReply(_ daemon: DaemonProcess) throws {
        func clocks(_ reply: JSONObject) throws -> (difference: Int64, zone: String?, offset: Int64?) {
            let clocks = try #require(reply["clocks"]?.object)
            let (monotonic, wall) = (try #require(clocks["monotonicUs"]?.integer), try #require(clocks["wallUs"]?.integer))
            return (wall - monotonic, clocks["timeZone"]?.string, clocks["utcOffsetSeconds"]?.integer)
        }
        let wanted = try clocks(try daemon.call("GetStatus"))
        var found = [try clocks(try daemon.call("Changes"))]
        for method in ["Monitor", "WatchHolds"] {
            var replies: [JSONObject] = []
            try daemon.client().stream(Method.station(method), []) { reply in
                replies.append(reply)
                return replies.count < 2
            }
            found.append(try clocks(try #require(replies.first)))
            #expect(replies.last?["clocks"] == nil, "\(method)")
        }
        for found in found {
            // The clocks are read one after the other.
            #expect(abs(found.difference - wanted.difference) < 1_000_000)
            #expect(found.zone == wanted.zone && found.offset == wanted.offset && found.zone != nil && found.offset != nil)
        }
    }

    /// The same version with the same calibration gives the same bits; with another calibration both results are kept.
    private func areReanalyzed(_ holds: [JSONObject], _ daemon: DaemonProcess, _ folder: String) throws {
        func reanalyze(_ hold: Int64, _ more: [(String, JSONValue)] = []) throws -> JSONObject {
            try daemon.call("Reanalyze", [("hold", .integer(hold))] + more, control: true)
        }
        func numbers(_ hold: Int64, _ result: Int64? = nil) throws -> JSONObject {
            let which = result.map { [("result", JSONValue.integer($0))] } ?? []
            return try #require(try daemon.call("GetHold", [("number", .integer(hold))] + which)["hold"]?.object)
        }
        func peak(_ hold: JSONObject) -> Double? {
            let part = (hold["sensors"]?.array ?? []).compactMap(\.object).first { $0["sensor"]?.string == "left-band" }
            let metrics = (part?["metrics"]?.array ?? []).compactMap(\.object)
            return metrics.first { $0["name"]?.string == "peak_force" }?["value"]?.number
        }
        for number in holds.compactMap({ $0["number"]?.integer }) {
            for settings in ["then", "now"] {
                let same = try reanalyze(number, [("calibration", .string("now")), ("settings", .string(settings))])
                #expect(same["stored"] == .bool(false) && same["result"]?.integer == 1, "hold \(number)")
            }
            #expect(try reanalyze(number)["stored"] == .bool(false))
        }
        // The band may have come too late for the first holds.
        var found: Int64?
        #expect(
            try daemon.wait(90) {
                found = try daemon.holds().filter { peak($0) != nil }.compactMap { $0["number"]?.integer }.first
                return try found.map { try trace(daemon, $0) != nil } ?? false
            })
        let number = try #require(found)
        let first = try numbers(number)
        #expect(first["results"]?.integer == 1 && first["computation"]?.object?["version"]?.string == Release.version)
        let since = try daemon.call("Changes", [("since", .integer(0)), ("limit", .integer(1000))])["next"]?.integer ?? 0
        // Two units of the band's device for each newton.
        let draft = CellDraft.fields(sensor: "left-band", countsPerNewton: 2, zero: 0, rawUnit: "N")
        let accepted = try daemon.client(control: true).call(Method.calibration("Accept"), [("draft", draft)])
        let id = try #require(accepted["id"]?.string)
        for calibration in ["now", id] {
            let ended = try CommandLineTests.run(
                ["reanalyze", "\(number)", "--calibration", calibration, "--reason", "a test"], station: folder)
            let result =
                calibration == "now" ? "hold \(number): result 2\n" : "hold \(number): the same numbers as result 2, to the bit\n"
            #expect(ended.code == 0 && ended.output == result, "\(ended)")
        }
        let newest = try numbers(number)
        #expect(newest["results"]?.integer == 2 && newest["computation"]?.object?["calibration"]?.string == "now")
        #expect(abs(try #require(peak(newest)) - (try #require(peak(first))) / 2) < 1)
        var kept = try numbers(number, 1)
        kept["results"] = first["results"]
        #expect(kept == first)
        #expect(
            try daemon.client(control: true).call(Method.station("GetHold"), [("number", .integer(number))])["hold"]?.object?[
                "computation"]?.object?[
                    "reason"]
                == .string("a test"))
        // The list, the changes and the samples follow.
        let listed = try daemon.holds().first { $0["number"]?.integer == number }
        #expect(listed.flatMap(peak) == peak(newest))
        // New holds come meanwhile.
        let changes = (try daemon.call("Changes", [("since", .integer(since))])["changes"]?.array ?? []).compactMap(\.object)
            .filter { $0["kind"]?.string == "reanalyzed" }
        #expect(changes.count == 1 && changes.first?["item"]?.integer == 2 && changes.first?["hold"]?.integer == number)
        func highest(_ result: Int64?) throws -> Double {
            let which = result.map { [("result", JSONValue.integer($0))] } ?? []
            let replies = try #require(try trace(daemon, number, [("sensor", .string("left-band"))] + which))
            let signals = replies.flatMap { $0["chunks"]?.array?.compactMap(\.object) ?? [] }.flatMap {
                $0["signals"]?.array ?? []
            }
            return signals.flatMap { $0.object?["samples"]?.array?.compactMap(\.number) ?? [] }.max() ?? 0
        }
        #expect(abs(try highest(nil) - highest(1) / 2) < 1)
        let shown = try CommandLineTests.run(["holds", "show", "\(number)"], station: folder)
        #expect(
            shown.output.contains("result 2 of 2") && shown.output.contains(id) && shown.output.contains("a test"), "\(shown)")
        let before = try CommandLineTests.run(["holds", "show", "\(number)", "--first"], station: folder)
        #expect(before.output.contains("result 1 of 2") && !before.output.contains(id), "\(before)")
        let table = try CommandLineTests.run(["holds", "results", "\(number)"], station: folder)
        #expect(table.output.split(separator: "\n").count == 3 && table.output.contains(Release.version), "\(table)")
        #expect(try CommandLineTests.run(["holds", "show", "\(number)", "--result", "9"], station: folder).code == 1)
        for wrong in [["--calibration", "CAL-nothing"], ["--settings", "other"]] {
            #expect(try CommandLineTests.run(["reanalyze", "\(number)"] + wrong, station: folder).code != 0)
        }
        _ = try daemon.client(control: true).call(Method.calibration("Revert"), [("sensor", .string("left-band"))])
        let back = try CommandLineTests.run(["reanalyze", "\(number)", "--settings", "now"], station: folder)
        #expect(back.code == 0 && back.output == "hold \(number): result 3\n", "\(back)")
        #expect(try CommandLineTests.run(["reanalyze", "--session", "99"], station: folder).code == 1)
        #expect(try CommandLineTests.run(["reanalyze"], station: folder).code == 64)
        #expect(try numbers(number)["sensors"] == first["sensors"])
    }

    /// The page of a hold is drawn from its trace, and what is drawn gives the stored numbers.
    private func isReported(_ number: Int64, _ folder: String) throws {
        let arguments = try Arguments(["--socket", folder + "/run/holdfast.sock"], options: Option.common)
        let report = try ReportSource(arguments).hold(number)
        #expect(report.withoutTrace == nil && report.bests == nil)
        for sensor in report.sensors {
            if let stored = sensor.value("tremor_rms_8_12") {
                let drawn = try #require(sensor.spectrum()?.power(from: 8, to: 12)).squareRoot()
                #expect(abs(drawn / stored - 1) < 1e-6, "hold \(number) of \(sensor.name): \(drawn), \(stored)")
            }
            let area = report.setUp.first { $0.metric.name == "sway_ellipse_area" && $0.sensors == [sensor.name] }?.metric.value
            if let area {
                let ellipse = try #require(sensor.centrePath().flatMap { PredictionEllipse($0) })
                #expect(abs(ellipse.area / area - 1) < 1e-4, "hold \(number) of \(sensor.name): \(ellipse.area), \(area)")
            }
            let chart = try #require(sensor.forceChart(origin: report.origin))
            #expect(chart.marks.contains { $0.label.hasPrefix("onset") } && Chart.range(chart.lines[0].points) != nil)
        }
        let path = folder + "/hold.html"
        let made = try CommandLineTests.run(["report", "\(number)", "--out", path], station: folder)
        #expect(made.code == 0 && made.output == path + "\n", "\(made)")
        let html = String(decoding: try Files.read(path, limit: 1 << 24), as: UTF8.self)
        #expect(html.contains("<h1>Hold \(number)</h1>") && html.contains("<svg"))
        // No file is replaced.
        #expect(try CommandLineTests.run(["report", "\(number)", "--out", path], station: folder).code == 1)
        try Files.remove(path)
    }

    /// The samples through the socket are those of the trace.
    private func isExported(_ number: Int64, _ folder: String) throws {
        let base = folder + "/out"
        let trace = folder + "/state/traces/hold-\(number).hfr"
        func forces(_ arguments: [String], _ base: String) throws -> [String] {
            let ended = try CommandLineTests.run(
                ["export"] + arguments + ["--output", base, "--sensor", "plate"], station: folder)
            #expect(ended.code == 0 && ended.output.contains("\(base).plate.csv\n"), "\(ended)")
            let text = String(decoding: try Files.read("\(base).plate.csv", limit: 1 << 26), as: UTF8.self)
            // Without the times, which the socket counts in microseconds.
            return text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map {
                $0.split(separator: ",").dropFirst().prefix(2).joined(separator: ",")
            }
        }
        // To the standard output, too; but only one file fits in there.
        let piped = try CommandLineTests.run(
            ["export", "--hold", "\(number)", "--format", "jsonl", "--sensor", "plate", "--signals", "force", "--output", "-"],
            station: folder)
        #expect(piped.code == 0 && piped.output.hasPrefix("{\"type\":\"recording\""), "\(piped.complaints)")
        let tables = try CommandLineTests.run(["export", "--hold", "\(number)", "--output", "-"], station: folder)
        #expect(tables.code == 64 && tables.complaints.contains("jsonl"))
        let (socket, file) = (try forces(["--hold", "\(number)"], base), try forces([trace], base + "-file"))
        let different = zip(socket, file).first { $0 != $1 }
        #expect(
            different == nil && socket.count == file.count && socket.count > 5000,
            "\(socket.count) and \(file.count) lines; first difference: \(String(describing: different))")
    }

    private static func python(_ program: String, in folder: String = "/tmp") throws -> (code: Int32, text: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = ["-c", program]
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.environment = ProcessInfo.processInfo.environment.merging(["MPLBACKEND": "Agg"]) { $1 }
        let output = Pipe()
        (process.standardOutput, process.standardError) = (output, output)
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, text)
    }

    private static let canPlot = (try? python("import matplotlib.pyplot").code) == 0

    @Test(.enabled(if: canPlot, "python3-matplotlib is not installed")) func theClientOfThePageDrawsAHoldWithItsOnset() throws {
        let folder = try DaemonProcess.makeFolder("plotted")
        let rehearsal = try RehearsalStation(.init(folder: folder, seed: 3, bootSeconds: 0.5))
        defer { rehearsal.stop() }
        let daemon = try DaemonProcess(folder: folder)
        #expect(try daemon.wait(90) { try daemon.holds().count >= 1 })
        let number = try #require(try daemon.holds().first?["number"]?.integer)
        #expect(try daemon.wait(20) { try trace(daemon, number) != nil })
        let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../../Sources/Recording/Recording.docc/Recording.md")
        let blocks = try String(contentsOf: page, encoding: .utf8).components(separatedBy: "```python\n")
        #expect(blocks.count == 3)
        let code = try #require(blocks[1].components(separatedBy: "```").first)
        #expect(code.split(separator: "\n").count <= 15)
        let program = code.replacing("/run/holdfast/holdfast.sock", with: folder + "/run/holdfast.sock")
            .replacing("\"hold\": 12", with: "\"hold\": \(number)")
        // The lines that are drawn are those of the samples and of the onsets.
        let (status, text) = try Self.python(
            program + "print(len(plt.gca().lines), sum(len(line.get_xdata()) == 2 for line in plt.gca().lines))\n", in: folder)
        #expect(status == 0, "\(text.suffix(500))")
        let counts = text.split(separator: " ").compactMap { Int($0.filter(\.isNumber)) }
        #expect(counts.count == 2 && counts[1] >= 1 && counts[0] > counts[1], "\(text)")
        #expect(try Files.read(folder + "/hold.png", limit: 1 << 24).prefix(4).elementsEqual([0x89, 0x50, 0x4E, 0x47]))
    }
}
