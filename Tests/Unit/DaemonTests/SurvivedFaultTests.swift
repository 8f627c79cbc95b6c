import Foundation
import Glibc
import Interface
import LinuxIO
import Rehearsal
import Testing

@testable import Console

/// What happens to a station around its sensors.
@Suite struct SurvivedFaultTests {
    /// A sensor that says a number whenever it is told to.
    private func station(_ name: String, _ terminal: borrowing PseudoTerminal) throws -> DaemonProcess {
        let folder = try DaemonProcess.makeFolder(name)
        let settings = "[sensor.cell]\ndriver = \"text\"\npath = \"\(terminal.path)\"\nunit = \"N\"\nrate = 100.0\n"
        try Files.replace(folder + "/holdfast.toml", with: Array(settings.utf8))
        return try DaemonProcess(folder: folder)
    }

    private func say(_ terminal: borrowing PseudoTerminal, lines: Int = 1) throws {
        let bytes = Array(String(repeating: "12.5\n", count: lines).utf8)
        _ = try bytes.withUnsafeBytes { try terminal.descriptor.write($0) }
    }

    private func frames(_ daemon: DaemonProcess) throws -> Int64 { try daemon.sensor("cell")?["frames"]?.integer ?? 0 }

    @Test func aSensorThatFallsSilentIsStalledUntilItSpeaksAgain() throws {
        let folder = try DaemonProcess.makeFolder("stalled")
        let bench = try CountingBench.start(folder, ["cell"])
        defer { bench.stop() }
        try Files.replace(
            folder + "/holdfast.toml",
            with: Array("[sensor.cell]\ndriver = \"text\"\npath = \"\(bench.path(of: "cell"))\"\n".utf8))
        let daemon = try DaemonProcess(folder: folder)
        // Streaming once its clock is known.
        #expect(try daemon.wait(30) { try daemon.sensor("cell")?["state"]?.string == "streaming" })
        bench.inject(.silence(seconds: 4), on: "cell")
        var reason: String?
        let isStalled = try daemon.wait(10) {
            let sensor = try daemon.sensor("cell")
            reason = sensor?["reason"]?.string
            return sensor?["state"]?.string == "stalled"
        }
        #expect(isStalled && reason?.contains("has stopped sending samples") == true)
        #expect(try daemon.wait(20) { try daemon.sensor("cell")?["state"]?.string == "streaming" })
        #expect(daemon.stop() == 0)
    }

    /// The number in a line of /proc/PID/status.
    private static func status(_ name: String, of process: String, radix: Int = 10) throws -> UInt64 {
        let text = String(decoding: try Files.read("/proc/\(process)/status", limit: 1 << 16), as: UTF8.self)
        let line = text.split(separator: "\n").first { $0.hasPrefix(name + ":") }
        return line?.split { " \t".contains($0) }.compactMap { UInt64($0, radix: radix) }.first ?? 0
    }

    /// A host that is short of memory takes neither the code nor the rings away, and their unused part takes no memory.
    @Test(.enabled(if: mayLock, "the limit of locked memory is too low here (ulimit -l)"))
    func theCodeAndTheRingsStayInMemory() throws {
        let terminal = try PseudoTerminal()
        let daemon = try station("locked", terminal)
        // Kilobytes.
        let isLocked = try daemon.wait(10) { try Self.status("VmLck", of: "\(daemon.number)") > 30_000 }
        #expect(isLocked, "\(daemon.journal)")
        #expect(!daemon.journal.contains("can be locked"))
        #expect(daemon.stop() == 0)
    }

    private static let mayLock: Bool = {
        var limit = rlimit()
        // RLIMIT_MEMLOCK, or CAP_IPC_LOCK.
        return getrlimit(__rlimit_resource_t(8), &limit) == 0 && limit.rlim_cur >= 256 << 20
            || (try? status("CapEff", of: "self", radix: 16) & 1 << 14) ?? 0 != 0
    }()

