/// Reads one decimal number from text, correctly rounded: the same bits as `strtod` and Python's `float()`.
///
/// Accepted: surrounding blanks, a sign, digits with one decimal mark (`.` or `,`), an exponent; digits in groups of three;
/// `inf`, `infinity`; and the words that programs write in place of a number (`nan`, `na`, `n/a`, `null`, `none`, `ovf`, `-`,
/// or an empty cell), which give NaN. Not accepted: hexadecimal, digit separators, anything else.
struct DecimalNumber {
    /// The number; NaN when the text means "no number".
    var value: Double
    /// The decimal mark that was found, or that remains possible with grouped digits, if any.
    var mark: UInt8?
    /// The mark between groups of three digits.
    var group: UInt8?

    /// - Returns: nil when `bytes` is neither a number nor a word for a missing number.
    static func read(_ bytes: ArraySlice<UInt8>) -> DecimalNumber? {
        let text = trimmed(bytes)
        guard let first = text.first else { return DecimalNumber(value: .nan, mark: nil) }
        let signed = first == UInt8(ascii: "-") || first == UInt8(ascii: "+")
        let negative = first == UInt8(ascii: "-")
        var scan = Scan()
        if let end = scan.run(signed ? text.dropFirst() : text), end == text.endIndex {
            let magnitude = scan.exactValue ?? slowValue(signed ? text.dropFirst() : text)
            guard let magnitude else { return nil }
            return DecimalNumber(value: negative ? -magnitude : magnitude, mark: scan.mark)
        }
        if let word = word(text) { return DecimalNumber(value: word, mark: nil) }
        return grouped(text)
    }

    /// Digits in groups of three, as `1,234.5`, `1.234,5`, `1 234,5`, `1'234.5` or `1,234,567`.
    ///
    /// `1,234` alone is not treated as grouped here: the rest of the table shows whether it means 1.234 or 1234.
    private static func grouped(_ text: ArraySlice<UInt8>) -> DecimalNumber? {
        let (comma, point) = (UInt8(ascii: ","), UInt8(ascii: "."))
        let digits = text.drop { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }
        guard text.count - digits.count < 2, let group = digits.first(where: { !isDigit($0) }) else { return nil }
        guard group == comma || group == point || group == 0x20 || group == UInt8(ascii: "'") else { return nil }
        let mark = digits.first { $0 != group && ($0 == comma || $0 == point) }
        let whole = mark.map { mark in digits.prefix { $0 != mark } } ?? digits
        let groups = whole.split(separator: group, omittingEmptySubsequences: false)
        guard groups[0].count <= 3, groups.count > 1, groups.dropFirst().allSatisfy({ $0.count == 3 }),
            groups.joined().allSatisfy(isDigit), groups[0].first.map({ $0 != UInt8(ascii: "0") }) == true,
            !digits.dropFirst(whole.count).contains(group)
        else { return nil }
        let bare = text.filter { $0 != group }
        var scan = Scan()
        let isSigned = text.count > digits.count
        guard let end = scan.run(isSigned ? bare.dropFirst() : bare[...]), end == bare.endIndex,
            let magnitude = scan.exactValue ?? slowValue(isSigned ? bare.dropFirst() : bare[...])
        else { return nil }
        let implied = group == comma ? point : group == point ? comma : nil
        return DecimalNumber(
            value: text.first == UInt8(ascii: "-") ? -magnitude : magnitude, mark: mark ?? implied, group: group)
    }

    /// The value of `text`, a number with one mark, if that mark groups thousands: `1,234` is 1234; nil when it cannot.
    static func withoutGroup(_ text: ArraySlice<UInt8>, mark: UInt8) -> Double? {
        let text = trimmed(text)
        let parts = text.drop { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }.split(
            separator: mark, omittingEmptySubsequences: false)
        guard parts.count == 2, (1...3).contains(parts[0].count), parts[1].count == 3, parts[0].first != UInt8(ascii: "0"),
            parts.joined().allSatisfy(isDigit)
        else { return nil }
        return read(text.filter { $0 != mark }[...])?.value
    }

