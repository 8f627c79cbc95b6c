/// All settings of a station.
public struct StationSettings: Sendable, Equatable {
    /// The name of the station in messages and recordings.
    public var name = "holdfast"
    /// The group whose members may use the control socket.
    public var controlGroup = "holdfast"
    /// The data that the public socket provides to every user.
    public var publicAccess = PublicAccess.force
    public var recordingEnabled = true
    /// The size limit of the folder of recordings, in megabytes of 1 000 000 bytes.
    public var recordingLimitMegabytes = 20_000
    /// In the order of their first mention in the files; each name occurs once.
    public var sensors: [SensorSettings] = []

    public enum PublicAccess: String, Sendable, CaseIterable {
        /// Live forces, and holds.
        case force
        /// The state of the station.
        case status
    }

    /// The settings when no file sets anything.
    public init() {}

    /// Reads settings files.
    ///
    /// - Parameter files: in order; a key in a later file replaces the same key of an earlier one, also within the table of one
    ///   sensor. `name` is the name of the file in messages.
    /// - Throws: all problems of all files at once. If there is a problem, none of the settings is used.
    public static func parse(_ files: [(name: String, bytes: [UInt8])]) throws(SettingsErrors) -> StationSettings {
        var reader = SettingsReader()
        for file in files { reader.read(file.bytes, name: file.name) }
        return try reader.station()
    }
}
