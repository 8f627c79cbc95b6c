import LinuxIO

/// A file of an export. It appears when it is complete; an existing file is never replaced. "-" is the standard output.
struct ExportFile {
    static let standardOutput = "-"
    let path: String
    /// nil for the standard output.
    private let file: NewFile?
    /// Bytes that are written at once.
    private static let piece = 1 << 18

    /// - Parameter option: the one that names it.
    init(_ path: String, option: String = "--output") throws(CommandError) {
        self.path = path
        guard path != Self.standardOutput else {
            file = nil
            return
        }
        do throws(SystemError) { file = try NewFile(path) } catch {
            throw error.isExisting
                ? .refused("\(path) exists: choose another name with \(option)") : ChosenFile.unwritable(path, error)
        }
    }

    /// The name of the only file of an export.
    static func name(_ base: String, _ suffix: String) -> String { base == standardOutput ? base : base + suffix }

    /// The name of a file without its folder and its suffix.
    ///
    /// - Parameter suffix: with its dot; nil for any.
    static func baseName(_ path: String, suffix: String?) -> String {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        guard let suffix else { return name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name }
        return name.hasSuffix(suffix) ? String(name.dropLast(suffix.count)) : name
    }

    /// Writes and removes the bytes when there are enough of them.
    func take(_ bytes: inout [UInt8]) throws(CommandError) {
        guard bytes.count >= Self.piece else { return }
        try write(bytes)
        bytes.removeAll(keepingCapacity: true)
    }

    /// Writes the last bytes, and gives the file its name.
    func end(_ bytes: inout [UInt8]) throws(CommandError) {
        try write(bytes)
        bytes = []
        do throws(SystemError) { try file?.keep() } catch { throw failure(error) }
    }

    func write(_ bytes: [UInt8]) throws(CommandError) {
        do throws(SystemError) {
            if let file { try file.append(bytes) } else { try Files.writeAll(1, bytes) }
        } catch { throw failure(error) }
    }

    private func failure(_ error: SystemError) -> CommandError {
        .output(
            file == nil
                ? "the standard output cannot be written: \(error.message); it is incomplete"
                : "\(path) cannot be written: \(error.message); no part of it was kept")
    }
}
