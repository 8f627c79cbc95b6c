/// A row of the schema: one key and its properties.
public struct SettingsKey: Sendable, Equatable {
    /// Tables and key; `*` represents the name of a sensor.
    public let path: [String]
    public let rule: SettingsRule
    /// The default. Nil when there is none: the key then has no value, or a sensor has no value without it.
    public let fallback: SettingsValue?
    /// The value shown in the reference: the default, if there is one.
    public let example: SettingsValue
    /// Whether every sensor must have this key.
    public let isRequired: Bool
    /// One sentence that explains the key.
    public let explanation: String

    /// The key without its table.
    public var name: String { path.last ?? "" }
}
