import LinuxIO
import Protocols
import Settings

/// Finds and reads the protocol files next to the settings.
enum ProtocolFiles {
    /// At most this number of files is read.
    private static let limit = 100

    /// The presets and the protocols in `protocols/*.toml`; also the problems of each invalid file, which is left out.
    static func read(_ options: DaemonOptions) -> (protocols: [TrainingProtocol], problems: [String]) {
        let folder = SettingsFiles.folder(options) + "/protocols"
        var protocols = TrainingProtocol.all
        var problems: [String] = []
        let files = ((try? Files.list(folder)) ?? []).filter { $0.hasSuffix(".toml") }.sorted()
        if files.count > limit { problems.append("\(folder): only the first \(limit) of \(files.count) protocols are read") }
        for file in files.prefix(limit) {
            let path = folder + "/" + file
            let bytes: [UInt8]
            do throws(SystemError) { bytes = try Files.readRegular(path, limit: 1 << 16) } catch {
                problems.append(SettingsFiles.text(error))
                continue
            }
            do throws(SettingsErrors) {
                let settings = try ProtocolSettings.parse(bytes, name: String(file.dropLast(5)), file: path)
                guard !protocols.contains(where: { $0.name == settings.name }) else {
                    problems.append("\(path): there is a protocol \"\(settings.name)\" already; give the file another name")
                    continue
                }
                if let plan = TrainingProtocol(settings) { protocols.append(plan) }
            } catch { problems += error.problems.map(\.description) }
        }
        return (protocols, problems)
    }
}

extension TrainingProtocol {
    init?(_ settings: ProtocolSettings) {
        self.init(
            name: settings.name, summary: settings.summary, preparation: settings.preparation, sets: settings.sets,
            holds: settings.holds, holdSeconds: settings.holdSeconds, restSeconds: settings.restSeconds,
            setRestSeconds: settings.setRestSeconds, target: settings.target)
    }
}
