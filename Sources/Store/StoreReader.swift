import Metrics
import Samples

/// Reads the store through its own read-only connection. It sees every hold as soon as it is committed.
///
/// It cannot be copied and stays on the thread that opened it; `StoreReading` opens it when needed.
public struct StoreReader: ~Copyable {
    let connection: Connection

    /// Opens a database that was created by a `Store`.
    init(path: String) throws(StoreError) {
        let connection = try Connection(path: path, writable: false)
        try connection.execute("PRAGMA query_only = ON")
        // Makes SQLite open the log, which it does at the first read.
        _ = try connection.integer("PRAGMA schema_version")
        self.connection = connection
    }

    init(_ connection: Connection) { self.connection = connection }

    /// The largest hold number in use or reserved, 0 when there is none.
    public func lastHoldNumber() throws(StoreError) -> Int64 {
        try connection.integer(
            "SELECT max(coalesce((SELECT max(number) FROM hold), 0), coalesce((SELECT value FROM counter WHERE name = 'hold'), 0))"
        )
    }

    /// How many holds there are.
    public func holdCount() throws(StoreError) -> Int64 { try connection.integer("SELECT count(*) FROM hold") }

    /// Complete holds with their metrics, the newest first.
    public func holds(_ filter: HoldFilter) throws(StoreError) -> [StoredHold] {
        var holds: [StoredHold] = []
        for number in try holdNumbers(filter) { if let hold = try hold(number) { holds.append(hold) } }
        return holds
    }

    /// The numbers of these holds only.
    public func holdNumbers(_ filter: HoldFilter) throws(StoreError) -> [Int64] {
        try connection.rows(
            """
            SELECT number FROM hold WHERE number < ?1 AND (?2 OR NOT excluded OR \(Self.exclusionIsAltered)) AND start_wall_us >= ?3 AND start_wall_us < ?4
            AND (?5 IS NULL OR EXISTS (SELECT 1 FROM hold_sensor WHERE hold = number AND sensor = ?5))
            AND (?6 IS NULL OR set_up = ?6) AND (?7 IS NULL OR kind = ?7)
            AND (?8 IS NULL OR EXISTS (SELECT 1 FROM hold_session WHERE hold = hold.number AND session = ?8))
            AND (?9 IS NULL OR EXISTS (
                SELECT 1 FROM hold_session o JOIN session s ON s.number = o.session JOIN athlete a ON a.id = s.athlete
                WHERE o.hold = hold.number AND a.pseudonym = ?9))
            ORDER BY number DESC LIMIT ?10
            """,
            [
                .integer(filter.before), SQLValue(filter.includeExcluded), .integer(filter.fromWallMicroseconds),
                .integer(filter.toWallMicroseconds), SQLValue(filter.sensor), SQLValue(filter.setUp),
                SQLValue(filter.kind?.name), SQLValue(filter.session), SQLValue(filter.athlete),
                .integer(Int64(clamping: filter.limit)),
            ]
        ) { $0.integer(0) }
    }

    /// The numbers of the first holds that ended at these times, microseconds since 1970.
    public func holdNumbers(endedIn times: Range<Int64>, limit: Int) throws(StoreError) -> [Int64] {
        try connection.rows(
            "SELECT number FROM hold WHERE end_wall_us >= ? AND end_wall_us < ? ORDER BY number LIMIT ?",
            [.integer(times.lowerBound), .integer(times.upperBound), .integer(Int64(clamping: limit))]
        ) { $0.integer(0) }
    }

    /// The hold with this number; without its numbers when they differ from those that were stored.
    ///
    /// - Parameter result: which of its results; the newest unless it is named. Nil where the hold has no such result.
    public func hold(_ number: Int64, result: StoredResult.Choice = .newest) throws(StoreError) -> StoredHold? {
        var seal = Seal()
        guard var hold = try read(hold: number, &seal) else { return nil }
        if try !isGenuine(.hold, number, seal) { hold.loseNumbers() }
        if try isExclusionAltered(number) {
            hold.loseNumbers()
            hold.isExcluded = false
        }
        return try take(result, of: hold)
    }

