/// The number of acknowledged rows of each table, stored outside the database. It reveals an intact file that lacks rows.
///
/// Rows that were removed on purpose are counted, too: the database itself has their number, which changes in the same
/// transaction. The count therefore never becomes smaller, and it does not matter whether it is written after a removal.
///
/// The counts are in a small SQLite file next to the database, which is written after each commit and before the commit is
/// reported to anyone. It is not forced to the disk: a power cut may set it back, and then the database has more rows than were
/// counted, which is not an error. The count is never higher than the number of rows that the database has had on the disk.
final class AcknowledgedRows {
    private let connection: Connection
    private var written = Count()

    /// The counts of one database.
    struct Count: Equatable {
        /// The identity of the database; nil when nothing was counted yet.
        var database: String?
        var rows: [String: Int64] = [:]
        /// The last hold number that was assigned.
        var lastHold: Int64 = 0
    }

    /// - Parameter path: the path of the database.
    init(besides path: String) throws(StoreError) {
        let connection = try Connection(path: path + ".acknowledged", writable: true)
        do throws(StoreError) { try Self.prepare(connection) } catch {
            guard case .damaged = error else { throw error }
            // The file contains nothing that must be preserved: without it the next start has nothing to compare with.
            try connection.reset()
            try Self.prepare(connection)
        }
        self.connection = connection
    }

    /// The counts of a database that others write to.
    static func reading(besides path: String) throws(StoreError) -> Connection {
        try Connection(path: path + ".acknowledged", writable: false)
    }

    private static func prepare(_ connection: Connection) throws(StoreError) {
        try connection.examine()
        try connection.execute(
            """
            PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
            CREATE TABLE IF NOT EXISTS acknowledged (
                database TEXT NOT NULL, name TEXT NOT NULL, rows INTEGER NOT NULL, PRIMARY KEY (database, name)
            ) STRICT
            """)
    }

    /// The name of the entry for the last hold number; no table has this name.
    private static let holdNumber = "hold number"

    func read() throws(StoreError) -> Count { try Self.read(connection) }

    static func read(_ connection: Connection) throws(StoreError) -> Count {
        var count = Count()
        let rows = try connection.rows("SELECT database, name, rows FROM acknowledged") { row in
            (database: row.text(0), name: row.text(1), rows: row.integer(2))
        }
        for row in rows {
            count.database = row.database
            if row.name == holdNumber { count.lastHold = row.rows } else { count.rows[row.name] = row.rows }
        }
        return count
    }

    func write(_ count: Count) throws(StoreError) {
        guard count != written, let database = count.database else { return }
        let isOther = written.database != count.database
        try connection.transaction { () throws(StoreError) in
            if isOther { try connection.run("DELETE FROM acknowledged") }
            var rows = count.rows
            rows[Self.holdNumber] = count.lastHold
            for (name, number) in rows
            where isOther || number != (name == Self.holdNumber ? written.lastHold : written.rows[name]) {
                try connection.run(
                    "INSERT OR REPLACE INTO acknowledged VALUES (?, ?, ?)", [.text(database), .text(name), .integer(number)])
            }
        }
        written = count
    }
}

/// Counts the rows that a database has had as they are written, without reading them all each time. Triggers of this connection count in
/// memory, and rolling back a transaction also rolls back its counts.
struct RowCounter {
    /// - Parameter known: the number of rows of tables that are not to be counted now; all others are read once.
    init(_ connection: Connection, known: [String: Int64] = [:]) throws(StoreError) {
        try connection.execute(
            "PRAGMA temp_store = MEMORY; CREATE TEMP TABLE tally (name TEXT PRIMARY KEY, rows INTEGER NOT NULL)")
        for table in try Self.tables(connection) {
            let rows = if let rows = known[table] { rows } else { try Self.rows(of: table, connection) }
            try connection.execute(
                """
                INSERT INTO temp.tally VALUES ('\(table)', \(rows));
                CREATE TEMP TRIGGER tally_\(table) AFTER INSERT ON main.\(table)
                    BEGIN UPDATE tally SET rows = rows + 1 WHERE name = '\(table)'; END
                """)
        }
    }

    /// The tables that only grow.
    static func tables(_ connection: Connection) throws(StoreError) -> [String] {
        // `sensor` and `counter` are changed in place; `identity` never grows.
        try connection.rows(
            """
            SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT IN ('sensor', 'counter', 'identity')
            AND name NOT LIKE 'sqlite_%' ORDER BY name
            """
        ) { $0.text(0) }
    }

    /// The number of rows that a table has had, those that were removed on purpose, too.
    static func rows(of table: String, _ connection: Connection) throws(StoreError) -> Int64 {
        // Counted in the table itself, because an index may have rows that the table lacks.
        try connection.integer(
            """
            SELECT (SELECT count(*) FROM main.\(table) NOT INDEXED)
                + coalesce((SELECT value FROM main.counter WHERE name = '\(removed(from: table))'), 0)
            """)
    }

    /// Counts from what is there on.
    func correct(_ loss: StoreLoss, _ connection: Connection) throws(StoreError) {
        for table in loss.tables {
            try connection.run(
                "UPDATE temp.tally SET rows = rows - ? WHERE name = ?",
                [.integer(table.acknowledged - table.found), .text(table.name)])
        }
    }

    /// The name of the counter of rows that were removed on purpose.
    static func removed(from table: String) -> String { "removed \(table)" }

    func count(_ connection: Connection) throws(StoreError) -> AcknowledgedRows.Count {
        var count = AcknowledgedRows.Count()
        count.database = try connection.rows("SELECT id FROM identity") { $0.text(0) }.first
        count.lastHold = try connection.integer("SELECT value FROM counter WHERE name = 'hold'")
        for row in try connection.rows("SELECT name, rows FROM temp.tally", [], { ($0.text(0), $0.integer(1)) }) {
            count.rows[row.0] = row.1
        }
        return count
    }
}

/// The acknowledged rows that a database lacks.
public struct StoreLoss: Sendable, Equatable {
    /// Whether the database is not the one that was counted.
    public var isOther: Bool
    /// The tables that have fewer rows than were acknowledged, in the order of their names.
    public var tables: [Table]

    public struct Table: Sendable, Equatable {
        public var name: String
        public var acknowledged: Int64
        public var found: Int64
    }

    /// - Returns: nil when no rows are missing.
    init?(acknowledged: AcknowledgedRows.Count, found: AcknowledgedRows.Count) {
        guard let counted = acknowledged.database else { return nil }
        isOther = counted != found.database
        tables = acknowledged.rows.sorted { $0.key < $1.key }.compactMap { name, rows in
            let there = found.rows[name] ?? 0
            return there < rows ? Table(name: name, acknowledged: rows, found: there) : nil
        }
        guard isOther || !tables.isEmpty else { return nil }
    }

    /// What an operator is told.
    public func text(found when: String) -> String {
        isOther
            ? "the database is not the one that this station wrote last, as found at \(when): of the rows that were acknowledged it has "
                + "\(list); if this was not intended, stop the station and put the right holdfast.db in its place"
            : "the database is intact, but lacks rows that were acknowledged, as found at \(when): it has \(list); look for a "
                + "copy that has them"
    }

    /// "athlete: 16 of 79; hold: 3 of 12".
    public var list: String {
        tables.isEmpty
            ? "no table has fewer rows" : tables.map { "\($0.name): \($0.found) of \($0.acknowledged)" }.joined(separator: "; ")
    }
}
