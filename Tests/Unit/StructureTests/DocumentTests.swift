import Foundation
import Help
import Testing

@testable import Console

/// What people read is checked against what there is.
struct DocumentTests {
    /// `HOLDFAST_ACCEPT=1 swift test --filter DocumentTests` writes it anew.
    @Test func theReferenceOfCommandsIsTheHelp() throws {
        let sections = Command.all.flatMap { command in
            ([(command, "##")] + command.verbs.map { ($0, "###") }).map { command, mark in
                "\(mark) \(command.name)\n\n\(command.summary)\n\n```\n\(command.help.text)\n```"
            }
        }
        let text =
            "# Commands\n\nThe help of every command of `holdfast`. A test writes this page.\n\n```\n\(ConsoleProgram.help)\n```\n\n"
            + sections.joined(separator: "\n\n") + "\n"
        let path = "Sources/Console/Console.docc/Commands.md"
        if ProcessInfo.processInfo.environment["HOLDFAST_ACCEPT"] == "1" {
            try text.write(to: SourceTree.root.appendingPathComponent(path), atomically: true, encoding: .utf8)
        }
        #expect(try SourceTree.text(path) == text, "the help of a command has changed")
    }

    @Test func everyConditionOfTheDoctorIsInItsPage() throws {
        let page = try SourceTree.text("Sources/Daemon/Daemon.docc/Doctor.md")
        for condition in Condition.all {
            let row = "| `\(condition.name)` | \(condition.severity.name) | \(condition.summary) |"
            #expect(page.contains(row), "\(row)")
        }
    }

    @Test func everyHelpFitsATerminal() {
        for command in Command.allWithVerbs {
            for line in command.help.text.split(separator: "\n") { #expect(line.count <= 120, "\(command.name): \(line)") }
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

    /// Pages that people open first, and those that they lead to.
    private static let pages =
        ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"] + SourceTree.files(below: "Sources", endings: [".md"])

    @Test func everyPathInADocumentExists() throws {
        func exists(_ path: String) -> Bool {
            FileManager.default.fileExists(atPath: SourceTree.root.appendingPathComponent(path).path)
        }
        var seen = 0
        for page in Self.pages {
            let text = try SourceTree.text(page)
            for match in text.matches(of: /`((?:Sources|Tests|config|scripts|systemd|udev)\/[^` *{<…]*)[` ]/) {
                seen += 1
                #expect(exists(String(match.output.1)), "\(page): \(match.output.1)")
            }
            let folder = page.split(separator: "/").dropLast().joined(separator: "/")
            for match in text.matches(of: /\]\(([^):#]+)\)/) {
                seen += 1
                #expect(
                    exists(folder.isEmpty ? String(match.output.1) : "\(folder)/\(match.output.1)"), "\(page): \(match.output.1)")
            }
        }
        #expect(seen > 100)
    }

    @Test func everyCommandInADocumentExists() throws {
        // "holdfast replay log 1" is the first line of a format.
        let names = Set(Command.all.map(\.name)).union(["help", "replay"])
        // A verb is a word; an argument has an upper-case letter, a digit or a placeholder.
        let verbs = Dictionary(uniqueKeysWithValues: Command.all.map { ($0.name, $0.verbs.map(\.verb)) })
        var seen = 0
        for page in Self.pages where page != "CHANGELOG.md" {
            for match in try SourceTree.text(page).matches(
                of: /(?:`|^ {4}(?:sudo )?|\$ )holdfast ([a-z]+)\b(?: ([a-z-]+)\b)?/.anchorsMatchLineEndings())
            {
                seen += 1
                let name = String(match.output.1)
                #expect(names.contains(name), "\(page): holdfast \(name)")
                guard let verb = match.output.2, let known = verbs[name], !known.isEmpty, !verb.hasPrefix("-") else { continue }
                #expect(known.contains(String(verb)), "\(page): holdfast \(name) \(verb)")
            }
        }
        #expect(seen > 50)
    }

    /// Readers have the pages, and not the plans that they were made from: a definition is named by its page.
    @Test func noTextHasACodeThatIsDefinedNowhere() throws {
        // Standards and licences. ON-… are names of onset methods, which OnsetDetection.md defines.
        let known = /^(UTF|CRC|BSD|GPL|LGPL|ISO|RFC|MIT|ASTM|IEC|EN|IP|MD|SHA)-/
        let sources = ["Sources", "Tests"].flatMap { SourceTree.files(below: $0, endings: [".swift", ".varlink"]) }
        for file in Self.pages + sources {
            for match in try SourceTree.text(file).matches(of: /\b(A|B|C|H|S|T|P|MVC)-[0-9]{1,2}\b/) {
                guard String(match.output.0).firstMatch(of: known) == nil else { continue }
                Issue.record("\(file): \(match.output.0)")
            }
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
