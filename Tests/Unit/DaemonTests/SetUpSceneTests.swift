import Foundation
import Interface
import LinuxIO
import Messages
import Rehearsal
import Samples
import Testing

@testable import Console

/// Eight sensors of three drivers on one athlete, through a real daemon: streamed, stored, recorded and computed again.
struct SetUpSceneTests {
    private static let companions = ["left-cuff", "left-length", "left-muscle"]

    /// Names and bits of the numbers of every sensor, by sensor.
    private func numbers(_ hold: JSONObject) -> [String: [String]] {
        var found: [String: [String]] = [:]
        for part in (hold["sensors"]?.array ?? []).compactMap(\.object) {
            found[part["sensor"]?.string ?? ""] = (part["metrics"]?.array ?? []).compactMap(\.object).map { metric in
                "\(metric["name"]?.string ?? "") \(metric["value"]?.number?.bitPattern ?? 0) \(metric["reason"]?.string ?? "")"
            }
        }
        return found
    }

    @Test func eightSensorsAreOneHoldThatARecordingGivesAgain() throws {
        let folder = try DaemonProcess.makeFolder("set-up")
        let rehearsal = try RehearsalStation(.init(folder: folder, seed: 2, scene: .setUp(), bootSeconds: 0.3))
        defer { rehearsal.stop() }
        #expect(rehearsal.sensors.count == 8)
        let daemon = try DaemonProcess(folder: folder)
        let client = try daemon.client()
        var names: [String: Set<String>] = [:]
        var held: Set<String> = []
        try client.stream(Method.station("Monitor"), [("intervalMs", .integer(500))]) { reply in
            for batch in (reply["batches"]?.array ?? []).compactMap(\.object) {
                let sensor = batch["sensor"]?.string ?? ""
                for signal in (batch["signals"]?.array ?? []).compactMap(\.object) {
                    names[sensor, default: []].insert("\(signal["name"]?.string ?? "") \(signal["unit"]?.string ?? "")")
                }
                if batch["hold"]?.integer != nil { held.insert(sensor) }
            }
            return held.count < 8
        }
        #expect(try CommandLineTests.run(["mark", "go", "now"], station: folder).code == 0)
        #expect(names["left-length"] == ["position m", "speed m/s"])
        #expect(names["left-muscle"] == ["emg mV", "envelope mV"])
        #expect(names["left-cuff"] == ["pressure kPa", "seconds_above_limit s"])
        #expect(names["left-band"] == ["force N", "tremor N"])
        // The first hold may begin before the last clock has locked.
        func whole() throws -> JSONObject? { try daemon.holds().first { $0["sensors"]?.array?.count == 8 } }
        #expect(try daemon.wait(60) { try whole() != nil })
        let number = try #require(try whole()?["number"]?.integer)
        let shown = try CommandLineTests.run(["holds", "show", "\(number)", "--json"], station: folder)
        let answer = try daemon.client(control: true).call(Method.station("GetHold"), [("number", .integer(number))])
        let hold = try #require(answer["hold"]?.object)
        #expect(shown.isJSON)
        let stored = numbers(hold)
        #expect(stored.count == 8)
        #expect(Self.companions.allSatisfy { stored[$0]?.isEmpty == false })
        #expect((hold["marks"]?.array ?? []).compactMap { $0.object?["text"]?.string } == ["go now"])
        func metric(_ sensor: String, _ name: String) -> Double? {
            let part = (hold["sensors"]?.array ?? []).compactMap(\.object).first { $0["sensor"]?.string == sensor }
            return (part?["metrics"]?.array ?? []).compactMap(\.object).first { $0["name"]?.string == name }?["value"]?.number
        }
        let stiffness = (hold["setUpMetrics"]?.array ?? []).compactMap { $0.object?["metric"]?.object }
            .first { $0["name"]?.string == "band_stiffness" }?["value"]?.number
        print("band_stiffness \(stiffness ?? .nan) N/m, true \(SetUpScene.stiffness) N/m")
        #expect(abs(try #require(stiffness) / SetUpScene.stiffness - 1) < 0.05)
        #expect(abs(try #require(metric("left-cuff", "cuff_percent")) - 100 / 1.8) < 0.5)
        #expect(try #require(metric("left-muscle", "emg_rms")) > 0.05)
        daemon.stop(SIGTERM)
        let recordings = try Files.list(folder + "/state/recordings").map { folder + "/state/recordings/" + $0 }
        let report = try JSONParser.object(
            Array(try CommandLineTests.run(["analyze", "--json"] + recordings, station: folder).output.utf8), limit: 1 << 26)
        let again = (report["holds"]?.array ?? []).compactMap(\.object).map(numbers)
        for sensor in stored.keys.sorted() where !again.contains(where: { $0[sensor] == stored[sensor] }) {
            Issue.record("\(sensor) differs")
        }
        #expect(
            (report["notes"]?.array ?? []).compactMap(\.string).contains { $0.hasPrefix("mark at ") && $0.hasSuffix(": go now") })
    }
}
