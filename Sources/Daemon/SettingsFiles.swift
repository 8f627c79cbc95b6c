import LinuxIO
import Settings

/// Finds and reads settings files.
enum SettingsFiles {
    /// The settings; or every problem, as lines for people.
    static func read(_ options: DaemonOptions) throws(PlanError) -> StationSettings {
        let isFolder = Files.kind(of: options.configuration) == .directory
        let main = isFolder ? options.configuration + "/holdfast.toml" : options.configuration
        let folder = isFolder ? options.configuration : main.lastIndex(of: "/").map { String(main[..<$0]) } ?? "."
        var paths: [String] = []
        if Files.kind(of: main) != nil || options.isConfigurationNamed && !isFolder { paths.append(main) }
        let more = (try? Files.list(folder + "/conf.d")) ?? []
        paths += more.filter { $0.hasSuffix(".toml") }.map { "\(folder)/conf.d/\($0)" }
        var files: [(name: String, bytes: [UInt8])] = []
        for path in paths {
            do throws(SystemError) { files.append((path, try Files.read(path, limit: 1 << 20))) } catch {
                throw PlanError(problems: ["\(error)"])
            }
        }
        do throws(SettingsErrors) { return try StationSettings.parse(files) } catch {
            throw PlanError(problems: error.problems.map(\.description))
        }
    }
}
