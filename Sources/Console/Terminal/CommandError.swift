/// Why a command did not do what it was asked; each has an exit code that scripts can tell apart.
enum CommandError: Error {
    /// The arguments make no sense.
    case usage(String)
    /// What is in a file is not what it should be.
    case data(String)
    /// A file is not there, or cannot be read.
    case noInput(String)
    /// No station answers, or a device cannot be opened.
    case unavailable(String)
    /// The station refused, and said why.
    case refused(String)
    /// A file cannot be written.
    case output(String)
    /// Not allowed.
    case permission(String)
    /// What was looked for was found, and said. The exit code tells how bad it is.
    case findings(String, exitCode: Int32)

    var exitCode: Int32 {
        switch self {
        case .usage: 64
        case .data: 65
        case .noInput: 66
        case .unavailable: 69
        case .refused: 1
        case .output: Output.outputError
        case .permission: 77
        case .findings(_, let code): code
        }
    }

    /// Every exit code, for the help.
    static let exitCodes: [(code: Int32, meaning: String)] = [
        (0, "success"), (1, "refused: by the station, or by a test that was not passed; doctor: warnings"), (2, "doctor: faults"),
        (64, "wrong arguments"), (65, "wrong content of a file"), (66, "no such file"), (69, "no station, or no device"),
        (74, "the output cannot be written"), (77, "no permission"),
    ]

    var text: String {
        switch self {
        case .usage(let text), .data(let text), .noInput(let text), .unavailable(let text), .refused(let text),
            .output(let text), .permission(let text), .findings(let text, _):
            text
        }
    }
}
