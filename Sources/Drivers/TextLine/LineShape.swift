import Samples

/// Determines which parts of a line are numbers, and their meaning. A line is either understood as a whole or refused: no number
/// is used from a line whose rest could not be understood. One number is read by `LineFields`; lines that come in pieces are joined by
/// `LineBuffer`.
struct LineShape {
    /// The largest number of columns that are examined.
    static let columnLimit = 32

    let timeColumn: Int?
    private let fields: LineFields
    /// The number of columns that are channels; 0: the one number that is not the time.
    private let columnCount: Int
    /// The unit in the settings.
    private let unit: WireUnit?
    /// The channel of each column, with columns counted from 1; −1: none. A table, because `firstIndex(of:)` allocates when it is
    /// not specialised.
    private var channelOfColumn = [33 of Int8](repeating: -1)

    /// - Parameter columns: the column of each channel, counted from 1; at most 8, from 1 to `columnLimit`.
    init(separator: UInt8?, decimalComma: Bool, timeColumn: Int?, columns: [Int], unit: String? = nil) {
        fields = LineFields(separator: separator, decimalComma: decimalComma)
        self.timeColumn = timeColumn
        self.unit = unit.flatMap { WireUnit($0) }
        columnCount = columns.count
        for (channel, column) in columns.enumerated() where column >= 1 && column <= Self.columnLimit {
            channelOfColumn[column] = Int8(clamping: channel)
        }
    }

    struct Line {
        var present: UInt8 = 0
        /// The number of channels that were there, with a number or with `nan`.
        var channels = 0
        var notANumber = false
        var time: Double?
        var values = [8 of Double](repeating: .nan)
    }

    enum Outcome {
        case line(Line)
        case refused(LineRefusal)
    }

    /// The state between two fields of one line.
    private struct Reader {
        var line = Line()
        var column = 0
        /// The previous number: its end, whether it is used, and whether it has a decimal point.
        var before: (end: Int, isTaken: Bool, hasPoint: Bool)?
        /// The next word may be the unit of a channel.
        var awaitsUnit = false
        var hasTrouble = false
        var isOverloaded = false
    }

    /// Reads a line.
    func read(_ line: Span<UInt8>) -> Outcome {
        var reader = Reader()
        var position = 0
        var before = 0..<0
        while position < line.count, reader.column < Self.columnLimit {
            let field = fields.next(line, &position, before: before)
            // Several blanks are one separator; of other separators each one counts.
            guard !field.isEmpty else {
                if let separator = fields.separator, !NumberScanner.isBlank(separator) { reader.column += 1 }
                continue
            }
            if let refusal = take(line, field, &reader) { return .refused(refusal) }
            before = field
        }
        return finish(reader)
    }

    private func finish(_ reader: Reader) -> Outcome {
        var line = reader.line
        if reader.hasTrouble, line.channels > 0 { return .refused(.unreadable) }
        // `OL` next to a number means that the number is invalid.
        if reader.isOverloaded, columnCount == 0 || line.present != 0 {
            line.notANumber = true
            line.present = 0
            line.channels = max(line.channels, 1)
        }
        if line.channels == 0 { return .refused(columnCount > 0 ? .shape : .noNumber) }
        if timeColumn != nil, line.time == nil { return .refused(.shape) }
        return columnCount > 0 && line.channels != columnCount ? .refused(.shape) : .line(line)
    }

    // MARK: one field

