extension SensorSettings {
    /// The table of this sensor as TOML, with a line for each key that is not at its default.
    ///
    /// ``StationSettings/parse(_:)`` reads the same settings back, or reports which of them are not allowed.
    public var tomlText: String {
        var lines = ["[sensor.\(SettingsText.isBare(name) ? name : SettingsText.quoted(name))]"]
        for property in Self.properties {
            guard let value = property.value(self), value != property.key.fallback else { continue }
            lines.append("\(property.key.name) = \(value.tomlText)")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
