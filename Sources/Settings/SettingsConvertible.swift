import Samples

/// The type of a property that holds the value of a key.
protocol SettingsConvertible: SendableMetatype {
    /// Nil when the value's type or the value itself does not fit.
    init?(settingsValue: SettingsValue)
    /// Nil when there is none.
    var settingsValue: SettingsValue? { get }
}

extension String: SettingsConvertible {
    init?(settingsValue: SettingsValue) {
        guard case .text(let text) = settingsValue else { return nil }
        self = text
    }
    var settingsValue: SettingsValue? { .text(self) }
}

extension Bool: SettingsConvertible {
    init?(settingsValue: SettingsValue) {
        guard case .flag(let flag) = settingsValue else { return nil }
        self = flag
    }
    var settingsValue: SettingsValue? { .flag(self) }
}

extension Int: SettingsConvertible {
    init?(settingsValue: SettingsValue) {
        guard case .integer(let integer) = settingsValue else { return nil }
        self = integer
    }
    var settingsValue: SettingsValue? { .integer(self) }
}

extension Double: SettingsConvertible {
    init?(settingsValue: SettingsValue) {
        guard case .number(let number) = settingsValue else { return nil }
        self = number
    }
    var settingsValue: SettingsValue? { .number(self) }
}

/// One ASCII character.
extension UInt8: SettingsConvertible {
    init?(settingsValue: SettingsValue) {
        guard case .text(let text) = settingsValue, let byte = text.utf8.first, text.utf8.count == 1 else { return nil }
        self = byte
    }
    var settingsValue: SettingsValue? { .text(String(Unicode.Scalar(self))) }
}

/// A list is not set while it is empty.
extension Array: SettingsConvertible where Element: SettingsListed {
    init?(settingsValue: SettingsValue) {
        guard let list = Element.list(settingsValue) else { return nil }
        self = list
    }
    var settingsValue: SettingsValue? { isEmpty ? nil : Element.value(self) }
}

/// The type of the items of a list.
protocol SettingsListed: Sendable {
    static func list(_ value: SettingsValue) -> [Self]?
    static func value(_ list: [Self]) -> SettingsValue
}

extension Int: SettingsListed {
    static func list(_ value: SettingsValue) -> [Int]? { if case .integers(let list) = value { list } else { nil } }
    static func value(_ list: [Int]) -> SettingsValue { .integers(list) }
}

extension Double: SettingsListed {
    static func list(_ value: SettingsValue) -> [Double]? { if case .numbers(let list) = value { list } else { nil } }
    static func value(_ list: [Double]) -> SettingsValue { .numbers(list) }
}

extension Optional: SettingsConvertible where Wrapped: SettingsConvertible {
    init?(settingsValue: SettingsValue) {
        guard let wrapped = Wrapped(settingsValue: settingsValue) else { return nil }
        self = .some(wrapped)
    }
    var settingsValue: SettingsValue? { flatMap(\.settingsValue) }
}

extension SettingsConvertible where Self: RawRepresentable<String> {
    init?(settingsValue: SettingsValue) {
        guard case .text(let text) = settingsValue else { return nil }
        self.init(rawValue: text)
    }
    var settingsValue: SettingsValue? { .text(rawValue) }
}

extension TimeUnit: SettingsConvertible {}
extension StationSettings.PublicAccess: SettingsConvertible {}

extension SensorKind: SettingsConvertible {
    init?(settingsValue: SettingsValue) {
        guard case .text(let text) = settingsValue, let kind = Self.allCases.first(where: { $0.name == text }) else { return nil }
        self = kind
    }
    var settingsValue: SettingsValue? { .text(name) }
}
