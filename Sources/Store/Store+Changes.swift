extension Store {
    /// Adds a change to the sequence. Must be called in the transaction that makes the change, before rows are removed.
    func declare(
        _ kind: StoredChange.Kind, hold: Int64? = nil, athlete: Int64? = nil, item: Int64? = nil, user: UInt32? = nil,
        _ wallMicroseconds: Int64
    ) throws(StoreError) {
        try connection.run(
            "INSERT INTO change (wall_us, user, kind, hold, athlete, item) VALUES (?, ?, ?, ?, ?, ?)",
            [
                .integer(wallMicroseconds), SQLValue(user.map(Int64.init)), .text(kind.rawValue), SQLValue(hold),
                SQLValue(athlete), SQLValue(item),
            ])
    }
}

extension StoreReader {
    /// Identifies the database: the sequence of changes of another one begins anew.
    public func identity() throws(StoreError) -> String {
        try connection.rows("SELECT id FROM identity") { $0.text(0) }.first ?? ""
    }

    /// Changes after the one with this number, the oldest first.
    ///
    /// - Parameter publicOnly: only those that everybody may see.
    public func changes(since: Int64, limit: Int, publicOnly: Bool) throws(StoreError) -> [StoredChange] {
        let kinds = StoredChange.Kind.allCases.filter(\.isPublic).map { "'\($0.rawValue)'" }.joined(separator: ", ")
        return try connection.rows(
            """
            SELECT sequence, change.wall_us, change.user, kind, hold, pseudonym, item
            FROM change LEFT JOIN athlete ON athlete.id = change.athlete
            WHERE sequence > ? \(publicOnly ? "AND kind IN (\(kinds))" : "") ORDER BY sequence LIMIT ?
            """, [.integer(since), .integer(Int64(clamping: limit))]
        ) { row in
            StoredChange(
                sequence: row.integer(0), wallMicroseconds: row.integer(1),
                user: row.optionalInteger(2).map { UInt32(clamping: $0) },
                // The store has no other kinds.
                kind: StoredChange.Kind(rawValue: row.text(3)) ?? .hold, hold: row.optionalInteger(4),
                athlete: row.optionalText(5), item: row.optionalInteger(6))
        }
    }
}
