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
    case weight
    case session
    /// A trial of quiet standing.
    case stand
    /// A hold in which an athlete held to failure.
    case failure
    /// The pseudonym of an athlete.
    case athlete
    /// A result of a hold.
    case result
    /// Whether a hold is excluded: a copy in place of a checksum.
    case exclusion
    /// When a session ended: a copy in place of a checksum, 0 while it runs.
    case sessionEnd = "session_end"
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

extension StoreSchema {
    /// Checksums by owner: the maxima, masses, sessions and holds to failure of each athlete, and the holds of each session. A row
    /// that the disk assigns to another owner is then missed at its own. Where only the row's number matters, the checksum is 0.
    /// Sessions that were stored before this step have none.
    static let sealsByOwner = """
        INSERT INTO seal SELECT 'maximum of ' || m.athlete, m.hold, sum(s.checksum)
            FROM maximum m JOIN seal s ON s.what = 'maximum' AND s.id = m.id GROUP BY m.athlete, m.hold;
        INSERT INTO seal SELECT 'body_mass of ' || b.athlete, b.id, s.checksum
            FROM body_mass b JOIN seal s ON s.what = 'body_mass' AND s.id = b.id;
        INSERT INTO seal SELECT 'hold of ' || session, hold, 0 FROM hold_session;
        INSERT INTO seal SELECT DISTINCT 'failure of ' || session.athlete, m.hold, 0
            FROM metric m JOIN hold_session s ON s.hold = m.hold JOIN session ON session.number = s.session
            WHERE m.name = 'time_to_failure' AND m.value IS NOT NULL;
        INSERT INTO counter SELECT 'unsealed session', coalesce(max(number), 0) FROM session;
        """
}

extension StoreSchema {
    /// Copies of what may change: whether a hold is excluded, and when a session ended. Pseudonyms that were stored before this
    /// step have no checksum until they change.
    static let sealsOfState = """
        INSERT INTO seal SELECT 'exclusion', number, excluded FROM hold;
        INSERT INTO seal SELECT 'session_end', number, coalesce(stop_wall_us, 0) FROM session;
        INSERT INTO counter SELECT 'unsealed athlete', coalesce(max(id), 0) FROM athlete;
        """
}

extension Store {
    /// Stores a copy of a value that may change. Must be called in the transaction that changes it.
    func seal(_ what: Sealed, _ id: Int64, copying value: Int64) throws(StoreError) {
        try connection.run(
            "INSERT INTO seal VALUES (?1, ?2, ?3) ON CONFLICT (what, id) DO UPDATE SET checksum = ?3",
            [.text(what.rawValue), .integer(id), .integer(value)])
    }

    /// Adds a checksum to those of an owner. Must be called in the transaction that stores the row.
    func seal(_ what: Sealed, of owner: Int64, _ id: Int64, _ checksum: Int64) throws(StoreError) {
        try connection.run(
            "INSERT INTO seal VALUES (?, ?, ?)", [.text("\(what.rawValue) of \(owner)"), .integer(id), .integer(checksum)])
    }

    /// Must be called in the transaction that stores the row.
    func seal(_ what: Sealed, _ id: Int64, _ seal: Seal) throws(StoreError) {
        try connection.run(
            "INSERT INTO seal VALUES (?, ?, ?)", [.text(what.rawValue), .integer(id), .integer(seal.checksum)])
    }

    /// Replaces the checksum of a row that may change. Must be called in the transaction that changes the row.
    func sealAgain(_ what: Sealed, _ id: Int64, _ seal: Seal) throws(StoreError) {
        try self.seal(what, id, copying: seal.checksum)
    }
}

extension StoreReader {
    /// Whether a row is unchanged since it was stored.
    func isGenuine(_ what: Sealed, _ id: Int64, _ seal: Seal) throws(StoreError) -> Bool {
        let kept = try connection.rows(
            "SELECT checksum FROM seal WHERE what = ? AND id = ?", [.text(what.rawValue), .integer(id)]
        ) { $0.integer(0) }
        if let kept = kept.first { return kept == seal.checksum }
        return try isOlder(what, id)
    }

    /// SQL: whether the mark that a hold does not count is not the one that was set last.
    static let exclusionIsAltered =
        "excluded IS NOT (SELECT checksum FROM seal WHERE what = '\(Sealed.exclusion.rawValue)' AND id = hold.number)"

    static func seal(ofAthlete id: Int64, _ pseudonym: String) -> Seal {
        var seal = Seal()
        seal.add(.integer(id))
        seal.add(.text(pseudonym))
        return seal
    }

    /// Whether a row was stored before such rows had checksums.
    func isOlder(_ what: Sealed, _ id: Int64) throws(StoreError) -> Bool {
        try connection.rows("SELECT value FROM counter WHERE name = ?", [.text("unsealed \(what.rawValue)")]) { $0.integer(0) }
            .contains { id > 0 && id <= $0 }
    }

    /// The checksums of everything of this kind that an owner has.
    func seals(_ what: Sealed, of owner: Int64) throws(StoreError) -> [Int64: Int64] {
        let kept = try connection.rows(
            "SELECT id, checksum FROM seal WHERE what = ?", [.text("\(what.rawValue) of \(owner)")],
            { ($0.integer(0), $0.integer(1)) })
        return Dictionary(kept) { first, _ in first }
    }
}
