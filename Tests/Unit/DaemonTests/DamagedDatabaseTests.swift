import Foundation
import Interface
import LinuxIO
import Rehearsal
import Testing

@testable import Console

/// A database whose bytes are overwritten under a running daemon: what is said, what goes on, and what is there after a restart.
@Suite struct DamagedDatabaseTests {
    private func overwrite(_ path: String) throws {
        let size = try #require(Files.size(of: path))
        guard size > 4096 else { return }
        let file = try #require(FileHandle(forUpdatingAtPath: path))
        defer { try? file.close() }
        try file.seek(toOffset: 4096)
        try file.write(contentsOf: Data(repeating: 0x5A, count: size - 4096))
    }

    private func athletes(_ daemon: DaemonProcess) throws -> [String] {
        let answer = try daemon.client(control: true).call(Method.session("Athletes"))
        return (answer["athletes"]?.array ?? []).compactMap { $0.object?["pseudonym"]?.string }
    }

    private func add(_ name: String, _ daemon: DaemonProcess) throws {
        _ = try daemon.client(control: true).call(Method.session("AddAthlete"), [("pseudonym", .string(name))])
    }

    private func warnings(_ daemon: DaemonProcess) throws -> [String] {
        (try daemon.call("GetStatus")["warnings"]?.array ?? []).compactMap(\.string)
    }

    @Test func aDatabaseDamagedWhileRunningIsKeptAsideAndStreamsGoOn() throws {
        let folder = try DaemonProcess.makeFolder("damaged")
        let rehearsal = try RehearsalStation(.init(folder: folder, seed: 5, bootSeconds: 0.2))
        defer { rehearsal.stop() }
        let daemon = try DaemonProcess(folder: folder)
        let names = ["left-band", "right-band", "plate"]
        #expect(try daemon.wait(60) { try names.allSatisfy { try daemon.sensor($0)?["state"]?.string == "streaming" } })
        try add("before", daemon)
        #expect(try athletes(daemon) == ["before"])
        let frames = try names.map { try daemon.sensor($0)?["frames"]?.integer ?? 0 }

        for suffix in ["", "-wal"] { try overwrite(folder + "/state/holdfast.db" + suffix) }
        // Whoever reads what is broken is told so, until the new one is there.
        let said = try daemon.wait(30) {
            _ = try? athletes(daemon)
            return try warnings(daemon).contains { $0.contains("while the station ran") }
        }
        #expect(said, "\(daemon.journal)")
        let kept = try Files.list(folder + "/state").filter { $0.hasPrefix("holdfast.db.damaged-") }
        let warning = try #require(try warnings(daemon).first { $0.contains("while the station ran") })
        #expect(kept.contains { warning.contains("is kept as \(folder)/state/\($0)") })
        #expect(try athletes(daemon) == [])
        try add("after", daemon)
        for (name, before) in zip(names, frames) {
            #expect(try daemon.wait(10) { try daemon.sensor(name)?["frames"]?.integer ?? 0 > before + 50 }, "\(name)")
            #expect(try daemon.sensor(name)?["state"]?.string == "streaming" && daemon.sensor(name)?["lost"]?.integer == 0)
        }
        #expect(daemon.stop() == 0)

        let again = try DaemonProcess(folder: folder)
        #expect(try athletes(again) == ["after"])
        #expect(try !warnings(again).contains { $0.contains("database") })
        #expect(again.stop() == 0)
    }

    @Test func anOlderDatabaseIsNoticedAtTheStart() throws {
        let folder = try DaemonProcess.makeFolder("older")
        let rehearsal = try RehearsalStation(.init(folder: folder, seed: 5, bootSeconds: 0.2))
        defer { rehearsal.stop() }
        let database = folder + "/state/holdfast.db"
        let first = try DaemonProcess(folder: folder)
        try add("A", first)
        #expect(first.stop() == 0)
        let copy = try Files.read(database, limit: 1 << 26)
        let second = try DaemonProcess(folder: folder)
        try add("B", second)
        #expect(try !warnings(second).contains { $0.contains("database") })
        #expect(second.stop() == 0)
        try Files.replace(database, with: copy)
        let third = try DaemonProcess(folder: folder)
        #expect(try warnings(third).contains { $0.contains("lacks rows") && $0.contains("athlete: 1 of 2") }, "\(third.journal)")
        #expect(third.stop() == 0)
    }
}
