import Foundation
import Testing

@testable import Console

/// What people read is checked against what there is.
struct DocumentTests {
    /// Changed on purpose only: `HOLDFAST_ACCEPT=1 swift test --filter DocumentTests` writes it anew.
    @Test func theHelpIsTheOneThatWasAccepted() throws {
        let text = ([ConsoleProgram.help] + Command.all.map(\.help)).joined(separator: "\n\n") + "\n"
        let path = SourceTree.root.appendingPathComponent("Tests/StructureTests/help.txt")
        if ProcessInfo.processInfo.environment["HOLDFAST_ACCEPT"] == "1" {
            try text.write(to: path, atomically: true, encoding: .utf8)
        }
        let accepted = try SourceTree.text("Tests/StructureTests/help.txt").split(separator: "\n")
        let now = text.split(separator: "\n")
        #expect(now == accepted, "what people read has changed")
    }

    @Test func everyConditionOfTheDoctorIsInItsPage() throws {
        let page = try SourceTree.text("Sources/Daemon/Daemon.docc/Doctor.md")
        for condition in Condition.all {
            let row = "| `\(condition.name)` | \(condition.severity.name) | \(condition.summary) |"
            #expect(page.contains(row), "\(row)")
        }
    }

    @Test func everyHelpFitsATerminal() {
        for command in Command.all {
            for line in command.help.split(separator: "\n") { #expect(line.count <= 120, "\(command.name): \(line)") }
        }
    }

    @Test func everyPageThatIsReferredToExists() throws {
        let pages = SourceTree.files(below: "Sources", endings: [".md"])
        for file in SourceTree.files(below: "Sources", endings: [".swift", ".md"]) {
            let target = file.split(separator: "/").dropFirst().first ?? ""
            for link in try SourceTree.text(file).matches(of: /<doc:([A-Za-z]+)>/) {
                let page = "Sources/\(target)/\(target).docc/\(link.output.1).md"
                #expect(pages.contains(page), "\(file) refers to \(page)")
            }
        }
    }

    @Test func everyPathInTheReadmeExists() throws {
        for match in try SourceTree.text("README.md").matches(of: /`((?:Sources|Tests|config|scripts|systemd|udev)\/[^` *]*)[` ]/)
        {
            #expect(
                FileManager.default.fileExists(atPath: SourceTree.root.appendingPathComponent(String(match.output.1)).path),
                "\(match.output.1)")
        }
        for command in Command.all {
            #expect(
                try SourceTree.text("README.md").contains("holdfast \(command.name)")
                    || ["status", "sensors", "rehearse"].contains(command.name), "\(command.name) is in no example")
        }
    }

    @Test func socketsHaveTheNamesThatTheDaemonKnows() throws {
        let daemon = try SourceTree.files(below: "Sources/Daemon", endings: [".swift"]).map(SourceTree.text).joined()
        for unit in ["holdfast.socket", "holdfast-control.socket"] {
            let name = try #require(
                try SourceTree.text("systemd/\(unit)").firstMatch(of: /FileDescriptorName=([a-z]+)/)?.output.1)
            #expect(name == "varlink" || name == "control" && daemon.contains("\"control\""), "\(unit)")
        }
    }
}
