import Foundation
import Interface
import Rehearsal
import Testing

@testable import Console

/// Plates and bands through a real daemon and a real command line.
@Suite struct BenchTestTests {
    private static let quick = ["--window", "0.8", "--dwell", "0.2"]

    private func withScene(_ name: String, _ body: (PretendScene, DaemonProcess, String) throws -> Void) throws {
        let folder = try DaemonProcess.makeFolder(name)
        let scene = PretendScene()
        let bench = try scene.bench(folder)
        defer { bench.stop() }
        let daemon = try DaemonProcess(folder: folder)
        #expect(try ready(daemon), "\(daemon.journal)")
        try body(scene, daemon, folder)
    }

    /// How long clocks take to lock while other tests run is no matter of these.
    private func ready(_ daemon: DaemonProcess) throws -> Bool {
        try daemon.wait(60) {
            try ["plate", "left", "six"].allSatisfy { try daemon.sensor($0)?["state"]?.string == "streaming" }
        }
    }

    /// Does what the lines ask for; accepts at the end, after `atTheEnd`.
    ///
    /// - Parameter middle: what the weight weighs in the middle of the plate, where it bends.
    private func obey(
        _ console: ConsoleProcess, _ scene: PretendScene, middle: Double = 200, atTheEnd: () throws -> String
    ) throws {
        let places = ["front left": (-0.18, 0.27), "front right": (0.18, 0.27), "rear left": (-0.18, -0.27)]
        while let line = console.line() {
            if line.contains("verything off") {
                scene.put(0, 0, 0)
            } else if let match = line.firstMatch(of: /on: (-?[0-9.]+) mm to the right, (-?[0-9.]+) mm/) {
                scene.put(200, (Double(match.1) ?? 0) / 1000, (Double(match.2) ?? 0) / 1000)
            } else if let match = line.firstMatch(of: /on: ([a-z ]+), then/) {
                let place = places[String(match.1)] ?? (match.1 == "middle" ? (0, 0) : (0.18, -0.27))
                scene.put(match.1 == "middle" ? middle : 200, place.0, place.1)
            } else if let match = line.firstMatch(of: /stretch to ([0-9.]+) m/) {
                scene.stretch(to: Double(match.1) ?? 0)
            } else if line.contains("band slack") {
                scene.stretch(to: 0.4)
            } else if line.hasPrefix("a: accept") || line.hasPrefix("x: discard") {
                console.type(try atTheEnd())
                continue
            } else {
                continue
            }
            console.type("")
        }
    }

    private func list(_ daemon: DaemonProcess, _ sensor: String) throws -> [JSONObject] {
        let answer = try daemon.client(control: true).call(
            Method.calibration("ListBenchTests"), [("sensor", .string(sensor))])
        return (answer["tests"]?.array ?? []).compactMap(\.object)
    }

    private func tests(_ daemon: DaemonProcess, _ sensor: String) throws -> [String] {
        try daemon.sensor(sensor)?["benchTests"]?.array?.compactMap(\.string) ?? []
    }

    @Test func aPlateIsEvenedOutAndPutRightAndCanGoBack() throws {
        try withScene("plate") { scene, daemon, folder in
            // Thrown away: nothing changes.
            let corners = ["plate", "corners", "plate", "--weight", "200N", "--load-uncertainty", "0.1"] + Self.quick
            let first = try ConsoleProcess(corners + ["--rounds", "1"], daemon: daemon, state: folder)
            try obey(first, scene) {
                let kept = try list(daemon, "plate").count + tests(daemon, "plate").count
                #expect(kept == 0)
                return "x"
            }
            #expect(first.end() == 1 && first.text.contains("discarded"), "\(first.text)")
            #expect(try list(daemon, "plate").isEmpty)

            let second = try ConsoleProcess(corners, daemon: daemon, state: folder)
            try obey(second, scene) { "a" }
            #expect(second.end() == 0, "\(second.text)")
            let id = try #require(try list(daemon, "plate").first?["id"]?.string)
            #expect(try ready(daemon))
            // The same weight weighs the same everywhere now, and the empty plate nothing; the id stands beside it.
            for (newtons, x, y) in [(0.0, 0.0, 0.0), (200, -0.18, 0.27), (200, 0.18, 0.27), (200, 0.1, -0.2)] {
                scene.put(newtons, x, y)
                let isSeen = try daemon.wait(10) {
                    abs((try daemon.sensor("plate")?["force"]?.number ?? 1e9) - newtons) < 0.15
                }
                let seen = try daemon.sensor("plate")?["force"]?.number
                #expect(isSeen, "\(newtons) N at \(x), \(y): \(seen ?? .nan)")
            }
            #expect(try tests(daemon, "plate") == [id])
            #expect(daemon.journal.contains("puts the test \(id) (corners) in force on plate"))

            try points(scene, daemon, folder)
            try history(daemon, folder, corners: id)
        }
    }

