/// The positions of the cells of one line in the text.
struct CSVLine {
    /// The number of the line in the file, from 1.
    var number: Int
    var cells: [Range<Int>]
    /// Whether the text ends without a line end after this line.
    var isOpen: Bool
}

/// Splits text into lines and cells. Handles quotes; skips blank lines and comments.
struct CSVCutter {
    private(set) var bytes: [UInt8]
    let separator: CSVTable.Separator
    private(set) var position: Int
    private(set) var line = 1

    init(bytes: [UInt8], separator: CSVTable.Separator) {
        self.bytes = bytes
        self.separator = separator
        position = 0
    }

    /// What follows the last line.
    var rest: ArraySlice<UInt8> { bytes[position...] }

    /// Goes on with these bytes, of which the first ones may have been read in vain.
    mutating func goOn(with bytes: [UInt8]) {
        self.bytes = bytes
        position = 0
    }

    /// The next line that is neither blank nor a comment; nil at the end of the text.
    mutating func next() throws(CSVError) -> CSVLine? {
        while position < bytes.count {
            guard isBlankOrComment() else { return try cut() }
            skipLine()
        }
        return nil
    }

    private func isBlankOrComment() -> Bool {
        var index = position
        while index < bytes.count, DecimalNumber.isBlank(bytes[index]) { index += 1 }
        return index >= bytes.count || bytes[index] == 0x0A || bytes[index] == UInt8(ascii: "#")
    }

    private mutating func skipLine() {
        while position < bytes.count, bytes[position] != 0x0A { position += 1 }
        if position < bytes.count { position += 1 }
        line += 1
    }

    private mutating func cut() throws(CSVError) -> CSVLine {
        let number = line
        var cells: [Range<Int>] = []
        if separator == .blanks { skipBlanks() }
        while true {
            guard cells.count < CSVTable.columnLimit else {
                throw .tooManyColumns(line: number, limit: CSVTable.columnLimit)
            }
            cells.append(try cell(number))
            if position >= bytes.count { return CSVLine(number: number, cells: cells, isOpen: true) }
            let byte = bytes[position]
            if byte == 0x0A { break }
            if separator == .blanks {
                skipBlanks()
                if position >= bytes.count { return CSVLine(number: number, cells: cells, isOpen: true) }
                if bytes[position] == 0x0A { break }
            } else {
                position += 1
            }
        }
        position += 1
        line += 1
        return CSVLine(number: number, cells: cells, isOpen: false)
    }

    /// Reads one cell; leaves `position` at the separator, the line end or the end of the text.
    private mutating func cell(_ number: Int) throws(CSVError) -> Range<Int> {
        var start = position
        while start < bytes.count, bytes[start] == 0x20 { start += 1 }
        if start < bytes.count, bytes[start] == UInt8(ascii: "\"") { return try quoted(from: start + 1, number) }
        start = position
        while position < bytes.count, bytes[position] != 0x0A, !isSeparator(bytes[position]) {
            if bytes[position] == 0 { throw .notText(line: number) }
            position += 1
        }
        return start..<position
    }

    private mutating func quoted(from start: Int, _ number: Int) throws(CSVError) -> Range<Int> {
        position = start
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "\"") {
                // A doubled quote stays in the cell; it is replaced where the text is used.
                if position + 1 < bytes.count, bytes[position + 1] == UInt8(ascii: "\"") {
                    position += 2
                    continue
                }
                let end = position
                position += 1
                while position < bytes.count, bytes[position] != 0x0A, !isSeparator(bytes[position]) { position += 1 }
                return start..<end
            }
            if bytes[position] == 0x0A { line += 1 }
            position += 1
        }
        throw .unclosedQuote(line: number)
    }

    private mutating func skipBlanks() {
        while position < bytes.count, DecimalNumber.isBlank(bytes[position]) { position += 1 }
    }

    private func isSeparator(_ byte: UInt8) -> Bool {
        switch separator {
        case .tab: byte == 0x09
        case .semicolon: byte == UInt8(ascii: ";")
        case .comma: byte == UInt8(ascii: ",")
        case .bar: byte == UInt8(ascii: "|")
        case .blanks: DecimalNumber.isBlank(byte)
        }
    }

    // MARK: helpers of the reader

    /// The text of a cell, without surrounding blanks and with doubled quotes replaced.
    static func text(_ cell: ArraySlice<UInt8>) -> String {
        String(decoding: DecimalNumber.trimmed(cell), as: UTF8.self).replacing("\"\"", with: "\"")
    }

    /// The lines before `line` that begin with `#`.
    static func comments(in bytes: [UInt8], before line: Int) -> [(number: Int, range: Range<Int>)] {
        var found: [(number: Int, range: Range<Int>)] = []
        var number = 1
        var start = 0
        while number < line, start < bytes.count {
            let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
            let first = bytes[start..<end].firstIndex { !DecimalNumber.isBlank($0) }
            if let first, bytes[first] == UInt8(ascii: "#") { found.append((number, first..<end)) }
            number += 1
            start = end + 1
        }
        return found
    }
}