    func isExclusionAltered(_ hold: Int64) throws(StoreError) -> Bool {
        try connection.rows("SELECT \(Self.exclusionIsAltered) FROM hold WHERE number = ?", [.integer(hold)]) {
            $0.integer(0) != 0
        }.first ?? false
    }

    /// The rows of a hold, and their checksum.
    func read(hold number: Int64, _ seal: inout Seal) throws(StoreError) -> StoredHold? {
        let found = try connection.rows(
            """
            SELECT kind, set_up, start_wall_us, onset_wall_us, end_wall_us, recording, excluded, excluded_reason, utc_offset_s,
                time_zone FROM hold WHERE number = ?
            """, [.integer(number)]
        ) { row in
            // The exclusion may change, so it is not part of this checksum.
            row.add(0..<6, to: &seal)
            var hold = StoredHold(
                number: number, kind: HoldKind(name: row.text(0)), setUp: row.text(1), startWallMicroseconds: row.integer(2),
                onsetWallMicroseconds: row.optionalInteger(3), endWallMicroseconds: row.integer(4),
                recording: row.optionalText(5), sensors: [])
            hold.isExcluded = row.integer(6) != 0
            hold.excludedReason = row.optionalText(7)
            hold.utcOffsetSeconds = row.optionalInteger(8)
            hold.timeZone = row.optionalText(9)
            // Holds from before these columns have a checksum without them.
            if hold.utcOffsetSeconds != nil || hold.timeZone != nil { row.add(8..<10, to: &seal) }
            return hold
        }
        guard var hold = found.first else { return nil }
        hold.sensors = try parts(of: number, in: .hold, &seal)
        hold.setUpNumbers = try setUpNumbers(of: number, in: .hold, &seal)
        hold.session = try session(ofHold: number)
        seal.add(SQLValue(hold.session))
        return hold
    }

    /// The notes about a hold, the oldest first.
    public func annotations(of hold: Int64) throws(StoreError) -> [StoredAnnotation] {
        try connection.rows(
            """
            SELECT wall_us, user, text, score, phase, id FROM annotation LEFT JOIN annotation_rating ON annotation = id
            WHERE hold = ? ORDER BY id
            """, [.integer(hold)]
        ) { row in
            StoredAnnotation(
                number: row.integer(5), wallMicroseconds: row.integer(0), user: UInt32(clamping: row.integer(1)),
                text: row.text(2), score: row.optionalInteger(3).map { Int(clamping: $0) }, phase: row.optionalText(4))
        }
    }

    /// The marks, and the edges of trigger inputs, between two moments, both included, the oldest first; at most 1000.
    public func marks(from first: Int64, to last: Int64) throws(StoreError) -> [StoredEvent] {
        try connection.rows(
            "SELECT wall_us, kind, sensor, user, text FROM event WHERE kind = ? AND wall_us BETWEEN ? AND ? ORDER BY wall_us LIMIT 1000",
            [.text(StoredEvent.mark), .integer(first), .integer(last)], StoredEvent.init(row:))
    }

    /// The latest events, the newest first.
    public func events(limit: Int) throws(StoreError) -> [StoredEvent] {
        try connection.rows(
            "SELECT wall_us, kind, sensor, user, text FROM event ORDER BY id DESC LIMIT ?", [.integer(Int64(clamping: limit))],
            StoredEvent.init(row:))
    }
}

extension StoredEvent {
    fileprivate init(row: Statement) {
        self.init(
            wallMicroseconds: row.integer(0), kind: row.text(1), sensor: row.optionalText(2),
            user: row.optionalInteger(3).map { UInt32(clamping: $0) }, text: row.text(4))
    }
}

@available(*, unavailable)
extension StoreReader: Sendable {}

extension HoldKind {
    /// The kind with this name. An unknown kind is treated as sustained, which makes fewer claims.
    init(name: String) { self = name == HoldKind.explosive.name ? .explosive : .sustained }
}
