import Help
import Interface
import LinuxIO

/// `holdfast` from its arguments to its exit code.
public enum ConsoleProgram {
    /// Runs a command, and ends the process with its exit code.
    public static func main(_ arguments: [String]) -> Never { Environment.exit(run(arguments)) }

    static func run(_ arguments: [String]) -> Int32 {
        var place: String?
        do throws(CommandError) {
            switch arguments.first {
            case "--help", "-h": try show(help)
            case "help": try show(try topic(Array(arguments.dropFirst())))
            case "complete": Documentation.complete(Array(arguments.dropFirst()))
            case "documentation" where arguments.count == 2: try Documentation.write(to: arguments[1])
            case "--version": Output.line("holdfast \(Release.version)")
            default:
                let asksForHelp = arguments.prefix { $0 != "--" }.contains(where: isHelp)
                let words = asksForHelp ? arguments.filter { !isHelp($0) } : arguments
                guard let (command, rest) = try Command.find(words) else {
                    let common = try Arguments(words, options: Option.common)
                    if asksForHelp { try show(help) } else { try Guide.show(common) }
                    return 0
                }
                place = command.name
                if asksForHelp { try show(command.help.text) } else { try command.run(rest) }
            }
            return 0
        } catch {
            Output.error((place.map { "holdfast \($0): " } ?? "holdfast: ") + error.text)
            return error.exitCode
        }
    }

    private static func show(_ text: String) throws(CommandError) {
        try Output.paged(true) { () throws(CommandError) in Output.line(text) }
    }

    private static func isHelp(_ word: String) -> Bool { word == "--help" || word == "-h" }

    /// The help of a command or a verb; of everything without one.
    private static func topic(_ words: [String]) throws(CommandError) -> String {
        guard let (command, rest) = try Command.find(words) else { return help }
        if let word = rest.first { throw .usage("\(command.name) has no verb \"\(word)\"; see `holdfast help \(command.name)`") }
        return command.help.text
    }

    static let introduction = """
        The command-line tool of a Holdfast station: sensors, holds and calibrations. Without a command it says what to do next.
        """

    static let remarks = """
        `holdfast help COMMAND` describes a command, `holdfast help COMMAND VERB` a verb. A number has a decimal point.
        A load may have a decimal comma: 20,5kg. So may a list: semicolons separate its numbers then, 0;2,5;5. A file that is read
        may be - for standard input.
        """

    static var help: String {
        """
        usage: holdfast [COMMAND [ARGUMENTS]]

        \(introduction)

        \(HelpText.list(Command.all.map { ($0.name, $0.summary) }).joined(separator: "\n"))

        Options of every command:
        \(HelpText.list(Option.common.map(\.entry)).joined(separator: "\n"))

        \(remarks)

        Exit codes:
        \(HelpText.list(CommandError.exitCodes.map { ("\($0.code)", $0.meaning) }).joined(separator: "\n"))
        """
    }
}
