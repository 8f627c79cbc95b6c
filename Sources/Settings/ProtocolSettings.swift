import Samples

/// The contents of the file of a training protocol: `protocols/pyramid.toml` defines the protocol `pyramid`.
public struct ProtocolSettings: Sendable, Equatable {
    public var name: String
    public var summary = ""
    /// Seconds before the first hold.
    public var preparation = 5.0
    public var sets = 1
    /// Holds in each set.
    public var holds = 1
    /// Seconds of a hold, between two holds of a set, and between two sets.
    public var holdSeconds = 0.0
    public var restSeconds = 0.0
    public var setRestSeconds = 0.0
    /// In % of the athlete's maximum; nil for as hard as possible.
    public var target: ClosedRange<Double>?

    /// All keys, and the required ones.
    static let keys = [
        "summary", "preparation_seconds", "sets", "holds", "hold_seconds", "rest_seconds", "set_rest_seconds", "target_percent",
    ]
    static let required = ["summary", "holds", "hold_seconds", "rest_seconds"]

    /// Reads a file.
    ///
    /// - Parameters:
    ///   - name: the name of the protocol, which is that of the file.
    ///   - file: the name of the file in messages.
    /// - Throws: all errors in the file, with their lines.
    public static func parse(_ bytes: [UInt8], name: String, file: String) throws(SettingsErrors) -> ProtocolSettings {
        var settings = ProtocolSettings(name: name)
        var problems: [SettingsProblem] = []
        func report(_ message: String, line: Int = 0, column: Int = 0) {
            problems.append(SettingsProblem(file: file, line: line, column: column, message: message))
        }
        if name.isEmpty || name.utf8.count > SettingsSchema.sensorNameLimit || !SettingsText.isBare(name) {
            report(
                "a protocol has the name of its file: use letters, digits, - and _, at most \(SettingsSchema.sensorNameLimit)")
        }
        let document = TomlDocument(bytes, name: file)
        if let failure = document.failure { report(failure.message, line: failure.line, column: failure.column) }
        var said: Set<String> = []
        // A table is reported once, not together with its contents.
        for entry in document.entries where entry.path.count == 1 {
            let key = entry.path[0]
            said.insert(key)
            if let problem = settings.take(entry.value, for: key) {
                report(problem, line: entry.line, column: entry.column)
            }
        }
        if document.failure == nil {
            for key in required where !said.contains(key) { report("\(key) is missing") }
        }
        if !problems.isEmpty { throw SettingsErrors(problems: problems) }
        return settings
    }

    /// Sets a value, or returns an error message.
    private mutating func take(_ value: TomlValue, for key: String) -> String? {
        let rule: String
        switch key {
        case "summary":
            rule = SettingsRule.line(1...200).words
            if case .text(let text)? = SettingsRule.line(1...200).check(value) {
                summary = text
                return nil
            }
        case "sets", "holds":
            let limit = key == "sets" ? 100 : 1000
            rule = SettingsRule.integer(1...limit).words
            if case .integer(let count)? = SettingsRule.integer(1...limit).check(value) {
                if key == "sets" { sets = count } else { holds = count }
                return nil
            }
        case "preparation_seconds", "hold_seconds", "rest_seconds", "set_rest_seconds":
            rule = "a number of seconds \(key == "hold_seconds" ? "above" : "from") 0 and at most 3600"
            if let seconds = Self.numbers(value).first, Self.numbers(value).count == 1, !value.isList, seconds >= 0,
                seconds <= 3600, seconds > 0 || key != "hold_seconds"
            {
                switch key {
                case "preparation_seconds": preparation = seconds
                case "hold_seconds": holdSeconds = seconds
                case "rest_seconds": restSeconds = seconds
                default: setRestSeconds = seconds
                }
                return nil
            }
        case "target_percent":
            rule = "a number above 0 and at most 200, or a list of two: [60, 70]"
            let edges = Self.numbers(value)
            if let low = edges.first, let high = edges.last, edges.count <= 2, low > 0, low <= high, high <= 200 {
                target = low...high
                return nil
            }
        default:
            let near = NearestName.find(key, among: Self.keys).map { "; did you mean \(SettingsText.quoted($0))?" } ?? ""
            return "unknown key \(SettingsText.shown(key))\(near)"
        }
        return "\(key) must be \(rule); it is \(value.described)"
    }

    /// The numbers of a value; empty when an element is not a finite number.
    private static func numbers(_ value: TomlValue) -> [Double] {
        guard case .numbers(let list)? = SettingsRule.numbers(count: 2, zero: true).check(value) else { return [] }
        return list
    }
}

extension TomlValue {
    fileprivate var isList: Bool { if case .array = self { true } else { false } }
}
