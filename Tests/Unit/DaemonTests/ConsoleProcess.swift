import Foundation
import LinuxIO
import Samples

/// A real `holdfast` in a process of its own, with pipes in place of a terminal.
final class ConsoleProcess {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private var buffer: [UInt8] = []
    /// Everything that it has said so far.
    private(set) var lines: [String] = []

    init(_ arguments: [String], daemon: DaemonProcess, state: String) throws {
        // Typing to a program that has ended must not end this one.
        signal(SIGPIPE, SIG_IGN)
        process.executableURL = URL(fileURLWithPath: DaemonProcess.programs + "/holdfast")
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging([
            "HOLDFAST_SOCKET": daemon.folder + "/run/holdfast.sock",
            "HOLDFAST_CONTROL_SOCKET": daemon.folder + "/run/control.sock", "XDG_STATE_HOME": state,
        ]) { $1 }
        process.standardInput = input
        process.standardOutput = output
        process.standardError = output
        try process.run()
        // Ours would keep the end of the other side from being seen.
        try output.fileHandleForWriting.close()
        try input.fileHandleForReading.close()
    }

    deinit { if process.isRunning { kill() } }

    /// The next line; nil when it has ended.
    func line() -> String? {
        while true {
            if let end = buffer.firstIndex(of: 10) {
                let line = String(decoding: buffer[..<end], as: UTF8.self)
                buffer.removeFirst(end + 1)
                lines.append(line)
                return line
            }
            let data = output.fileHandleForReading.availableData
            guard !data.isEmpty else { return nil }
            buffer += [UInt8](data)
        }
    }

    func type(_ text: String) { try? input.fileHandleForWriting.write(contentsOf: Data((text + "\n").utf8)) }

    func kill() {
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// Reads on to the end; its exit code.
    func end() -> Int32 {
        while line() != nil {}
        process.waitUntilExit()
        return process.terminationStatus
    }

    var text: String { lines.joined(separator: "\n") }
}
