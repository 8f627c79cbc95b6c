/// All keys of the settings: the checks of `SettingsReader`, the reference file and the manual are made from this table. Its rows, with
/// defaults and ranges, are the `properties` of `StationSettings` and `SensorSettings`; `SettingsSchema+Search` finds a key that is misspelt.
public enum SettingsSchema {
    /// At most this many sensors make a station.
    public static let sensorLimit = 64
    /// The longest name of a sensor, in characters.
    public static let sensorNameLimit = 40

    /// A letter, then letters, digits, - and _.
    static func isSensorName(_ name: String) -> Bool {
        guard let first = name.utf8.first, name.utf8.count <= sensorNameLimit else { return false }
        return SettingsText.isLetter(first) && SettingsText.isBare(name)
    }

    /// In the order of the reference.
    public static let keys = StationSettings.properties.map(\.key) + SensorSettings.properties.map(\.key)
}
