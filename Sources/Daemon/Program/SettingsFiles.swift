import LinuxIO
import Settings

/// Finds and reads settings files.
enum SettingsFiles {
    /// The directory of the settings.
    static func folder(_ options: DaemonOptions) -> String {
        if Files.kind(of: options.configuration) == .directory { return options.configuration }
        return options.configuration.lastIndex(of: "/").map { String(options.configuration[..<$0]) } ?? "."
    }

    /// The reason why a settings file was not read.
    static func text(_ error: SystemError) -> String {
        error.isInvalid ? "\(error.subject) is not a regular file" : "\(error)"
    }

    /// The settings; or every problem, as lines for people.
    static func read(_ options: DaemonOptions) throws(PlanError) -> StationSettings {
        let isFolder = Files.kind(of: options.configuration) == .directory
        let main = isFolder ? options.configuration + "/holdfast.toml" : options.configuration
        let folder = folder(options)
        var paths: [String] = []
        if Files.kind(of: main) != nil || options.isConfigurationNamed && !isFolder { paths.append(main) }
        var files: [(name: String, bytes: [UInt8])] = []
        do throws(SystemError) {
            let more = Files.kind(of: folder + "/conf.d") == nil ? [] : try Files.list(folder + "/conf.d")
            paths += more.filter { $0.hasSuffix(".toml") }.map { "\(folder)/conf.d/\($0)" }
            for path in paths { files.append((path, try Files.readRegular(path, limit: 1 << 20))) }
        } catch {
            throw PlanError(problems: [
                "the settings cannot be read: \(text(error)): name a file or a folder that this user may read with --config"
            ])
        }
        do throws(SettingsErrors) { return try StationSettings.parse(files) } catch {
            throw PlanError(problems: error.problems.map(\.description))
        }
    }
}
