import LinuxIO
import Settings

/// The settings of a station, as they lie in a folder.
enum SettingsFolder {
    /// The files in the order in which they hold; a file or a folder with `holdfast.toml` and `conf.d`.
    static func files(_ path: String) throws(SystemError) -> [(name: String, bytes: [UInt8])] {
        let isFolder = Files.kind(of: path) == .directory
        let folder = isFolder ? path : path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        let main = isFolder ? folder + "/holdfast.toml" : path
        var paths = Files.kind(of: main) == nil ? [] : [main]
        if Files.kind(of: folder + "/conf.d") == .directory {
            paths += try Files.list(folder + "/conf.d").filter { $0.hasSuffix(".toml") }.map { "\(folder)/conf.d/\($0)" }
        }
        var files: [(name: String, bytes: [UInt8])] = []
        for path in paths { files.append((path, try Files.readRegular(path, limit: 1 << 20))) }
        return files
    }

    /// What is wrong with them; nothing where this user may not read them.
    static func problems(_ path: String) -> [String] {
        guard let files = try? files(path) else { return [] }
        do throws(SettingsErrors) { _ = try StationSettings.parse(files) } catch { return error.problems.map(\.description) }
        return []
    }
}
