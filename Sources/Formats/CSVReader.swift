/// Reads a ``CSVTable``: first finds out how the text is laid out from its first lines, then reads all of it.
struct CSVReader {
    let bytes: [UInt8]
    /// How many lines the layout is found out from.
    private static let sampleLines = 128

    private var columns: [CSVTable.Column] = []
    private var rows = 0
    private var decimalMark: UInt8?

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func read(_ layout: CSVTable.Layout) throws(CSVError) -> CSVTable {
        guard bytes.count <= CSVTable.byteLimit else { throw .tooLarge(limit: CSVTable.byteLimit, what: "bytes") }
        let start = try contentStart()
        let guess = try shape(from: start, separator: layout.separator)
        if let comma = layout.decimalComma { decimalMark = comma ? UInt8(ascii: ",") : UInt8(ascii: ".") }
        columns = guess.columns
        var cutter = CSVCutter(bytes: bytes, from: start, separator: guess.separator)
        var cutOff = false
        while let line = try cutter.next() {
            if line.number < guess.firstRowLine { continue }
            cutOff = try !append(line)
        }
        // A separator at the end of every line makes a column of nothing.
        if let last = columns.last, columns.count > 1, !last.isText, last.header.isEmpty, last.values.allSatisfy(\.isNaN) {
            columns.removeLast()
        }
        for index in columns.indices where columns[index].name.isEmpty {
            columns[index].header = "column \(index + 1)"
            columns[index].name = columns[index].header
        }
        return CSVTable(
            columns: columns, rowCount: rows, separator: guess.separator, decimalComma: decimalMark == UInt8(ascii: ","),
            hasHeader: guess.hasHeader, lastLineCutOff: cutOff, firstRowLine: guess.firstRowLine)
    }

    /// - Returns: false when the line is a last one that was cut off.
    private mutating func append(_ line: CSVLine) throws(CSVError) -> Bool {
        if line.cells.count != columns.count {
            if line.isOpen, line.cells.count < columns.count { return false }
            let surplus = line.cells.dropFirst(columns.count)
            guard line.cells.count > columns.count, surplus.allSatisfy({ DecimalNumber.trimmed(bytes[$0]).isEmpty }) else {
                throw .raggedRow(line: line.number, expected: columns.count, found: line.cells.count)
            }
        }
        guard (rows + 1) * columns.count <= CSVTable.cellLimit else { throw .tooLarge(limit: CSVTable.cellLimit, what: "cells") }
        for index in columns.indices where !columns[index].isText {
            let cell = bytes[line.cells[index]]
            guard let number = DecimalNumber.read(cell) else {
                // No number so far: a column of remarks that begins with nothing.
                if columns[index].values.allSatisfy(\.isNaN) {
                    columns[index].values = []
                    columns[index].isText = true
                    continue
                }
                throw .badNumber(line: line.number, column: index + 1, text: text(line.cells[index].prefix(40)))
            }
            if let mark = number.mark {
                if decimalMark == nil { decimalMark = mark }
                guard mark == decimalMark else { throw .mixedDecimals(line: line.number, column: index + 1) }
            }
            columns[index].values.append(number.value)
        }
        rows += 1
        return true
    }

    private func contentStart() throws(CSVError) -> Int {
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { throw .notText(line: 1) }
        return bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    }

    // MARK: finding the layout

    private struct Shape {
        var separator: CSVTable.Separator
        var columns: [CSVTable.Column]
        var firstRowLine: Int
        var hasHeader: Bool
        /// How well it fits: the share of cells that are numbers, on the lines with the most usual number of cells.
        var score: Double
    }

    private func shape(from start: Int, separator: CSVTable.Separator?) throws(CSVError) -> Shape {
        let candidates = separator.map { [$0] } ?? CSVTable.Separator.allCases
        var best: Shape?
        var failure: CSVError?
        for candidate in candidates {
            do throws(CSVError) {
                guard let shape = try shape(from: start, candidate) else { continue }
                let better = shape.score > (best?.score ?? 0)
                let asGoodAndWider = shape.score == best?.score && shape.columns.count > (best?.columns.count ?? 0)
                if better || asGoodAndWider { best = shape }
            } catch {
                failure = error
            }
        }
        if let best { return best }
        throw failure ?? .noNumbers
    }

