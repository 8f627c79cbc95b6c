/// Why a table could not be read, or a column not be found. Lines and columns count from 1.
public enum CSVError: Error, Equatable, Sendable {
    /// More bytes or cells than ``CSVTable`` takes: cut the file.
    case tooLarge(limit: Int, what: String)
    /// A NUL byte, or the mark of UTF-16: save it as UTF-8 text.
    case notText(line: Int)
    /// Nothing but blank lines and comments.
    case empty
    /// No line with a number in it near the start: not a table, or the wrong separator was asked for.
    case noNumbers
    /// A cell of a column of numbers is no number.
    case badNumber(line: Int, column: Int, text: String)
    /// A line with another number of cells than the first line of numbers.
    case raggedRow(line: Int, expected: Int, found: Int)
    /// A quoted cell does not end.
    case unclosedQuote(line: Int)
    /// More columns than ``CSVTable/columnLimit``.
    case tooManyColumns(line: Int, limit: Int)
    /// A decimal comma in a table of decimal points, or the other way round.
    case mixedDecimals(line: Int, column: Int)
    /// No column of this name: the nearest name, and all of them.
    case unknownColumn(name: String, nearest: String?, names: [String])
    /// Several columns have this name: ask by number.
    case ambiguousColumn(name: String, numbers: [Int])
    /// No column of this number.
    case columnOutOfRange(number: Int, count: Int)
    /// The column holds text.
    case textColumn(name: String)
}

extension CSVError: CustomStringConvertible {
    /// One sentence that says what is wrong, where, and what to do.
    public var description: String {
        switch self {
        case .tooLarge(let limit, let what): "the table has more than \(limit) \(what); cut it into pieces"
        case .notText(let line): "line \(line): not text in UTF-8 (save the file as UTF-8 or plain CSV)"
        case .empty: "the table is empty"
        case .noNumbers: "no line of numbers found; is the separator another one than comma, semicolon, tab or blank?"
        case .badNumber(let line, let column, let text): "line \(line), column \(column): \"\(text)\" is not a number"
        case .raggedRow(let line, let expected, let found): "line \(line): \(found) cells where \(expected) are expected"
        case .unclosedQuote(let line): "line \(line): a quote is opened and never closed"
        case .tooManyColumns(let line, let limit): "line \(line): more than \(limit) columns"
        case .mixedDecimals(let line, let column):
            "line \(line), column \(column): decimal comma and decimal point are mixed in one table"
        case .unknownColumn(let name, let nearest, let names):
            "no column \"\(name)\"" + (nearest.map { "; did you mean \"\($0)\"?" } ?? "")
                + " (columns: \(names.prefix(24).joined(separator: ", "))\(names.count > 24 ? ", …" : ""))"
        case .ambiguousColumn(let name, let numbers):
            "several columns are called \"\(name)\": ask for one by its number (\(numbers.map(String.init).joined(separator: ", ")))"
        case .columnOutOfRange(let number, let count): "no column \(number): the table has \(count)"
        case .textColumn(let name): "column \"\(name)\" holds text, not numbers"
        }
    }
}
