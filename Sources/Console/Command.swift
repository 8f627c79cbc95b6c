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
    /// Its output may be long, and it asks nothing: at a terminal a pager shows it.
    let isPaged: Bool
    /// nil for a command that needs a verb.
    let run: Action?

    init(
        _ name: String, words: [Word] = [], needs: String = "", summary: String, details: String, options: [Option] = [],
        verbs: [Command] = [], isPaged: Bool = false, run: Action?
    ) {
        self.name = name
        self.words = words
        self.needs = needs
        self.summary = summary
        self.details = details
        self.options = options
        self.verbs = verbs
        self.isPaged = isPaged
        self.run = run
    }

    var help: HelpText {
        let own = (words.map(\.text) + (needs.isEmpty ? [] : [needs])).joined(separator: " ")
        let verb = verbs.isEmpty ? "" : run == nil ? "VERB …" : "[VERB …]"
        return HelpText(
            "holdfast \(name)", arguments: own + verb, details: details,
            verbs: verbs.map { verb in
                (([verb.verb] + verb.words.map(\.text)).joined(separator: " "), verb.summary)
            }, options: options, common: common)
    }

    /// The options of every command, without those that have another meaning here.
    var common: [Option] { Option.common.filter { option in !options.contains { $0.name == option.name } } }

    /// The last word of its name.
    var verb: String { name.split(separator: " ").last.map(String.init) ?? name }

    /// Every command, in the order of the help.
    static let all: [Command] = [
        .status, .devices, .assign, .capture, .sensors, .watch, .athletes, .session, .stand, .holds, .report, .reanalyze,
        .changes, .mark, .tare, .zero, .diagnose, .calibrate, .calibrations, .check, .weights, .plate, .band, .analyze, .export,
        .importFile, .metrics, .rehearse, .replay, .doctor, .backup, .restore,
    ]

    /// Every command, each followed by its verbs.
    static var allWithVerbs: [Command] { all.flatMap { [$0] + $0.verbs } }
}

// MARK: the command that is typed

extension Command {
    /// The command or verb that words name, and the other words; nil where no word names one.
    static func find(_ words: [String]) throws(CommandError) -> (command: Command, rest: [String])? {
        var rest = words
        // Options may stand before the command, and before the verb.
        guard let place = Arguments.firstWord(in: rest, options: Option.common + [.oldUnit]) else { return nil }
        let name = rest.remove(at: place)
        guard let command = all.first(where: { $0.name == name }) else {
            throw .usage("there is no command \"\(name)\"" + near(name, all) + "; see `holdfast help`")
        }
        let known = command.verbs.flatMap(\.options) + command.known
        guard !command.verbs.isEmpty, let place = Arguments.firstWord(in: rest, options: known) else { return (command, rest) }
        let word = rest.remove(at: place)
        guard let verb = command.verbs.first(where: { $0.verb == word }) else {
            let verbs = command.verbs.map(\.verb).joined(separator: ", ")
            throw .usage("\(name) has no verb \"\(word)\"" + near(word, command.verbs) + "; its verbs are \(verbs)")
        }
        return (verb, rest)
    }

    /// All options that it understands.
    private var known: [Option] { options + common + [.oldUnit] }

    private static func near(_ word: String, _ commands: [Command]) -> String {
        NearestName.find(word, among: commands.map(\.verb)).map { ": did you mean \"\($0)\"?" } ?? ""
    }

    /// Does what it is asked.
    func run(_ rest: [String]) throws(CommandError) {
        let arguments = try Arguments(rest, options: known)
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
        Output.begin(arguments)
        try Output.paged(isPaged && !arguments.has("json")) { () throws(CommandError) in try run(arguments) }
    }
}

/// Options that several commands have.
extension Option {
    /// Those of every command.
    static let common = [
        Option("json", nil, "print JSON with all digits instead of text"),
        Option("unit", "UNIT", "show forces in N, kN, kg or lb (N)"), Option("utc", nil, "show times in UTC, not in local time"),
        Option("socket", "PATH", "public socket (HOLDFAST_SOCKET, or /run/holdfast/holdfast.sock)"),
        Option("control-socket", "PATH", "control socket (HOLDFAST_CONTROL_SOCKET, or /run/holdfast/control.sock)"),
    ]
    /// What `--unit` was called; it still is where `--unit` is that of an input.
    static let oldUnit = Option("in", "UNIT", "show forces in N, kN, kg or lb (N)")
    static let out = Option("out", "FILE", "write to FILE instead of standard output")
    static let importing = Option("sensor", "NAME", "import for this sensor")
}