    @Test func aStateDirectoryThatIsRemovedIsBegunAnewAndSaid() throws {
        let terminal = try PseudoTerminal()
        let daemon = try station("removed", terminal)
        #expect(
            try daemon.wait(20) {
                try say(terminal, lines: 10)
                return try daemon.call("GetStatus")["recording"]?.string != nil
            })
        try FileManager.default.removeItem(atPath: daemon.folder + "/state")
        // Something to store, and something to record.
        let began = try daemon.wait(30) {
            try say(terminal, lines: 10)
            _ = try? daemon.client(control: true).call(Method.session("AddAthlete"), [("pseudonym", .string("A"))])
            let warnings = try daemon.call("GetStatus")["warnings"]?.array?.compactMap(\.string) ?? []
            let recordings = (try? Files.list(daemon.folder + "/state/recordings")) ?? []
            return warnings.contains { $0.contains("database") } && !recordings.isEmpty
                && Files.kind(of: daemon.folder + "/state/holdfast.db") == .file
        }
        #expect(began, "\(daemon.journal)")
        let before = try frames(daemon)
        try say(terminal, lines: 10)
        #expect(try daemon.wait(10) { try frames(daemon) >= before + 10 })
        #expect(daemon.stop() == 0)
    }

    @Test func clientsThatCloseWhileTheyAreWrittenToAreForgotten() throws {
        let terminal = try PseudoTerminal()
        let daemon = try station("closing", terminal)
        let call = Array(
            #"{"method":"org.holdfast.station1.Monitor","parameters":{"intervalMs":0},"more":true}"#.utf8 + [0])
        for _ in 0..<40 {
            let client = try UnixSocket.connect(path: daemon.folder + "/run/holdfast.sock")
            _ = try call.withUnsafeBytes { try client.write($0) }
            try say(terminal)
        }
        // Until they are forgotten there is no room for another client of this user.
        #expect(daemon.wait(20) { (try? daemon.call("GetStatus"))?["clients"]?.integer == 1 })
        #expect(daemon.isRunning && daemon.stop() == 0)
    }

    @Test func withoutFileDescriptorsNobodyIsAcceptedAndWhoIsThereIsServed() throws {
        let terminal = try PseudoTerminal()
        let daemon = try station("descriptors", terminal)
        let served = try daemon.client()
        _ = try served.call(Method.station("GetStatus"))
        let open = try Files.list("/proc/\(daemon.number)/fd").count
        let limit = Process()
        limit.executableURL = URL(fileURLWithPath: "/usr/bin/prlimit")
        limit.arguments = ["--pid", "\(daemon.number)", "--nofile=\(open)"]
        try limit.run()
        limit.waitUntilExit()
        try #require(limit.terminationStatus == 0)
        do {
            // The kernel connects them; nobody accepts them.
            var waiting: [DescriptorBox] = []
            for _ in 0..<8 { waiting.append(DescriptorBox(try UnixSocket.connect(path: daemon.folder + "/run/holdfast.sock"))) }
            let before = try served.call(Method.station("ListSensors"))["sensors"]?.array?.first?.object?["frames"]?.integer ?? 0
            let goesOn = try daemon.wait(10) {
                try say(terminal, lines: 10)
                let now = try served.call(Method.station("ListSensors"))["sensors"]?.array?.first?.object?["frames"]?.integer ?? 0
                return now > before
            }
            #expect(goesOn)
        }
        // When they have gone the next one is accepted: there is one descriptor for it.
        _ = consume served
        #expect(daemon.wait(20) { (try? daemon.call("GetStatus")) != nil })
        #expect(daemon.isRunning && daemon.stop() == 0, "\(daemon.journal)")
    }

    /// A descriptor in a list.
    private final class DescriptorBox {
        let descriptor: Descriptor
        init(_ descriptor: consuming Descriptor) { self.descriptor = descriptor }
    }
}
