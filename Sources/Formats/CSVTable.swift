import Samples

/// A table of numbers, read from the text that loggers, laboratories and spreadsheets write.
///
/// Found out by itself, unless ``Layout`` says otherwise: header or none (and lines of preamble before it, and a line of units
/// after it), separator `,` `;` tab or blanks, decimal point or comma, CRLF, byte-order mark, quotes. Lines that begin with `#`
/// are comments. Empty cells and words such as `nan` become NaN. Numbers are correctly rounded. A last line that was cut off
/// (fewer cells, no line end) is left out and reported.
public struct CSVTable: Sendable {
    /// The largest text that is read, in bytes.
    public static let byteLimit = 256 << 20
    /// The most cells that are kept: 32 Mi numbers are 256 MiB.
    public static let cellLimit = 32 << 20
    /// The most columns.
    public static let columnLimit = 1024

    /// What lies between two cells.
    public enum Separator: Sendable, Equatable, CaseIterable {
        case tab, semicolon, comma
        /// One or more blanks or tabs.
        case blanks
    }

    /// What the reader is told; nil means that it finds out.
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
        /// The unit that the header, or a line of units, gives: `N`, `micros`; from `force_N` and `time_s` too.
        public var unit: String?
        /// One value per row; empty when ``isText``.
        public var values: [Double]
        /// The first row holds something else than a number here.
        public var isText: Bool
    }

    public internal(set) var columns: [Column]
    public internal(set) var rowCount: Int
    public internal(set) var separator: Separator
    public internal(set) var decimalComma: Bool
    public internal(set) var hasHeader: Bool
    /// The last line was cut off and left out.
    public internal(set) var lastLineCutOff: Bool
    /// The line on which the first row stands, from 1.
    public internal(set) var firstRowLine: Int

    /// Reads a table.
    public init(_ bytes: [UInt8], layout: Layout = Layout()) throws(CSVError) {
        var reader = CSVReader(bytes: bytes)
        self = try reader.read(layout)
    }

    init(
        columns: [Column], rowCount: Int, separator: Separator, decimalComma: Bool, hasHeader: Bool, lastLineCutOff: Bool,
        firstRowLine: Int
    ) {
        self.columns = columns
        self.rowCount = rowCount
        self.separator = separator
        self.decimalComma = decimalComma
        self.hasHeader = hasHeader
        self.lastLineCutOff = lastLineCutOff
        self.firstRowLine = firstRowLine
    }

    /// The place (from 0) of the column that a person means by `wanted`: its header or its name, exactly or in other case, or
    /// its number from 1.
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

    /// The values of the column that ``columnIndex(_:)`` finds.
    public func values(_ wanted: String) throws(CSVError) -> [Double] { columns[try columnIndex(wanted)].values }

    private func numeric(_ index: Int) throws(CSVError) -> Int {
        if columns[index].isText { throw .textColumn(name: columns[index].name) }
        return index
    }
}
