/// The value of a key, after the check by its rule.
public enum SettingsValue: Sendable, Equatable {
    case text(String)
    case flag(Bool)
    case integer(Int)
    case number(Double)
    case integers([Int])
    /// A single number applies to all channels; it is written without brackets.
    case numbers([Double])

    /// The value as TOML.
    public var tomlText: String {
        switch self {
        case .text(let text): SettingsText.quoted(text)
        case .flag(let flag): flag ? "true" : "false"
        case .integer(let integer): String(integer)
        case .number(let number): number.description
        case .integers(let list): "[" + list.map(String.init).joined(separator: ", ") + "]"
        case .numbers(let list) where list.count == 1: list.map(\.description).joined()
        case .numbers(let list): "[" + list.map(\.description).joined(separator: ", ") + "]"
        }
    }
}
