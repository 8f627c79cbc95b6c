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
