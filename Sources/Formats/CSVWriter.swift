/// Writes a table of numbers as text that ``CSVTable`` (and any other program) reads back to the same bits.
///
/// Each number has the fewest digits that read back to the same bits; a missing number is `nan`. Lines end with a line feed. Cells
/// are separated by commas, or by semicolons where the decimal mark is a comma.
public struct CSVWriter: Sendable {
    /// The text so far, in UTF-8. The owner may remove it in pieces.
    public var bytes: [UInt8] = []
    private let columnCount: Int
    private let decimalComma: Bool
    private let separator: UInt8

    /// Starts with comment lines and the header.
    public init(comments: [String] = [], header: [String], decimalComma: Bool = false) {
        columnCount = header.count
        self.decimalComma = decimalComma
        separator = UInt8(ascii: decimalComma ? ";" : ",")
        for text in comments { comment(text) }
        line(header)
    }

    /// Adds a row of texts and of numbers that are written already. The number of cells must be that of the header.
    public mutating func line(_ cells: [String]) {
        for (index, cell) in cells.enumerated() {
            if index > 0 { bytes.append(separator) }
            append(cell: cell)
        }
        bytes.append(0x0A)
    }

    /// Adds a comment line.
    public mutating func comment(_ text: String) {
        bytes.append(contentsOf: "# ".utf8)
        bytes.append(contentsOf: text.utf8.map { $0 == 0x0A || $0 == 0x0D ? 0x20 : $0 })
        bytes.append(0x0A)
    }

    /// Adds a row. A short row is filled with `nan`; surplus values are left out.
    public mutating func row(_ values: some Collection<Double>) {
        var written = 0
        for value in values.prefix(columnCount) {
            append(value, written)
            written += 1
        }
        while written < columnCount {
            append(.nan, written)
            written += 1
        }
        bytes.append(0x0A)
    }

    private mutating func append(_ value: Double, _ written: Int) {
        if written > 0 { bytes.append(separator) }
        let text = Self.text(value)
        if decimalComma {
            bytes.append(contentsOf: text.utf8.lazy.map { $0 == UInt8(ascii: ".") ? UInt8(ascii: ",") : $0 })
        } else {
            bytes.append(contentsOf: text.utf8)
        }
    }

    /// The shortest text that reads back as `value`.
    public static func text(_ value: Double) -> String {
        if value.isNaN { return "nan" }
        let full = value.description
        return full.hasSuffix(".0") ? String(full.dropLast(2)) : full
    }

    private mutating func append(cell: String) {
        guard cell.utf8.contains(where: { $0 == separator || $0 == UInt8(ascii: "\"") || $0 < 0x20 }) || cell.contains("#")
        else { return bytes.append(contentsOf: cell.utf8) }
        bytes.append(UInt8(ascii: "\""))
        for byte in cell.utf8 {
            if byte == UInt8(ascii: "\"") { bytes.append(byte) }
            bytes.append(byte < 0x20 ? 0x20 : byte)
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
