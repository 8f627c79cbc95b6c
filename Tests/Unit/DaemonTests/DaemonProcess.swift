import Foundation
import Help
import Interface
import LinuxIO
import Samples
import Scratch

@testable import Console

/// A real `holdfastd` in a process of its own, with everything in one folder.
final class DaemonProcess {
    let folder: String
    private let process = Process()

    /// Where the programs of this build are.
    static var programs: String {
        let test = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return (test as NSString).deletingLastPathComponent
    }

    /// Starts and waits until it answers.
    init(folder: String, arguments: [String] = [], environment: [String: String] = [:]) throws {
        self.folder = folder
        process.executableURL = URL(fileURLWithPath: Self.programs + "/holdfastd")
        process.arguments =
            [
                "--config", folder + "/holdfast.toml", "--state-directory", folder + "/state", "--runtime-directory",
                folder + "/run",
            ]
            + arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        _ = FileManager.default.createFile(atPath: folder + "/journal", contents: nil)
        process.standardError = FileHandle(forWritingAtPath: folder + "/journal")
        try process.run()
        let deadline = Clock.monotonic().advanced(bySeconds: 20)
        while (try? UnixSocket.connect(path: folder + "/run/holdfast.sock")) == nil {
            guard process.isRunning, Clock.monotonic() < deadline else { throw SystemError("start", journal, number: 110) }
            pause()
        }
    }

    /// The exit code and the complaints of one that is expected to end by itself.
    static func ending(_ arguments: [String]) throws -> (code: Int32, text: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: programs + "/holdfastd")
        process.arguments = arguments
        let complaints = Pipe()
        process.standardError = complaints
        try process.run()
        let text = String(decoding: complaints.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, text)
    }

    /// What it has said.
    var journal: String { (try? String(contentsOfFile: folder + "/journal", encoding: .utf8)) ?? "" }
    var number: Int32 { process.processIdentifier }
    var isRunning: Bool { process.isRunning }

    func signal(_ number: Int32) { kill(process.processIdentifier, number) }

    /// Ends it; its exit code.
    @discardableResult func stop(_ signal: Int32 = SIGTERM) -> Int32 {
        kill(process.processIdentifier, signal)
        process.waitUntilExit()
        return process.terminationStatus
    }

    deinit { if process.isRunning { stop(SIGKILL) } }

    // MARK: asking

    func client(control: Bool = false) throws -> StationClient {
        let arguments = ["--\(control ? "control-" : "")socket", folder + "/run/\(control ? "control" : "holdfast").sock"]
        return try StationClient(Arguments(arguments, options: Option.common), control: control)
    }

    func call(_ method: String, _ parameters: [(String, JSONValue)] = [], control: Bool = false) throws -> JSONObject {
        let name = control ? Method.control(method) : Method.station(method)
        return try client(control: control).call(name, parameters)
    }

    /// One sensor of `ListSensors`.
    func sensor(_ name: String) throws -> JSONObject? {
        try call("ListSensors")["sensors"]?.array?.compactMap(\.object).first { $0["name"]?.string == name }
    }

    /// Stored holds with all their numbers, the oldest first.
    func holds() throws -> [JSONObject] {
        let answer = try client(control: true).call(Method.station("ListHolds"), [("limit", .integer(200))])
        return (answer["holds"]?.array ?? []).compactMap(\.object).reversed()
    }

    /// Looks again and again until `condition` holds, at most `seconds`; whether it does.
    func wait(_ seconds: Double, until condition: () throws -> Bool) rethrows -> Bool {
        let deadline = Clock.monotonic().advanced(bySeconds: seconds)
        while Clock.monotonic() < deadline {
            if try condition() { return true }
            pause()
        }
        return false
    }

    /// Between two looks at something that only another process can change: waits for a bell that nobody rings.
    private func pause() { if let silence { _ = UnixSocket.wait(silence.number, seconds: 0.02) } }
    private let silence = try? EventDescriptor()

    /// A new folder for one test.
    static func makeFolder(_ name: String) throws -> String {
        let path = Scratch.path(name)
        try Files.makeDirectory(path)
        return path
    }

    /// The holds of the newest recording, as `holdfast analyze` finds them.
    func analysedHolds() throws -> [JSONObject] {
        let recordings = folder + "/state/recordings"
        var found: [JSONObject] = []
        for name in try Files.list(recordings) {
            let report = try Command.analysis(of: [recordings + "/" + name], Arguments([], options: []))
            var writer = JSONWriter()
            report.write(to: &writer)
            found += (try JSONParser.object(writer.bytes, limit: .max)["holds"]?.array ?? []).compactMap(\.object)
        }
        return found
    }
}
