/// Why a command did not do what it was asked; each has an exit code that scripts can tell apart.
enum CommandError: Error {
    /// The arguments make no sense. Exit code 64.
    case usage(String)
    /// A file is not what it should be. Exit code 65.
    case data(String)
    /// No station answers, or a file cannot be opened. Exit code 69.
    case unavailable(String)
    /// The station refused, and said why. Exit code 1.
    case refused(String)
    /// Not allowed. Exit code 77.
    case permission(String)
    /// What was looked for was found, and said. The exit code tells how bad it is.
    case findings(String, exitCode: Int32)

    var exitCode: Int32 {
        switch self {
        case .usage: 64
        case .data: 65
        case .unavailable: 69
        case .refused: 1
        case .permission: 77
        case .findings(_, let code): code
        }
    }

    var text: String {
        switch self {
        case .usage(let text), .data(let text), .unavailable(let text), .refused(let text), .permission(let text),
            .findings(let text, _):
            text
        }
    }
}
