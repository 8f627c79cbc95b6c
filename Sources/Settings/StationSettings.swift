import Samples

/// Everything that an operator has said about a station.
public struct StationSettings: Sendable, Equatable {
    public var name = "holdfast"
    public var controlGroup = "holdfast"
    public var isRecording = true
    public var recordingLimitMegabytes: Int64 = 20_000
    /// In the order of the files and of their lines.
    public var sensors: [SensorSettings] = []

    public init() {}

    /// Reads settings files; a later one overrides single keys of those before it.
    ///
    /// - Throws: every problem of every file, not only the first.
    public static func parse(_ files: [(name: String, bytes: [UInt8])]) throws(SettingsErrors) -> StationSettings {
        var builder = SettingsBuilder()
        for file in files {
            do throws(SettingsErrors) {
                for entry in try TomlText.entries(file.bytes, file: file.name) { builder.add(entry) }
            } catch { builder.problems += error.problems }
        }
        let settings = builder.settings()
        guard builder.problems.isEmpty else {
            throw SettingsErrors(
                builder.problems.sorted {
                    ($0.place.file, $0.place.line, $0.place.column) < ($1.place.file, $1.place.line, $1.place.column)
                })
        }
        return settings
    }
}
