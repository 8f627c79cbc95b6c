// The separator, the heading and the decimal mark of a table. Which column is time: `CSVTiming`. Which is force: `ForceColumn`.

/// The layout of a table, as determined from its first lines.
struct CSVShape {
    /// The content of a column.
    enum Content: Equatable {
        case numbers, clock, text
    }

    var separator: CSVTable.Separator
    var contents: [Content]
    /// The fewest cells of a row. Fewer than there are columns where remarks, or a slower column, are left out at the end of
    /// rows.
    var leastCells: Int
    var firstRowLine: Int
    /// Lines before the heading, or before the first row if there is no heading.
    var preamble: [CSVLine]
    /// The headings, one for each column; empty if there are none.
    var names: [String]
    var units: [String]
    var decimalMark: UInt8?
    /// Where a comma was assumed to be the decimal mark without proof.
    var assumedComma: CSVNote?
    /// Why the table cannot be read after all.
    var failure: CSVError?
    /// How well the layout fits: the share of cells that are numbers, multiplied by the share of lines that are rows.
    var score: Double
}

/// Finds the layout: splits the first lines with each separator and chooses the one with which the most cells are numbers.
///
/// All lines with the most common number of cells vote on which columns contain numbers; each line is weighted by its count of
/// numbers. The table begins at the first three consecutive lines that agree with the vote, so a single `Rate,1000` above it is
/// not a row.
struct CSVLayoutFinder {
    /// The number of lines from which the layout is determined.
    private static let sampleLines = 512
    /// The number of consecutive fitting lines that start the table.
    private static let firstRun = 3

    let bytes: [UInt8]
    let layout: CSVTable.Layout

    func shape() throws(CSVError) -> CSVShape {
        var candidates = layout.separator.map { [$0] } ?? CSVTable.Separator.allCases
        if layout.separator == nil, let told = toldSeparator() { candidates = [told] }
        var best: CSVShape?
        var failure: CSVError?
        for candidate in candidates {
            do throws(CSVError) {
                guard let shape = try shape(candidate) else { continue }
                let better = shape.score > (best?.score ?? 0)
                let asGoodAndWider = shape.score == best?.score && shape.contents.count > (best?.contents.count ?? 0)
                if better || asGoodAndWider { best = shape }
            } catch {
                failure = error
            }
        }
        if let best {
            if let failure = best.failure { throw failure }
            return best
        }
        if let failure { throw failure }
        var cutter = CSVCutter(bytes: bytes, separator: .tab)
        let first = try cutter.next()
        throw .noNumbers(line: first?.number ?? 1, text: first.map { String(text($0.cells[0]).prefix(40)) } ?? "")
    }

    /// The separator that `sep=;` on the first line states, as spreadsheets write it.
    private func toldSeparator() -> CSVTable.Separator? {
        guard bytes.starts(with: Array("sep=".utf8)), bytes.count > 4 else { return nil }
        switch bytes[4] {
        case UInt8(ascii: ";"): return .semicolon
        case UInt8(ascii: ","): return .comma
        case 0x09: return .tab
        default: return nil
        }
    }

    private func shape(_ separator: CSVTable.Separator) throws(CSVError) -> CSVShape? {
        var cutter = CSVCutter(bytes: bytes, separator: separator)
        var lines: [CSVLine] = []
        while lines.count < Self.sampleLines, let line = try cutter.next() { lines.append(line) }
        if lines.isEmpty { throw .empty }
        let cells = lines.map { line in line.cells.map(kind) }
        guard let (contents, least) = vote(cells), let first = begin(cells, contents, least) else { return nil }

        let rows = lines.indices[first...].filter { isRow(cells[$0], contents, least) }
        let numbers = rows.reduce(0) { sum, row in
            sum + cells[row].count { $0 == .number || $0 == .clock || $0 == .blank } + contents.count - cells[row].count
        }
        let share = Double(numbers) / Double(contents.count * rows.count)
        // The heading counts as one line that fits or does not: "Force(N)" above "7,83" shows that there is one column, not two.
        let heading = heading(lines, cells, before: first, columns: contents.count)
        let headingFits = first == 0 || !heading.lines.isEmpty
        let score = share * Double(rows.count + (first > 0 && headingFits ? 1 : 0)) / Double(lines.count)
        // Lines between the heading and the first good rows are bad rows.
        let begin = heading.lines.isEmpty ? first : heading.lines.upperBound
        var shape = CSVShape(
            separator: separator, contents: contents, leastCells: least, firstRowLine: lines[begin].number,
            preamble: Array(lines[..<min(heading.lines.lowerBound, begin)]), names: heading.names, units: heading.units,
            score: score)
        if shape.names.isEmpty { shape.names = commentHeading(separator, before: lines[first].number, columns: contents.count) }
        if let comma = layout.decimalComma {
            shape.decimalMark = comma ? UInt8(ascii: ",") : UInt8(ascii: ".")
        } else {
            decideMark(&shape, rows.map { lines[$0] })
        }
        return shape
    }

