/// Everything that a station's settings files say.
public struct StationSettings: Sendable, Equatable {
    /// How the station calls itself in messages and recordings.
    public var name = "holdfast"
    /// The group whose members may use the control socket.
    public var controlGroup = "holdfast"
    /// What the public socket gives to everybody.
    public var publicAccess = PublicAccess.force
    public var recordingEnabled = true
    /// How large the folder of recordings may become, in megabytes of 1 000 000 bytes.
    public var recordingLimitMegabytes = 20_000
    /// In the order in which the files name them first; each name once.
    public var sensors: [SensorSettings] = []

    public enum PublicAccess: String, Sendable, CaseIterable {
        /// Forces as they are measured, and holds.
        case force
        /// How the station is.
        case status
    }

    /// What holds when no file says anything.
    public init() {}

    /// Reads settings files.
    ///
    /// - Parameter files: in order; a key in a later file replaces the same key of an earlier one, also within the table of one
    ///   sensor. `name` is how messages call the file.
    /// - Throws: all problems of all files at once. Nothing of a faulty set of files holds.
    public static func parse(_ files: [(name: String, bytes: [UInt8])]) throws(SettingsErrors) -> StationSettings {
        var reader = SettingsReader()
        for file in files { reader.read(file.bytes, name: file.name) }
        return try reader.station()
    }
}
