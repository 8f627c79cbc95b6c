import Help
import Messages

extension Command {
    static let report = Command(
        "report", words: ["[HOLD…]"], summary: "write a page about holds or a session, for people",
        details: """
            Writes one HTML file about the holds with these numbers, or about a session and all of its holds: what happened in
            words, then drawings, numbers with their uncertainty, flags and calibrations. The file needs no network and can be
            sent or printed. Where the station says whose a hold is, the page says it, too, and compares it with the best of the
            session. The page of a session leaves out the tables of all numbers. No file is replaced.
            `holdfast analyze --report` does the same for files.
            """,
        options: [
            Option("session", "M", "a report of session M"),
            Option("out", "FILE", "name of the file (hold-N.html or session-M.html, in this folder)"),
        ]
    ) { arguments throws(CommandError) in
        let session = try arguments.integer("session", in: 1...Int.max).map { Int64($0) }
        guard (session == nil) != arguments.positional.isEmpty else {
            throw .usage("name either holds by their numbers or a session with --session")
        }
        var numbers: [Int64] = []
        for word in arguments.positional {
            guard let number = Int64(word), number >= 0 else {
                throw .usage("\"\(word)\" is not the number of a hold: see `holdfast holds`")
            }
            if !numbers.contains(number) { numbers.append(number) }
        }
        let source = try ReportSource(arguments)
        var page: ReportPage
        if let session {
            let report = try source.session(session)
            page = ReportPage(report.title)
            report.write(to: &page)
            numbers = report.holds.map(\.number)
        } else {
            page = ReportPage("Hold \(numbers.map(String.init).joined(separator: ", "))")
        }
        for (place, number) in numbers.enumerated() {
            try source.hold(number).write(to: &page, isFirst: session == nil && place == 0, isComplete: session == nil)
        }
        let name = session.map { "session-\($0)" } ?? "hold-" + numbers.map(String.init).joined(separator: "-")
        try write(page, to: arguments["out"] ?? name + ".html", option: "--out")
    }

    /// Writes a page and says where it is.
    static func write(_ page: ReportPage, to path: String, option: String) throws(CommandError) {
        let file = try ExportFile(path, option: option)
        var bytes = Array(page.html.utf8)
        try file.end(&bytes)
        Output.done(path, ["file": path])
    }
}
