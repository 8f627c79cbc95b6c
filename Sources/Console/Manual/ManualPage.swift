import Help
import Interface
import Settings

/// A manual page in the language of man(7).
struct ManualPage {
    let name: String
    let section: Int
    private(set) var lines: [String]

    var path: String { "man\(section)/\(name).\(section)" }
    var text: String { lines.joined(separator: "\n") + "\n" }

    init(_ name: String, _ section: Int, summary: String) {
        self.name = name
        self.section = section
        lines = [
            ".TH \"\(Self.escaped(name.uppercased()))\" \"\(section)\" \"\" \"Holdfast \(Release.version)\" \"Holdfast\"",
            ".SH NAME",
            "\(Self.escaped(name)) \\- \(Self.escaped(summary))",
        ]
    }

    /// Text as it is, whatever means something to troff.
    static func escaped(_ text: String) -> String {
        let plain = text.replacing("\\", with: "\\e").replacing("-", with: "\\-")
        return plain.hasPrefix(".") || plain.hasPrefix("'") ? "\\&" + plain : plain
    }

    mutating func heading(_ title: String) { lines.append(".SH \"\(Self.escaped(title))\"") }

    /// Paragraphs, separated by blank lines; one that has columns stays as it is.
    mutating func prose(_ text: String) {
        for paragraph in text.split(separator: "\n\n") {
            let rows = paragraph.split(separator: "\n").map(String.init)
            if rows.contains(where: { $0.dropFirst(2).contains("  ") }) {
                verbatim(rows)
            } else {
                lines.append(".PP")
                lines += rows.map(Self.escaped)
            }
        }
    }

    mutating func verbatim(_ rows: [String]) {
        lines += [".PP", ".nf", ".nh"] + rows.map { $0.isEmpty ? ".sp" : Self.escaped($0) } + [".hy", ".fi"]
    }

    /// Terms and what they mean.
    mutating func list(_ entries: [HelpText.Entry]) {
        for (term, summary) in entries {
            lines += [".TP", ".B \"\(Self.escaped(term.replacing("\"", with: "'")))\"", Self.escaped(summary)]
        }
    }

    mutating func seeAlso(_ names: [String]) {
        heading("SEE ALSO")
        lines.append(
            names.map { name in
                let bare = name.prefix { $0 != "(" }
                return "\\fB\(Self.escaped(String(bare)))\\fR\(name.dropFirst(bare.count))"
            }.joined(separator: ", "))
    }
}

extension ManualPage {
    /// Every page of Holdfast.
    static var all: [ManualPage] {
        [program, daemon, settings, interfaces] + Command.allWithVerbs.map { ManualPage($0) }
    }

    /// The page of a command or a verb.
    static func name(_ command: Command) -> String { "holdfast-" + command.name.replacing(" ", with: "-") }

    private init(_ command: Command) {
        self.init(Self.name(command), 1, summary: command.summary)
        let help = command.help
        describe(help)
        let others = command.verbs.map { Self.name($0) + "(1)" }
        seeAlso(["holdfast(1)"] + others)
    }

    private mutating func describe(_ help: HelpText) {
        heading("SYNOPSIS")
        lines.append("\\fB\(Self.escaped(help.name))\\fR \(Self.escaped(help.arguments))")
        heading("DESCRIPTION")
        prose(help.details)
        for (title, entries) in help.lists {
            heading(title.uppercased())
            list(entries)
        }
    }

    private static var program: ManualPage {
        var page = ManualPage("holdfast", 1, summary: "the command-line tool of a Holdfast station")
        page.heading("SYNOPSIS")
        page.lines.append("\\fBholdfast\\fR [COMMAND [ARGUMENTS]]")
        page.heading("DESCRIPTION")
        page.prose(ConsoleProgram.introduction)
        page.heading("COMMANDS")
        page.list(Command.all.map { ($0.name, $0.summary) })
        page.heading("OPTIONS OF EVERY COMMAND")
        page.list(Option.common.map(\.entry))
        page.heading("ARGUMENTS")
        page.prose(ConsoleProgram.remarks)
        page.heading("EXIT STATUS")
        page.list(CommandError.exitCodes.map { ("\($0.code)", $0.meaning) })
        page.seeAlso(Command.all.map { name($0) + "(1)" } + ["holdfastd(8)", "holdfast.toml(5)", "org.holdfast(7)"])
        return page
    }

    private static var daemon: ManualPage {
        var page = ManualPage("holdfastd", 8, summary: "the daemon of a Holdfast station")
        page.describe(.daemon)
        page.seeAlso(["holdfast(1)", "holdfast.toml(5)", "org.holdfast(7)"])
        return page
    }

    private static var settings: ManualPage {
        var page = ManualPage("holdfast.toml", 5, summary: "the settings of a Holdfast station")
        page.heading("DESCRIPTION")
        page.prose(
            """
            /etc/holdfast/holdfast.toml and the files /etc/holdfast/conf.d/*.toml, which are read after it in the order of their names.
            A key in a later file replaces the same key of an earlier one. The language is TOML.
            """)
        var table: [String] = []
        for key in SettingsSchema.keys {
            if table != key.path.dropLast() {
                table = key.path.dropLast()
                page.heading("[\(table.map { $0 == "*" ? "NAME" : $0 }.joined(separator: "."))]")
            }
            page.list([("\(key.name) = \(key.example.tomlText)", "\(key.explanation) \(key.note)")])
        }
        page.seeAlso(["holdfastd(8)", "holdfast-assign(1)"])
        return page
    }

    private static var interfaces: ManualPage {
        var page = ManualPage("org.holdfast", 7, summary: "the Varlink interfaces of a Holdfast station")
        page.heading("DESCRIPTION")
        page.prose(
            """
            A station answers at two Unix sockets: /run/holdfast/holdfast.sock for everybody, and /run/holdfast/control.sock for
            members of the group holdfast. The protocol is Varlink: each message is a JSON object followed by a zero byte.
            """)
        for interface in [InterfaceDescription.station, .control, .calibration, .session] {
            page.heading(interface.name)
            page.verbatim(interface.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
        }
        page.seeAlso(["holdfast(1)", "holdfastd(8)"])
        return page
    }
}
