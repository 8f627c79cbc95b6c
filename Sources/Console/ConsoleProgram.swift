import Interface
import LinuxIO
import Samples

/// `holdfast` from its arguments to its exit code.
public enum ConsoleProgram {
    /// Runs a command, and ends the process with its exit code.
    public static func main(_ arguments: [String]) -> Never { Environment.exit(run(arguments)) }

    static func run(_ arguments: [String]) -> Int32 {
        guard let name = arguments.first else {
            Output.error(help)
            return 64
        }
        let rest = Array(arguments.dropFirst())
        switch name {
        case "--help", "-h", "help":
            guard let topic = rest.first, let command = Command.all.first(where: { $0.name == topic }) else {
                Output.line(help)
                return 0
            }
            Output.line(command.help)
            return 0
        case "--version":
            Output.line("holdfast \(Release.version)")
            return 0
        default: break
        }
        guard let command = Command.all.first(where: { $0.name == name }) else {
            let near = NearestName.find(name, among: Command.all.map(\.name)).map { "; did you mean \"\($0)\"?" } ?? ""
            Output.error("holdfast: there is no command \"\(name)\"\(near) See holdfast --help.")
            return 64
        }
        if rest.contains("--help") || rest.contains("-h") {
            Output.line(command.help)
            return 0
        }
        do throws(CommandError) {
            try command.run(Arguments(rest, options: command.options))
            return 0
        } catch {
            Output.error("holdfast \(name): \(error.text)")
            return error.exitCode
        }
    }

    static var help: String {
        let width = Command.all.map(\.name.count).max() ?? 0
        let commands = Command.all.map { "  " + $0.name + String(repeating: " ", count: width - $0.name.count + 2) + $0.summary }
        return """
            usage: holdfast COMMAND [ARGUMENTS]

            The command-line tool of a Holdfast station: sensors, holds and calibrations.

            \(commands.joined(separator: "\n"))

            holdfast help COMMAND describes a command. Exit codes: 0 success, 1 refused, 2 faults (doctor), 64 wrong arguments,
            65 wrong file, 69 no station, 74 output cannot be written, 77 permission denied.
            """
    }
}
