/// Reads the rows of a table with the layout that ``CSVLayoutFinder`` has found.
///
/// A line that is not a row does not end the table. A line without any number is skipped. A line with numbers that cannot be
/// read becomes a row without values, that is, one lost sample, as when a sensor sends a broken line.
struct CSVReader {
    private var bytes: [UInt8]
    private let shape: CSVShape
    private let keepsRows: Bool
    private var columns: [CSVTable.Column]
    private var lines: [UInt32] = []
    private(set) var rowCount = 0
    /// The last row, and its line.
    private(set) var row: [Double] = []
    private var lastLine: Int?
    /// Whether each column has had a number.
    private var hasNumbers: [Bool]
    private var decimalMark: UInt8?
    private var tally = Tally()

    /// Counts for the notes at the end.
    private struct Tally {
        var texts = (count: 0, first: 0, text: "")
        var headings = (count: 0, first: 0)
        /// Bad rows with their index among the rows: those after the last good row are a footer.
        var badRows: [(row: Int, line: Int, why: CSVError)] = []
        var badRowCount = 0
        var badCells: (count: Int, first: CSVError)?
        var grouped: CSVNote?
        var anotherTable: CSVNote?
        var cutOff: Int?
        /// Consecutive bad rows with the same number of cells: another table. With the line of the row before them.
        var foreign = (cells: 0, count: 0, line: 0, before: Int?.none)
    }
    /// This many consecutive lines with another number of cells are another table.
    private static let foreignRows = 12

    static func read(_ file: [UInt8], _ layout: CSVTable.Layout) throws(CSVError) -> CSVTable {
        guard file.count <= CSVTable.byteLimit else { throw .tooLarge(limit: CSVTable.byteLimit, what: "bytes") }
        let text = try CSVText(file)
        return try read(text.bytes, CSVLayoutFinder(bytes: text.bytes, layout: layout).shape(), notes: text.notes)
    }

    static func read(_ bytes: [UInt8], _ shape: CSVShape, notes: [CSVNote]) throws(CSVError) -> CSVTable {
        var reader = CSVReader(bytes: bytes, shape: shape)
        var cutter = CSVCutter(bytes: bytes, separator: shape.separator)
        while !reader.isEnded, let line = try cutter.next() {
            if line.number >= shape.firstRowLine { try reader.take(line, in: bytes) }
        }
        return try reader.table(beginningWith: bytes, notes: notes)
    }

    init(bytes: [UInt8], shape: CSVShape, keepsRows: Bool = true) {
        self.bytes = bytes
        self.shape = shape
        self.keepsRows = keepsRows
        hasNumbers = shape.contents.map { _ in false }
        decimalMark = shape.decimalMark
        columns = shape.contents.enumerated().map { index, content in
            let heading = index < shape.names.count ? shape.names[index] : ""
            let parts = ColumnHeading(heading)
            let unit = index < shape.units.count && !shape.units[index].isEmpty ? shape.units[index] : parts.unit
            return CSVTable.Column(
                header: heading, name: parts.name, unit: content == .clock ? "s" : unit, values: [], isText: content == .text,
                isClock: content == .clock)
        }
    }

    /// Whether the table ends here.
    var isEnded: Bool { tally.anotherTable != nil }

    // MARK: one line

