import Certificates
import Interface
import LinuxIO
import Recording
import Rehearsal
import RingBuffer
import Samples
import Testing

@testable import Console

/// A calibration that is accepted while the sensor streams takes effect at a sample: no stream ends, no sample is lost, and both ids are
/// in the stream and in what is kept.
@Suite struct ReplacedCalibrationTests {
    /// A stretch of the stream that was made with one calibration.
    private struct Stretch: Equatable {
        var id: String?
        var rangeClass: String?
        var unit: String
        var first: Int64
        var end: Int64
        var mean: Double
    }

    @Test func itTakesEffectAtASampleAndEverythingKeptSaysWhich() throws {
        let folder = try DaemonProcess.makeFolder("replaced")
        let load = PretendLoad()
        load.newtons = 40
        let rehearsal = try RehearsalStation(.init(folder: folder, seed: 5, scene: .cell(load, .init())))
        defer { rehearsal.stop() }
        let daemon = try DaemonProcess(folder: folder)
        #expect(try daemon.wait(20) { try daemon.sensor("cell")?["state"]?.string == "streaming" })

        let monitor = try daemon.client()
        try monitor.begin(Method.station("Monitor"), [("sensor", .string("cell")), ("signals", .array([.string("force")]))])
        let watcher = try daemon.client()
        try watcher.begin(Method.station("WatchHolds"))
        var stretches: [Stretch] = []
        /// Follows the stream until `isEnough`; every batch must follow on the one before without a hole.
        func follow(until isEnough: () -> Bool) throws {
            while !isEnough() {
                let reply = try #require(try monitor.reply(within: 10))
                for batch in (reply.parameters["batches"]?.array ?? []).compactMap(\.object) {
                    let first = try #require(batch["firstSample"]?.integer)
                    let signal = try #require(batch["signals"]?.array?.first?.object)
                    let forces = (signal["samples"]?.array ?? []).compactMap(\.number)
                    #expect(batch["lost"]?.integer == 0 && batch["dropped"]?.integer == 0)
                    let stretch = Stretch(
                        id: batch["calibrationId"]?.string, rangeClass: batch["calibrationClass"]?.string,
                        unit: signal["unit"]?.string ?? "", first: first,
                        end: first + Int64(forces.count), mean: forces.reduce(0, +) / Double(max(forces.count, 1)))
                    if let last = stretches.last {
                        #expect(first == last.end)
                        if last.id == stretch.id, last.unit == stretch.unit {
                            stretches[stretches.count - 1].end = stretch.end
                            continue
                        }
                    }
                    stretches.append(stretch)
                }
            }
        }
        func accept(_ countsPerNewton: Double) throws -> String {
            let answer = try daemon.client(control: true).call(
                Method.calibration("Accept"), [("draft", CellDraft.fields(countsPerNewton: countsPerNewton))])
            return try #require(answer["id"]?.string)
        }
        try follow { stretches.count == 1 }
        let first = try accept(1600)
        try follow { stretches.count == 2 }
        let second = try accept(800)
        try follow { stretches.count == 3 }
        _ = try daemon.client(control: true).call(Method.calibration("Revert"), [("sensor", .string("cell"))])
        try follow { stretches.count == 4 }

        #expect(stretches.map(\.id) == [nil, first, second, first])
        #expect(stretches.map { $0.rangeClass == nil } == [true, false, false, false])
        #expect(stretches.map(\.unit) == ["counts", "N", "N", "N"])
        for (stretch, mean) in zip(stretches.dropFirst(), [40.0, 80, 40]) {
            #expect(abs(stretch.mean - mean) < 1, "\(stretch)")
        }
        // The events say the last sample before each, and both records.
        var events: [JSONObject] = []
        var others: [(sample: Int64, id: String?)] = []
        while events.count < 3 {
            let reply = try #require(try watcher.reply(within: 10))
            let all = (reply.parameters["events"]?.array ?? []).compactMap(\.object)
            events += all.filter { $0["name"]?.string == "calibrated" }
            // Whatever else happened has the record of its newtons.
            others += all.filter { $0["name"]?.string != "calibrated" }.map {
                ($0["sample"]?.integer ?? 0, $0["calibrationId"]?.string)
            }
        }
        #expect(events.map { ($0["sample"]?.integer ?? 0) + 1 } == stretches.dropFirst().map(\.first))
        #expect(events.map { $0["calibrationId"]?.string } == [first, second, first])
        #expect(events.map { $0["previousCalibrationId"]?.string } == [nil, first, second])

        for other in others {
            let stretch = stretches.last { $0.first <= other.sample } ?? stretches.first
            #expect(other.id == stretch?.id, "\(other)")
        }

        // One recording, with the raw frames and each calibration at its sample.
        daemon.stop()
        let names = try Files.list(folder + "/state/recordings")
        #expect(names.count == 1)
        let recording = try RecordingFile(path: folder + "/state/recordings/" + (names.first ?? ""))
        #expect(recording.sensors.all(0).map(\.recordID) == [nil, first, second, first])
        let places = recording.outcomes.compactMap { outcome -> Int64? in
            if case .calibrated(_, let index, _, _) = outcome { return Int64(index) + 1 }
            return nil
        }
        #expect(places == stretches.dropFirst().map(\.first))
        #expect(daemon.journal.contains("\(second) in place of \(first), after sample \((places.dropFirst().first ?? 0) - 1)"))
    }

    @Test func aCalibrationThatIsAcceptedEvaluatesNoRecordOfAnotherSensor() throws {
        let folder = try DaemonProcess.makeFolder("evaluated")
        func write(_ device: String) throws {
            let tables = [("cell", "a"), ("other", device)].map { name, path in
                "[sensor.\(name)]\ndriver = \"text\"\nunit = \"counts\"\npath = \"\(folder)/\(path)\"\n"
            }
            try Files.replace(folder + "/holdfast.toml", with: Array(tables.joined().utf8))
        }
        try write("b")
        let daemon = try DaemonProcess(folder: folder)
        func accept(_ sensor: String) throws -> String {
            let answer = try daemon.client(control: true).call(
                Method.calibration("Accept"), [("draft", CellDraft.fields(sensor: sensor))])
            return try #require(answer["id"]?.string)
        }
        let id = try accept("other")
        try write("c")
        _ = try daemon.call("Reload", control: true)
        // The record is of another device now, which every evaluation of it says.
        func evaluations() -> Int { daemon.journal.split(separator: "\n").count { $0.contains("other: \(id) was made on") } }
        #expect(evaluations() == 1)
        let first = try accept("cell")
        #expect(try daemon.sensor("cell")?["calibrationId"]?.string == first && evaluations() == 1, "\(daemon.journal)")
        _ = try daemon.client(control: true).call(Method.calibration("Revert"), [("sensor", .string("cell"))])
        #expect(try daemon.sensor("cell")?["unit"]?.string == "counts" && evaluations() == 1)
        #expect(try daemon.sensor("other")?["calibrationId"]?.string == id)
    }
}
