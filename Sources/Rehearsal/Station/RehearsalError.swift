public import Formats
public import LinuxIO

/// Why a rehearsal could not start.
public enum RehearsalError: Error, Sendable {
    /// The recording has no such column: the message names the nearest one.
    case table(CSVError)
    /// The recording has no rows, or contains no times (give a rate), or its times do not rise.
    case notPlayable
    /// A terminal or a folder could not be created.
    case system(SystemError)
}

extension RehearsalError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .table(let error): error.description
        case .notPlayable: "the recording has no times for its rows, or they do not increase; give its rate"
        case .system(let error): error.description
        }
    }
}
