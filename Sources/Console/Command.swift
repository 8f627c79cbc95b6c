import Help
import Samples

/// One command of `holdfast`, or a verb of one: what the help says, and what it does.
struct Command: Sendable {
    typealias Action = @Sendable (Arguments) throws(CommandError) -> Void

    /// As it is typed: `holds`, `holds show`.
    let name: String
    let words: [Word]
    /// Options that it is not used without, as its usage shows them.
    let needs: String
    let summary: String
    /// What it does, for its own help.
    let details: String
    let options: [Option]
    let verbs: [Command]
    /// nil for a command that needs a verb.
    let run: Action?

    init(
        _ name: String, words: [Word] = [], needs: String = "", summary: String, details: String, options: [Option],
        verbs: [Command] = [], run: Action?
    ) {
        self.name = name
        self.words = words
        self.needs = needs
        self.summary = summary
        self.details = details
        self.options = options
        self.verbs = verbs
        self.run = run
    }

    var help: HelpText {
        let own = (words.map(\.text) + (needs.isEmpty ? [] : [needs])).joined(separator: " ")
        let verb = verbs.isEmpty ? "" : run == nil ? "VERB …" : "[VERB …]"
        return HelpText(
            "holdfast \(name)", arguments: own + verb, details: details,
            verbs: verbs.map { verb in
                (([verb.verb] + verb.words.map(\.text)).joined(separator: " "), verb.summary)
            }, options: options)
    }

    /// The last word of its name.
    var verb: String { name.split(separator: " ").last.map(String.init) ?? name }

    /// Every command, in the order of the help.
    static let all: [Command] = [
        .status, .devices, .assign, .capture, .sensors, .watch, .athletes, .session, .holds, .tare, .zero, .diagnose,
        .calibrate, .calibrations, .check, .plate, .band, .analyze, .rehearse, .doctor,
    ]

    /// Every command, each followed by its verbs.
    static var allWithVerbs: [Command] { all.flatMap { [$0] + $0.verbs } }
}

// MARK: the command that is typed

extension Command {
    /// The command or verb that words name, and the other words.
    static func find(_ words: [String]) throws(CommandError) -> (command: Command, rest: [String]) {
        guard let name = words.first else { throw .usage("name a command") }
        guard let command = all.first(where: { $0.name == name }) else {
            throw .usage("there is no command \"\(name)\"" + near(name, all) + "; see `holdfast help`")
        }
        var rest = Array(words.dropFirst())
        // Options may stand before the verb.
        let known = command.options + command.verbs.flatMap(\.options)
        guard !command.verbs.isEmpty, let place = try Arguments.places(in: rest, options: known).first else {
            return (command, rest)
        }
        let word = rest.remove(at: place)
        guard let verb = command.verbs.first(where: { $0.verb == word }) else {
            let verbs = command.verbs.map(\.verb).joined(separator: ", ")
            throw .usage("\(name) has no verb \"\(word)\"" + near(word, command.verbs) + "; its verbs are \(verbs)")
        }
        return (verb, rest)
    }

    private static func near(_ word: String, _ commands: [Command]) -> String {
        NearestName.find(word, among: commands.map(\.verb)).map { ": did you mean \"\($0)\"?" } ?? ""
    }

    /// Does what it is asked.
    func run(_ rest: [String]) throws(CommandError) {
        let arguments = try Arguments(rest, options: options)
        guard let run else {
            throw .usage("name a verb: \(verbs.map(\.verb).joined(separator: ", "))")
        }
        let given = arguments.positional
        if let missing = words.dropFirst(given.count).first(where: { !$0.isOptional }) {
            throw .usage("\(missing.name) is missing; \(help.usage)")
        }
        if given.count > words.count, words.last?.repeats != true {
            throw .usage("unexpected argument \"\(given[words.count])\"; \(help.usage)")
        }
        try run(arguments)
    }
}

/// Options that several commands have.
extension Option {
    static let socket = Option("socket", "PATH", "public socket (HOLDFAST_SOCKET, or /run/holdfast/holdfast.sock)")
    static let controlSocket = Option(
        "control-socket", "PATH", "control socket (HOLDFAST_CONTROL_SOCKET, or /run/holdfast/control.sock)")
    static let json = Option("json", nil, "print JSON with all digits instead of text")
    static let unit = Option("in", "UNIT", "show forces in N, kg or lbf (N)")
    static let html = Option("html", nil, "print the certificate as an HTML page")
    static let out = Option("out", "FILE", "write to FILE instead of standard output")
    static let importing = Option("sensor", "NAME", "import for this sensor")
}
