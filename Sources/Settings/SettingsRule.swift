/// The values that a key accepts. The name of a sensor is no value: `SettingsSchema.isSensorName`.
public enum SettingsRule: Sendable, Equatable {
    /// Text with this number of characters, without control characters.
    case line(ClosedRange<Int>)
    /// Text of at most this many bytes that is sent to a device unchanged.
    case command(Int)
    /// One ASCII character that separates columns of numbers.
    case separator
    case choice([String])
    case flag
    case integer(ClosedRange<Int>)
    /// A finite number above 0.
    case positive
    /// A finite number in a range.
    case number(ClosedRange<Double>)
    /// A list of this many finite numbers, each in its range.
    case tuple([ClosedRange<Double>])
    /// A list of different whole numbers.
    case integers(ClosedRange<Int>, count: Int)
    /// A finite number for all channels, or a list with one for each.
    case numbers(count: Int, zero: Bool)

    /// The allowed values, in words that continue "must be".
    public var words: String {
        switch self {
        case .line(let length): "text of \(length.lowerBound) to \(length.upperBound) characters"
        case .command(let limit): "text of at most \(limit) bytes"
        case .separator: "one character that is not a letter, digit, sign, point or quote"
        case .choice(let names): names.map(SettingsText.quoted).joined(separator: " or ")
        case .flag: "true or false"
        case .integer(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .positive: "a number above 0"
        case .number(let range): "a number from \(Self.text(range))"
        case .tuple(let ranges):
            "a list of \(ranges.count) numbers: from " + ranges.map(Self.text).joined(separator: ", then from ")
        case .integers(let range, let count):
            "a list of 1 to \(count) different whole numbers from \(range.lowerBound) to \(range.upperBound)"
        case .numbers(let count, let zero):
            "a number\(zero ? "" : " other than 0"), or a list of 1 to \(count) of them"
        }
    }

    /// The value, or nil when the rule does not allow it.
    func check(_ value: TomlValue) -> SettingsValue? {
        switch (self, value) {
        case (.line(let length), .text(let text)):
            return length.contains(text.unicodeScalars.count) && !text.unicodeScalars.contains(where: Self.isControl)
                ? .text(text) : nil
        case (.command(let limit), .text(let text)): return text.utf8.count <= limit ? .text(text) : nil
        case (.separator, .text(let text)): return Self.separates(text) ? .text(text) : nil
        case (.choice(let names), .text(let text)): return names.contains(text) ? .text(text) : nil
        case (.flag, .flag(let flag)): return .flag(flag)
        case (.integer(let range), _): return Self.integer(value, range).map(SettingsValue.integer)
        case (.positive, _): return Self.finite(value).flatMap { $0 > 0 ? .number($0) : nil }
        case (.number(let range), _): return Self.finite(value).flatMap { range.contains($0) ? .number($0) : nil }
        case (.tuple(let ranges), .array(let list)):
            let numbers = list.prefix(ranges.count).compactMap(Self.finite)
            let isFitting = list.count == ranges.count && numbers.count == ranges.count
            return isFitting && zip(ranges, numbers).allSatisfy { $0.contains($1) } ? .numbers(numbers) : nil
        case (.integers(let range, let count), .array(let list)):
            let numbers = list.prefix(count).compactMap { Self.integer($0, range) }
            return !list.isEmpty && numbers.count == list.count && Set(numbers).count == list.count ? .integers(numbers) : nil
        case (.numbers(let count, let zero), _):
            let list = if case .array(let list) = value { list } else { [value] }
            let numbers = list.prefix(count).compactMap(Self.finite).filter { zero || $0 != 0 }
            return !list.isEmpty && numbers.count == list.count ? .numbers(numbers) : nil
        default: return nil
        }
    }

    private static func integer(_ value: TomlValue, _ range: ClosedRange<Int>) -> Int? {
        guard case .integer(let wide) = value, let integer = Int(exactly: wide), range.contains(integer) else { return nil }
        return integer
    }

    private static func finite(_ value: TomlValue) -> Double? {
        switch value {
        case .integer(let integer): Double(integer)
        case .number(let number) where number.isFinite: number
        default: nil
        }
    }

    private static func text(_ range: ClosedRange<Double>) -> String {
        func whole(_ number: Double) -> String { number == number.rounded() ? "\(Int(number))" : "\(number)" }
        return "\(whole(range.lowerBound)) to \(whole(range.upperBound))"
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
    }

    /// Whether a character can separate numbers. A letter would split `1e5`, and a sign or a point any number.
    private static func separates(_ text: String) -> Bool {
        guard let byte = text.utf8.first, text.utf8.count == 1, byte == 0x09 || (0x20..<0x7F).contains(byte) else { return false }
        return !SettingsText.isLetter(byte) && !SettingsText.isDigit(byte) && !"+-.\"'".utf8.contains(byte)
    }
}
