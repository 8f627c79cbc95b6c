import Metrics
import Samples

/// The database of the station: sensors, holds with their numbers, notes, events. Samples are in recordings.
///
/// Write-ahead logging with full synchronisation: after a call has returned, its changes survive a power cut.
///
/// A store cannot be copied, and code outside this module cannot own it: `StoreFile.own` creates it on the calling thread and
/// lends it.
public struct Store: ~Copyable {
    let connection: Connection
    /// Reads through the same connection.
    public let reader: StoreReader
    let path: String
    private let acknowledged: AcknowledgedRows
    private let counter: RowCounter
    let forgotten = ForgottenSessions()
    /// Acknowledged rows that were missing when the database was opened; nil when none.
    public let loss: StoreLoss?
    /// Whether the whole file was checked when it was opened. If not, `StoreFile.check` does that.
    public let isChecked: Bool
    /// The last hold number that was assigned, including by an earlier database at this path.
    public let lastHold: Int64

    /// Opens or creates the database, checks it, and migrates it to the current version.
    ///
    /// - Parameter checkedAtOnce: a larger one is not read as a whole here, bytes.
    init(path: String, checkedAtOnce: Int64 = StoreCheck.sizeAtOnce) throws(StoreError) {
        let connection = try Connection(path: path, writable: true)
        // Checked before anything is written: a foreign or damaged file must stay as it is.
        let version = try connection.integer("PRAGMA user_version")
        let application = try connection.integer("PRAGMA application_id")
        let isEmpty = try connection.integer("SELECT count(*) FROM sqlite_schema") == 0
        guard application == StoreSchema.applicationID || isEmpty && application == 0 else { throw .foreign }
        guard version <= StoreSchema.version else { throw .newer(found: version, known: StoreSchema.version) }
        // A migration reads it all anyway.
        let size = try connection.integer("PRAGMA page_count") * connection.integer("PRAGMA page_size")
        let isChecked = size <= checkedAtOnce || version < StoreSchema.version
        if isChecked { try connection.examine() }
        // Without recursive triggers, REPLACE could delete protected rows.
        try connection.execute(
            """
            PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA recursive_triggers = ON;
            PRAGMA secure_delete = ON;
            PRAGMA application_id = \(StoreSchema.applicationID)
            """)
        try Self.migrate(connection, path, from: version)
        let acknowledged = try AcknowledgedRows(besides: path)
        let reader = StoreReader(connection)
        let before = try acknowledged.read()
        let identity = try connection.rows("SELECT id FROM identity") { $0.text(0) }.first
        let counter = try RowCounter(connection, known: isChecked || before.database != identity ? [:] : before.rows)
        let loss = StoreLoss(acknowledged: before, found: try counter.count(connection))
        let lastHold = max(try reader.lastHoldNumber(), before.lastHold)
        self.loss = loss
        self.isChecked = isChecked
        self.lastHold = lastHold
        self.path = path
        self.connection = connection
        self.reader = reader
        self.acknowledged = acknowledged
        self.counter = counter
    }

    /// Starts a new count of acknowledged rows from the present rows. Until this call the old count remains: if the daemon ends
    /// before the loss is reported, the next start finds the loss again.
    public func beginCounting() throws(StoreError) {
        try acknowledged.write(counter.count(connection))
        connection.committed = { [unowned connection, acknowledged, counter] in
            // If the count cannot be written, it is too low, which is not an error; the next commit corrects it.
            try? acknowledged.write(counter.count(connection))
        }
    }

    /// Counts from the present rows on: what is missing was reported.
    public func accept(_ loss: StoreLoss) throws(StoreError) {
        try counter.correct(loss, connection)
        try acknowledged.write(counter.count(connection))
    }

    /// The message of SQLite when it found the file damaged.
    public var damage: String? { connection.damage }

    private static func migrate(_ connection: Connection, _ path: String, from version: Int64) throws(StoreError) {
        guard version < StoreSchema.version else { return }
        if version > 0 {
            // A backup copy. SQLite makes it, so it is consistent.
            let now = try connection.integer("SELECT unixepoch()")
            try connection.run("VACUUM INTO ?", [.text("\(path).before-\(StoreSchema.version)-\(now)")])
        }
        // All steps or none, and a new database waits for the disk once.
        try connection.transaction { () throws(StoreError) in
            for step in StoreSchema.steps.dropFirst(Int(version)) { try connection.execute(step) }
            try connection.execute("PRAGMA user_version = \(StoreSchema.version)")
        }
    }

