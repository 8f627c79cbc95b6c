import Foundation
import Interface
import LinuxIO
import Rehearsal
import Samples
import Testing

/// `holdfast watch` at a terminal, with a real station.
@Suite struct WatchTests {
    /// What the program has written; the master's side of the terminal.
    private final class Screen {
        private let terminal: PseudoTerminal
        private let program = Process()
        private var text = ""

        init(_ daemon: DaemonProcess) throws {
            terminal = try PseudoTerminal()
            let other = open(terminal.path, O_RDWR | O_NOCTTY | O_CLOEXEC)
            // As a shell leaves it.
            var settings = termios()
            tcgetattr(other, &settings)
            settings.c_lflag |= tcflag_t(ICANON | ECHO)
            tcsetattr(other, TCSANOW, &settings)
            let side = FileHandle(fileDescriptor: other, closeOnDealloc: true)
            program.executableURL = URL(fileURLWithPath: DaemonProcess.programs + "/holdfast")
            program.arguments = ["watch", "--utc"]
            program.environment = ProcessInfo.processInfo.environment.merging([
                "HOLDFAST_SOCKET": daemon.folder + "/run/holdfast.sock",
                "HOLDFAST_CONTROL_SOCKET": daemon.folder + "/run/control.sock", "TERM": "xterm",
            ]) { $1 }
            (program.standardInput, program.standardOutput) = (side, side)
            resize(rows: 20, columns: 60)
            try program.run()
        }

        deinit { if program.isRunning { kill(program.processIdentifier, SIGKILL) } }

        func resize(rows: UInt16, columns: UInt16) {
            var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
            _ = ioctl(terminal.descriptor.number, UInt(TIOCSWINSZ), &size)
        }

        func type(_ keys: String) throws {
            _ = try Array(keys.utf8).withUnsafeBytes { try terminal.descriptor.write($0) }
        }

        /// Whether the lines of a screen do what is wanted, within ten seconds.
        func shows(_ wanted: ([String]) -> Bool) -> Bool {
            let deadline = Clock.monotonic().advanced(bySeconds: 10)
            var buffer = [UInt8](repeating: 0, count: 1 << 16)
            while Clock.monotonic() < deadline {
                _ = UnixSocket.wait(terminal.descriptor.number, seconds: 0.1)
                if case .bytes(let count)? = try? buffer.withUnsafeMutableBytes({ try terminal.descriptor.read(into: $0) }) {
                    text += String(decoding: buffer[..<count], as: UTF8.self)
                }
                // The last screen may not be complete yet.
                let screens = text.components(separatedBy: "\u{1B}[H").dropFirst().dropLast()
                if screens.contains(where: { wanted($0.replacing("\u{1B}[K", with: "").components(separatedBy: "\r\n")) }) {
                    text = ""
                    return true
                }
            }
            return false
        }

        /// Its exit code, and whether the terminal is as it was.
        func end() -> (code: Int32, isRestored: Bool) {
            program.waitUntilExit()
            var settings = termios()
            tcgetattr(terminal.descriptor.number, &settings)
            let flags = tcflag_t(ICANON | ECHO)
            return (program.terminationStatus, settings.c_lflag & flags == flags)
        }
    }

    @Test func aTerminalShowsTheStationFollowsItsSizeAndIsLeftAsItWas() throws {
        let folder = try DaemonProcess.makeFolder("watch")
        let rehearsal = try RehearsalStation(.init(folder: folder, seed: 3, bootSeconds: 0.5))
        defer { rehearsal.stop() }
        let daemon = try DaemonProcess(folder: folder)
        let screen = try Screen(daemon)
        #expect(screen.shows { $0.count == 20 && $0.contains { $0.contains("left-band") } })
        screen.resize(rows: 30, columns: 100)
        #expect(screen.shows { $0.count == 30 && $0.last?.contains("? help") == true })
        try screen.type("?")
        #expect(screen.shows { $0.first == "Keys" })
        try screen.type("xt")
        #expect(screen.shows { $0.last?.hasSuffix("tare all sensors? y/n") == true })
        try screen.type("y")
        #expect(screen.shows { $0.last?.contains("tar") == true && $0.last?.hasSuffix("y/n") == false })
        try screen.type("q")
        let (code, isRestored) = screen.end()
        #expect(code == 0 && isRestored)
    }

    /// The traces begin with what the station has, not with what comes from now on.
    @Test func theFirstScreenHasTheSecondsThatTheStationHas() throws {
        let folder = try DaemonProcess.makeFolder("watch-past")
        let rehearsal = try RehearsalStation(.init(folder: folder, seed: 3, bootSeconds: 0.5))
        defer { rehearsal.stop() }
        let daemon = try DaemonProcess(folder: folder)
        #expect(try daemon.wait(30) { try daemon.sensor("left-band")?["nextSample"]?.integer ?? 0 > 6500 })
        let screen = try Screen(daemon)
        var most = 0
        #expect(
            screen.shows { lines in
                most = lines.map { $0.unicodeScalars.count { (0x2801...0x28FF).contains($0.value) } }.max() ?? 0
                return most > 0
            })
        // More than half of the ten seconds; the axis takes some of the 60 columns.
        #expect(most > 25, "\(most) columns")
        try screen.type("q")
        #expect(screen.end().code == 0)
    }
}
