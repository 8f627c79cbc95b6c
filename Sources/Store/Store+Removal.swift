/// Holds, notes and people that are removed. Each removal is one transaction, which begins with the change that declares it.
extension Store {
    /// Removes rows. Removed rows stay in the count of the rows that the table has had, so that they are not missed.
    func remove(from table: String, where condition: String, _ values: [SQLValue]) throws(StoreError) {
        if let key = Self.numbered[table] {
            try connection.run(
                """
                INSERT INTO counter SELECT ?, coalesce(max(\(key)), 0) FROM \(table) WHERE true
                    ON CONFLICT (name) DO UPDATE SET value = max(value, excluded.value)
                """, [.text("last \(table)")])
        }
        try connection.run("DELETE FROM \(table) WHERE \(condition)", values)
        let count = connection.changes
        guard count > 0 else { return }
        try connection.run(
            "INSERT INTO counter VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = value + ?2",
            [.text(RowCounter.removed(from: table)), .integer(Int64(count))])
    }

    /// Tables whose numbers people and programs know. Such a number is not used again after its row was removed.
    private static let numbered = [
        "athlete": "id", "session": "number", "annotation": "id", "onset_mark": "id", "result": "number", "stand": "number",
    ]

    /// The sessions that were forgotten since the database was opened. Their holds may still be on their way, and another database
    /// knows nothing of them.
    public var forgottenSessions: Set<Int64> { forgotten.numbers }

    /// Does not give these numbers to sessions: holds of an earlier database, which are on their way, have them.
    public func reserve(sessionsTo number: Int64) throws(StoreError) {
        try connection.run(
            "INSERT INTO counter VALUES ('reserved session', ?1) ON CONFLICT (name) DO UPDATE SET value = max(value, ?1)",
            [.integer(number)])
    }

    /// The number of the next row of one of these tables.
    func nextNumber(in table: String) throws(StoreError) -> Int64 {
        let last = try connection.rows(
            """
            SELECT max(coalesce((SELECT max(\(Self.numbered[table] ?? "rowid")) FROM \(table)), 0),
                coalesce((SELECT max(value) FROM counter WHERE name IN (?, ?)), 0))
            """, [.text("last \(table)"), .text("reserved \(table)")]
        ) { $0.integer(0) }.first
        return (last ?? 0) + 1
    }

    /// Deletes a hold with its numbers, notes and marks; false when there is no such hold. Its number is never used again.
    public func delete(hold: Int64, user: UInt32?, wallMicroseconds: Int64) throws(StoreError) -> Bool {
        var found = false
        try connection.transaction { () throws(StoreError) in
            found = try connection.rows("SELECT 1 FROM hold WHERE number = ?", [.integer(hold)], { $0.integer(0) }).first != nil
            if found { try remove(hold: hold, user: user, wallMicroseconds) }
        }
        return found
    }

    private func remove(hold: Int64, user: UInt32?, _ wallMicroseconds: Int64) throws(StoreError) {
        try declare(.deleted, hold: hold, user: user, wallMicroseconds)
        let number: [SQLValue] = [.integer(hold)]
        let marks = "SELECT id FROM onset_mark WHERE hold = ?"
        try remove(from: "seal", where: "what = '\(Sealed.onsetMark.rawValue)' AND id IN (\(marks))", number)
        try remove(from: "onset_mark_metric", where: "mark IN (\(marks))", number)
        try remove(from: "onset_mark", where: "hold = ?", number)
        try remove(from: "annotation_rating", where: "annotation IN (SELECT id FROM annotation WHERE hold = ?)", number)
        try remove(from: "annotation", where: "hold = ?", number)
        try removeFromSession(hold: hold)
        try remove(from: "hold_trace", where: "hold = ?", number)
        try removeResults(ofHold: hold)
        try remove(from: "set_up_metric", where: "hold = ?", number)
        try remove(from: "metric", where: "hold = ?", number)
        try remove(from: "hold_sensor", where: "hold = ?", number)
        try remove(
            from: "seal", where: "what IN ('\(Sealed.hold.rawValue)', '\(Sealed.exclusion.rawValue)') AND id = ?", number)
        // The events repeat the reasons for which it was excluded.
        try remove(from: "event", where: "kind = 'exclude' AND text LIKE 'hold ' || ? || ' %'", number)
        try remove(from: "hold", where: "number = ?", number)
    }

