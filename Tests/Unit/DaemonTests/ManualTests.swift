import Foundation
import LinuxIO
import Testing

@testable import Console

/// What `holdfast documentation` writes, as man and the shells take it.
struct ManualTests {
    private func output(_ program: String, _ arguments: [String], environment: [String: String] = [:]) throws -> (
        code: Int32, text: String
    ) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.environment = [
            "PATH": DaemonProcess.programs + ":" + (ProcessInfo.processInfo.environment["PATH"] ?? ""), "LC_ALL": "C.UTF-8",
            "MANWIDTH": "80", "HOLDFAST_SOCKET": "/nonexistent",
        ].merging(environment) { $1 }
        let pipe = Pipe()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, text)
    }

    private func documentation() throws -> String {
        let folder = try DaemonProcess.makeFolder("documentation")
        #expect(try CommandLineTests.run(["documentation", folder], station: "/nonexistent").code == 0)
        return folder
    }

    @Test func everyCommandHasAPage() throws {
        let pages = Set(ManualPage.all.map(\.path))
        for command in Command.allWithVerbs { #expect(pages.contains("man1/\(ManualPage.name(command)).1")) }
        #expect(pages.isSuperset(of: ["man1/holdfast.1", "man8/holdfastd.8", "man5/holdfast.toml.5", "man7/org.holdfast.7"]))
        #expect(pages.count == ManualPage.all.count)
        // Text that means something to troff stays text.
        #expect(ManualPage.escaped(".a \\ --b") == "\\&.a \\e \\-\\-b")
    }

    @Test(.enabled(if: Files.kind(of: "/usr/bin/man") == .file)) func manHasNoWarnings() throws {
        let folder = try documentation()
        for page in ManualPage.all {
            let path = "\(folder)/man/\(page.path)"
            let complaints = try output("/bin/sh", ["-c", "man --warnings -l \(path) 2>&1 > \(folder)/shown"])
            #expect(complaints.code == 0 && complaints.text.isEmpty, "\(page.path): \(complaints.text)")
            let shown = String(decoding: try Files.read(folder + "/shown", limit: 1 << 20), as: UTF8.self)
            #expect(shown.contains("NAME") && shown.contains(page.name), "\(page.path)")
        }
        let settings = try output("/usr/bin/man", ["-l", folder + "/man/man5/holdfast.toml.5"]).text
        #expect(settings.contains("driver =") && settings.contains("[sensor.NAME]"))
    }

    @Test func bashCompletesCommandsOptionsAndUnits() throws {
        let folder = try documentation()
        let script = folder + "/bash-completion/completions/holdfast"
        #expect(try output("/bin/bash", ["-n", script]).code == 0)
        func complete(_ words: String...) throws -> String {
            let line = words.map { "'\($0)'" }.joined(separator: " ")
            let ask =
                "source \(script); COMP_WORDS=(holdfast \(line)); COMP_CWORD=\(words.count); _holdfast; echo \"${COMPREPLY[*]}\""
            return try output("/bin/bash", ["--norc", "-c", ask]).text
        }
        #expect(try complete("cali") == "calibrate calibrations\n" && complete("holds", "mark") == "mark-onset\n")
        #expect(try complete("holds", "--unit", "") == "N kN kg lb\n" && complete("plate", "corners", "--wind") == "--window\n")
        #expect(try complete("analyze", "") == "\n")
    }

    /// A person who types a tab.
    @Test(.enabled(if: Files.kind(of: "/usr/bin/script") == .file)) func bashCompletesWhatIsTyped() throws {
        let folder = try documentation()
        try Files.replace(
            folder + "/rc", with: Array("source \(folder)/bash-completion/completions/holdfast\nPS1=''\n".utf8))
        let shell = "printf 'holdfast metrics rfd_0_10\\t\\nexit\\n' | script -qec 'bash --rcfile \(folder)/rc -i' /dev/null"
        let shown = try output("/bin/sh", ["-c", shell], environment: ["TERM": "xterm", "PAGER": "cat"]).text
        #expect(shown.contains("Mean slope of force from 0 to 100 ms"), "\(shown)")
    }

    @Test(.enabled(if: Files.kind(of: "/usr/bin/shellcheck") == .file)) func shellcheckHasNoRemarks() throws {
        let checked = try output(
            "/usr/bin/shellcheck", ["--shell=bash", documentation() + "/bash-completion/completions/holdfast"])
        #expect(checked.code == 0, "\(checked.text)")
    }

    @Test(.enabled(if: Files.kind(of: "/usr/bin/script") == .file)) func aTerminalHasAPagerAndColours() throws {
        func shown(_ command: String, _ environment: [String: String]) throws -> String {
            try output(
                "/usr/bin/script", ["-qec", command, "/dev/null"], environment: ["TERM": "xterm"].merging(environment) { $1 }
            ).text
        }
        let paged = try shown("holdfast metrics", ["PAGER": "sed s/^/page:/", "COLUMNS": "80"])
        #expect(paged.hasPrefix("page:NUMBER") && paged.contains("page:tremor"))
        #expect(paged.split(whereSeparator: \.isNewline).allSatisfy { $0.count <= 85 })
        #expect(try !shown("holdfast metrics peak_force", ["PAGER": "cat"]).contains("page:"))
        // What ends while the pager has the output is still said, with its code.
        let failed = try shown("holdfast metrics nonsense; echo $?", ["PAGER": "sed s/^/page:/"])
        #expect(failed.contains("there is no number") && failed.contains("64"))
        #expect(try shown("holdfast doctor", ["PAGER": "cat"]).contains("\u{1B}[31mfault"))
        #expect(try !shown("holdfast doctor", ["PAGER": "cat", "NO_COLOR": "1"]).contains("\u{1B}["))
    }
}
