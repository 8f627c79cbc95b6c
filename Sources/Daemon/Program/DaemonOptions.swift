import LinuxIO

/// The options with which `holdfastd` was started.
struct DaemonOptions: Equatable {
    var configuration = "/etc/holdfast"
    /// Named on the command line, so it must exist.
    var isConfigurationNamed = false
    var stateDirectory: String
    var runtimeDirectory: String
    var onlyCheck = false
    /// Recordings that are played in place of devices, and how fast; infinity: at once.
    var replay: [String] = []
    var speed = 1.0

    /// The text to print instead of running.
    enum Stop: Error, Equatable {
        case help
        case version
        case usage(String)
    }

    init(_ arguments: [String]) throws(Stop) {
        // systemd passes the directories of the service; several are separated by colons.
        func directory(_ variable: String, _ standard: String) -> String {
            Environment.value(variable).flatMap { $0.split(separator: ":").first.map(String.init) } ?? standard
        }
        stateDirectory = directory("STATE_DIRECTORY", "/var/lib/holdfast")
        runtimeDirectory = directory("RUNTIME_DIRECTORY", "/run/holdfast")
        var rest = arguments[...]
        while var argument = rest.popFirst() {
            var attached: String?
            if argument.hasPrefix("--"), let sign = argument.firstIndex(of: "=") {
                attached = String(argument[argument.index(after: sign)...])
                argument = String(argument[..<sign])
            }
            func value() throws(Stop) -> String {
                guard let value = attached ?? rest.popFirst(), !value.isEmpty else { throw .usage("\(argument) needs a path") }
                return value
            }
            switch argument {
            case "--config":
                configuration = try value()
                isConfigurationNamed = true
            case "--state-directory": stateDirectory = try value()
            case "--runtime-directory": runtimeDirectory = try value()
            case "--replay": replay.append(try value())
            case "--speed":
                guard let times = Double(try value()), times > 0, times.isFinite else {
                    throw .usage("--speed must be a number above 0")
                }
                speed = times
            case "--at-once" where attached == nil: speed = .infinity
            case "--check" where attached == nil: onlyCheck = true
            case "--version" where attached == nil: throw .version
            case "--help" where attached == nil, "-h": throw .help
            default: throw .usage("unknown argument \(argument): see holdfastd --help")
            }
        }
    }
}
