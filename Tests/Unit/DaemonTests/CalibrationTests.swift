import Calibration
import Foundation
import Interface
import LinuxIO
import Rehearsal
import Samples
import Testing

@testable import Console

/// A technician with a set of weights at a pretend cell, a real daemon and a real command line.
@Suite struct CalibrationTests {
    private static let gravity = 9.8101
    private static let options = [
        "--points", "0,10,20,30,40", "--gravity", "9.8101", "--load-uncertainty", "0.05", "--series", "2", "--preloads", "1",
        "--window", "1", "--dwell", "1",
    ]

    /// A weight in newtons: m·g·(1 − ρ_air/ρ).
    private func newtons(_ kilograms: Double) -> Double { kilograms * Self.gravity * (1 - 1.2 / 7850) }

    private func withCell(_ name: String, _ body: (PretendLoad, DaemonProcess, String) throws -> Void) throws {
        let folder = try DaemonProcess.makeFolder(name)
        let load = PretendLoad()
        let rehearsal = try RehearsalStation(.init(folder: folder, seed: 11, scene: .cell(load, .init())))
        defer { rehearsal.stop() }
        let daemon = try DaemonProcess(folder: folder)
        #expect(try daemon.wait(20) { try daemon.sensor("cell")?["state"]?.string == "streaming" })
        try body(load, daemon, folder)
    }

    /// Does what is asked for until `stop` says otherwise: hangs the weight on that the line names, and presses Enter.
    private func obey(
        _ console: ConsoleProcess, _ load: PretendLoad, instead: (String) -> String? = { _ in nil },
        weight: (Double, String) -> Double = { kilograms, _ in kilograms }, until stop: (String) -> Bool = { _ in false }
    ) -> Bool {
        while let line = console.line() {
            if stop(line) { return true }
            if let answer = instead(line) {
                console.type(answer)
            } else if let match = line.firstMatch(of: /: ([0-9.]+) kg on, then Enter/), let kilograms = Double(match.1) {
                load.newtons = newtons(weight(kilograms, line))
                console.type("")
            } else if line.contains("verything off") {
                load.newtons = 0
                console.type("")
            }
        }
        return false
    }

