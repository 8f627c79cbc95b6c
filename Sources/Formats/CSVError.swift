/// Why a table could not be read, or a column could not be found. Lines and columns count from 1.
public enum CSVError: Error, Equatable, Sendable {
    /// The kind of a file that is not a text table, determined from its first bytes.
    public enum ForeignKind: Equatable, Sendable {
        case workbook, compressed, page, json, matlab
        case binary(String)
    }

    /// The file has more bytes or cells than ``CSVTable`` accepts: split it.
    case tooLarge(limit: Int, what: String)
    /// The file contains a NUL byte, or is damaged UTF-16.
    case notText(line: Int)
    /// The file is a workbook, an archive or a web page.
    case notATable(kind: ForeignKind)
    /// The file contains only blank lines and comments.
    case empty
    /// There is no line with a number near the start: it is not a table, or the wrong separator was given.
    case noNumbers(line: Int, text: String)
    /// A cell in a column of numbers is not a number.
    case badNumber(line: Int, column: Int, text: String)
    /// A line has a different number of cells than the rows.
    case raggedRow(line: Int, expected: Int, found: Int)
    /// So many rows are bad that the detected layout must be wrong.
    case tooManyBadRows(count: Int, rows: Int, line: Int, text: String)
    /// A quoted cell does not end.
    case unclosedQuote(line: Int)
    /// More columns than ``CSVTable/columnLimit``.
    case tooManyColumns(line: Int, limit: Int)
    /// A decimal comma in a table with decimal points, or the other way round.
    case mixedDecimals(line: Int, column: Int, text: String)
    /// `1,234` together with `999`: a decimal comma, or thousands?
    case ambiguousComma(line: Int, column: Int, text: String)
    /// No column has this name; with the nearest name, and all names.
    case unknownColumn(name: String, nearest: String?, names: [String])
    /// Several columns have this name: select by number.
    case ambiguousColumn(name: String, numbers: [Int])
    /// No column has this number.
    case columnOutOfRange(number: Int, count: Int)
    /// The column contains text.
    case textColumn(name: String)
}

extension CSVError: CustomStringConvertible {
    /// One sentence that describes the error, its position and the remedy.
    public var description: String {
        switch self {
        case .tooLarge(let limit, let what): "the table has more than \(limit) \(what); cut it into pieces"
        case .notText(let line): "line \(line): not text in UTF-8 (save the file as UTF-8 or plain CSV)"
        case .notATable(let kind): kind.description
        case .empty: "the table is empty"
        case .noNumbers(let line, let text):
            "no line of numbers found; line \(line) is \"\(text)\": "
                + "separate the columns with a comma, semicolon, tab or blank"
        case .badNumber(let line, let column, let text): "line \(line), column \(column): \"\(text)\" is not a number"
        case .raggedRow(let line, let expected, let found): "line \(line): \(found) cells where \(expected) are expected"
        case .tooManyBadRows(let count, let rows, let line, let text):
            "\(count) of \(rows) rows cannot be read, the first of them: \(text.hasPrefix("line") ? text : "line \(line): \(text)"); "
                + "cut the file to one table, or save it again with one separator and one decimal mark"
        case .unclosedQuote(let line): "line \(line): a quote is opened and never closed; remove it"
        case .tooManyColumns(let line, let limit): "line \(line): more than \(limit) columns; cut the table into pieces"
        case .mixedDecimals(let line, let column, let text):
            "line \(line), column \(column): \"\(text)\": decimal comma and decimal point are mixed in one table; "
                + "was it opened in a spreadsheet of another language? Export it again"
        case .ambiguousComma(let line, let column, let text):
            "line \(line), column \(column): is \"\(text)\" a decimal comma, or does the comma group thousands? "
                + "Use --decimal comma or --decimal point"
        case .unknownColumn(let name, let nearest, let names):
            "no column \"\(name)\"" + (nearest.map { "; did you mean \"\($0)\"?" } ?? "")
                + " (columns: \(names.prefix(24).joined(separator: ", "))\(names.count > 24 ? ", …" : ""))"
        case .ambiguousColumn(let name, let numbers):
            "several columns are called \"\(name)\": give the number of one (\(numbers.map(String.init).joined(separator: ", ")))"
        case .columnOutOfRange(let number, let count): "no column \(number): the table has \(count) columns"
        case .textColumn(let name): "column \"\(name)\" holds text, not numbers"
        }
    }
}

extension CSVError.ForeignKind: CustomStringConvertible {
    public var description: String {
        switch self {
        case .workbook: "this is a workbook or an archive, not text: open it and save the sheet as CSV"
        case .compressed: "this file is compressed: unpack it first"
        case .page: "this is a page or a document, not a table: export the numbers as CSV"
        case .json: "this is JSON, not a table: export the numbers as CSV, one row for each sample"
        case .matlab: "this is a MATLAB file: write the table with writetable(T, 'file.csv')"
        case .binary(let name): "this is a \(name) file, not text: export the numbers as CSV"
        }
    }
}
