import Samples

/// A table of numbers, read from text that loggers, laboratories and spreadsheets write.
///
/// The layout is determined automatically, unless ``Layout`` specifies it: a header or none (with preamble lines before it and
/// a line of units after it), the separator (`,` `;` tab or blanks), decimal point or comma, thousands in groups, clock times,
/// all line ends and encodings of ``CSVText``, and quotes. Lines that begin with `#` are comments. Empty cells and words such
/// as `nan` become NaN. Numbers are correctly rounded. A row that cannot be read becomes a row without values. Skipped lines
/// are listed in ``notes``.
public struct CSVTable: Sendable {
    /// The largest text that is read, in bytes.
    public static let byteLimit = 256 << 20
    /// The largest number of cells that is stored: 32 Mi numbers are 256 MiB.
    public static let cellLimit = 32 << 20
    /// The largest number of columns.
    public static let columnLimit = 1024

    /// The separator between two cells.
    public enum Separator: Sendable, Equatable, CaseIterable {
        case tab, semicolon, comma, bar
        /// One or more blanks or tabs.
        case blanks
    }

    /// Known properties of the layout; nil means that the reader determines them.
    public struct Layout: Sendable {
        public var separator: Separator?
        public var decimalComma: Bool?
        public init(separator: Separator? = nil, decimalComma: Bool? = nil) {
            self.separator = separator
            self.decimalComma = decimalComma
        }
    }

    /// One column.
    public struct Column: Sendable {
        /// The whole header cell: `Fz[N]`, `Time (micros)`, `force_N`; `column 2` when there is no header.
        public var header: String
        /// The header without its unit in brackets: `Fz`, `Time`, `force_N`.
        public var name: String
        /// The unit from the header or from a line of units: `N`, `micros`; also from `force_N` and `time_s`.
        public var unit: String?
        /// One value per row; empty when ``isText``.
        public var values: [Double]
        /// Most rows of this column contain something other than a number.
        public var isText: Bool
        /// The cells are times of day or dates; the values are their seconds.
        public var isClock = false
    }

    public internal(set) var columns: [Column]
    public internal(set) var rowCount: Int
    public internal(set) var separator: Separator
    public internal(set) var decimalComma: Bool
    public internal(set) var hasHeader: Bool
    /// The last line was cut off and left out.
    public internal(set) var lastLineCutOff: Bool
    /// The line of the first row, from 1.
    public internal(set) var firstRowLine: Int
    /// The line of each row, from 1.
    public internal(set) var lines: [UInt32]
    /// Everything that was skipped or assumed.
    public internal(set) var notes: [CSVNote]
    /// The rate that a line above the table states.
    public internal(set) var statedRate: StatedRate?

    /// Whether its columns are the same, whatever their values are.
    public func hasSameColumns(as other: CSVTable) -> Bool {
        columns.elementsEqual(other.columns) { one, two in
            (one.header, one.name, one.unit, one.isText, one.isClock) == (two.header, two.name, two.unit, two.isText, two.isClock)
        }
    }

    /// The first row or cell that could not be read; nil when all were read. For tables in which every number matters.
    public var damage: CSVError? {
        for note in notes {
            switch note {
            case .badRows(_, let first), .badCells(_, let first), .footer(_, _, let first): return first
            default: continue
            }
        }
        return nil
    }

    /// Reads a table.
    public init(_ bytes: [UInt8], layout: Layout = Layout()) throws(CSVError) {
        self = try CSVReader.read(bytes, layout)
    }

    init(
        columns: [Column], rowCount: Int, separator: Separator, decimalComma: Bool, hasHeader: Bool, lastLineCutOff: Bool,
        firstRowLine: Int, lines: [UInt32], notes: [CSVNote], statedRate: StatedRate?
    ) {
        self.columns = columns
        self.rowCount = rowCount
        self.separator = separator
        self.decimalComma = decimalComma
        self.hasHeader = hasHeader
        self.lastLineCutOff = lastLineCutOff
        self.firstRowLine = firstRowLine
        self.lines = lines
        self.notes = notes
        self.statedRate = statedRate
    }

    /// The index (from 0) of the column that a person calls `wanted`: its header or its name, exactly or with different case,
    /// or its number from 1.
    ///
    /// - Throws: ``CSVError/unknownColumn(name:nearest:names:)`` with the nearest name, ``CSVError/ambiguousColumn(name:numbers:)``,
    ///   ``CSVError/columnOutOfRange(number:count:)``, ``CSVError/textColumn(name:)``.
    public func columnIndex(_ wanted: String) throws(CSVError) -> Int {
        let lower = wanted.lowercased()
        let rules: [(Column) -> Bool] = [
            { $0.header == wanted }, { $0.name == wanted }, { $0.header.lowercased() == lower },
            { $0.name.lowercased() == lower },
        ]
        for rule in rules {
            let hits = columns.indices.filter { rule(columns[$0]) }
            if hits.count > 1 { throw .ambiguousColumn(name: wanted, numbers: hits.map { $0 + 1 }) }
            if let hit = hits.first { return try numeric(hit) }
        }
        if let number = Int(wanted) {
            guard number >= 1, number <= columns.count else { throw .columnOutOfRange(number: number, count: columns.count) }
            return try numeric(number - 1)
        }
        let names = columns.map(\.name)
        throw .unknownColumn(name: wanted, nearest: NearestName.find(wanted, among: names), names: names)
    }

    /// The rows in which this column has a number, as a table: for a column with a lower sampling rate than the others.
    public func rows(with column: Int) -> CSVTable {
        keeping(columns[column].values.indices.filter { !columns[column].values[$0].isNaN })
    }

    /// The table with only these rows, in rising order.
    public func keeping(_ rows: some Collection<Int>) -> CSVTable {
        var table = self
        for index in columns.indices where !columns[index].isText {
            table.columns[index].values = rows.map { columns[index].values[$0] }
        }
        table.lines = rows.map { lines[$0] }
        table.rowCount = rows.count
        return table
    }

    /// The values of the column that ``columnIndex(_:)`` finds.
    public func values(_ wanted: String) throws(CSVError) -> [Double] { columns[try columnIndex(wanted)].values }

    private func numeric(_ index: Int) throws(CSVError) -> Int {
        if columns[index].isText { throw .textColumn(name: columns[index].name) }
        return index
    }
}