    @Test func aWholeCalibrationWithAWrongWeightAKillAndACheck() throws {
        try withCell("calibrate") { load, daemon, folder in
            // Nobody has calibrated it: counts, and no newtons anywhere.
            let before = try #require(try daemon.sensor("cell"))
            #expect(before["unit"]?.string == "counts" && before["expandedReason"]?.string == "not_calibrated")
            #expect(before["force"]?.number ?? 0 > 80_000)

            // kill -9 after the third point.
            var captured = 0
            let first = try ConsoleProcess(["calibrate", "cell"] + Self.options, daemon: daemon, state: folder)
            #expect(
                obey(
                    first, load,
                    until: { line in
                        if line.contains(" samples") { captured += 1 }
                        return captured == 3
                    }), "\(first.text)")
            first.kill()

            // Goes on with the fourth; somebody hangs 35 kg on for 30 kg in the second series, is asked, and takes it back.
            var wrong = 0
            let second = try ConsoleProcess(["calibrate", "cell"] + Self.options, daemon: daemon, state: folder)
            let isOffered = obey(
                second, load, instead: { $0.contains("the earlier points suggest") ? "u" : nil },
                weight: { kilograms, line in
                    guard kilograms == 30, wrong == 0, line.hasPrefix("series 2 of 2") else { return kilograms }
                    wrong += 1
                    return 35
                }, until: { $0.hasPrefix("a: accept") })
            #expect(isOffered, "\(second.text)")
            #expect(second.text.contains("continues with the points captured") && second.text.contains("not 30"))
            #expect(second.lines.count { $0.contains(" samples") } == 18 - 3 + 1, "\(second.text)")
            #expect(second.text.contains("class (limits of ISO 376)") && !second.text.contains("does not fit"))
            // Nothing changes before it is accepted.
            #expect(try daemon.sensor("cell")?["unit"]?.string == "counts")
            let index = try #require(try daemon.sensor("cell")?["nextSample"]?.integer)
            second.type("a")
            #expect(second.end() == 0, "\(second.text)")
            try isTrue(load, daemon, after: index)
            try checked(load, daemon, folder)
            try storedWithUncertainty(load, daemon)
        }
    }

    /// Forces are in newtons, true within U, and say by which calibration.
    private func isTrue(_ load: PretendLoad, _ daemon: DaemonProcess, after index: Int64) throws {
        #expect(try daemon.wait(20) { try daemon.sensor("cell")?["state"]?.string == "streaming" })
        let list = try daemon.client(control: true).call(Method.calibration("List"))
        let id = try #require(list["calibrations"]?.array?.first?.object?["id"]?.string)
        for kilograms in [5.0, 25, 38] {
            load.newtons = newtons(kilograms)
            var seen = (force: 0.0, expanded: 0.0)
            let isCovered = try daemon.wait(10) {
                guard let sensor = try daemon.sensor("cell"), let force = sensor["force"]?.number,
                    let expanded = sensor["expanded"]?.number, sensor["calibrationId"]?.string == id
                else { return false }
                seen = (force, expanded)
                return sensor["unit"]?.string == "N" && abs(force - newtons(kilograms)) <= expanded
            }
            #expect(isCovered && seen.expanded < 1, "\(kilograms) kg: \(seen)")
        }
        // Beyond what was calibrated there is a force, no U, and a reason.
        load.newtons = newtons(48)
        #expect(try daemon.wait(10) { try daemon.sensor("cell")?["expandedReason"]?.string == "outside_range" })
        // Indices went on.
        #expect(try daemon.sensor("cell")?["nextSample"]?.integer ?? 0 > index)
    }

    /// Weights that are hung on are holds too: those before the calibration are in counts, those after it have U or a reason.
    private func storedWithUncertainty(_ load: PretendLoad, _ daemon: DaemonProcess) throws {
        func part(_ hold: JSONObject) -> JSONObject { hold["sensors"]?.array?.first?.object ?? JSONObject() }
        func metric(_ name: String, _ hold: JSONObject?) -> JSONObject? {
            hold.flatMap { part($0)["metrics"]?.array?.compactMap(\.object).first { $0["name"]?.string == name } }
        }
        load.newtons = 0
        #expect(try daemon.wait(20) { try daemon.holds().contains { part($0)["calibrationId"] != nil } })
        let holds = try daemon.holds()
        let raw = metric("peak_force", holds.first)
        #expect(raw?["unit"]?.string == "counts" && raw?["expanded"] == nil && raw?["value"]?.number ?? 0 > 10_000)
        let after = holds.first { part($0)["calibrationId"] != nil && metric("peak_force", $0)?["expanded"] != nil }
        // The last check had failed: a hold that was measured then says so beside its numbers.
        let last = try #require(holds.last)
        #expect(part(last)["calibrationDoubts"]?.array?.compactMap(\.string) ?? [] == ["check_failed"])
        let peak = try #require(metric("peak_force", after))
        let rangeClass = try daemon.sensor("cell")?["calibrationClass"]?.string
        #expect(rangeClass != nil && after.map(part)?["calibrationClass"]?.string == rangeClass)
        #expect(peak["unit"]?.string == "N" && peak["expanded"]?.number ?? 0 > 0.01 && peak["value"]?.number ?? 1e9 < 420)
        #expect(metric("plateau_sd", after)?["expandedReason"]?.string ?? "dynamic" == "dynamic")
    }

    private func checked(_ load: PretendLoad, _ daemon: DaemonProcess, _ folder: String) throws {
        let options = ["--gravity", "9.8101", "--load-uncertainty", "0.05", "--window", "1", "--dwell", "1"]
        func check(_ newtons: Double) throws -> ConsoleProcess {
            let console = try ConsoleProcess(["check", "cell", "--weight", "20kg"] + options, daemon: daemon, state: folder)
            while let line = console.line() {
                if line.contains("Take everything off") { load.newtons = 0 }
                if line.contains("Put 20kg on") { load.newtons = newtons }
                if line.contains("press Enter") { console.type("") }
            }
            return console
        }
        let good = try check(newtons(20))
        #expect(good.end() == 0 && good.text.contains("passed"), "\(good.text)")
        #expect(
            try daemon.call("GetStatus")["warnings"]?.array?.contains { $0.string?.contains("check failed") == true } == false)
        let bad = try check(newtons(20.4))
        #expect(bad.end() == 1 && bad.text.contains("FAILED"), "\(bad.text)")
        #expect(try daemon.call("GetStatus")["warnings"]?.array?.contains { $0.string?.contains("check failed") == true } == true)
    }

    @Test func aRecordGoesToAnotherStationBitForBitAndBackToTheSettings() throws {
        let folders = try ["here", "there"].map { try DaemonProcess.makeFolder($0) }
        for folder in folders {
            let text = "[sensor.cell]\ndriver = \"text\"\npath = \"/nowhere\"\nunit = \"counts\"\n"
            try Files.replace(folder + "/holdfast.toml", with: Array(text.utf8))
        }
        let here = try DaemonProcess(folder: folders[0])
        let there = try DaemonProcess(folder: folders[1])
        func call(_ daemon: DaemonProcess, _ method: String, _ parameters: [(String, JSONValue)]) throws -> JSONObject {
            try daemon.client(control: true).call(Method.calibration(method), parameters)
        }
        let forces = [0, 100, 200, 300, 400, 300, 200, 100, 0.0]
        func series(_ shift: Double) -> JSONValue {
            let readings = forces.enumerated().map { 84_000.1 + 1600 * $1 * (1 + 1e-7 * $1) + shift * Double($0 % 3) }
            return .object(
                JSONObject([
                    ("forces", .array(forces.map(JSONValue.number))), ("readings", .array(readings.map(JSONValue.number))),
                ]))
        }
        let draft = JSONObject([
            ("sensor", .string("cell")), ("rawUnit", .string("counts")), ("resolution", .number(1)),
            ("reference", .object(JSONObject([("relativeUncertainty", .number(1e-3))]))),
            ("series", .array([series(1.7), series(-2.3), series(0.9)])),
        ])
        // What cannot be a calibration is refused with every reason, and nothing is kept.
        var flat = draft
        flat["series"] = .array([
            .object(
                JSONObject([
                    ("forces", .array([0, 1, 2].map { .number($0) })), ("readings", .array([5, 5, 5].map { .number($0) })),
                ]))
        ])
        #expect {
            _ = try call(here, "Accept", [("draft", .object(flat))])
        } throws: { "\($0)".contains("must change by") }
        #expect(try call(here, "List", [])["calibrations"]?.array?.isEmpty == true)

        let id = try #require(try call(here, "Accept", [("draft", .object(draft))])["id"]?.string)
        let record = try #require(try call(here, "Export", [("id", .string(id))])["record"]?.string)
        _ = try call(there, "Import", [("sensor", .string("cell")), ("record", .string(record))])
        #expect(try call(there, "Export", [("id", .string(id))])["record"]?.string == record)
        #expect(try there.sensor("cell")?["calibrationId"]?.string == id)
        #expect(throws: CommandError.self) {
            let forged = record.replacing("[0.0, 100.0", with: "[0.0, 101.0", maxReplacements: 1)
            _ = try call(there, "Import", [("sensor", .string("cell")), ("record", .string(forged))])
        }
        // It is still there after a new start, and the public socket shows and changes nothing of it.
        there.stop()
        let again = try DaemonProcess(folder: folders[1])
        #expect(try again.sensor("cell")?["calibration"]?.string == "certificate")
        #expect(throws: CommandError.self) { try again.client().call(Method.calibration("List")) }
        #expect(try call(again, "Revert", [("sensor", .string("cell")), ("to", .string("settings"))])["id"] == nil)
        #expect(try again.sensor("cell")?["unit"]?.string == "counts")
        _ = try call(again, "Revert", [("sensor", .string("cell"))])
        #expect(try again.sensor("cell")?["calibrationId"]?.string == id)
        #expect(again.journal.contains("reverts cell"))
    }
}
