/// What a program or a command says of itself.
public struct HelpText: Sendable {
    /// A term and its explanation.
    public typealias Entry = (text: String, summary: String)

    public let name: String
    /// What follows the name on the command line.
    public let arguments: String
    public let details: String
    /// The verbs, each with its arguments, and what they do.
    public let verbs: [Entry]
    public let options: [Option]
    /// Options of every command of the program.
    public let common: [Option]

    public init(
        _ name: String, arguments: String, details: String, verbs: [Entry], options: [Option], common: [Option]
    ) {
        self.name = name
        self.arguments = arguments
        self.details = details
        self.verbs = verbs
        self.options = options
        self.common = common
    }

    public var usage: String { "usage: \(name)\(arguments.isEmpty ? "" : " " + arguments)" }

    /// Titles and entries of its lists.
    public var lists: [(title: String, entries: [Entry])] {
        [
            ("Verbs", verbs), ("Options", options.map(\.entry)), ("Options of every command", common.map(\.entry)),
        ].filter { !$0.entries.isEmpty }
    }

    public var text: String {
        ([usage, "", details] + lists.flatMap { ["", $0.title + ":"] + Self.list($0.entries) }).joined(separator: "\n")
    }

    /// Terms with their explanations in a column of their own.
    public static func list(_ entries: [Entry]) -> [String] {
        let width = entries.map(\.text.count).max() ?? 0
        return entries.map { "  " + $0.text + String(repeating: " ", count: width - $0.text.count + 2) + $0.summary }
    }
}