    private func shape(from start: Int, _ separator: CSVTable.Separator) throws(CSVError) -> Shape? {
        var cutter = CSVCutter(bytes: bytes, from: start, separator: separator)
        var lines: [CSVLine] = []
        while lines.count < Self.sampleLines, let line = try cutter.next() { lines.append(line) }
        if lines.isEmpty { throw .empty }
        var counts: [Int: Int] = [:]
        for line in lines { counts[line.cells.count, default: 0] += 1 }
        guard let usual = counts.max(by: { ($0.value, $0.key) < ($1.value, $1.key) })?.key else { return nil }
        // A header may have a number for a name, but not as many numbers as the rows.
        let full = lines.map { $0.cells.count == usual ? numbers(in: $0) : 0 }.max() ?? 0
        let isRow = { (line: CSVLine) in
            let found = line.cells.count == usual ? numbers(in: line) : 0
            return found > 0 && 2 * (found + blanks(in: line)) >= full
        }
        guard let first = lines.firstIndex(where: isRow) else { return nil }

        var numeric = 0
        for line in lines[first...] where line.cells.count == usual { numeric += numbers(in: line) + blanks(in: line) }
        // The header counts as one line that fits or does not: "Force(N)" over "7,83" says that there is one column, not two.
        let fitting = lines[first...].count { $0.cells.count == usual }
        let header = first > 0 ? withoutTrailingBlanks(lines[first - 1]) : nil
        let body = withoutTrailingBlanks(lines[first]).cells.count
        let headerFits = header.map { $0.cells.count == usual || $0.cells.count == body } ?? true
        let share = Double(numeric) / Double(usual * fitting)
        let score = share * Double(fitting + (first > 0 && headerFits ? 1 : 0)) / Double(lines.count)

        let (names, units) = headerFits && first > 0 ? headings(lines, before: first) : ([], [])
        let columns = lines[first].cells.indices.map { index in
            let cell = lines[first].cells[index]
            let heading = index < names.count ? names[index] : ""
            let parts = ColumnHeading(heading)
            return CSVTable.Column(
                header: heading, name: parts.name, unit: index < units.count && !units[index].isEmpty ? units[index] : parts.unit,
                values: [],
                isText: DecimalNumber.read(bytes[cell]) == nil)
        }
        return Shape(
            separator: separator, columns: columns, firstRowLine: lines[first].number, hasHeader: !names.isEmpty, score: score)
    }

    /// The names above the first row, and the units when a line of them stands between.
    private func headings(_ lines: [CSVLine], before first: Int) -> ([String], [String]) {
        let last = lines[first - 1].cells.map { text($0) }
        guard first > 1, lines[first - 2].cells.count == last.count else { return (last, []) }
        let bare = last.map { String($0.drop { "([".contains($0) }.prefix { !")]".contains($0) }) }
        guard bare.allSatisfy({ $0.isEmpty || ColumnHeading.isUnit($0) }), bare.contains(where: { !$0.isEmpty }) else {
            return (last, [])
        }
        return (lines[first - 2].cells.map { text($0) }, bare)
    }

    private func withoutTrailingBlanks(_ line: CSVLine) -> CSVLine {
        var line = line
        while let last = line.cells.last, DecimalNumber.trimmed(bytes[last]).isEmpty { line.cells.removeLast() }
        return line
    }

    private func numbers(in line: CSVLine) -> Int {
        line.cells.count { cell in
            guard let number = DecimalNumber.read(bytes[cell]) else { return false }
            return !number.value.isNaN || isNaNWord(cell)
        }
    }

    private func blanks(in line: CSVLine) -> Int { line.cells.count { DecimalNumber.trimmed(bytes[$0]).isEmpty } }

    private func isNaNWord(_ cell: Range<Int>) -> Bool { DecimalNumber.trimmed(bytes[cell]).count >= 3 }

    private func text(_ cell: Range<Int>) -> String {
        var out: [UInt8] = []
        var skip = false
        for byte in DecimalNumber.trimmed(bytes[cell]) {
            if byte == UInt8(ascii: "\""), !skip {
                skip = true
                continue
            }
            skip = false
            out.append(byte)
        }
        return String(decoding: out, as: UTF8.self)
    }
}