    @Test func aPlateThatStaysUnevenNeedsAReasonThatFollowsItsNumbers() throws {
        try withScene("uneven") { scene, daemon, folder in
            let corners = ["plate", "corners", "plate", "--weight", "200N", "--rounds", "1"] + Self.quick
            let first = try ConsoleProcess(corners, daemon: daemon, state: folder)
            try obey(first, scene, middle: 206) { "q" }
            #expect(first.end() == 1 && first.text.contains("2.4 % at middle; at most 1.5 % is allowed"), "\(first.text)")
            #expect(first.text.contains("--accept-worse") && !first.text.contains("a: accept"), "\(first.text)")
            // Without being asked neither; and the station does not take it from anybody.
            let unasked = try ConsoleProcess(corners + ["--yes"], daemon: daemon, state: folder)
            #expect(unasked.end() == 1 && unasked.text.contains("not accepted"), "\(unasked.text)")
            #expect(try list(daemon, "plate").isEmpty)
            // What was captured is still there.
            let second = try ConsoleProcess(corners + ["--accept-worse", "a bent plate"], daemon: daemon, state: folder)
            try obey(second, scene, middle: 206) { "a" }
            #expect(second.end() == 0 && second.text.contains("accepted"), "\(second.text)")
            let id = try #require(try list(daemon, "plate").first?["id"]?.string)
            #expect(try ready(daemon))
            let plate = try daemon.sensor("plate")
            // The reason is for the group alone.
            #expect(plate?["acceptedWorse"] == nil && plate?["calibrationClass"]?.string == "worse")
            let text = try ConsoleProcess(["sensors"], daemon: daemon, state: folder)
            #expect(text.end() == 0 && text.text.contains("in force because: a bent plate"), "\(text.text)")
            let page = try ConsoleProcess(["plate", "certificate", id, "--html"], daemon: daemon, state: folder)
            #expect(page.end() == 0 && page.text.contains("It was put in force because: a bent plate"), "\(page.text)")
            // Somebody steps on, pushes, and stops.
            scene.put(600, 0, 0)
            #expect(
                try daemon.wait(20) {
                    let plate = try daemon.sensor("plate")
                    return plate?["force"]?.number ?? 0 > 590 && plate?["phase"]?.string == "armed"
                })
            scene.put(1000, 0, 0)
            #expect(try daemon.wait(20) { try daemon.sensor("plate")?["hold"] != nil })
            // Longer than a knock.
            let begin = try #require(try daemon.sensor("plate")?["nextSample"]?.integer)
            #expect(try daemon.wait(20) { try daemon.sensor("plate")?["nextSample"]?.integer ?? 0 > begin + 100 })
            scene.put(600, 0, 0)
            func part() throws -> JSONObject? {
                try daemon.holds().flatMap { $0["sensors"]?.array ?? [] }.compactMap(\.object).last {
                    $0["sensor"]?.string == "plate" && $0["calibrationId"]?.string == id
                }
            }
            #expect(try daemon.wait(20) { try part() != nil })
            let hold = try part()
            #expect(hold?["acceptedWorse"]?.string == "a bent plate" && hold?["calibrationClass"]?.string == "worse")
        }
    }

    /// Left and right are exchanged: it is found, put right, and found right afterwards.
    private func points(_ scene: PretendScene, _ daemon: DaemonProcess, _ folder: String) throws {
        let arguments =
            ["plate", "points", "plate", "--at", "0:0,100:150,-100:150,-100:-200", "--weight", "200N"] + Self.quick
        let first = try ConsoleProcess(arguments, daemon: daemon, state: folder)
        try obey(first, scene) { "a" }
        #expect(first.end() == 0 && first.text.contains("MIRRORED: left and right"), "\(first.text)")
        #expect(try ready(daemon))
        let second = try ConsoleProcess(arguments + ["--yes"], daemon: daemon, state: folder)
        try obey(second, scene) { "x" }
        #expect(second.end() == 0 && second.text.contains("axes: as expected"), "\(second.text)")
        let largest = second.text.firstMatch(of: /RMS ([0-9.]+) mm/).flatMap { Double($0.1) }
        #expect((largest ?? 99) < 0.5, "\(second.text)")
        // The first check has put left and right in order; U is that of what the second found.
        #expect((try daemon.sensor("plate")?["placeExpanded"]?.number ?? 1) < 0.002)
        let (kept, used) = (try list(daemon, "plate").count, try tests(daemon, "plate").count)
        #expect(kept == 3 && used == 2)
    }

    /// Superseded and kept, the same to the bit on its way out and in, back by `revert`, and in force after a restart.
    private func history(_ daemon: DaemonProcess, _ folder: String, corners id: String) throws {
        func console(_ arguments: [String]) throws -> (code: Int32, text: String) {
            let process = try ConsoleProcess(arguments, daemon: daemon, state: folder)
            return (process.end(), process.text)
        }
        let file = folder + "/corners.toml"
        #expect(try console(["plate", "export", id, "--out", file]).code == 0)
        let text = try String(contentsOfFile: file, encoding: .utf8)
        let reverted = try console(["plate", "revert", "plate", "corners"])
        #expect(reverted.code == 0 && reverted.text.contains("none is in force"), "\(reverted.text)")
        #expect(try tests(daemon, "plate").contains(id) == false)
        let imported = try console(["plate", "import", file])
        #expect(imported.code == 0 && imported.text.contains(id), "\(imported.text)")
        #expect(try console(["plate", "export", id]).text + "\n" == text)
        // A digit that somebody has changed is seen.
        try text.replacing("weight = 200.0", with: "weight = 201.0").write(
            toFile: file, atomically: true, encoding: .utf8)
        #expect(try console(["plate", "import", file]).code != 0)
        let listed = try console(["plate", "list", "plate"])
        #expect(listed.text.contains("superseded") && listed.text.contains("corners"), "\(listed.text)")
        let page = try console(["plate", "certificate", id, "--html"])
        #expect(page.text.contains("<title>Eccentric-load test \(id)</title>") && page.text.hasSuffix("</html>"), "\(page.text)")
        #expect(try console(["plate", "show", id]).text.contains("front left"))
        #expect(daemon.stop() == 0)
        let again = try DaemonProcess(folder: folder)
        #expect(try again.wait(20) { try tests(again, "plate").contains(id) })
        #expect(try list(again, "plate").count == 3)
    }

    @Test func aBandSaysHowLongItIs() throws {
        try withScene("band") { scene, daemon, folder in
            let lengths = (0..<12).map { String(0.5 + 0.05 * Double($0)) }.joined(separator: ",")
            let console = try ConsoleProcess(
                ["band", "stretch", "left", "--lengths", lengths, "--window", "0.3", "--length-error", "1"], daemon: daemon,
                state: folder)
            try obey(console, scene) {
                let now = try daemon.sensor("left")?["band"]
                #expect(now == nil)
                return "a"
            }
            #expect(console.end() == 0, "\(console.text)")
            let id = try #require(try list(daemon, "left").first?["id"]?.string)
            #expect(try ready(daemon))
            scene.stretch(to: 0.85)
            #expect(
                try daemon.wait(10) {
                    let band = try daemon.sensor("left")?["band"]?.object
                    return band?["benchTest"]?.string == id && abs((band?["length"]?.number ?? 0) - 0.85) < 0.003
                })
            // The sensor's newtons come from the settings: nobody knows what they are worth.
            let band = try #require(try daemon.sensor("left")?["band"]?.object)
            #expect(band["lengthExpandedReason"]?.string == "not_measured" && band["lengthExpanded"] == nil)
            #expect(abs((band["tension"]?.number ?? 0) - PretendScene.tension(0.85)) < 0.2)
            scene.stretch(to: 0.5)
            #expect(try daemon.wait(10) { try daemon.sensor("left")?["band"]?.object?["lengthReason"] != nil })
            let tension = try ConsoleProcess(["band", "tension", "left", "--lengths", "0.8,5"], daemon: daemon, state: folder)
            #expect(tension.end() == 0 && tension.text.contains("outside_range") && tension.text.contains(id), "\(tension.text)")
            let text = try ConsoleProcess(["sensors"], daemon: daemon, state: folder)
            #expect(text.end() == 0 && text.text.contains("slack below 0.6") && text.text.contains(id), "\(text.text)")
        }
    }

    @Test func aPlateOfSixSignalsHasNewtonsOnceItsLoadsAreKnown() throws {
        try withScene("six") { scene, daemon, _ in
            let client = try daemon.client(control: true)
            #expect(try daemon.sensor("six")?["unit"]?.string == "counts")
            let full = [200.0, 200, 800, 80, 80, 40]
            let loads: [[Double]] = (0..<40).map { row in
                full.enumerated().map { axis, full in
                    let step = (row * (2 * axis + 3) + axis * axis) % 17
                    return full * Double(step - 8) / 8
                }
            }
            let list = loads.map { load in
                JSONValue.object(
                    JSONObject([
                        ("load", .array(load.map(JSONValue.number))),
                        ("signals", .array(PretendScene.signals(load).map { .number($0 + 0.01) })),
                    ]))
            }
            var draft = JSONObject([
                ("sensor", .string("six")), ("test", .string("matrix")), ("loads", .array(list)),
                ("empty", .array([JSONValue](repeating: .number(PretendScene.signalZero), count: 6))),
                ("surface", .number(0.04)),
                ("reference", .object(JSONObject([("relativeUncertainty", .number(0.002))]))),
            ])
            // A sensor that it cannot be of.
            draft["sensor"] = .string("plate")
            #expect(throws: CommandError.self) { try client.call(Method.calibration("AcceptPlate"), [("draft", .object(draft))]) }
            draft["sensor"] = .string("six")
            let id = try #require(
                try daemon.client(control: true).call(Method.calibration("AcceptPlate"), [("draft", .object(draft))])["id"]?
                    .string)
            #expect(try ready(daemon))
            let load = [30.0, -20, 500, 10, -5, 3]
            scene.load(load)
            #expect(
                try daemon.wait(10) {
                    let six = try daemon.sensor("six")
                    return six?["unit"]?.string == "N" && abs((six?["force"]?.number ?? 0) - 500) < 0.1
                        && (six?["expanded"]?.number ?? 99) < 2 && six?["calibration"]?.string == "certificate"
                })
            #expect(try tests(daemon, "six") == [id])
            try monitored(daemon, load, id)
            // Beyond what was known there is no U.
            scene.load([0, 0, 2000, 0, 0, 0])
            #expect(try daemon.wait(10) { try daemon.sensor("six")?["expandedReason"]?.string == "outside_range" })
        }
    }

    /// Loads, and the raw signals that they were made of, with the id beside them.
    private func monitored(_ daemon: DaemonProcess, _ load: [Double], _ id: String) throws {
        let names = (1...6).flatMap { ["channel_\($0)", "raw_\($0)"] } + ["centre_of_pressure_x", "centre_of_pressure_y"]
        var batch: JSONObject?
        try daemon.client().stream(
            Method.station("Monitor"),
            [
                ("sensor", .string("six")), ("signals", .array(names.map(JSONValue.string))), ("intervalMs", .integer(50)),
            ]
        ) { answer in
            batch = answer["batches"]?.array?.first?.object
            return batch == nil
        }
        let signals = (try #require(batch)["signals"]?.array ?? []).compactMap(\.object)
        #expect(batch?["benchTests"]?.array?.compactMap(\.string) == [id])
        // Where it stands on the surface, 40 mm above the origin of the loads.
        func value(_ name: String) -> Double? {
            signals.first { $0["name"]?.string == name }?["samples"]?.array?.first?.number
        }
        #expect(abs((value("centre_of_pressure_x") ?? 1) - (5 + 30 * 0.04) / 500) < 1e-4)
        #expect(abs((value("centre_of_pressure_y") ?? 1) - (10 - 20 * 0.04) / 500) < 1e-4)
        let raw = PretendScene.signals(load)
        for channel in 0..<6 {
            let made = signals.first { $0["name"]?.string == "channel_\(channel + 1)" }
            let sent = signals.first { $0["name"]?.string == "raw_\(channel + 1)" }
            #expect(abs((made?["samples"]?.array?.first?.number ?? 1e9) - load[channel]) < 0.1)
            #expect(abs((sent?["samples"]?.array?.first?.number ?? 1e9) - raw[channel]) < 0.3)
            #expect(made?["unit"]?.string == (channel < 3 ? "N" : "N·m") && sent?["unit"]?.string == "counts")
        }
    }
}
