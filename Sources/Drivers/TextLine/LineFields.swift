/// Splits a line into fields, and determines the content of each. `LineShape` makes values of them.
struct LineFields {
    enum Content {
        /// A number, and the range after it that may contain a unit.
        case number(Double, unit: Range<Int>)
        /// `nan`, `ovf`, `OL` and similar.
        case noNumber
        /// `17:13:06.250`, `2026-03-29T01:59:10`: a time of day, which is not a force.
        case clock
        /// Letters, a date, or signs only.
        case word
        /// `ERROR`, `timeout`: a number in such a line is not a sensor value.
        case trouble
        /// It contains digits and is none of these: `1.2.3`, `222.75}`, `±0.5`.
        case unreadable
    }

    /// nil: numbers are separated by blanks, commas, semicolons, bars.
    let separator: UInt8?
    let decimalComma: Bool

    /// The field at `position`; `position` is moved to its end. A separate sign belongs to the number after it.
    ///
    /// - Parameter before: the previous field, which determines whether a separate sign may follow.
    func next(_ line: Span<UInt8>, _ position: inout Int, before: Range<Int>) -> Range<Int> {
        let start = position
        position = end(line, position)
        let length = NumberScanner.signLength(line, start, position)
        if separator == nil, length > 0, start + length == position, maySign(line, before, at: start) {
            var digit = position
            while digit < line.count, NumberScanner.isBlank(line[digit]) { digit += 1 }
            if digit < line.count, isDigit(line[digit]) || line[digit] == UInt8(ascii: ".") { position = end(line, digit) }
        }
        let field = start..<position
        if position < line.count { position += 1 }
        return field
    }

    private func end(_ line: Span<UInt8>, _ start: Int) -> Int {
        var position = start
        while position < line.count, !isSeparator(line[position]) { position += 1 }
        return position
    }

    private func isSeparator(_ byte: UInt8) -> Bool {
        if let separator { return byte == separator }
        switch byte {
        case UInt8(ascii: ";"), UInt8(ascii: "|"), 9, 32: return true
        case UInt8(ascii: ","): return !decimalComma
        default: return false
        }
    }

    /// Whether a separate sign belongs to a number, and is not a dash between a word and a number: it begins the line, or follows
    /// a comma, a label, a status of one or two letters, or the name of a weight.
    private func maySign(_ line: Span<UInt8>, _ before: Range<Int>, at start: Int) -> Bool {
        guard !before.isEmpty, start > 0 else { return true }
        let last = line[before.upperBound - 1]
        if last == UInt8(ascii: ":") || last == UInt8(ascii: "=") { return true }
        for index in before.upperBound..<start where !NumberScanner.isBlank(line[index]) { return true }
        if before.count <= 2 { return !isDigit(last) }
        let names: [4 of StaticString] = ["gross", "net", "tare", "brutto"]
        for index in names.indices where NumberScanner.isWord(line, before, names[index]) { return true }
        return false
    }

    // MARK: the content of a field

    func content(_ line: Span<UInt8>, _ field: Range<Int>) -> Content {
        var field = field
        while !field.isEmpty, NumberScanner.isBlank(line[field.lowerBound]) { field = field.lowerBound + 1..<field.upperBound }
        while !field.isEmpty, NumberScanner.isBlank(line[field.upperBound - 1]) {
            field = field.lowerBound..<field.upperBound - 1
        }
        if isClock(line, field) { return .clock }
        let rest = afterLabel(line, field)
        guard !rest.isEmpty else { return .word }
        var unit = rest.lowerBound
        switch NumberScanner.scan(line, rest, decimalComma: decimalComma, numberEnd: &unit) {
        case .number(let value): return .number(value, unit: unit..<rest.upperBound)
        case .noNumber: return .noNumber
        case .notNumeric: break
        }
        if isTrouble(line, rest) { return .trouble }
        if NumberScanner.isLetter(line[rest.lowerBound]) || isDate(line, rest) { return .word }
        for index in rest where isDigit(line[index]) { return .unreadable }
        // A sign without a number after it belonged to the number before it.
        return NumberScanner.signLength(line, rest.lowerBound, rest.upperBound) == rest.count ? .unreadable : .word
    }

    /// The part after the last `:` or `=` (`HX711 reading: -123456`), and after a `$` that begins a frame.
    private func afterLabel(_ line: Span<UInt8>, _ field: Range<Int>) -> Range<Int> {
        var start = field.lowerBound
        for index in field where line[index] == UInt8(ascii: ":") || line[index] == UInt8(ascii: "=") { start = index + 1 }
        if start < field.upperBound, line[start] == UInt8(ascii: "$") { start += 1 }
        return start..<field.upperBound
    }

    /// Whether there is a colon between digits.
    private func isClock(_ line: Span<UInt8>, _ field: Range<Int>) -> Bool {
        for index in field.dropFirst().dropLast() where line[index] == UInt8(ascii: ":") {
            if isDigit(line[index - 1]), isDigit(line[index + 1]) { return true }
        }
        return false
    }

    /// Whether the field has digits in three groups, one of them a year: `2026-03-29`, `29.03.2026`.
    private func isDate(_ line: Span<UInt8>, _ field: Range<Int>) -> Bool {
        var (groups, length, hasYear) = (1, 0, false)
        for index in field {
            if isDigit(line[index]) {
                length += 1
                if length == 4 { hasYear = true }
                continue
            }
            guard length > 0,
                line[index] == UInt8(ascii: "-") || line[index] == UInt8(ascii: "/") || line[index] == UInt8(ascii: ".")
            else { return false }
            (groups, length) = (groups + 1, 0)
        }
        return groups == 3 && length > 0 && hasYear
    }

    private func isTrouble(_ line: Span<UInt8>, _ field: Range<Int>) -> Bool {
        let words: [8 of StaticString] = ["err", "error", "fault", "fail", "failed", "overload", "timeout", "invalid"]
        for index in words.indices where NumberScanner.isWord(line, field, words[index]) { return true }
        return false
    }

    func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
}