    /// Stores a hold: all of it or nothing. Its number must be new.
    public func insert(_ hold: StoredHold) throws(StoreError) {
        try connection.transaction { () throws(StoreError) in
            try connection.run(
                "INSERT INTO hold VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    .integer(hold.number), .text(hold.kind.name), .text(hold.setUp), .integer(hold.startWallMicroseconds),
                    SQLValue(hold.onsetWallMicroseconds), .integer(hold.endWallMicroseconds), SQLValue(hold.recording),
                    SQLValue(hold.isExcluded), SQLValue(hold.excludedReason), SQLValue(hold.utcOffsetSeconds),
                    SQLValue(hold.timeZone),
                ])
            try insertNumbers(hold.sensors, hold.setUpNumbers, of: hold.number, into: .hold)
            try insertTrace(of: hold)
            if let session = hold.session {
                try connection.run("INSERT INTO hold_session VALUES (?, ?)", [.integer(hold.number), .integer(session)])
                try seal(.hold, of: session, hold.number, 0)
                try countForAthlete(hold, session: session)
            }
            try self.seal(.exclusion, hold.number, copying: hold.isExcluded ? 1 : 0)
            var seal = Seal()
            _ = try reader.read(hold: hold.number, &seal)
            try self.seal(.hold, hold.number, seal)
            if let origin = hold.origin { try insert(origin, ofHold: hold) }
            try declare(.hold, hold: hold.number, hold.endWallMicroseconds)
        }
    }

    /// Reserves a hold number, so that it is not assigned again if the program ends before the hold is stored: clients have
    /// seen the number.
    public func reserve(hold number: Int64) throws(StoreError) {
        try connection.run(
            "INSERT INTO counter VALUES ('hold', ?1) ON CONFLICT (name) DO UPDATE SET value = max(value, ?1)",
            [.integer(number)])
    }

    /// Returns reserved numbers that were not used.
    ///
    /// - Parameter last: the last number that was assigned.
    public func giveBack(after last: Int64) throws(StoreError) {
        try connection.run("UPDATE counter SET value = ?1 WHERE name = 'hold' AND value > ?1", [.integer(last)])
    }

    /// Excludes a hold from lists, or includes it again; returns whether there is such a hold.
    public func setExcluded(_ excluded: Bool, hold: Int64, reason: String?, user: UInt32, wallMicroseconds: Int64)
        throws(StoreError) -> Bool
    {
        var found = false
        try connection.transaction { () throws(StoreError) in
            try connection.run(
                "UPDATE hold SET excluded = ?, excluded_reason = ? WHERE number = ?",
                [SQLValue(excluded), excluded ? SQLValue(reason) : .null, .integer(hold)])
            found = connection.changes > 0
            guard found else { return }
            try seal(.exclusion, hold, copying: excluded ? 1 : 0)
            try declare(excluded ? .excluded : .included, hold: hold, user: user, wallMicroseconds)
            let what = excluded ? "hold \(hold) excluded" : "hold \(hold) included again"
            try insert(
                StoredEvent(
                    wallMicroseconds: wallMicroseconds, kind: "exclude", user: user, text: reason.map { "\(what): \($0)" } ?? what
                ))
        }
        return found
    }

    /// Adds a note to a hold; returns whether there is such a hold.
    public func annotate(hold: Int64, with annotation: StoredAnnotation) throws(StoreError) -> Bool {
        guard try reader.hold(hold) != nil else { return false }
        try connection.transaction { () throws(StoreError) in
            let number = try nextNumber(in: "annotation")
            try connection.run(
                "INSERT INTO annotation (id, hold, wall_us, user, text) VALUES (?, ?, ?, ?, ?)",
                [
                    .integer(number), .integer(hold), .integer(annotation.wallMicroseconds), .integer(Int64(annotation.user)),
                    .text(annotation.text),
                ])
            if annotation.score != nil || annotation.phase != nil {
                try connection.run(
                    "INSERT INTO annotation_rating VALUES (?, ?, ?)",
                    [.integer(number), SQLValue(annotation.score.map(Int64.init)), SQLValue(annotation.phase)])
            }
            try declare(.note, hold: hold, item: number, user: annotation.user, annotation.wallMicroseconds)
        }
        return true
    }

    /// Adds an event.
    public func insert(_ event: StoredEvent) throws(StoreError) {
        try connection.run(
            "INSERT INTO event (wall_us, kind, sensor, user, text) VALUES (?, ?, ?, ?, ?)",
            [
                .integer(event.wallMicroseconds), .text(event.kind), SQLValue(event.sensor),
                SQLValue(event.user.map(Int64.init)), .text(event.text),
            ])
    }

    /// Shrinks the log of the database. To be called when the thread is idle.
    public func tidy() throws(StoreError) { try connection.execute("PRAGMA wal_checkpoint(TRUNCATE)") }

    /// Checks the whole file, which takes seconds when it is large; throws when it is damaged.
    public func examine() throws(StoreError) { try connection.examine() }

    /// For tests: simulates a disk that is full at this number of pages.
    func limitPages(to pages: Int64) throws(StoreError) { _ = try connection.integer("PRAGMA max_page_count = \(pages)") }
}

@available(*, unavailable)
extension Store: Sendable {}