    /// - Parameter bytes: what its cells lie in.
    mutating func take(_ line: CSVLine, in bytes: [UInt8]) throws(CSVError) {
        self.bytes = bytes
        let surplus = line.cells.dropFirst(columns.count)
        let missing = columns.dropFirst(line.cells.count)
        let isCut =
            line.isOpen && columns.count > 1 && line.cells.count == columns.count && !columns[columns.count - 1].isText
            && DecimalNumber.trimmed(bytes[line.cells[columns.count - 1]]).isEmpty && !isEmpty(columns.count - 1)
        if isCut || line.isOpen && !missing.isEmpty && !rowsAreShort(missing) {
            tally.cutOff = line.number
            return
        }
        guard surplus.allSatisfy({ DecimalNumber.trimmed(bytes[$0]).isEmpty }), missing.isEmpty || rowsAreShort(missing) else {
            return try noRow(line, .raggedRow(line: line.number, expected: columns.count, found: line.cells.count))
        }
        guard !keepsRows || (rowCount + 1) * columns.count <= CSVTable.cellLimit else {
            throw .tooLarge(limit: CSVTable.cellLimit, what: "cells")
        }
        var failure: CSVError?
        var found = 0
        var failed = 0
        var row = [Double](repeating: .nan, count: columns.count)
        for (index, cell) in line.cells.prefix(columns.count).enumerated() where !columns[index].isText {
            guard let value = try value(bytes[cell], line.number, index) else {
                if isEmpty(index), columns.count > 1, index > 0 {
                    becomeText(index)
                    continue
                }
                failed += 1
                if failure == nil {
                    failure = .badNumber(line: line.number, column: index + 1, text: String(text(cell).prefix(40)))
                }
                // Without its first number, which is usually the time, a line is not a row.
                if found == 0 { return try noRow(line, failure ?? .empty) }
                continue
            }
            if !value.isNaN { found += 1 }
            row[index] = value
        }
        if let failure { tally.badCells = (failed + (tally.badCells?.count ?? 0), tally.badCells?.first ?? failure) }
        tally.foreign.count = 0
        append(row, line.number)
    }

    private mutating func append(_ row: [Double], _ line: Int) {
        rowCount += 1
        self.row = row
        lastLine = line
        for index in columns.indices where !columns[index].isText {
            if !row[index].isNaN { hasNumbers[index] = true }
            if keepsRows { columns[index].values.append(row[index]) }
        }
        if keepsRows { lines.append(UInt32(clamping: line)) }
    }

    /// Some programs leave out columns of remarks, and columns with a lower sampling rate, at the end of a row.
    private func rowsAreShort(_ missing: ArraySlice<CSVTable.Column>) -> Bool {
        columns.count - missing.count >= shape.leastCells
            || shape.separator != .blanks && missing.indices.allSatisfy { columns[$0].isText || isEmpty($0) && rowCount > 0 }
    }

    /// Handles a line that is not a row of this table.
    private mutating func noRow(_ line: CSVLine, _ why: CSVError) throws(CSVError) {
        let numbers = line.cells.count { DecimalNumber.read(bytes[$0]).map { !$0.value.isNaN } ?? false }
        guard numbers > 0 else {
            let texts = line.cells.map(text)
            if !shape.names.isEmpty, texts == shape.names {
                tally.headings = (tally.headings.count + 1, tally.headings.first == 0 ? line.number : tally.headings.first)
            } else if texts.contains(where: { !$0.isEmpty }) {
                if tally.texts.count == 0 { tally.texts = (0, line.number, String(texts.joined(separator: " ").prefix(40))) }
                tally.texts.count += 1
            }
            return
        }
        if line.cells.count != tally.foreign.cells || tally.foreign.count == 0 {
            tally.foreign = (line.cells.count, 0, line.number, lastLine)
        }
        tally.foreign.count += 1
        if line.cells.count != columns.count, tally.foreign.count >= Self.foreignRows, isFooter {
            tally.anotherTable = .anotherTable(line: tally.foreign.line, columns: line.cells.count)
        }
        if tally.badRows.count < 10_000 { tally.badRows.append((rowCount, line.number, why)) }
        tally.badRowCount += 1
        append([Double](repeating: .nan, count: columns.count), line.number)
    }

    /// Whether the foreign lines are separated from the rows by a line without numbers or a blank line.
    private var isFooter: Bool { tally.foreign.before.map { $0 + 1 < tally.foreign.line } ?? false }

    // MARK: one cell

    /// nil when the cell contains text instead of a number.
    private mutating func value(_ cell: ArraySlice<UInt8>, _ line: Int, _ index: Int) throws(CSVError) -> Double? {
        if columns[index].isClock {
            if let seconds = CSVClock.seconds(cell) { return seconds }
            return DecimalNumber.read(cell).flatMap { $0.value.isNaN ? .nan : nil }
        }
        guard let number = DecimalNumber.read(cell) ?? united(cell, index) else { return nil }
        guard let mark = number.mark else { return number.value }
        if decimalMark == nil { decimalMark = mark }
        if number.group != nil { noteGroup(cell, number.group, line) }
        if mark == decimalMark { return number.value }
        // The other mark groups thousands, where it can.
        guard let thousands = DecimalNumber.withoutGroup(cell, mark: mark) else {
            throw .mixedDecimals(line: line, column: index + 1, text: CSVCutter.text(cell))
        }
        noteGroup(cell, mark, line)
        return thousands
    }

