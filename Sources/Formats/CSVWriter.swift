/// Writes a table of numbers as text that ``CSVTable`` (and any other program) reads back to the same bits.
///
/// Each number has the fewest digits that read back to the same bits; a missing number is `nan`. Lines end with a line feed,
/// cells are separated by commas.
public struct CSVWriter: Sendable {
    /// The text so far, in UTF-8. The owner may remove it in pieces.
    public var bytes: [UInt8] = []
    private let columnCount: Int

    /// Starts with the header.
    public init(header: [String]) {
        columnCount = header.count
        for (index, name) in header.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            append(name: name)
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
            if written > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes.append(contentsOf: Self.text(value).utf8)
            written += 1
        }
        while written < columnCount {
            bytes.append(contentsOf: written > 0 ? ",nan".utf8 : "nan".utf8)
            written += 1
        }
        bytes.append(0x0A)
    }

    /// The shortest text that reads back as `value`.
    public static func text(_ value: Double) -> String {
        if value.isNaN { return "nan" }
        let full = value.description
        return full.hasSuffix(".0") ? String(full.dropLast(2)) : full
    }

    private mutating func append(name: String) {
        guard name.utf8.contains(where: { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") || $0 < 0x20 }) || name.first == "#"
        else { return bytes.append(contentsOf: name.utf8) }
        bytes.append(UInt8(ascii: "\""))
        for byte in name.utf8 {
            if byte == UInt8(ascii: "\"") { bytes.append(byte) }
            bytes.append(byte < 0x20 ? 0x20 : byte)
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
