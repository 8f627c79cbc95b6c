import Foundation
import Interface
import LinuxIO
import Rehearsal
import Testing

@testable import Console

/// What a daemon keeps from those who are not in its group.
struct PrivacyTests {
    private func mode(_ path: String) throws -> Int {
        try #require(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
    }

    /// Whatever folders were before, and files in them.
    @Test func databaseAndRecordingsAreForTheGroupAlone() throws {
        let folder = try DaemonProcess.makeFolder("modes")
        let rehearsal = try RehearsalStation(.init(folder: folder, seed: 5, bootSeconds: 0.5))
        defer { rehearsal.stop() }
        let state = folder + "/state"
        for path in [state, state + "/recordings"] { try Files.makeDirectory(path, mode: 0o777) }
        try Files.replace(state + "/recordings/2001-01-01T00-00-00Z.hfr", with: [1])
        var daemon = try DaemonProcess(folder: folder)
        #expect(try daemon.wait(20) { try daemon.call("GetStatus")["recording"]?.string != nil })
        daemon.stop(SIGKILL)
        // As a copy that somebody has put back, and as an older version made them.
        for path in [state, state + "/recordings"] {
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
            for name in try Files.list(path) where Files.kind(of: path + "/" + name) == .file {
                try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path + "/" + name)
            }
        }
        daemon = try DaemonProcess(folder: folder)
        #expect(try daemon.wait(20) { try daemon.call("GetStatus")["recording"]?.string != nil })
        for path in [state, state + "/recordings"] {
            #expect(try mode(path) == 0o750, "\(path)")
            for name in try Files.list(path) where Files.kind(of: path + "/" + name) == .file {
                #expect(try mode(path + "/" + name) == 0o640, "\(name)")
            }
        }
        let kept = try Files.list(state)
        for name in ["holdfast.db", "holdfast.db-wal", "holdfast.db.acknowledged"] { #expect(kept.contains(name), "\(name)") }
        // Everybody finds the sockets.
        #expect(try mode(folder + "/run") == 0o755)
        #expect(daemon.stop() == 0)
    }

    @Test func aStationThatIsReducedToItsStatusIsAsBeforeForItsGroup() throws {
        let folder = try DaemonProcess.makeFolder("reduced")
        try Files.replace(
            folder + "/holdfast.toml", with: Array("[station]\nname = \"hall\u{202E}2\"\npublic = \"status\"\n".utf8))
        let daemon = try DaemonProcess(folder: folder)
        #expect(try daemon.call("GetStatus")["station"]?.string == "hall\u{202E}2")
        // What turns the writing is shown, as text and as JSON.
        for arguments in [["status"], ["status", "--json"]] {
            let status = try ConsoleProcess(arguments, daemon: daemon, state: folder)
            #expect(status.end() == 0 && status.text.contains("hall\\u202e2"), "\(status.text)")
        }
        for method in ["ListSensors", "ListHolds"] {
            #expect(throws: CommandError.self, "\(method)") { try daemon.call(method) }
            #expect(throws: Never.self, "\(method)") { try daemon.client(control: true).call(Method.station(method)) }
        }
        // The command finds the socket that it may use by itself.
        let console = try ConsoleProcess(["holds"], daemon: daemon, state: folder)
        #expect(console.end() == 0 && console.text == "No hold is stored yet.", "\(console.text)")
        let stranger = try ConsoleProcess(["holds", "--socket", folder + "/run/holdfast.sock"], daemon: daemon, state: folder)
        #expect(stranger.end() != 0 && stranger.text.contains("does not give this to everybody"), "\(stranger.text)")
    }

    /// The public socket has no stream for all of it.
    @Test func whoMayNotUseTheControlSocketWatchesTooAndIsToldWhatIsLeftOut() throws {
        let folder = try DaemonProcess.makeFolder("watched")
        let rehearsal = try RehearsalStation(.init(folder: folder, seed: 5, bootSeconds: 0.5))
        defer { rehearsal.stop() }
        let daemon = try DaemonProcess(folder: folder)
        #expect(try daemon.wait(20) { try daemon.sensor("left-band")?["state"]?.string == "streaming" })
        for (arguments, isTold) in [([], false), (["--socket", folder + "/run/holdfast.sock"], true)] {
            let watch = try ConsoleProcess(["watch", "--json", "--seconds", "2"] + arguments, daemon: daemon, state: folder)
            #expect(watch.end() == 0, "\(watch.text)")
            for part in ["\"batches\":[{", "\"events\":[", "\"nowUs\":"] { #expect(watch.text.contains(part), "\(part)") }
            #expect(watch.text.contains("left out") == isTold)
            #expect(watch.text.contains("percent_of_maximum") != isTold)
        }
    }

    @Test func aTextThatIsTooLongIsRefusedWithItsLimit() throws {
        let folder = try DaemonProcess.makeFolder("texts")
        try Files.replace(folder + "/holdfast.toml", with: [])
        let daemon = try DaemonProcess(folder: folder)
        func text(_ count: Int) -> JSONValue { .string(String(repeating: "ä", count: count / 2)) }
        let one: (String, JSONValue) = ("hold", .integer(1))
        let cases: [(String, [(String, JSONValue)], String, Int)] = [
            (Method.control("Annotate"), [one], "text", 10_000),
            (Method.control("Annotate"), [one], "phase", 64),
            (Method.control("Exclude"), [one, ("excluded", .bool(true))], "reason", 1000),
            (Method.session("AddAthlete"), [], "pseudonym", 64),
            (Method.session("StartSession"), [("athlete", .string("A"))], "position", 64),
            (Method.session("SetBodyMass"), [("kilograms", .number(70))], "athlete", 64),
        ]
        for (method, parameters, name, limit) in cases {
            func refusal(_ count: Int) -> String {
                do {
                    _ = try daemon.client(control: true).call(method, parameters + [(name, text(count))])
                    return ""
                } catch { return "\(error)" }
            }
            #expect(
                refusal(limit + 2).contains("\(name) has \(limit + 2) bytes, and \(limit) are allowed"), "\(refusal(limit + 2))")
            #expect(!refusal(limit).contains("are allowed"), "\(refusal(limit))")
        }
    }
}
