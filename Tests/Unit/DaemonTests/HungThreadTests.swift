import Foundation
import Glibc
import Interface
import LinuxIO
import Rehearsal
import Samples
import Scratch
import Testing

/// A station under a service manager of the test.
@Suite struct HungThreadTests {
    /// Receives what the daemon says to its manager.
    private final class Manager {
        let path = Scratch.path("manager")
        private let socket: Descriptor

        init() throws {
            socket = Descriptor(owning: Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0))
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
            let number = socket.number
            let bound = withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(number, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
                }
            }
            try #require(bound == 0)
        }

        deinit { unlink(path) }

        /// Whether the watchdog is fed within this time.
        func isFed(within seconds: Double) throws -> Bool {
            let deadline = Clock.monotonic().advanced(bySeconds: seconds)
            let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 12, alignment: 1)
            defer { buffer.deallocate() }
            while true {
                let rest = deadline.seconds(since: Clock.monotonic())
                guard rest > 0, UnixSocket.wait(socket.number, seconds: rest) else { return false }
                guard case .bytes(let count) = try socket.read(into: buffer) else { continue }
                if String(decoding: buffer[..<count], as: UTF8.self).contains("WATCHDOG=1") { return true }
            }
        }
    }

    /// Stops single threads of another process. Only the thread that has stopped one can let it go on.
    private enum Tracer {
        private typealias Call = @convention(c) (Int, Int, Int, Int) -> Int
        private static func call(_ request: Int, _ thread: Int32) throws {
            let symbol = try #require(dlsym(nil, "ptrace"))
            try #require(unsafeBitCast(symbol, to: Call.self)(request, Int(thread), 0, 0) == 0, "\(errno)")
        }

        static func stop(_ thread: Int32) throws {
            // PTRACE_SEIZE, PTRACE_INTERRUPT; __WALL.
            try call(0x4206, thread)
            try call(0x4207, thread)
            var status: Int32 = 0
            try #require(waitpid(thread, &status, 0x4000_0000) == thread)
        }

        /// PTRACE_DETACH.
        static func release(_ thread: Int32) throws { try call(17, thread) }
    }

    private func thread(_ name: String, of daemon: DaemonProcess) throws -> Int32 {
        let tasks = "/proc/\(daemon.number)/task"
        var found: String?
        // A thread has its name soon after it has begun.
        _ = try daemon.wait(10) {
            found = try Files.list(tasks).first {
                (try? String(contentsOfFile: "\(tasks)/\($0)/comm", encoding: .utf8)) == name + "\n"
            }
            return found != nil
        }
        return try #require(found.flatMap { Int32($0) })
    }

    @Test(arguments: ["hf-acquire", "hf-analyse", "hf-record", "hf-publish", "hf-control"])
    func aSingleThreadThatHangsIsNoticed(name: String) throws {
        let manager = try Manager()
        let folder = try DaemonProcess.makeFolder("hung")
        try Files.replace(folder + "/holdfast.toml", with: [])
        let daemon = try DaemonProcess(
            folder: folder, environment: ["NOTIFY_SOCKET": manager.path, "WATCHDOG_USEC": "3000000"])
        #expect(try manager.isFed(within: 20))
        let hung = try thread(name, of: daemon)
        try Tracer.stop(hung)
        // It may have turned since it was last looked at.
        _ = try manager.isFed(within: 3)
        let isFed = try manager.isFed(within: 6)
        try Tracer.release(hung)
        #expect(!isFed)
        #expect(try manager.isFed(within: 20))
        #expect(daemon.stop() == 0)
    }

    @Test func itStopsWithinTwoSecondsAlthoughAClientReadsNothing() throws {
        let terminal = try PseudoTerminal()
        let folder = try DaemonProcess.makeFolder("stopping")
        let settings = "[sensor.cell]\ndriver = \"text\"\npath = \"\(terminal.path)\"\nunit = \"N\"\nrate = 100.0\n"
        try Files.replace(folder + "/holdfast.toml", with: Array(settings.utf8))
        let daemon = try DaemonProcess(folder: folder)
        let line = Array("12.5\n".utf8)
        let isRecording = try daemon.wait(20) {
            _ = try line.withUnsafeBytes { try terminal.descriptor.write($0) }
            return try daemon.call("GetStatus")["recording"]?.string != nil
                && (try daemon.sensor("cell")?["frames"]?.integer ?? 0) > 100
        }
        #expect(isRecording)
        let idle = try UnixSocket.connect(path: folder + "/run/holdfast.sock")
        let call = Array(
            String(
                repeating:
                    #"{"method":"org.varlink.service.GetInterfaceDescription","parameters":{"interface":"org.holdfast.station1"}}"#
                    + "\0", count: 500
            ).utf8)
        _ = try call.withUnsafeBytes { try idle.write($0) }
        #expect(try daemon.wait(10) { try daemon.call("GetStatus")["clients"]?.integer == 2 })
        let before = Clock.monotonic()
        #expect(daemon.stop() == 0)
        let seconds = Clock.monotonic().seconds(since: before)
        #expect(seconds < 2, "\(seconds) s")
        let names = try Files.list(folder + "/state/recordings")
        #expect(!names.isEmpty)
        #expect(idle.number >= 0)
    }
}
