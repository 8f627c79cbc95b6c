/// An option of a program or a command.
public struct Option: Sendable {
    public let name: String
    /// What its value is called in the help; `nil` for a flag.
    public let value: String?
    public let summary: String

    public init(_ name: String, _ value: String? = nil, _ summary: String) {
        self.name = name
        self.value = value
        self.summary = summary
    }

    /// `--limit N`, and what it does.
    public var entry: HelpText.Entry { ("--\(name)" + (value.map { " " + $0 } ?? ""), summary) }
}