    /// A number with its unit in the cell; nil when the unit differs from that of the column.
    private mutating func united(_ cell: ArraySlice<UInt8>, _ index: Int) -> DecimalNumber? {
        guard let (number, unit) = DecimalNumber.withUnit(cell) else { return nil }
        if columns[index].unit == nil { columns[index].unit = unit }
        return columns[index].unit == unit ? number : nil
    }

    private mutating func noteGroup(_ cell: ArraySlice<UInt8>, _ mark: UInt8?, _ line: Int) {
        guard tally.grouped == nil, let mark else { return }
        tally.grouped = .grouped(mark: String(UnicodeScalar(mark)), line: line, text: CSVCutter.text(cell))
    }

    private func isEmpty(_ index: Int) -> Bool { !hasNumbers[index] }

    /// Changes a column without numbers so far to text: a column of remarks that begins with empty cells.
    private mutating func becomeText(_ index: Int) {
        columns[index].values = []
        columns[index].isText = true
    }

    private func text(_ cell: Range<Int>) -> String { CSVCutter.text(bytes[cell]) }

    // MARK: the end

    /// - Parameter head: the beginning of the text, with everything above the rows.
    mutating func table(beginningWith head: [UInt8], notes: [CSVNote]) throws(CSVError) -> CSVTable {
        let below = cutFooter()
        if tally.badRowCount * 5 > rowCount + 10, let first = tally.badRows.first {
            throw .tooManyBadRows(
                count: tally.badRowCount, rows: rowCount, line: first.line, text: first.why.description)
        }
        // A separator at the end of every line produces an empty column.
        if let last = columns.last, columns.count > 1, !last.isText, last.header.isEmpty, isEmpty(columns.count - 1) {
            columns.removeLast()
        }
        for index in columns.indices where columns[index].name.isEmpty {
            columns[index].header = "column \(index + 1)"
            columns[index].name = columns[index].header
        }
        return CSVTable(
            columns: columns, rowCount: rowCount, separator: shape.separator, decimalComma: decimalMark == UInt8(ascii: ","),
            hasHeader: !shape.names.isEmpty, lastLineCutOff: tally.cutOff != nil, firstRowLine: shape.firstRowLine, lines: lines,
            notes: notes + self.notes(below), statedRate: StatedRate.find(in: head, shape))
    }

    /// Removes bad rows after the last good one.
    private mutating func cutFooter() -> CSVNote? {
        var end = rowCount
        var last: (line: Int, why: CSVError)?
        while let bad = tally.badRows.last, bad.row == end - 1 {
            end -= 1
            last = (bad.line, bad.why)
            tally.badRows.removeLast()
            tally.badRowCount -= 1
        }
        let count = rowCount - end
        guard let last else { return nil }
        rowCount = end
        if keepsRows {
            lines.removeSubrange(end...)
            for index in columns.indices where !columns[index].isText { columns[index].values.removeSubrange(end...) }
        }
        return .footer(count: count, first: last.line, why: last.why)
    }

    private func notes(_ below: CSVNote?) -> [CSVNote] {
        var notes: [CSVNote] = []
        if !shape.preamble.isEmpty { notes.append(.preamble(lines: shape.preamble.count)) }
        if let comma = shape.assumedComma { notes.append(comma) }
        if let grouped = tally.grouped { notes.append(grouped) }
        if tally.headings.count > 0 { notes.append(.repeatedHeading(count: tally.headings.count, first: tally.headings.first)) }
        if tally.texts.count > 0 {
            notes.append(.textLines(count: tally.texts.count, first: tally.texts.first, text: tally.texts.text))
        }
        if let first = tally.badRows.first { notes.append(.badRows(count: tally.badRowCount, first: first.why)) }
        if let cells = tally.badCells { notes.append(.badCells(count: cells.count, first: cells.first)) }
        if let another = tally.anotherTable { return notes + [another] }
        if let below { notes.append(below) }
        if let line = tally.cutOff { notes.append(.lastLineCutOff(line: line)) }
        return notes
    }
}
