import Foundation
import Interface
import LinuxIO
import Rehearsal
import Testing

@testable import Console

/// Two athletes at once, each on a set-up of one station.
@Suite struct SetUpSessionTests {
    private typealias Parameters = [(String, JSONValue)]

    private func ask(_ daemon: DaemonProcess, _ method: String, _ parameters: Parameters = [], control: Bool = true) throws
        -> JSONObject
    {
        try daemon.client(control: control).call(Method.session(method), parameters)
    }

    /// Why it was refused.
    private func refusal(_ daemon: DaemonProcess, _ method: String, _ parameters: Parameters = []) -> String {
        do {
            _ = try ask(daemon, method, parameters)
            return ""
        } catch let error as CommandError { return error.text } catch { return "\(error)" }
    }

    private func write(_ setUps: [String: String], to path: String) throws {
        var text = try String(contentsOfFile: path, encoding: .utf8).replacing(#/set_up = .*\n/#, with: "")
        for (sensor, setUp) in setUps {
            text = text.replacing("[sensor.\"\(sensor)\"]\n", with: "[sensor.\"\(sensor)\"]\nset_up = \"\(setUp)\"\n")
        }
        try Files.replace(path, with: Array(text.utf8))
    }

    private func on(_ setUp: String) -> (String, JSONValue) { ("setUp", .string(setUp)) }

    @Test func eachSetUpHasItsAthleteAndItsHoldsAreTheirs() throws {
        let folder = try DaemonProcess.makeFolder("setups")
        let rehearsal = try RehearsalStation(.init(folder: folder, seed: 5, bootSeconds: 0.5))
        defer { rehearsal.stop() }
        let settings = rehearsal.settingsPath
        try write(["left-band": "rack", "plate": "wall", "right-band": "wall"], to: settings)
        let daemon = try DaemonProcess(folder: folder)
        let masses = ["rack": 80.0, "wall": 60]
        var sessions: [String: JSONValue] = [:]
        let position: (String, JSONValue) = ("position", .string("seated"))
        for (athlete, setUp) in [("A", "rack"), ("B", "wall")] {
            let named: (String, JSONValue) = ("athlete", .string(athlete))
            _ = try ask(daemon, "AddAthlete", [("pseudonym", .string(athlete))])
            _ = try ask(daemon, "SetBodyMass", [named, ("kilograms", .number(masses[setUp] ?? 0))])
            #expect(refusal(daemon, "StartSession", [named, position]).contains("name one of rack, wall with --set-up"))
            #expect(refusal(daemon, "StartSession", [named, position, on("rakc")]).contains("did you mean \"rack\"?"))
            let session = try ask(daemon, "StartSession", [named, position, on(setUp)])["session"]?.object
            #expect(session?["setUp"]?.string == setUp)
            sessions[setUp] = session?["number"]
            #expect(refusal(daemon, "StartSession", [named, position, on(setUp)]).contains("session stop --set-up \(setUp)"))
        }
        for method in ["GetSession", "StopSession", "GetNumbers"] {
            #expect(refusal(daemon, method).contains("name one of rack, wall with --set-up"))
        }
        #expect(try ask(daemon, "GetSession", [on("wall")])["session"]?.object?["number"] == sessions["wall"])
        #expect(try ask(daemon, "GetSessions")["sessions"]?.array?.count == 2)
        // Everybody may know which sessions there are, and not whose.
        let cues = try ask(daemon, "GetCue", control: false)["sessions"]?.array?.compactMap(\.object) ?? []
        #expect(cues.map { $0.members.map(\.name) } == [["session", "setUp"], ["session", "setUp"]])
        #expect(try daemon.wait(90) { Set(try daemon.holds().compactMap { $0["setUp"]?.string }) == ["rack", "wall"] })
        for hold in try daemon.holds() {
            let setUp = try #require(hold["setUp"]?.string)
            #expect(hold["session"] == sessions[setUp])
            for part in (hold["sensors"]?.array ?? []).compactMap(\.object) {
                let numbers = HoldText.numbers(part)
                guard let force = numbers["mvc_500"]?.value else { continue }
                #expect(numbers["mvc_500_per_kg"]?.value == force / (masses[setUp] ?? 0))
            }
        }
        #expect(try ask(daemon, "StopSession", [on("rack")])["session"]?.object?["number"] == sessions["rack"])
        // A set-up that the settings no longer name keeps its session until somebody ends it.
        try write(["left-band": "rack", "plate": "rack", "right-band": "rack"], to: settings)
        _ = try daemon.call("Reload", control: true)
        let warnings = try daemon.call("GetStatus")["warnings"]?.array?.compactMap(\.string) ?? []
        #expect(warnings.contains { $0.hasPrefix("no sensor is in set-up wall") }, "\(warnings)")
        #expect(try ask(daemon, "StopSession")["session"]?.object?["number"] == sessions["wall"])
        // The only set-up need not be named.
        let last = try ask(daemon, "StartSession", [("athlete", .string("A")), position])["session"]?.object
        #expect(last?["setUp"]?.string == "rack")
    }
}
