/// The bytes of a file in the form that the reader needs: UTF-8, lines that end with a line feed, one kind of minus and of blank.
///
/// Converted or removed are: a byte-order mark, UTF-16, Windows-1252, line ends of old Macs, the end-of-file mark of DOS
/// (0x1A), the zero bytes that a power cut leaves at the end, the typographic minus (U+2212, U+2013 before a digit), and
/// non-breaking blanks.
struct CSVText {
    private(set) var bytes: [UInt8]
    private(set) var notes: [CSVNote] = []

    init(_ file: [UInt8]) throws(CSVError) {
        if let kind = Self.foreign(file) { throw .notATable(kind: kind) }
        bytes = file
        try decodeUTF16()
        if bytes.starts(with: Self.byteOrderMark) { bytes.removeFirst(Self.byteOrderMark.count) }
        cutEnd()
        let isUTF8 = String(validating: bytes, as: UTF8.self) != nil
        if !isUTF8 { notes.append(.encoding("Windows-1252")) }
        bytes = Self.converted(bytes, isUTF8: isUTF8)
    }

    static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// Complete lines of a text without its byte-order mark.
    ///
    /// - Parameter isUTF8: of the whole text; otherwise it is Windows-1252.
    static func converted(_ lines: [UInt8], isUTF8: Bool) -> [UInt8] {
        let bytes = lines.contains(0x0D) ? lineFeeds(lines) : lines
        guard bytes.contains(where: { $0 >= 0x80 }) else { return bytes }
        return plain(isUTF8 ? bytes : fromWindows(bytes))
    }

    /// How many bytes ``foreign(_:)`` and ``utf16(_:)`` look at.
    static let startBytes = 1024

    /// The first bytes of files that are not text, and what the user can do with them.
    static func foreign(_ bytes: [UInt8]) -> CSVError.ForeignKind? {
        let signatures: [([UInt8], CSVError.ForeignKind)] = [
            ([0x50, 0x4B, 0x03, 0x04], .workbook), ([0xD0, 0xCF, 0x11, 0xE0], .workbook), ([0x1F, 0x8B], .compressed),
            ([0x28, 0xB5, 0x2F, 0xFD], .compressed), ([0xFD, 0x37, 0x7A, 0x58], .compressed), (Array("%PDF".utf8), .page),
            (Array("MATLAB 5".utf8), .matlab), ([0x89, 0x48, 0x44, 0x46], .binary("HDF5")), (Array("TDSm".utf8), .binary("TDMS")),
            (Array("PAR1".utf8), .binary("Parquet")), (Array("CFWB".utf8), .binary("LabChart")),
            (Array("{\\rtf".utf8), .page), (Array("SQLite format 3".utf8), .binary("SQLite")),
        ]
        if let found = signatures.first(where: { bytes.starts(with: $0.0) }) { return found.1 }
        // A C3D file begins with the number of its parameter block and the key 80.
        if bytes.count >= 512, bytes[1] == 0x50, bytes[0] < 9 { return .binary("C3D") }
        switch bytes.prefix(256).first(where: { !DecimalNumber.isBlank($0) && $0 != 0x0A }) {
        case UInt8(ascii: "<"): return .page
        case UInt8(ascii: "{"), UInt8(ascii: "["): return bytes.prefix(256).contains(UInt8(ascii: "\"")) ? .json : nil
        default: return nil
        }
    }

    /// The order of bytes of UTF-16 with a byte-order mark, or with a zero in every other byte at the beginning.
    enum ByteOrder { case little, big }
    static func utf16(_ bytes: [UInt8]) -> ByteOrder? {
        let start = bytes.prefix(startBytes)
        let zeros = (start.indices.count { $0 % 2 == 0 && start[$0] == 0 }, start.indices.count { $0 % 2 == 1 && start[$0] == 0 })
        let little = bytes.starts(with: [0xFF, 0xFE]) || zeros.1 * 3 > start.count && zeros.0 == 0
        let big = bytes.starts(with: [0xFE, 0xFF]) || zeros.0 * 3 > start.count && zeros.1 == 0
        return little ? .little : big ? .big : nil
    }

    private mutating func decodeUTF16() throws(CSVError) {
        guard let order = Self.utf16(bytes) else { return }
        let units = stride(from: 0, to: bytes.count - 1, by: 2).map { index in
            let (low, high) = order == .little ? (bytes[index], bytes[index + 1]) : (bytes[index + 1], bytes[index])
            return UInt16(high) << 8 | UInt16(low)
        }
        guard let text = String(validating: units.first == 0xFEFF ? units[1...] : units[...], as: UTF16.self) else {
            throw .notText(line: 1)
        }
        bytes = Array(text.utf8)
        notes.append(.encoding("UTF-16"))
    }

    private mutating func cutEnd() {
        if let end = bytes.firstIndex(of: 0x1A) {
            let rest = bytes[(end + 1)...]
            notes.append(
                .endMark(line: line(at: end), bytesBehind: rest.count { $0 != 0x1A && $0 != 0 && $0 != 0x0A && $0 != 0x0D }))
            bytes.removeSubrange(end...)
        }
        if bytes.last == 0 {
            let whole = bytes.lastIndex { $0 != 0 }.map { $0 + 1 } ?? 0
            notes.append(.zerosAtEnd(count: bytes.count - whole))
            bytes.removeSubrange(whole...)
        }
    }

    private func line(at position: Int) -> Int { 1 + bytes[..<position].count { $0 == 0x0A } }

    private static func lineFeeds(_ bytes: [UInt8]) -> [UInt8] {
        var out = bytes
        for index in out.indices where out[index] == 0x0D && (index + 1 == out.count || out[index + 1] != 0x0A) {
            out[index] = 0x0A
        }
        return out
    }

    private static func fromWindows(_ bytes: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count + 64)
        for byte in bytes {
            switch byte {
            case 0..<0x80: out.append(byte)
            case 0x91, 0x92: out.append(UInt8(ascii: "'"))
            case 0x96, 0x97: out.append(UInt8(ascii: "-"))
            default: out.append(contentsOf: [0xC0 | byte >> 6, 0x80 | byte & 0x3F])
            }
        }
        return out
    }

    private static func plain(_ bytes: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var index = 0
        func next(_ offset: Int) -> UInt8 { index + offset < bytes.count ? bytes[index + offset] : 0 }
        while index < bytes.count {
            let byte = bytes[index]
            switch (byte, next(1), next(2)) {
            case (0xE2, 0x88, 0x92): out.append(UInt8(ascii: "-"))
            case (0xE2, 0x80, 0x93) where isDigit(next(3)): out.append(UInt8(ascii: "-"))
            case (0xE2, 0x80, 0x99): out.append(UInt8(ascii: "'"))
            case (0xE2, 0x80, 0xAF), (0xE2, 0x80, 0x89): out.append(0x20)
            case (0xC2, 0xA0, _):
                out.append(0x20)
                index += 2
                continue
            default:
                out.append(byte)
                index += 1
                continue
            }
            index += 3
        }
        return out
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
}