    // MARK: finding the rows

    private enum Kind { case number, clock, missing, blank, text }

    private func kind(_ cell: Range<Int>) -> Kind {
        let bytes = DecimalNumber.trimmed(bytes[cell])
        if bytes.isEmpty { return .blank }
        if let number = DecimalNumber.read(bytes) { return number.value.isNaN ? .missing : .number }
        if CSVClock.seconds(bytes) != nil { return .clock }
        return DecimalNumber.withUnit(bytes) != nil ? .number : .text
    }

    /// Decides what each column contains; nil when no line has a number.
    private func vote(_ lines: [[Kind]]) -> (contents: [CSVShape.Content], leastCells: Int)? {
        var weights: [Int: Int] = [:]
        for line in lines { weights[line.count, default: 0] += line.count { $0 == .number || $0 == .clock } }
        guard let usual = weights.max(by: { ($0.value, $0.key) < ($1.value, $1.key) }), usual.value > 0 else { return nil }
        // A heading that is wider than most rows: cells at the end are left out where they are empty.
        let wide = lines.prefix { !isNumeric($0) || $0.count != usual.key }.last {
            $0.count > usual.key && $0.allSatisfy { $0 == .text }
        }
        let columns =
            wide.map(\.count).flatMap { count in lines.contains { $0.count == count && isNumeric($0) } ? count : nil }
            ?? usual.key
        let rows = lines.filter { $0.count == usual.key || $0.count == columns }.map { line in
            line + [Kind](repeating: .blank, count: columns - line.count)
        }
        let contents = (0..<columns).map { column -> CSVShape.Content in
            let numbers = rows.count { $0[column] == .number }
            let words = rows.count { $0[column] == .missing }
            let clocks = rows.count { $0[column] == .clock }
            let texts = rows.count { $0[column] == .text }
            if clocks > numbers, clocks >= texts { return .clock }
            // A column that is empty so far may contain numbers later.
            return numbers > 0 && numbers + words >= texts || texts == 0 || words > 0 && words >= texts ? .numbers : .text
        }
        return contents.contains { $0 != .text } ? (contents, usual.key) : nil
    }

    private func isNumeric(_ line: [Kind]) -> Bool { line.first == .number || line.first == .clock }

    private func isRow(_ line: [Kind], _ contents: [CSVShape.Content], _ least: Int) -> Bool {
        guard line.count >= least, line.count <= contents.count else { return false }
        var found = false
        for (kind, content) in zip(line, contents) {
            switch (content, kind) {
            case (.text, _), (_, .blank), (_, .missing): continue
            case (.numbers, .number), (.clock, .clock): found = true
            default: return false
            }
        }
        return found
    }

    private func begin(_ lines: [[Kind]], _ contents: [CSVShape.Content], _ least: Int) -> Int? {
        var longest: Range<Int>?
        var start: Int?
        for index in 0...lines.count {
            if index < lines.count, isRow(lines[index], contents, least) {
                if start == nil { start = index }
                continue
            }
            guard let begun = start else { continue }
            if index - begun >= Self.firstRun { return begun }
            if index - begun > (longest?.count ?? 0) { longest = begun..<index }
            start = nil
        }
        return longest?.lowerBound
    }

    // MARK: the heading

