import LinuxIO

/// What the output may look like.
struct Look {
    /// Columns that a line may have; nil where nobody looks at it.
    let columns: Int?
    let hasColour: Bool
    /// The command that shows long output page by page; nil for none.
    let pager: String?

    /// That of standard output.
    static let current = Look(isTerminal: Environment.isTerminal(1), columns: Environment.terminalSize(1)?.columns) {
        Environment.value($0)
    }

    init(isTerminal: Bool, columns: Int?, _ variable: (String) -> String?) {
        self.columns = variable("COLUMNS").flatMap(Int.init).flatMap { $0 > 0 ? $0 : nil } ?? (isTerminal ? columns : nil)
        hasColour = isTerminal && (variable("NO_COLOR") ?? "").isEmpty && variable("TERM") != "dumb"
        let hasLess = (variable("PATH") ?? "").split(separator: ":").contains { Files.kind(of: "\($0)/less") == .file }
        let wanted = variable("PAGER") ?? (hasLess ? "less -FRX" : "")
        pager = isTerminal && !["", "cat"].contains(wanted) ? wanted : nil
    }

    enum Tone: Int { case good = 32, warning = 33, bad = 31 }

    func coloured(_ text: String, _ tone: Tone?) -> String {
        guard hasColour, let tone else { return text }
        return "\u{1B}[\(tone.rawValue)m\(text)\u{1B}[0m"
    }
}
