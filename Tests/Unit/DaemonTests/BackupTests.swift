import Foundation
import Interface
import LinuxIO
import Testing

@testable import Console

/// A station that is copied while it runs, and put in place somewhere else.
struct BackupTests {
    private func station(_ name: String) throws -> String {
        let folder = try DaemonProcess.makeFolder(name)
        try Files.makeDirectory(folder + "/conf.d")
        try Files.replace(folder + "/holdfast.toml", with: Array("[station]\nname = \"first\"\n".utf8))
        return folder
    }

    private func athletes(_ daemon: DaemonProcess) throws -> [String] {
        let answer = try daemon.client(control: true).call(Method.session("Athletes"), [])
        return (answer["athletes"]?.array ?? []).compactMap { $0.object?["pseudonym"]?.string }
    }

    private func add(_ name: String, _ daemon: DaemonProcess) throws {
        _ = try daemon.client(control: true).call(Method.session("AddAthlete"), [("pseudonym", .string(name))])
    }

    private func run(_ arguments: [String], _ daemon: DaemonProcess) throws -> (code: Int32, text: String) {
        let process = try ConsoleProcess(arguments, daemon: daemon, state: daemon.folder)
        return (process.end(), process.text)
    }

    @Test func aRunningStationIsCopiedAndRestoredElsewhere() throws {
        let (here, there) = (try station("backup"), try station("restored"))
        defer { for folder in [here, there] { try? FileManager.default.removeItem(atPath: folder) } }
        let first = try DaemonProcess(folder: here)
        try add("A", first)
        try Files.makeDirectory(here + "/state/traces", mode: 0o750)
        try Files.replace(here + "/state/traces/hold-7.hfr", with: [1, 2, 3])
        let copy = here + "/copy"
        let from = ["--state-directory", here + "/state", "--config", here]
        let backup = try run(["backup", copy] + from, first)
        #expect(backup.code == 0, "\(backup.text)")
        #expect(try Files.list(copy) == ["holdfast.db", "settings", "traces"])
        // Later changes are not in it.
        try add("B", first)
        let again = try run(["backup", copy] + from, first)
        #expect(again.code != 0 && again.text.contains(copy), "\(again.text)")
        #expect(try Files.read(copy + "/settings/holdfast.toml", limit: 99) == Files.read(here + "/holdfast.toml", limit: 99))

        var second = try DaemonProcess(folder: there)
        let to = ["restore", copy, "--state-directory", there + "/state"]
        let refused = try run(to, second)
        #expect(refused.code == 1 && refused.text.contains("stop it first"), "\(refused.text)")
        #expect(second.stop() == 0)
        let occupied = try run(to, second)
        #expect(occupied.code == 1 && occupied.text.contains("exists"), "\(occupied.text)")
        for name in try Files.list(there + "/state") where name.hasPrefix("holdfast.db") {
            try Files.remove(there + "/state/" + name)
        }
        let restored = try run(to, second)
        #expect(restored.code == 0, "\(restored.text)")
        second = try DaemonProcess(folder: there)
        #expect(try athletes(second) == ["A"] && athletes(first) == ["A", "B"])
        #expect(try Files.read(there + "/state/traces/hold-7.hfr", limit: 9) == [1, 2, 3])
        #expect(second.stop() == 0 && first.stop() == 0)
        #expect(!second.journal.contains("lacks rows"), "\(second.journal)")
    }

    @Test func whatIsNoBackupIsRefused() throws {
        let folder = try station("no-backup")
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let daemon = try DaemonProcess(folder: folder)
        try Files.makeDirectory(folder + "/copy")
        for (place, bytes) in [[], Array("no database".utf8)].enumerated() {
            try Files.replace(folder + "/copy/holdfast.db", with: bytes)
            let answer = try run(["restore", folder + "/copy", "--state-directory", folder + "/other\(place)"], daemon)
            #expect(answer.code == 65 && Files.kind(of: folder + "/other\(place)/holdfast.db") == nil, "\(answer.text)")
        }
        #expect(daemon.stop() == 0)
    }
}