    /// Removes what a hold contributes to its session and to the numbers of its athlete.
    func removeFromSession(hold: Int64) throws(StoreError) {
        let number: [SQLValue] = [.integer(hold)]
        let maxima = "SELECT id FROM maximum WHERE hold = ?"
        try remove(from: "seal", where: "what = '\(Sealed.maximum.rawValue)' AND id IN (\(maxima))", number)
        for owned in [Sealed.hold, .maximum, .failure] {
            try remove(from: "seal", where: "what GLOB '\(owned.rawValue) of *' AND id = ?", number)
        }
        try remove(from: "maximum", where: "hold = ?", number)
        try remove(from: "hold_session", where: "hold = ?", number)
    }

    /// Withdraws a note; false when the hold has no such note.
    public func withdraw(note: Int64, of hold: Int64, user: UInt32, wallMicroseconds: Int64) throws(StoreError) -> Bool {
        var found = false
        try connection.transaction { () throws(StoreError) in
            found =
                try connection.rows(
                    "SELECT 1 FROM annotation WHERE id = ? AND hold = ?", [.integer(note), .integer(hold)], { $0.integer(0) }
                ).first != nil
            guard found else { return }
            try declare(.noteWithdrawn, hold: hold, item: note, user: user, wallMicroseconds)
            try remove(from: "annotation_rating", where: "annotation = ?", [.integer(note)])
            try remove(from: "annotation", where: "id = ?", [.integer(note)])
        }
        return found
    }

    /// What is stored about an athlete, who has it exported; nil when there is no such athlete.
    public func export(athlete pseudonym: String, user: UInt32, wallMicroseconds: Int64) throws(StoreError) -> PersonalData? {
        guard let data = try reader.personalData(of: pseudonym) else { return nil }
        try connection.transaction { () throws(StoreError) in
            try declare(.athleteExported, athlete: data.id, user: user, wallMicroseconds)
        }
        return data
    }

    /// Forgets an athlete: the pseudonym, every body mass, session and hold with its notes, the maxima, and the marks of the sessions.
    /// Others keep everything. Call `sweep` afterwards. Recordings, traces and copies of the database are elsewhere: `Blackboard.forget`
    /// forgets those, too.
    ///
    /// - Returns: false when there is no such athlete.
    public func forget(athlete pseudonym: String, user: UInt32, wallMicroseconds: Int64) throws(StoreError) -> Bool {
        guard let data = try reader.personalData(of: pseudonym) else { return false }
        try connection.transaction { () throws(StoreError) in
            for hold in data.holds { try remove(hold: hold, user: user, wallMicroseconds) }
            try declare(.athleteForgotten, athlete: data.id, user: user, wallMicroseconds)
            for mark in data.ownMarks { try remove(from: "event", where: "id = ?", [.integer(mark.id)]) }
            let id: [SQLValue] = [.integer(data.id)]
            let masses = "SELECT id FROM body_mass WHERE athlete = ?"
            try remove(from: "seal", where: "what = '\(Sealed.bodyMass.rawValue)' AND id IN (\(masses))", id)
            try remove(from: "body_mass", where: "athlete = ?", id)
            let sessions = "SELECT number FROM session WHERE athlete = ?"
            try remove(
                from: "seal",
                where: "what IN ('\(Sealed.session.rawValue)', '\(Sealed.sessionEnd.rawValue)') AND id IN (\(sessions))", id)
            let stands = "SELECT number FROM stand WHERE session IN (\(sessions))"
            try remove(from: "seal", where: "what = '\(Sealed.stand.rawValue)' AND id IN (\(stands))", id)
            try remove(from: "stand_metric", where: "stand IN (\(stands))", id)
            try remove(from: "stand", where: "session IN (\(sessions))", id)
            try remove(from: "session", where: "athlete = ?", id)
            let owned = [Sealed.bodyMass, .session, .maximum, .failure].map { SQLValue.text("\($0.rawValue) of \(data.id)") }
            try remove(from: "seal", where: "what IN (?, ?, ?, ?)", owned)
            try remove(from: "seal", where: "what = '\(Sealed.athlete.rawValue)' AND id = ?", id)
            try remove(from: "athlete", where: "id = ?", id)
            try connection.run("INSERT OR REPLACE INTO counter VALUES ('unswept', 1)")
        }
        forgotten.add(data)
        return true
    }

