/// All settings of a station.
public struct StationSettings: Sendable, Equatable {
    /// The name of the station in messages and recordings.
    public var name = "holdfast"
    /// The group whose members may use the control socket.
    public var controlGroup = "holdfast"
    /// The data that the public socket provides to every user.
    public var publicAccess = PublicAccess.force
    /// The age at which holds are deleted, days; 0 for never.
    public var keepHoldsDays = 0
    /// Months from a calibration to the next, where the technician states nothing else.
    public var calibrationMonths = 12
    public var recordingEnabled = true
    /// The size limit of the folder of recordings, in megabytes of 1 000 000 bytes.
    public var recordingLimitMegabytes = 20_000
    /// How long recordings without a hold, and those with one, are kept, days.
    public var idleDays = 2
    public var holdDays = 14
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

extension StationSettings {
    private static let defaults = StationSettings()

    /// The keys outside the tables of the sensors, in the order of the reference.
    static let properties: [SettingsProperty<StationSettings>] = [
        SettingsProperty(
            "station.name", \.name, of: defaults, .line(1...100),
            "The name of this station in messages and recordings."),
        SettingsProperty(
            "station.control_group", \.controlGroup, of: defaults, .line(1...32),
            "The group whose members may use the control socket, for example to calibrate, to zero and to assign sensors."),
        SettingsProperty(
            "station.public", \.publicAccess, of: defaults, .choice(StationSettings.PublicAccess.allCases.map(\.rawValue)),
            "What every user of this host can read on the public socket: live force and holds (\"force\"), or only the station's status (\"status\")."
        ),
        SettingsProperty(
            "station.keep_holds_days", \.keepHoldsDays, of: defaults, .integer(0...36_500),
            "How many days holds are kept: older ones are deleted with their numbers, notes and traces, and 0 keeps all of them."),
        SettingsProperty(
            "station.calibration_months", \.calibrationMonths, of: defaults, .integer(1...26),
            "After how many months a calibration is due again; ISO 376 allows 26 at most, and 12 suits sensors that athletes pull on every day."
        ),
        SettingsProperty(
            "recording.enabled", \.recordingEnabled, of: defaults, .flag,
            "Whether all data from the sensors is recorded on disk."),
        SettingsProperty(
            "recording.limit_megabytes", \.recordingLimitMegabytes, of: defaults, .integer(100...100_000_000),
            "The maximum size of the folder of recordings in megabytes (1000000 bytes); recordings are removed above this size, and also when less than 16777216 bytes of the disk are free, first those without a hold, the oldest first, and never the traces of holds."
        ),
        SettingsProperty(
            "recording.idle_days", \.idleDays, of: defaults, .integer(1...36_500),
            "The number of days for which a recording in which no hold took place is kept."),
        SettingsProperty(
            "recording.hold_days", \.holdDays, of: defaults, .integer(1...36_500),
            "The number of days for which a recording with a hold is kept, whose trace is kept longer."),
    ]
}
