/// A key of a TOML file, with its position.
public struct TomlEntry: Sendable, Equatable {
    public var path: [String]
    public var value: TomlValue
    /// The position of the key, counted from 1.
    public var line: Int
    public var column: Int
}

/// A value of TOML, before the check by a rule.
public enum TomlValue: Sendable, Equatable {
    case text(String)
    case integer(Int64)
    case number(Double)
    case flag(Bool)
    case date
    /// Arrays and tables inside an array are included without their contents, because no key accepts them.
    case array([TomlValue])
    case table

    /// A description for messages.
    var described: String {
        switch self {
        case .text(let text): SettingsText.shown(text)
        case .integer(let integer): String(integer)
        case .number(let number): number.description
        case .flag(let flag): flag ? "true" : "false"
        case .date: "a date or time"
        case .array(let list): list.count == 1 ? "a list of one" : "a list of \(list.count)"
        case .table: "a table"
        }
    }
}

/// A step of a path.
enum TomlSegment: Hashable {
    case key(String)
    case element(Int64)

    var key: String? { if case .key(let key) = self { key } else { nil } }
    var isElement: Bool { key == nil }
}
