import Drivers
import Help
import Interface
import Messages
import Metrics
import Samples

/// What may follow on the command line: the shells ask for it with `holdfast complete WORDS`.
enum Completion {
    /// What an argument names.
    enum Subject {
        case sensors, holds, athletes, protocols, calibrations, metrics, drivers, kinds, units
    }

    /// Every candidate for the last word, which may be empty; none where a file is named.
    static func candidates(_ words: [String], names: (Subject) -> [String]) -> [String] {
        let last = words.last ?? ""
        return all(Array(words.dropLast()), last, names).filter { $0.hasPrefix(last) }
    }

    private static func all(_ before: [String], _ last: String, _ names: (Subject) -> [String]) -> [String] {
        let isHelp = before.first == "help"
        let found: (command: Command, rest: [String])?
        do throws(CommandError) { found = try Command.find(isHelp ? Array(before.dropFirst()) : before) } catch { return [] }
        if isHelp { return (found?.command.verbs ?? Command.all).map(\.verb) }
        if let value = valued(before.last, found?.command) { return subject(value, of: found?.command).map(names) ?? [] }
        guard let (command, rest) = found else {
            return last.hasPrefix("-") ? options(Option.common) : Command.all.map(\.name) + ["help"]
        }
        if last.hasPrefix("-") { return options(command.options + command.common) }
        if !command.verbs.isEmpty { return command.verbs.map(\.verb) }
        let given = (try? Arguments(rest, options: command.options + command.common))?.positional.count ?? 0
        guard let word = given < command.words.count ? command.words[given] : nil else { return [] }
        return subject(word.name, of: command).map(names) ?? []
    }

    private static func options(_ options: [Option]) -> [String] { options.map { "--" + $0.name } + ["--help"] }

    /// The name of the value that an option waits for.
    private static func valued(_ word: String?, _ command: Command?) -> String? {
        let options = (command?.options ?? []) + (command?.verbs.flatMap(\.options) ?? []) + Option.common
        return options.first { "--" + $0.name == word }?.value
    }

    private static func subject(_ name: String, of command: Command?) -> Subject? {
        switch name {
        case "SENSOR": .sensors
        // Of an option of this name everywhere but in `assign`, which makes one.
        case "NAME": command?.name == "metrics" ? .metrics : command?.name == "assign" ? nil : .sensors
        case "N": command?.name.hasPrefix("holds ") == true ? .holds : nil
        case "PSEUDONYM": command?.name == "athletes mass" ? .athletes : nil
        case "A": .athletes
        case "X": .protocols
        case "ID", "COLD_ID", "WARM_ID": .calibrations
        case "DRIVER": .drivers
        case "KIND": .kinds
        case "UNIT": .units
        default: nil
        }
    }

    /// The names that there are; those of a station are missing where none answers.
    static func names(_ subject: Subject, _ arguments: Arguments) -> [String] {
        func ask<Call: MethodCall>(_ call: Call, control: Bool = false) -> Call.Reply? {
            try? StationClient(arguments, control: control).call(call)
        }
        switch subject {
        case .sensors: return ask(Station1.ListSensors())?.sensors.map(\.name) ?? []
        case .holds:
            let call = Station1.ListHolds(
                limit: 50, before: nil, sensor: nil, includeExcluded: true, fromWallUs: nil, toWallUs: nil, setUp: nil, kind: nil,
                metrics: [], firstResults: nil)
            return ask(call)?.holds.map { "\($0.number)" } ?? []
        case .athletes: return ask(Session1.Athletes(), control: true)?.athletes.map(\.pseudonym) ?? []
        case .protocols: return ask(Session1.Protocols())?.protocols.map(\.name) ?? []
        case .calibrations:
            return ask(Calibration1.List(sensor: nil), control: true)?.calibrations.map(\.id) ?? []
        case .metrics: return MetricDefinition.everything.map(\.name)
        case .drivers: return DriverTable.all.map(\.name)
        case .kinds: return SensorKind.allCases.map(\.name)
        case .units: return ["N", "kN", "kg", "lb"]
        }
    }

    // MARK: the scripts of the shells

    static let scripts: [(path: String, text: String)] = [
        (
            "bash-completion/completions/holdfast",
            """
            # Completion of holdfast for bash; files where holdfast names nothing.
            _holdfast() {
                mapfile -t COMPREPLY < <(holdfast complete "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
            }
            complete -o bashdefault -o default -F _holdfast holdfast

            """
        ),
        (
            "zsh/site-functions/_holdfast",
            """
            #compdef holdfast
            # Completion of holdfast for zsh; files where holdfast names nothing.
            local -a found
            found=("${(@f)$(holdfast complete "${(@)words[2,CURRENT]}" 2>/dev/null)}")
            if [[ -n "${found[1]}" ]]; then compadd -a found; else _files; fi

            """
        ),
        (
            "fish/vendor_completions.d/holdfast.fish",
            """
            # Completion of holdfast for fish; files where holdfast names nothing.
            function __holdfast_complete
                set -l words (commandline -opc)
                set -l found (holdfast complete $words[2..-1] (commandline -ct) 2>/dev/null)
                if test (count $found) -gt 0
                    printf '%s\\n' $found
                else
                    __fish_complete_path (commandline -ct)
                end
            end
            complete -c holdfast -f -a '(__holdfast_complete)'

            """
        ),
    ]
}
