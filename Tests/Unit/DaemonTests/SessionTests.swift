import Glibc
import Interface
import LinuxIO
import Rehearsal
import Samples
import Testing

@testable import Console

/// An athlete's session on a real daemon with pretend sensors, in real time.
@Suite struct SessionTests {
    private func ask(
        _ daemon: DaemonProcess, _ method: String, _ parameters: [(String, JSONValue)] = [], control: Bool = true
    ) throws -> JSONObject {
        try daemon.client(control: control).call(Method.session(method), parameters)
    }

    private func numbers(_ hold: JSONObject, _ name: String) -> [Double] {
        (hold["sensors"]?.array ?? []).compactMap { $0.object.flatMap { HoldText.numbers($0)[name]?.value } }
    }

    @Test func aSessionGivesItsHoldsTheAthletesNumbersAndItsRecordingTheSameBits() throws {
        let folder = try DaemonProcess.makeFolder("session")
        let rehearsal = try RehearsalStation(.init(folder: folder, seed: 5, bootSeconds: 0.5))
        defer { rehearsal.stop() }
        let daemon = try DaemonProcess(folder: folder)
        let anna: (String, JSONValue) = ("athlete", .string("A"))
        let how: [(String, JSONValue)] = [anna, ("position", .string("seated")), ("protocol", .string("repeaters"))]
        _ = try ask(daemon, "AddAthlete", [("pseudonym", .string("A"))])
        #expect(throws: CommandError.self) { try ask(daemon, "AddAthlete", [("pseudonym", .string("A"))]) }
        _ = try ask(daemon, "SetBodyMass", [anna, ("kilograms", .number(80))])
        #expect(throws: CommandError.self) { try ask(daemon, "StartSession", [("athlete", .string("B"))] + how.dropFirst()) }
        let begun = try ask(daemon, "StartSession", how)["session"]?.object?["number"]
        #expect(throws: CommandError.self) { try ask(daemon, "StartSession", how) }
        // The public socket says that a session runs and what is to be done, and names nobody.
        let cue = try ask(daemon, "GetCue", control: false)
        #expect(cue["session"] == begun && cue["cue"]?.object?["holds"]?.integer == 6)
        #expect(cue.members.map(\.name) == ["session", "protocol", "cue", "nowUs", "sessions"])
        for method in ["Athletes", "GetSession", "StopSession"] {
            #expect(throws: CommandError.self) { try ask(daemon, method, control: false) }
        }
        var cues: [String] = []
        try daemon.client().stream(Method.session("WatchCues")) { reply in
            if let name = reply["cue"]?.object?["name"]?.string, cues.last != name { cues.append(name) }
            return cues.count < 3
        }
        #expect(cues == ["prepare", "hold", "rest"] || cues == ["hold", "rest", "hold"])
        #expect(try daemon.wait(90) { try daemon.holds().count >= 3 })
        let stored = try daemon.holds()
        for hold in stored {
            #expect(hold["session"] == begun)
            let forces = numbers(hold, "mvc_500")
            #expect(numbers(hold, "mvc_500_per_kg") == forces.map { $0 / 80 } && !forces.isEmpty)
        }
        // The first hold makes a maximum, which the later ones are compared with.
        #expect(numbers(stored[0], "mvc_500_percent").isEmpty)
        #expect(numbers(stored[2], "mvc_500_percent").contains { $0 > 20 && $0 < 200 })
        let maxima = try ask(daemon, "Athletes")["athletes"]?.array?.first?.object?["maxima"]?.array
        #expect(maxima?.isEmpty == false)
        try mark(daemon, try #require(stored.last))
        try together(daemon, stored)
        try markWithCorrectedMass(daemon, anna, try #require(stored.last))
        let ended = try ask(daemon, "StopSession")["session"]?.object
        #expect(ended?["stopWallUs"]?.integer != nil)
        #expect(try ask(daemon, "GetCue", control: false)["session"] == nil)
        #expect(daemon.stop() == 0, "\(daemon.journal)")
        let analysed = try daemon.analysedHolds()
        for hold in stored {
            let twin = try #require(analysed.first { $0["number"] == hold["number"] })
            let parts = (hold["sensors"]?.array ?? []).compactMap { $0.object?["metrics"] }
            #expect(parts == (twin["sensors"]?.array ?? []).compactMap { $0.object?["metrics"] } && !parts.isEmpty)
        }
    }

    /// The samples in memory have the body mass with which they were measured.
    private func markWithCorrectedMass(_ daemon: DaemonProcess, _ athlete: (String, JSONValue), _ hold: JSONObject) throws {
        _ = try ask(daemon, "CorrectBodyMass", [athlete, ("kilograms", .number(100))])
        let part = try #require(hold["sensors"]?.array?.compactMap(\.object).first { $0["onset"]?.number != nil })
        let mark = try ask(
            daemon, "MarkOnset",
            [
                ("hold", try #require(hold["number"])), ("sensor", try #require(part["sensor"])),
                ("onset", .number(try #require(part["onset"]?.number) - 0.01)),
            ])["mark"]?.object
        let numbers = HoldText.numbers(try #require(mark))
        let force = try #require(numbers["mvc_500"]?.value)
        #expect(numbers["mvc_500_per_kg"]?.value == force / 100)
    }

    /// What the holds of a session say together is what one would make of the stored numbers.
    private func together(_ daemon: DaemonProcess, _ stored: [JSONObject]) throws {
        let groups = (try ask(daemon, "GetNumbers")["numbers"]?.array ?? []).compactMap(\.object)
        let group = try #require(
            groups.first { $0["sensor"]?.string == "left-band" && $0["judgedBy"]?.string == "mvc_500" })
        let valid = (group["valid"]?.array ?? []).compactMap(\.integer)
        #expect(!valid.isEmpty)
        let values = stored.filter { hold in hold["number"]?.integer.map(valid.contains) == true }.compactMap { hold in
            (hold["sensors"]?.array ?? []).compactMap(\.object).first { $0["sensor"]?.string == "left-band" }
                .flatMap { HoldText.numbers($0)["mvc_500"]?.value }
        }
        let numbers = HoldText.numbers(group)
        // Another hold may have been stored meanwhile.
        #expect(numbers["trials_valid"]?.value == Double(valid.count) && values.count <= valid.count)
        if valid.count >= 3, values.count == valid.count { #expect(numbers["trials_best"]?.value == values.max()) }
        #expect(throws: CommandError.self) { try ask(daemon, "GetNumbers", [("session", .integer(99))]) }
    }

    @Test func aSessionThatAKillLeftOpenIsEndedAndWhatCannotBeIsRefused() throws {
        let folder = try DaemonProcess.makeFolder("forgotten")
        try Files.replace(folder + "/holdfast.toml", with: [])
        try Files.makeDirectory(folder + "/protocols", mode: 0o755)
        let least = "summary = \"s\"\nholds = 2\nhold_seconds = 3\n"
        for (name, text) in [("own", least + "rest_seconds = 1\n"), ("bad", least + "rest = 1\n"), ("explosive", least)] {
            try Files.replace(folder + "/protocols/\(name).toml", with: Array(text.utf8))
        }
        let first = try DaemonProcess(folder: folder)
        // What is wrong with a file is said and does not keep another one from its place behind the presets.
        let names = try ask(first, "Protocols")["protocols"]?.array?.compactMap { $0.object?["name"]?.string }
        #expect(names == ["explosive", "peak-hold", "repeaters", "all-out", "own"])
        let warnings = try first.call("GetStatus")["warnings"]?.array?.compactMap(\.string) ?? []
        #expect(warnings.contains { $0.contains("protocols/bad.toml:4:1: unknown key \"rest\"") })
        _ = try ask(first, "AddAthlete", [("pseudonym", .string("B"))])
        let how: [(String, JSONValue)] = [("athlete", .string("B")), ("position", .string("hanging"))]
        let wrong: [(String, [(String, JSONValue)])] = [
            ("StartSession", how + [("protocol", .string("explosiv"))]),
            ("StartSession", how + [("effortDropPercent", .number(0))]),
            ("StartSession", [how[0]]), ("StartSession", [how[0], ("position", .string("a\u{1B}[2J"))]),
            ("AddAthlete", [("pseudonym", .string(""))]), ("AddAthlete", [("pseudonym", .string("B"))]),
            ("SetBodyMass", [how[0], ("kilograms", .number(-80))]),
            ("SetBodyMass", [("athlete", .string("C")), ("kilograms", .number(80))]), ("StopSession", []),
            ("MarkOnset", [("hold", .integer(1)), ("onset", .number(-1))]), ("GetNumbers", []),
        ]
        for (method, parameters) in wrong {
            #expect(throws: CommandError.self, "\(method) \(parameters)") { try ask(first, method, parameters) }
        }
        let number = try ask(first, "StartSession", how)["session"]?.object?["number"]?.integer
        first.stop(SIGKILL)
        let again = try DaemonProcess(folder: folder)
        #expect(try ask(again, "GetSession")["session"] == nil)
        #expect(again.journal.contains("session \(number ?? 0) was under way"))
        #expect(try ask(again, "GetNumbers", [("session", .integer(number ?? 0))])["session"]?.object?["stopWallUs"] != nil)
        #expect(try ask(again, "StartSession", how)["session"]?.object?["number"]?.integer == number.map { $0 + 1 })
    }

    /// An operator's onset stands beside the hold's own.
    private func mark(_ daemon: DaemonProcess, _ hold: JSONObject) throws {
        let number: (String, JSONValue) = ("hold", try #require(hold["number"]))
        let part = try #require(hold["sensors"]?.array?.compactMap(\.object).first { $0["onset"]?.number != nil })
        let onset = try #require(part["onset"]?.number) - 0.01
        let sensor: (String, JSONValue) = ("sensor", try #require(part["sensor"]))
        let mark = try ask(daemon, "MarkOnset", [number, sensor, ("onset", .number(onset))])["mark"]
        #expect(mark?.object?["onset"]?.number == onset)
        #expect(try ask(daemon, "OnsetMarks", [number])["marks"]?.array == mark.map { [$0] })
        // The hold stays; asked for alone it says what its onset was found with, too.
        let whole = try daemon.client(control: true).call(Method.station("GetHold"), [("number", number.1)])
        var kept = try #require(whole["hold"]?.object?["sensors"]?.array).compactMap(\.object)
        for place in kept.indices {
            #expect(kept[place]["onsetParameters"]?.object?["confirmation_floor"]?.number != nil)
            kept[place]["onsetParameters"] = nil
        }
        #expect(JSONValue.array(kept.map(JSONValue.object)) == hold["sensors"])
        #expect(throws: CommandError.self) { try ask(daemon, "MarkOnset", [number, sensor, ("onset", .number(1e6))]) }
        #expect(throws: CommandError.self) { try ask(daemon, "MarkOnset", [("hold", .integer(99_999)), ("onset", .number(1))]) }
    }
}
