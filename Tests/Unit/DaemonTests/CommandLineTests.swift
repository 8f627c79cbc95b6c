import Foundation
import Help
import Interface
import LinuxIO
import Testing

@testable import Console

/// Every verb of `holdfast` as a process: exit codes and first lines.
struct CommandLineTests {
    struct Ending {
        let code: Int32
        let output: String
        let complaints: String
        /// One line of JSON.
        var isJSON: Bool {
            output.hasSuffix("\n")
                && (try? JSONSerialization.jsonObject(with: Data(output.utf8), options: .fragmentsAllowed)) != nil
        }
    }

    static func run(_ arguments: [String], station folder: String, environment: [String: String] = [:]) throws -> Ending {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: DaemonProcess.programs + "/holdfast")
        process.arguments = arguments
        process.environment = [
            "HOLDFAST_SOCKET": folder + "/run/holdfast.sock", "HOLDFAST_CONTROL_SOCKET": folder + "/run/control.sock",
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "", "XDG_STATE_HOME": folder, "LC_ALL": "C.UTF-8",
        ].merging(environment) { $1 }
        let (output, complaints) = (Pipe(), Pipe())
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = complaints
        try process.run()
        // Each is far below what a pipe holds.
        let said = output.fileHandleForReading.readDataToEndOfFile()
        let complained = complaints.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Ending(
            code: process.terminationStatus, output: String(decoding: said, as: UTF8.self),
            complaints: String(decoding: complained, as: UTF8.self))
    }

    /// Arguments with which a verb makes sense, and how it ends where no station is, and where nothing is found.
    struct Case {
        let name: String
        let arguments: [String]
        let alone: Int32
        let empty: Int32
    }

    private static let cases: [Case] = [
        Case(name: "status", arguments: [], alone: 69, empty: 0), Case(name: "devices", arguments: [], alone: 69, empty: 0),
        Case(name: "assign", arguments: ["x", "--driver", "text"], alone: 65, empty: 65),
        Case(name: "capture", arguments: ["/nowhere", "/nowhere/file"], alone: 69, empty: 69),
        Case(name: "sensors", arguments: [], alone: 69, empty: 0),
        Case(name: "watch", arguments: ["--sensor", "x", "--seconds", "1"], alone: 69, empty: 1),
        Case(name: "mark", arguments: ["go"], alone: 69, empty: 0),
        Case(name: "athletes", arguments: [], alone: 69, empty: 0),
        Case(name: "athletes add", arguments: ["a1"], alone: 69, empty: 0),
        Case(name: "athletes mass", arguments: ["nobody", "70.5"], alone: 69, empty: 1),
        Case(name: "athletes rename", arguments: ["nobody", "a2"], alone: 69, empty: 1),
        Case(name: "athletes export", arguments: ["nobody"], alone: 69, empty: 1),
        Case(name: "athletes forget", arguments: ["nobody", "--yes"], alone: 69, empty: 1),
        Case(name: "session start", arguments: ["--athlete", "nobody", "--position", "p"], alone: 69, empty: 1),
        Case(name: "session stop", arguments: [], alone: 69, empty: 1),
        Case(name: "session status", arguments: [], alone: 69, empty: 0),
        Case(name: "session numbers", arguments: ["7"], alone: 69, empty: 1),
        Case(name: "stand", arguments: [], alone: 69, empty: 1),
        Case(name: "session protocols", arguments: [], alone: 69, empty: 0),
        Case(name: "holds", arguments: ["--sensor", "x"], alone: 69, empty: 1),
        Case(name: "holds show", arguments: ["7"], alone: 69, empty: 1),
        Case(name: "holds results", arguments: ["7"], alone: 69, empty: 1),
        Case(name: "reanalyze", arguments: ["7"], alone: 69, empty: 1),
        Case(name: "holds trace", arguments: ["7"], alone: 69, empty: 1),
        Case(name: "holds table", arguments: [], alone: 69, empty: 0),
        Case(name: "holds withdraw", arguments: ["7", "1"], alone: 69, empty: 1),
        Case(name: "holds reassign", arguments: ["7", "--session", "1"], alone: 69, empty: 1),
        Case(name: "holds delete", arguments: ["7"], alone: 69, empty: 1),
        Case(name: "holds annotate", arguments: ["7", "text"], alone: 69, empty: 1),
        Case(name: "holds notes", arguments: ["7"], alone: 69, empty: 1),
        Case(name: "holds mark-onset", arguments: ["7", "0.5"], alone: 69, empty: 1),
        Case(name: "holds exclude", arguments: ["7"], alone: 69, empty: 1),
        Case(name: "holds include", arguments: ["7"], alone: 69, empty: 1),
        Case(name: "report", arguments: ["7"], alone: 69, empty: 1),
        Case(name: "changes", arguments: ["--since", "7"], alone: 69, empty: 0),
        Case(name: "tare", arguments: ["x"], alone: 69, empty: 1), Case(name: "zero", arguments: ["x"], alone: 69, empty: 1),
        Case(name: "diagnose", arguments: ["x"], alone: 69, empty: 1),
        Case(name: "calibrate", arguments: ["x", "--points", "0;2,5;5"], alone: 69, empty: 1),
        Case(name: "calibrations", arguments: [], alone: 69, empty: 0),
        Case(name: "calibrations list", arguments: ["x"], alone: 69, empty: 1),
        Case(name: "calibrations device", arguments: ["x"], alone: 69, empty: 1),
        Case(name: "calibrations show", arguments: ["x"], alone: 69, empty: 1),
        Case(name: "calibrations certificate", arguments: ["x"], alone: 69, empty: 1),
        Case(name: "calibrations export", arguments: ["x"], alone: 69, empty: 1),
        Case(name: "calibrations import", arguments: ["/nowhere"], alone: 66, empty: 66),
        Case(name: "calibrations revert", arguments: ["x"], alone: 69, empty: 1),
        Case(name: "calibrations temperature", arguments: ["x", "y", "--at", "12:31"], alone: 69, empty: 1),
        Case(name: "check", arguments: ["x", "--weight", "20.5kg"], alone: 69, empty: 1),
        Case(name: "weights", arguments: [], alone: 69, empty: 0),
        Case(name: "weights list", arguments: [], alone: 69, empty: 0),
        Case(name: "weights add", arguments: ["A1", "--mass", "20,5kg"], alone: 69, empty: 1),
        Case(name: "weights remove", arguments: ["A1"], alone: 69, empty: 1),
        Case(name: "plate corners", arguments: ["x"], alone: 69, empty: 1),
        Case(name: "plate points", arguments: ["x", "--at", "0:0;150,5:100"], alone: 69, empty: 1),
        Case(name: "plate matrix", arguments: ["--loads", "/nowhere"], alone: 66, empty: 66),
        Case(name: "plate list", arguments: ["x"], alone: 69, empty: 1),
        Case(name: "plate show", arguments: ["x"], alone: 69, empty: 1),
        Case(name: "plate certificate", arguments: ["x"], alone: 69, empty: 1),
        Case(name: "plate export", arguments: ["x"], alone: 69, empty: 1),
        Case(name: "plate import", arguments: ["/nowhere"], alone: 66, empty: 66),
        Case(name: "plate revert", arguments: ["x", "corners"], alone: 69, empty: 1),
        Case(name: "band stretch", arguments: ["--points", "/nowhere"], alone: 66, empty: 66),
        Case(name: "band tension", arguments: ["x", "--lengths", "0,5;0,6"], alone: 69, empty: 1),
        Case(name: "band list", arguments: ["x"], alone: 69, empty: 1),
        Case(name: "band show", arguments: ["x"], alone: 69, empty: 1),
        Case(name: "band certificate", arguments: ["x"], alone: 69, empty: 1),
        Case(name: "band export", arguments: ["x"], alone: 69, empty: 1),
        Case(name: "band import", arguments: ["/nowhere"], alone: 66, empty: 66),
        Case(name: "band revert", arguments: ["x"], alone: 69, empty: 1),
        Case(name: "analyze", arguments: ["/nowhere"], alone: 66, empty: 66),
        Case(name: "export", arguments: ["/nowhere"], alone: 66, empty: 66),
        Case(name: "import", arguments: ["/nowhere"], alone: 66, empty: 66),
        Case(name: "backup", arguments: ["/nowhere/copy", "--state-directory", "/nowhere"], alone: 66, empty: 66),
        Case(name: "restore", arguments: ["/nowhere"], alone: 66, empty: 66),
        Case(name: "metrics", arguments: [], alone: 0, empty: 0),
        Case(name: "rehearse", arguments: ["/nowhere/x", "/nowhere", "--column", "1"], alone: 66, empty: 66),
        Case(name: "replay", arguments: ["/nowhere/x", "/nowhere"], alone: 66, empty: 66),
        Case(name: "doctor", arguments: [], alone: 2, empty: 2),
    ]

    /// Without a station.
    private static let nowhere = "/nonexistent"

    @Test func everyVerbIsInTheTable() {
        let verbs = Command.allWithVerbs.filter { $0.run != nil }
        #expect(Set(verbs.map(\.name)) == Set(Self.cases.map(\.name)))
    }

    @Test(arguments: Self.cases.map(\.name)) func aVerbEndsAsItShould(_ name: String) throws {
        let one = try #require(Self.cases.first { $0.name == name })
        let words = name.split(separator: " ").map(String.init)
        func run(_ more: [String]) throws -> Ending { try Self.run(words + more, station: Self.nowhere) }

        let help = try run(["--help"])
        #expect(help.code == 0 && help.output.hasPrefix("usage: holdfast \(name)") && help.complaints.isEmpty)
        #expect(try Self.run(["help"] + words, station: Self.nowhere).output == help.output)

        // Before the verb and after it; no station is asked.
        for wrong in [one.arguments + ["--nonsense"], one.arguments + ["--unit"], ["--json=1"] + one.arguments] {
            let ended = try run(wrong)
            #expect(ended.code == 64 && ended.output.isEmpty, "\(name) \(wrong): \(ended)")
            #expect(ended.complaints.hasPrefix("holdfast \(name): ") && Self.isPlain(ended.complaints), "\(ended.complaints)")
        }
        let alone = try run(one.arguments)
        #expect(alone.code == one.alone, "\(name): \(alone)")
        #expect(alone.code == 0 || alone.code == 2 || alone.output.isEmpty && Self.isPlain(alone.complaints), "\(name): \(alone)")
        if one.alone == 69, name != "capture" { #expect(alone.complaints.contains("no station answers at")) }
        let json = try Self.run(["--json"] + words + one.arguments, station: Self.nowhere)
        #expect(json.code == one.alone && (json.code != 0 && json.output.isEmpty || json.isJSON), "\(name): \(json)")
    }

    /// Words that are judged before anything is asked or opened.
    @Test(arguments: [
        ["holds", "--limit", "x"], ["holds", "show", "x"], ["holds", "annotate", "1"],
        ["holds", "annotate", "1", "--score", "11"],
        ["holds", "mark-onset", "1", "late"], ["holds", "--from", "2026-02-30"], ["holds", "reassign", "1"],
        ["holds", "withdraw", "1", "x"], ["export", "/nowhere", "--format", "x"], ["athletes", "mass", "a", "heavy"],
        ["athletes", "mass", "a", "81,5"],
        ["athletes", "add", "Anna Schmidt"], ["session", "start", "--athlete", "a"], ["session", "numbers", "-1"],
        ["sensors", "--unit", "stone"], ["watch", "--seconds", "x"], ["diagnose", "x", "--limits", "3:1"], ["calibrate", "x"],
        ["calibrate", "x", "--points", "1,2,3"], ["calibrate", "x", "--points", "0,1,2", "--valid", "x"],
        ["calibrate", "x", "--points", "0,1,2", "--dwell", "x"], ["calibrations", "temperature", "a", "b"],
        ["check", "x", "--weight", "20"], ["check", "x", "--weight", "20kg", "--window", "x"],
        ["plate", "corners", "x", "--rounds", "0"], ["plate", "points", "x", "--at", "1"], ["plate", "revert", "x", "band"],
        ["plate", "corners", "x", "--timeout", "x"], ["band", "stretch", "x"], ["band", "tension", "x", "--lengths", "0.6,0.5"],
        ["analyze", "/nowhere", "--decimal", "x"], ["analyze", "/nowhere", "--in", "x"], ["metrics", "nonsense"],
        ["help", "nonsense"], ["help", "holds", "nonsense"], ["nonsense"], ["--nonsense"], ["holds", "nonsense"], ["plate"],
    ])
    func argumentsAreJudgedFirst(_ words: [String]) throws {
        let ended = try Self.run(words, station: Self.nowhere)
        #expect(ended.code == 64 && ended.output.isEmpty && Self.isPlain(ended.complaints), "\(words): \(ended)")
    }

    /// The name that is wrong is in the first line.
    private static let missing = [
        (["session", "stop"], "stop: no session is under way: "), (["session", "numbers"], "numbers: no session is under way: "),
        (["session", "numbers", "9"], "there is no session 9"),
        (["session", "stop", "--set-up", "x"], "there is no set-up \"x\""),
        (["report", "--session", "9"], "there is no session 9"), (["holds", "--session", "9"], "there is no session 9"),
        (["holds", "--athlete", "nobody"], "there is no athlete \"nobody\""),
        (["holds", "--set-up", "x"], "there is no set-up \"x\""), (["calibrations", "revert", "x"], "no sensor is called \"x\""),
        (["plate", "revert", "x", "corners"], "no sensor is called \"x\""),
        (["band", "revert", "x"], "no sensor is called \"x\""),
        (["weights", "add", "A1", "--mass", "20,5kg"], "A1 needs an uncertainty: --load-uncertainty, or --class"),
    ]

    @Test func whatIsNotThereIsAnErrorAndJSONIsJSON() throws {
        let folder = try DaemonProcess.makeFolder("command-line")
        try Files.replace(folder + "/holdfast.toml", with: Array("[station]\nname = \"lab\"\n".utf8))
        let daemon = try DaemonProcess(folder: folder)
        for one in Self.cases {
            let words = one.name.split(separator: " ").map(String.init) + one.arguments
            // The folder of the settings is that of the host, which says nothing of this station.
            let plain = try Self.run(words, station: folder)
            // What the doctor finds of the host is not known here.
            let isEnd: (Int32) -> Bool = { one.name == "doctor" ? [1, 2].contains($0) : $0 == one.empty }
            #expect(isEnd(plain.code), "\(words): \(plain)")
            #expect(Self.isPlain(plain.complaints), "\(words): \(plain)")
            let json = try Self.run(words + ["--json"], station: folder)
            // The second athlete of a name is refused.
            #expect(isEnd(json.code) || one.name == "athletes add", "\(words): \(json)")
            if json.code == 0 { #expect(json.isJSON && json.complaints.isEmpty, "\(words): \(json)") }
        }
        for (words, first) in Self.missing {
            let ended = try Self.run(words, station: folder)
            #expect(ended.code == 1 && ended.output.isEmpty && ended.complaints.contains(first), "\(words): \(ended)")
        }
        let guide = try Self.run([], station: folder)
        #expect(guide.code == 0 && guide.output.hasPrefix("The station has no sensor."), "\(guide)")
        #expect(try Self.run(["--json"], station: folder).isJSON)
        daemon.stop()
    }

    @Test func withoutACommandItSaysWhatToDo() throws {
        let ended = try Self.run([], station: Self.nowhere)
        #expect(ended.code == 0 && ended.output.hasPrefix("No station runs.") && ended.output.contains("holdfast rehearse"))
    }

    @Test func standardInputIsAFile() throws {
        let folder = try DaemonProcess.makeFolder("standard-input")
        let table = (0..<2000).map { "\(Double($0) / 1000),\($0 < 900 ? 0 : min(Double($0 - 900) * 4, 200))" }
        try Files.replace(folder + "/t.csv", with: Array(("t_s,F_N\n" + table.joined(separator: "\n") + "\n").utf8))
        func analyze(_ file: String, input: String) throws -> String {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/bin/sh")
            process.arguments = [
                "-c", "\"$0\" analyze \(file) --column F_N --json < \(input)", DaemonProcess.programs + "/holdfast",
            ]
            let output = Pipe()
            process.standardOutput = output
            try process.run()
            let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            process.waitUntilExit()
            #expect(process.terminationStatus == 0)
            return said.replacing(file, with: "FILE")
        }
        let named = try analyze(folder + "/t.csv", input: "/dev/null")
        #expect(named.contains("\"samples\":2000"))
        #expect(try analyze("-", input: folder + "/t.csv").contains("\"samples\":2000"))
    }

    /// A sentence or two, without the words of Swift or of a protocol.
    private static func isPlain(_ text: String) -> Bool {
        !["org.holdfast", "Error(", "Optional", "errno", "fatal", "nil"].contains { text.contains($0) }
    }
}
