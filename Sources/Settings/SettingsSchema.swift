/// All keys of the settings: the parser's checks, the reference file and the manual are made from this table.
public enum SettingsSchema {
    /// At most this many sensors make a station.
    public static let sensorLimit = 64
    /// The longest name of a sensor, in characters.
    public static let sensorNameLimit = 40

    /// In the order of the reference.
    public static let keys = StationSettings.properties.map(\.key) + SensorSettings.properties.map(\.key)
}
