/// A row of the schema: one key and everything known of it.
public struct SettingsKey: Sendable, Equatable {
    /// Tables and key; `*` stands for the name of a sensor.
    public let path: [String]
    public let rule: SettingsRule
    /// Nil when there is none: the key then has no value, or the sensor none without it.
    public let fallback: SettingsValue?
    /// What stands in the reference: the default, where there is one.
    public let example: SettingsValue
    /// Whether a sensor is nothing without it.
    public let isRequired: Bool
    /// One sentence.
    public let explanation: String

    /// The key without its table.
    public var name: String { path.last ?? "" }

    init(
        _ path: String, _ rule: SettingsRule, fallback: SettingsValue? = nil, example: SettingsValue? = nil,
        isRequired: Bool = false, _ explanation: String
    ) {
        self.path = path.split(separator: ".").map(String.init)
        self.rule = rule
        self.fallback = fallback
        self.example = example ?? fallback ?? .text("")
        self.isRequired = isRequired
        self.explanation = explanation
    }
}
