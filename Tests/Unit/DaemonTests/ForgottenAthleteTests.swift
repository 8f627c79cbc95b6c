import Foundation
import Interface
import LinuxIO
import Rehearsal
import Testing

@testable import Console

/// Two athletes on a real daemon, and one of them is forgotten.
struct ForgottenAthleteTests {
    private func ask(_ daemon: DaemonProcess, _ method: String, _ parameters: [(String, JSONValue)]) throws -> JSONObject {
        try daemon.client(control: true).call(method, parameters)
    }

    /// A session of one hold with a note and a reason; the number of the hold.
    private func train(_ daemon: DaemonProcess, _ name: String, _ mass: Double) throws -> Int64 {
        let athlete: (String, JSONValue) = ("athlete", .string(name))
        _ = try ask(daemon, Method.session("AddAthlete"), [("pseudonym", .string(name))])
        _ = try ask(daemon, Method.session("SetBodyMass"), [athlete, ("kilograms", .number(mass))])
        let begun = try ask(daemon, Method.session("StartSession"), [athlete, ("position", .string("seated"))])
        let session = begun["session"]?.object?["number"]
        for text in ["\(name) begins", "TEXT-\(Int(mass))"] {
            _ = try ask(daemon, Method.control("Mark"), [("text", .string(text))])
        }
        #expect(try daemon.wait(90) { try daemon.holds().contains { $0["session"] == session } })
        let hold = try #require(try daemon.holds().last { $0["session"] == session }?["number"]?.integer)
        let one: (String, JSONValue) = ("hold", .integer(hold))
        _ = try ask(daemon, Method.control("Annotate"), [one, ("text", .string("NOTE-OF-\(name)"))])
        _ = try ask(
            daemon, Method.control("Exclude"), [one, ("excluded", .bool(true)), ("reason", .string("REASON-OF-\(name)"))])
        return hold
    }

    private func bytes(_ mass: Double) -> [Data] {
        [mass.bitPattern.bigEndian, mass.bitPattern.littleEndian].map { word in withUnsafeBytes(of: word) { Data($0) } }
    }

    /// The files below a folder that contain a text or a number.
    private func files(_ folder: String, with secret: Data) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: folder).filter {
            FileManager.default.contents(atPath: folder + "/" + $0)?.range(of: secret) != nil
        }
    }

    @Test func noFileOfTheStationHasAnyByteOfHerAndTheOtherKeepsEverything() throws {
        let folder = try DaemonProcess.makeFolder("forgotten")
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let state = folder + "/state"
        let rehearsal = try RehearsalStation(.init(folder: folder, seed: 5, bootSeconds: 0.5))
        defer { rehearsal.stop() }
        var daemon = try DaemonProcess(folder: folder)
        let kept = try train(daemon, "ATHLETE-THAT-STAYS", 83.291)
        _ = try ask(daemon, Method.session("StopSession"), [])
        let gone = try train(daemon, "ATHLETE-THAT-GOES", 61.537)
        let console = { (arguments: [String]) in try ConsoleProcess(arguments, daemon: daemon, state: folder) }
        let refused = try console(["athletes", "forget", "ATHLETE-THAT-GOES", "--yes"])
        #expect(refused.end() != 0 && refused.text.contains("runs"), "\(refused.text)")
        _ = try ask(daemon, Method.session("StopSession"), [])
        // As an update leaves it.
        try Files.replace(state + "/holdfast.db.before-9-1", with: Array("ATHLETE-THAT-GOES".utf8))
        try Files.makeDirectory(state + "/traces", mode: 0o750)
        try Files.replace(state + "/traces/hold-\(gone).hfr", with: [1])
        try Files.replace(state + "/traces/hold-\(kept).hfr", with: [1])
        let recordings = { try files(state + "/recordings", with: bytes(61.537)[1]) }
        #expect(try daemon.wait(20) { try !recordings().isEmpty })
        let holdThatStays = { try daemon.client(control: true).call(Method.station("GetHold"), [("number", .integer(kept))]) }
        let before = try holdThatStays()
        let exported = try console(["athletes", "export", "ATHLETE-THAT-GOES"])
        #expect(exported.end() == 0 && exported.text.contains("NOTE-OF-ATHLETE-THAT-GOES"))
        #expect(!exported.text.contains("STAYS"))

        let forgetting = try console(["athletes", "forget", "ATHLETE-THAT-GOES", "--yes"])
        #expect(forgetting.end() == 0 && forgetting.text.contains("What stays"), "\(forgetting.text)")
        for secret in ["ATHLETE-THAT-GOES", "TEXT-61"].map({ Data($0.utf8) }) + bytes(61.537) {
            let found = try files(state, with: secret)
            #expect(found == [], "\(secret as NSData)")
        }
        for text in ["NOTE-OF-ATHLETE-THAT-STAYS", "ATHLETE-THAT-STAYS begins", "TEXT-83"] {
            #expect(try !files(state, with: Data(text.utf8)).isEmpty, "\(text)")
        }
        #expect(!daemon.journal.contains("TEXT-61"), "\(daemon.journal)")
        let traces = try Files.list(state + "/traces")
        #expect(traces.contains("hold-\(kept).hfr") && !traces.contains("hold-\(gone).hfr"))
        #expect(try holdThatStays() == before)
        let changes = try console(["changes", "--limit", "1000"])
        #expect(changes.end() == 0)
        for kind in ["athlete_exported", "athlete_forgotten", "deleted"] { #expect(changes.text.contains(kind)) }
        #expect(!changes.text.contains("GOES"))

        // The recording can be read, and the station misses no row.
        #expect(daemon.stop() == 0, "\(daemon.journal)")
        #expect(try daemon.analysedHolds().contains { $0["number"]?.integer == gone })
        daemon = try DaemonProcess(folder: folder)
        #expect(!daemon.journal.contains("lacks rows"), "\(daemon.journal)")
        #expect(try ask(daemon, Method.session("Athletes"), [])["athletes"]?.array?.count == 1)
        #expect(daemon.stop() == 0)
    }
}
