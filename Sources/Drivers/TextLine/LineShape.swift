import Samples

/// Which parts of a line are numbers, and what they mean.
struct LineShape {
    /// At most this many columns are looked at.
    static let columnLimit = 32

    let separator: UInt8?
    let decimalComma: Bool
    let timeColumn: Int?
    /// Column of each channel, counted from 1; empty: every number that is not the time.
    let columns: [Int]

    struct Line {
        var present: UInt8 = 0
        /// Channels that were there, with a number or with `nan`.
        var channels = 0
        var notANumber = false
        var time: Double?
        var values = [8 of Double](repeating: .nan)
    }

    /// What a line says; `nil` when it does not have this shape.
    func read(_ line: Span<UInt8>) -> Line? {
        var result = Line()
        var column = 0
        var position = 0
        while position < line.count, column < Self.columnLimit {
            let field = nextField(line, &position)
            guard !field.isEmpty else { continue }
            let outcome = NumberScanner.scan(line, afterLabel(line, field), decimalComma: decimalComma)
            // Where a separator is given a column is a column; where it is not, words between the numbers do not count.
            if separator == nil, outcome == .notNumeric { continue }
            column += 1
            guard take(outcome, column: column, into: &result) else { return nil }
        }
        if timeColumn != nil, result.time == nil { return nil }
        if result.channels == 0 || !columns.isEmpty && result.channels != columns.count { return nil }
        return result
    }

    private func take(_ outcome: NumberScanner.Outcome, column: Int, into line: inout Line) -> Bool {
        if column == timeColumn {
            guard case .number(let time) = outcome else { return false }
            line.time = time
            return true
        }
        var channel = line.channels
        if !columns.isEmpty {
            guard let wanted = columns.firstIndex(of: column) else { return true }
            channel = wanted
        } else if outcome == .notNumeric {
            return true
        }
        guard channel < Frame.channelLimit else { return true }
        switch outcome {
        case .number(let value):
            line.values[channel] = value
            line.present |= UInt8(1) << UInt8(channel)
        case .noNumber: line.notANumber = true
        case .notNumeric: return false
        }
        line.channels += 1
        return true
    }

    private func isSeparator(_ byte: UInt8) -> Bool {
        if let separator { return byte == separator }
        switch byte {
        case UInt8(ascii: ";"), UInt8(ascii: "|"), 9, 32: return true
        case UInt8(ascii: ","): return !decimalComma
        default: return false
        }
    }

    private func nextField(_ line: Span<UInt8>, _ position: inout Int) -> Range<Int> {
        let start = position
        while position < line.count, !isSeparator(line[position]) { position += 1 }
        let end = position
        if position < line.count { position += 1 }
        return start..<end
    }

    /// The part behind the last `:` or `=`: `HX711 reading: -123456`.
    private func afterLabel(_ line: Span<UInt8>, _ field: Range<Int>) -> Range<Int> {
        var start = field.lowerBound
        for index in field where line[index] == UInt8(ascii: ":") || line[index] == UInt8(ascii: "=") { start = index + 1 }
        return start..<field.upperBound
    }
}