    private func take(_ line: Span<UInt8>, _ field: Range<Int>, _ reader: inout Reader) -> LineRefusal? {
        let content = fields.content(line, field)
        switch content {
        case .word, .trouble:
            if case .trouble = content { reader.hasTrouble = columnCount == 0 }
            // With a separator every column counts; without one, words between the numbers do not count.
            if fields.separator != nil {
                reader.column += 1
                if isWanted(reader.column) { return .unreadable }
            }
            defer { reader.awaitsUnit = false }
            return reader.awaitsUnit && contradicts(line, field) ? .unit : nil
        case .unreadable:
            reader.column += 1
            // A column that is not used may contain anything.
            if fields.separator != nil, columnCount > 0, !isWanted(reader.column) { return nil }
            return hasComma(line, field) ? .comma : .unreadable
        case .clock:
            reader.column += 1
            return isWanted(reader.column) ? .unreadable : nil
        case .noNumber:
            reader.column += 1
            reader.awaitsUnit = false
            return takeNoNumber(&reader)
        case .number(let value, let unit):
            reader.column += 1
            return takeNumber(line, field, value, unit, &reader)
        }
    }

    private func isWanted(_ column: Int) -> Bool { column == timeColumn || channelOfColumn[column] >= 0 }

    private func takeNoNumber(_ reader: inout Reader) -> LineRefusal? {
        if reader.column == timeColumn { return .shape }
        if columnCount > 0, channelOfColumn[reader.column] >= 0 {
            reader.line.notANumber = true
            reader.line.channels += 1
        } else {
            reader.isOverloaded = true
        }
        return nil
    }

    private func takeNumber(
        _ line: Span<UInt8>, _ field: Range<Int>, _ value: Double, _ unit: Range<Int>, _ reader: inout Reader
    ) -> LineRefusal? {
        let isTime = reader.column == timeColumn
        let channel = columnCount > 0 ? Int(channelOfColumn[reader.column]) : isTime ? -1 : reader.line.channels
        let isTaken = isTime || channel >= 0
        if let refusal = comma(line, field, isTaken, &reader) { return refusal }
        if isTime { reader.line.time = value }
        reader.awaitsUnit = false
        guard channel >= 0 else { return nil }
        // Without `columns` a line has one number.
        guard columnCount > 0 || channel == 0 else { return .severalNumbers }
        if !isBlank(line, unit) {
            if contradicts(line, unit) { return .unit }
        } else {
            reader.awaitsUnit = self.unit != nil
        }
        reader.line.values[channel] = value
        reader.line.present |= UInt8(1) << UInt8(channel)
        reader.line.channels += 1
        return nil
    }

    /// `222,75` without the setting `decimal_comma` may be two columns or one number. It is ambiguous if one half is used and the
    /// other is not.
    private func comma(_ line: Span<UInt8>, _ field: Range<Int>, _ isTaken: Bool, _ reader: inout Reader) -> LineRefusal? {
        let hasPoint = contains(line, field, UInt8(ascii: "."))
        defer { reader.before = (field.upperBound, isTaken, hasPoint) }
        guard fields.separator == nil, let before = reader.before, before.end + 1 == field.lowerBound,
            line[before.end] == UInt8(ascii: ","), fields.isDigit(line[before.end - 1]), fields.isDigit(line[field.lowerBound])
        else { return nil }
        let isHalf = before.isTaken != isTaken && !hasPoint && !before.hasPoint
        // The first number is not the time, so the second would be another channel.
        let isSecond = columnCount == 0 && reader.line.channels > 0
        return isHalf || isSecond ? .comma : nil
    }

    private func contradicts(_ line: Span<UInt8>, _ range: Range<Int>) -> Bool {
        guard let unit else { return false }
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, NumberScanner.isBlank(line[start]) { start += 1 }
        var word = start
        while word < end, NumberScanner.isLetter(line[word]) { word += 1 }
        end = word
        guard let said = WireUnit(line, start..<end) else { return false }
        return said != unit
    }

    private func isBlank(_ line: Span<UInt8>, _ range: Range<Int>) -> Bool {
        for index in range where !NumberScanner.isBlank(line[index]) { return false }
        return true
    }

    private func hasComma(_ line: Span<UInt8>, _ field: Range<Int>) -> Bool { contains(line, field, UInt8(ascii: ",")) }

    private func contains(_ line: Span<UInt8>, _ field: Range<Int>, _ byte: UInt8) -> Bool {
        for index in field where line[index] == byte { return true }
        return false
    }
}
