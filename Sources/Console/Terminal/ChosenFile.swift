import LinuxIO

/// Files that somebody names on the command line.
enum ChosenFile {
    /// The largest file that is read as a whole, in bytes.
    static let limit = 2 << 30

    /// All bytes of a file, or of standard input for `-`.
    static func read(_ path: String, limit: Int) throws(CommandError) -> [UInt8] {
        do throws(SystemError) { return try Files.read(path == "-" ? "/dev/stdin" : path, limit: limit) } catch {
            throw unreadable(path, error)
        }
    }

    static func unreadable(_ path: String, _ error: SystemError) -> CommandError {
        let text = "\(path) cannot be read: \(error.message)"
        return error.isPermission ? .permission(text) : error.isFull ? .data(text) : .noInput(text)
    }

    /// Writes a record to the file of `--out`, or to standard output.
    static func write(_ text: String, _ arguments: Arguments) throws(CommandError) {
        guard let path = arguments["out"] else { return Output.record(text) }
        do throws(SystemError) { try Files.replace(path, with: Array(text.utf8)) } catch { throw unwritable(path, error) }
    }

    static func unwritable(_ path: String, _ error: SystemError) -> CommandError {
        let text = "\(path) cannot be written: \(error.message)"
        return error.isPermission ? .permission(text) : .output(text)
    }
}
