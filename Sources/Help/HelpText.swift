/// What a program or a command says of itself.
public struct HelpText: Sendable {
    public let name: String
    /// What follows the name on the command line.
    public let arguments: String
    public let details: String
    /// The verbs, each with its arguments, and what they do.
    public let verbs: [(text: String, summary: String)]
    public let options: [Option]

    public init(
        _ name: String, arguments: String, details: String, verbs: [(text: String, summary: String)], options: [Option]
    ) {
        self.name = name
        self.arguments = arguments
        self.details = details
        self.verbs = verbs
        self.options = options
    }

    public var usage: String { "usage: \(name)\(arguments.isEmpty ? "" : " " + arguments)" }

    public var text: String {
        var lines = [usage, "", details]
        if !verbs.isEmpty { lines += ["", "Verbs:"] + Self.list(verbs) }
        if !options.isEmpty { lines += ["", "Options:"] + Self.list(options.map { ($0.text, $0.summary) }) }
        return lines.joined(separator: "\n")
    }

    /// Terms with their explanations in a column of their own.
    public static func list(_ entries: [(text: String, summary: String)]) -> [String] {
        let width = entries.map(\.text.count).max() ?? 0
        return entries.map { "  " + $0.text + String(repeating: " ", count: width - $0.text.count + 2) + $0.summary }
    }
}
