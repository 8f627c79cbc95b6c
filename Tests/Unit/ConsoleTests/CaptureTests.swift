import Acquisition
import Drivers
import LinuxIO
import Replaying
import Samples
import Scratch
import Synchronization
import Testing

@testable import Console

/// A capture of a board behind a pseudo-terminal.
struct CaptureTests {
    /// A board that prints numbers, two hundred a second, on a thread of its own.
    private final class Board {
        private let thread: Thread
        private let stopping: Stop
        let path: String

        private final class Stop: Sendable {
            let isAsked = Atomic<Bool>(false)
            /// Rung by nobody: a pause.
            let silence: EventDescriptor
            init() throws { silence = try EventDescriptor() }
        }

        private final class Terminal: Sendable {
            let terminal: PseudoTerminal
            init() throws { terminal = try PseudoTerminal() }
        }

        init() throws {
            let terminal = try Terminal()
            let stop = try Stop()
            path = terminal.terminal.path
            stopping = stop
            thread = try Thread(name: "board") { _ in
                var printed = 0
                while !stop.isAsked.load(ordering: .relaxed) {
                    Array("\(printed);\(printed % 7).5\r\n".utf8).withUnsafeBytes { bytes in
                        _ = try? terminal.terminal.descriptor.write(bytes)
                    }
                    printed += 1
                    _ = UnixSocket.wait(stop.silence.number, seconds: 0.005)
                }
            }
        }

        deinit {
            stopping.isAsked.store(true, ordering: .relaxed)
            thread.join()
        }
    }

    private func arguments(_ more: [String]) throws -> Arguments { try Arguments(more, options: Command.capture.options) }

    @Test func whatWasCapturedIsALogThatReplaysAsItWas() throws {
        let board = try Board()
        let file = Scratch.path("capture") + ".replay"
        defer { try? Files.remove(file) }
        let target = try CaptureTarget(
            board.path, arguments(["--driver", "text", "--set", "columns=[2]; start_command=\"go\"; stop_command=\"halt\""]))
        let capture = try Capture(target, file: file, keepsSerial: false)
        let end = try capture.run(until: SignalDescriptor([.user1]), seconds: 4)
        #expect(end == .asked)
        let log = try ReplayLog(parsing: try Files.read(file, limit: ReplayLog.byteLimit))
        #expect(log.head.driver == "text" && log.head.options.columns == [2] && log.head.device.node.isEmpty)
        let words = log.entries.map(\.words)
        #expect(words.filter { $0.hasPrefix("sample 0 01 0 0 - ") }.count > 100)
        #expect(words.contains("out serial 676f") && words.contains("out serial 68616c74"))
        #expect(words.firstIndex(of: "farewell") ?? 0 < words.firstIndex(of: "out serial 68616c74") ?? 0)
        let expected = Replay.outcome(log.entries)
        for cut in [Replay.Cut.whole, .size(1), .size(7), .random(seed: 3)] {
            #expect(Replay.outcome(try Replay(log, driver: TextLine.driver, cut: cut).entries) == expected)
        }
        #expect(capture.summary.contains("6 bytes in 2 requests"), "\(capture.summary)")
    }

    @Test func whatIsInTheWayIsSaid() throws {
        func code(_ body: () throws -> Void) -> Int32? {
            do {
                try body()
                return nil
            } catch { return (error as? CommandError)?.exitCode }
        }
        let board = try Board()
        let target = try CaptureTarget(board.path, arguments(["--driver", "text"]))
        let port = try SerialPort(path: board.path, baud: 115_200)
        // Somebody has it.
        #expect(code { _ = try Capture(target, file: "/tmp/never.replay", keepsSerial: false) } == 69)
        #expect(port.descriptor.number >= 0)
        #expect(Files.kind(of: "/tmp/never.replay") == nil)
        // A file that is there stays as it is.
        let free = try Board()
        let other = try CaptureTarget(free.path, arguments(["--driver", "text"]))
        #expect(code { _ = try Capture(other, file: "/dev/null", keepsSerial: false) } == 64)
        #expect(code { _ = try CaptureTarget(free.path, arguments([])) } == 64)
        #expect(code { _ = try CaptureTarget(free.path, arguments(["--driver", "txt"])) } == 64)
        #expect(code { _ = try CaptureTarget(free.path, arguments(["--driver", "go-direct", "--set", "colour=1"])) } == 64)
        #expect(code { _ = try CaptureTarget("nobody", arguments(["--driver", "text"])) } == 69)
        #expect(code { _ = try CaptureTarget("/dev/not-there", arguments(["--driver", "text"])) } == 69)
    }
}
