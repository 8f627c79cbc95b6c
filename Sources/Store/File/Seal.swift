import CZlib

/// A checksum of stored data. The disk may change a number in an otherwise intact file; the checksum reveals this when the data
/// is read. SQLite's own checksums (its `cksumvfs`) are in no package of Debian.
///
/// CRC-32 (zlib) over values in the order in which they are read, each with its type and length.
struct Seal {
    private var bytes: [UInt8] = []

    mutating func add(_ value: SQLValue) {
        switch value {
        case .null: bytes.append(0)
        case .integer(let value): add(1, UInt64(bitPattern: value))
        case .real(let value): add(2, value.bitPattern)
        case .text(let text):
            add(3, UInt64(text.utf8.count))
            bytes += text.utf8
        }
    }

    private mutating func add(_ type: UInt8, _ word: UInt64) {
        bytes.append(type)
        withUnsafeBytes(of: word.littleEndian) { bytes += $0 }
    }

    var checksum: Int64 {
        // Safety: the buffer lives as long as the call.
        bytes.withUnsafeBufferPointer { Int64(crc32(0, $0.baseAddress, UInt32(clamping: $0.count))) }
    }
}

/// Everything that has a checksum, each with the number of its row.
enum Sealed: String {
    case hold
    case onsetMark = "onset_mark"
    case maximum
    case bodyMass = "body_mass"
    case zero = "calibration_zero"
    case check = "calibration_check"
}

extension StoreSchema {
    /// Checksums. Rows that were stored before this step have none.
    static let seals = """
        CREATE TABLE seal (what TEXT NOT NULL, id INTEGER NOT NULL, checksum INTEGER NOT NULL, PRIMARY KEY (what, id))
            STRICT, WITHOUT ROWID;
        INSERT INTO counter SELECT 'unsealed hold', coalesce(max(number), 0) FROM hold;
        INSERT INTO counter SELECT 'unsealed onset_mark', coalesce(max(id), 0) FROM onset_mark;
        INSERT INTO counter SELECT 'unsealed maximum', coalesce(max(id), 0) FROM maximum;
        INSERT INTO counter SELECT 'unsealed body_mass', coalesce(max(id), 0) FROM body_mass;
        \(appendOnly("seal", "a checksum"))
        """
}

extension StoreSchema {
    /// Checksums of zeros and checks. Rows that were stored before this step have none.
    static let sealsOfChecks = """
        INSERT INTO counter SELECT 'unsealed calibration_zero', coalesce(max(number), 0) FROM calibration_zero;
        INSERT INTO counter SELECT 'unsealed calibration_check', coalesce(max(number), 0) FROM calibration_check;
        """
}

extension Store {
    /// Must be called in the transaction that stores the row.
    func seal(_ what: Sealed, _ id: Int64, _ seal: Seal) throws(StoreError) {
        try connection.run(
            "INSERT INTO seal VALUES (?, ?, ?)", [.text(what.rawValue), .integer(id), .integer(seal.checksum)])
    }
}

extension StoreReader {
    /// Whether a row is unchanged since it was stored.
    func isGenuine(_ what: Sealed, _ id: Int64, _ seal: Seal) throws(StoreError) -> Bool {
        let kept = try connection.rows(
            "SELECT checksum FROM seal WHERE what = ? AND id = ?", [.text(what.rawValue), .integer(id)]
        ) { $0.integer(0) }
        if let kept = kept.first { return kept == seal.checksum }
        return try connection.rows("SELECT value FROM counter WHERE name = ?", [.text("unsealed \(what.rawValue)")]) {
            $0.integer(0)
        }.contains { id <= $0 }
    }
}
