import Samples

/// Which parts of a line are numbers, and what they mean.
struct LineShape {
    /// At most this many columns are looked at.
    static let columnLimit = 32

    let separator: UInt8?
    let decimalComma: Bool
    let timeColumn: Int?
    /// How many columns are channels; 0: every number that is not the time is one.
    private let columnCount: Int
    /// The channel of each column, which counts from 1; -1: none. Found without `firstIndex(of:)`, which allocates when it is not
    /// specialised.
    private var channelOfColumn = [33 of Int8](repeating: -1)

    /// - Parameter columns: column of each channel, counted from 1; at most 8, from 1 to `columnLimit`.
    init(separator: UInt8?, decimalComma: Bool, timeColumn: Int?, columns: [Int]) {
        self.separator = separator
        self.decimalComma = decimalComma
        self.timeColumn = timeColumn
        columnCount = columns.count
        for (channel, column) in columns.enumerated() where column >= 1 && column <= Self.columnLimit {
            channelOfColumn[column] = Int8(clamping: channel)
        }
    }

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
        if result.channels == 0 || columnCount > 0 && result.channels != columnCount { return nil }
        return result
    }

    private func take(_ outcome: NumberScanner.Outcome, column: Int, into line: inout Line) -> Bool {
        if column == timeColumn {
            guard case .number(let time) = outcome else { return false }
            line.time = time
            return true
        }
        var channel = line.channels
        if columnCount > 0 {
            // `column` is 1...columnLimit: `read` looks at no others.
            guard channelOfColumn[column] >= 0 else { return true }
            channel = Int(channelOfColumn[column])
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
