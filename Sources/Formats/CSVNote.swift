/// A part of a table other than its rows, or an assumption. It is reported with every result that depends on it. Lines count
/// from 1.
public enum CSVNote: Error, Equatable, Sendable {
    /// The text was not UTF-8.
    case encoding(String)
    /// The end-of-file mark of DOS, and the number of bytes after it.
    case endMark(line: Int, bytesBehind: Int)
    /// Zero bytes at the end, as after a power cut.
    case zerosAtEnd(count: Int)
    /// Lines before the heading or the first row that were skipped.
    case preamble(lines: Int)
    /// Lines between or below the rows that contain no number.
    case textLines(count: Int, first: Int, text: String)
    /// The heading is repeated.
    case repeatedHeading(count: Int, first: Int)
    /// Rows that cannot be read: each is one lost sample.
    case badRows(count: Int, first: CSVError)
    /// Cells without a number in a column of numbers: this row has no value there.
    case badCells(count: Int, first: CSVError)
    /// Lines with numbers below the last row that are not rows.
    case footer(count: Int, first: Int, why: CSVError)
    /// The last line was cut off.
    case lastLineCutOff(line: Int)
    /// A second table begins; only the first one is read.
    case anotherTable(line: Int, columns: Int)
    /// All marks are followed by three digits: a comma was assumed to be the decimal mark.
    case assumedDecimalComma(line: Int, text: String)
    /// Digits are grouped in threes by this mark.
    case grouped(mark: String, line: Int, text: String)
}

extension CSVNote: CustomStringConvertible {
    public var description: String {
        switch self {
        case .encoding(let name): "the text is \(name), not UTF-8"
        case .endMark(let line, let behind):
            "line \(line): the end-of-file mark of DOS" + (behind > 0 ? "; \(behind) bytes after it are not read" : "")
        case .zerosAtEnd(let count): "\(count) zero bytes at the end are skipped: was the power cut?"
        case .preamble(let lines): "skipped \(lines == 1 ? "1 line" : "\(lines) lines") before the table"
        case .textLines(let count, let first, let text):
            count == 1
                ? "line \(first) is not a row: \"\(text)\""
                : "\(count) lines are not rows, the first is line \(first): \"\(text)\""
        case .repeatedHeading(let count, let first):
            "the heading is repeated on line \(first)" + (count > 1 ? " and \(count - 1) more times" : "")
        case .badRows(let count, let first):
            (count == 1
                ? "1 row cannot be read and counts as one lost sample: "
                : "\(count) rows cannot be read, each counts as one lost sample: ")
                + first.description
        case .badCells(let count, let first):
            "\(count == 1 ? "1 cell is not a number and is" : "\(count) cells are not numbers and are") left out: "
                + first.description
        case .footer(let count, let first, _):
            "skipped \(count == 1 ? "1 line" : "\(count) lines") below the table, from line \(first)"
        case .lastLineCutOff(let line): "line \(line): the last line is cut off and left out"
        case .anotherTable(let line, let columns):
            "line \(line): another table of \(columns) columns begins; only the first is read (cut the file to read the other)"
        case .assumedDecimalComma(let line, let text):
            "line \(line): \"\(text)\" is read with a decimal comma; --decimal point if the comma groups thousands"
        case .grouped(let mark, let line, let text): "line \(line): \"\(mark)\" groups thousands in \"\(text)\""
        }
    }
}