    /// The names above the first row, and the units if a line of units follows the names; searches at most four lines upwards.
    ///
    /// - Returns: `lines` are those of the heading; an empty range at the first row if there is no heading.
    private func heading(_ lines: [CSVLine], _ cells: [[Kind]], before first: Int, columns: Int)
        -> (lines: Range<Int>, names: [String], units: [String])
    {
        let body = cells[first].count - cells[first].reversed().prefix { $0 == .blank }.count
        var units: [String] = []
        var found = first..<first
        for index in stride(from: first - 1, through: max(0, first - 4), by: -1) {
            let texts = lines[index].cells.enumerated().map { Self.name(text($1), isFirst: $0 == 0) }
            // A line without a letter is a row, possibly a bad one.
            guard zip(texts, cells[index]).contains(where: { $1 == .text && $0.contains(where: \.isLetter) }) else { continue }
            let trailing = cells[index].reversed().prefix { $0 == .blank }.count
            let count = cells[index].count - trailing
            let isShifted = count == columns - 1 && count != body && trailing == 0 && countsRows(lines[first...])
            guard cells[index].count == columns || count == body || count == columns || isShifted else { break }
            // LabChart puts a keyword before each line: names, and then ranges with their units.
            if let key = texts.first, key.hasSuffix("=") {
                let values = [""] + texts.dropFirst()
                if key == "ChannelTitle=" || units.isEmpty && key != "Range=" && key != "UnitName=" {
                    return (index..<first, ["Time"] + texts.dropFirst(), units)
                }
                units = values.map { $0.split(separator: " ").last.map(String.init) ?? "" }
                continue
            }
            let bare = texts.map { String($0.drop { "([".contains($0) }.prefix { !")]".contains($0) }) }
            if units.isEmpty, bare.allSatisfy({ $0.isEmpty || ColumnHeading.isUnit($0) }) {
                (units, found) = (bare, index..<index + 1)
                continue
            }
            return (index..<(units.isEmpty ? index + 1 : found.upperBound), isShifted ? [""] + texts : texts, units)
        }
        // A line of units alone is a heading of units.
        return (found, units, [])
    }

    /// Whether the rows begin with the row numbers that R writes, for which the heading has no name.
    private func countsRows(_ rows: ArraySlice<CSVLine>) -> Bool {
        rows.prefix(3).enumerated().allSatisfy { number, row in
            DecimalNumber.read(bytes[row.cells[0]])?.value == Double(number + 1)
        }
    }

    /// The names in a comment directly above the first row, as numpy writes them: `# t,F`.
    private func commentHeading(_ separator: CSVTable.Separator, before line: Int, columns: Int) -> [String] {
        guard let comment = CSVCutter.comments(in: bytes, before: line).last, comment.number == line - 1 else { return [] }
        let inside = Array(bytes[comment.range].drop { $0 == UInt8(ascii: "#") || $0 == 0x20 })
        var cutter = CSVCutter(bytes: inside, separator: separator)
        guard let cut = try? cutter.next(), cut.cells.count == columns else { return [] }
        let names = cut.cells.map { String(decoding: DecimalNumber.trimmed(inside[$0]), as: UTF8.self) }
        return names.contains { DecimalNumber.read(Array($0.utf8)[...]) != nil } ? [] : names
    }

    /// Removes characters that mark a comment in other programs.
    private static func name(_ text: String, isFirst: Bool) -> String {
        let bare = isFirst ? text.drop { "%/#".contains($0) } : text[...]
        return bare.count == text.count ? text : String(bare.drop { $0 == " " })
    }

    func text(_ cell: Range<Int>) -> String { CSVCutter.text(bytes[cell]) }

    // MARK: the decimal mark

    /// Uses the decimal mark that a cell proves: followed by a number of digits other than three, after a leading zero, or with
    /// groups of thousands.
    private func decideMark(_ shape: inout CSVShape, _ rows: [CSVLine]) {
        let comma = UInt8(ascii: ",")
        var open: (cell: Range<Int>, line: Int, column: Int)?
        var plain: Set<Int> = []
        for row in rows {
            for (column, cell) in row.cells.enumerated() where shape.contents[column] == .numbers {
                guard let number = DecimalNumber.read(bytes[cell]), !number.value.isNaN else { continue }
                guard let mark = number.mark else {
                    // A zero is the same with both marks.
                    if number.value != 0 { plain.insert(column) }
                    continue
                }
                if mark == comma, number.group == nil, DecimalNumber.withoutGroup(bytes[cell], mark: comma) != nil {
                    if open == nil { open = (cell, row.number, column) }
                } else if shape.decimalMark == nil {
                    shape.decimalMark = mark
                }
            }
        }
        guard shape.decimalMark == nil, let open else { return }
        let seen = text(open.cell)
        if plain.contains(open.column) { shape.failure = .ambiguousComma(line: open.line, column: open.column + 1, text: seen) }
        shape.decimalMark = comma
        shape.assumedComma = .assumedDecimalComma(line: open.line, text: seen)
    }
}
