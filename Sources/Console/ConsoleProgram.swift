import Help
import Interface
import LinuxIO

/// `holdfast` from its arguments to its exit code.
public enum ConsoleProgram {
    /// Runs a command, and ends the process with its exit code.
    public static func main(_ arguments: [String]) -> Never { Environment.exit(run(arguments)) }

    static func run(_ arguments: [String]) -> Int32 {
        guard let name = arguments.first else {
            Output.error(help)
            return 64
        }
        var place: String?
        do throws(CommandError) {
            switch name {
            case "--help", "-h": Output.line(help)
            case "help": Output.line(try topic(Array(arguments.dropFirst())))
            case "--version": Output.line("holdfast \(Release.version)")
            default:
                let asksForHelp = arguments.prefix { $0 != "--" }.contains(where: isHelp)
                let (command, rest) = try Command.find(asksForHelp ? arguments.filter { !isHelp($0) } : arguments)
                place = command.name
                if asksForHelp { Output.line(command.help.text) } else { try command.run(rest) }
            }
            return 0
        } catch {
            Output.error((place.map { "holdfast \($0): " } ?? "holdfast: ") + error.text)
            return error.exitCode
        }
    }

    private static func isHelp(_ word: String) -> Bool { word == "--help" || word == "-h" }

    /// The help of a command or a verb; of everything without one.
    private static func topic(_ words: [String]) throws(CommandError) -> String {
        words.isEmpty ? help : try Command.find(words).command.help.text
    }

    static var help: String {
        """
        usage: holdfast COMMAND [ARGUMENTS]

        The command-line tool of a Holdfast station: sensors, holds and calibrations.

        \(HelpText.list(Command.all.map { ($0.name, $0.summary) }).joined(separator: "\n"))

        holdfast help COMMAND describes a command. Exit codes: 0 success, 1 refused, 2 faults (doctor), 64 wrong arguments,
        65 wrong file, 69 no station, 74 output cannot be written, 77 permission denied.
        """
    }
}