    /// Writes the file anew after somebody was forgotten, so that no page keeps the bytes of removed rows, and empties the log.
    /// It remains to be done, also after a restart, until it has succeeded.
    public func sweep() throws(StoreError) {
        guard try connection.integer("SELECT value FROM counter WHERE name = 'unswept'") > 0 else { return }
        // Its own connection: the tables that count rows are in memory, and the copy of a large file must not be.
        let writing = try Connection(path: path, writable: true)
        try writing.execute("VACUUM")
        try emptyLog()
        try connection.run("UPDATE counter SET value = 0 WHERE name = 'unswept'")
    }

    private func emptyLog() throws(StoreError) {
        guard try connection.integer("PRAGMA wal_checkpoint(TRUNCATE)") == 0 else { throw .busy }
    }
}

/// Owned by the connection that forgets them.
final class ForgottenSessions {
    private(set) var numbers: Set<Int64> = []

    func add(_ data: PersonalData) { numbers.formUnion(data.sessions.map(\.number)) }
}

/// What is stored about an athlete.
public struct PersonalData: Sendable {
    /// The row of the athlete.
    let id: Int64
    public var athlete: StoredAthlete
    /// The oldest first.
    public var bodyMasses: [(wallMicroseconds: Int64, kilograms: Double)] = []
    public var sessions: [StoredSession] = []
    /// The numbers of the holds of these sessions, also of excluded ones.
    public var holds: [Int64] = []
    /// Trials of quiet standing, the oldest first.
    public var stands: [StoredStand] = []
    public var notes = 0
    public var marks = 0
    /// Marks in the recordings, the oldest first.
    public var ownMarks: [PersonalMark] = []
}

extension StoreReader {
    /// Whether there was a hold of this number that somebody has deleted.
    public func wasDeleted(hold: Int64) throws(StoreError) -> Bool {
        try connection.rows("SELECT 1 FROM change WHERE hold = ? AND kind = 'deleted'", [.integer(hold)]) { $0.integer(0) }
            .first != nil
    }

    /// The last number that a session of this database, or of one that it replaced, was given.
    func lastSession() throws(StoreError) -> Int64 {
        try connection.integer(
            """
            SELECT max(coalesce((SELECT max(number) FROM session), 0),
                coalesce((SELECT max(value) FROM counter WHERE name IN ('last session', 'reserved session')), 0))
            """)
    }

    /// Whether there was a session of this number that was forgotten with its athlete: nothing else removes sessions.
    public func wasForgotten(session: Int64) throws(StoreError) -> Bool {
        try connection.rows("SELECT value FROM counter WHERE name = 'last session'", []) { session <= $0.integer(0) }.first
            ?? false
    }

    /// Everything that is stored about an athlete; nil when there is no such athlete.
    public func personalData(of pseudonym: String) throws(StoreError) -> PersonalData? {
        guard let athlete = try athlete(pseudonym), let id = try row(ofAthlete: pseudonym) else { return nil }
        var data = PersonalData(id: id, athlete: athlete)
        data.bodyMasses = try connection.rows(
            "SELECT wall_us, kilograms FROM body_mass WHERE athlete = ? ORDER BY id", [.integer(id)]
        ) { ($0.integer(0), $0.real(1)) }
        data.sessions = try sessions("session.athlete = ?", [.integer(id)])
        let holds = "SELECT hold FROM hold_session JOIN session ON number = session WHERE athlete = ?"
        data.holds = try connection.rows("\(holds) ORDER BY hold", [.integer(id)]) { $0.integer(0) }
        func count(_ table: String) throws(StoreError) -> Int {
            try connection.rows("SELECT count(*) FROM \(table) WHERE hold IN (\(holds))", [.integer(id)]) { Int($0.integer(0)) }
                .first ?? 0
        }
        data.stands = try stands(of: pseudonym)
        data.notes = try count("annotation")
        data.marks = try count("onset_mark")
        data.ownMarks = try marks(ofAthlete: id, pseudonym)
        return data
    }
}