    /// A number followed by a unit in the same cell: `12.5 N`; nil when the word is not a unit.
    static func withUnit(_ bytes: ArraySlice<UInt8>) -> (number: DecimalNumber, unit: String)? {
        let text = trimmed(bytes)
        guard let first = text.first,
            isDigit(first) || first == UInt8(ascii: "-") || first == UInt8(ascii: "+") || first == UInt8(ascii: "."),
            let last = text.lastIndex(where: isDigit), text.endIndex - last <= 12
        else { return nil }
        let unit = String(decoding: trimmed(text[(last + 1)...]), as: UTF8.self)
        guard ColumnHeading.isUnit(unit), let number = read(text[...last]) else { return nil }
        return (number, unit)
    }

    static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

    static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var slice = bytes
        while let byte = slice.first, isBlank(byte) { slice = slice.dropFirst() }
        while let byte = slice.last, isBlank(byte) { slice = slice.dropLast() }
        return slice
    }

    static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }

    /// The rare numbers that need more than 53 bits or a large power of ten are passed to the standard library, which rounds
    /// correctly.
    private static func slowValue(_ text: ArraySlice<UInt8>) -> Double? {
        let comma = UInt8(ascii: ",")
        return Double(String(decoding: text.map { $0 == comma ? UInt8(ascii: ".") : $0 }, as: UTF8.self))
    }

    private static func word(_ text: ArraySlice<UInt8>) -> Double? {
        guard text.count <= 9 else { return nil }
        switch String(decoding: text, as: UTF8.self).lowercased() {
        case "nan", "-nan", "+nan", "na", "n/a", "null", "none", "ovf", "-", "--", "#n/a", "nil", "undefined": return .nan
        case "inf", "+inf", "infinity", "+infinity": return .infinity
        case "-inf", "-infinity": return -.infinity
        default: return nil
        }
    }
}

/// Scans the digits in one pass.
private struct Scan {
    var mark: UInt8?
    private var significand: UInt64 = 0
    private var digits = 0
    private var exponent = 0
    /// Whether more digits were found than `significand` can hold.
    private var inexact = false

    /// - Returns: where the number ends, or nil when there is none.
    mutating func run(_ text: ArraySlice<UInt8>) -> Int? {
        var index = text.startIndex
        var afterMark = false
        while index < text.endIndex {
            let byte = text[index]
            if byte >= 0x30, byte <= 0x39 {
                take(UInt64(byte - 0x30), afterMark: afterMark)
            } else if !afterMark, byte == UInt8(ascii: ".") || byte == UInt8(ascii: ",") {
                afterMark = true
                mark = byte
            } else {
                break
            }
            index += 1
        }
        guard digits > 0 else { return nil }
        guard index < text.endIndex, text[index] | 0x20 == UInt8(ascii: "e") else { return index }
        return exponentPart(text, from: index + 1)
    }

    private mutating func take(_ digit: UInt64, afterMark: Bool) {
        digits += 1
        if significand < 100_000_000_000_000_000 {
            significand = significand * 10 + digit
            if afterMark { exponent -= 1 }
        } else {
            inexact = true
        }
    }

    private mutating func exponentPart(_ text: ArraySlice<UInt8>, from start: Int) -> Int? {
        var index = start
        var negative = false
        if index < text.endIndex, text[index] == UInt8(ascii: "-") || text[index] == UInt8(ascii: "+") {
            negative = text[index] == UInt8(ascii: "-")
            index += 1
        }
        var power = 0
        let first = index
        while index < text.endIndex, text[index] >= 0x30, text[index] <= 0x39 {
            // Far outside the range of a Double; the slow path gives 0 or infinity.
            if power < 100_000 { power = power * 10 + Int(text[index] - 0x30) }
            index += 1
        }
        guard index > first else { return nil }
        exponent += negative ? -power : power
        return index
    }

    /// The value if one rounding is enough: up to 53 bits, multiplied or divided by a power of ten that is itself exact
    /// (Clinger 1990).
    var exactValue: Double? {
        guard !inexact, significand <= 1 << 53 else { return nil }
        if significand == 0 { return 0 }
        if exponent == 0 { return Double(significand) }
        if exponent > 0, exponent < Self.powers.count { return Double(significand) * Self.powers[exponent] }
        if exponent < 0, -exponent < Self.powers.count { return Double(significand) / Self.powers[-exponent] }
        return nil
    }

    private static let powers: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21,
        1e22,
    ]
}
