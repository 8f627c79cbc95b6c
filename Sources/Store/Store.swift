import Metrics
import Samples

/// The station's memory of facts: sensors, holds with their numbers, notes, events. Samples are in recordings.
///
/// Write-ahead logging with full synchronisation: what a call has returned from survives a power cut.
///
/// It cannot be copied and nobody outside gets to own it: `StoreFile.own` makes it on the thread that calls, and lends it.
public struct Store: ~Copyable {
    let connection: Connection
    /// Reads through the same connection.
    public let reader: StoreReader
    private let path: String
    private let acknowledged: AcknowledgedRows
    private let counter: RowCounter
    /// What it lacked of what was acknowledged when it was opened; nil when nothing.
    public let loss: StoreLoss?
    /// The last number that a hold was given, also by a database that was here before.
    public let lastHold: Int64

    /// Opens or creates the database, checks it, and brings it to this version.
    init(path: String) throws(StoreError) {
        let connection = try Connection(path: path, writable: true)
        // Looked at before anything is written: a file that is not ours, or damaged, stays as it is.
        let version = try connection.integer("PRAGMA user_version")
        let application = try connection.integer("PRAGMA application_id")
        let isEmpty = try connection.integer("SELECT count(*) FROM sqlite_schema") == 0
        guard application == StoreSchema.applicationID || isEmpty && application == 0 else { throw .foreign }
        guard version <= StoreSchema.version else { throw .newer(found: version, known: StoreSchema.version) }
        try connection.examine()
        // Without recursive triggers a REPLACE would delete what may not be deleted.
        try connection.execute(
            """
            PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA recursive_triggers = ON;
            PRAGMA application_id = \(StoreSchema.applicationID)
            """)
        try Self.migrate(connection, path, from: version)
        let acknowledged = try AcknowledgedRows(besides: path)
        let counter = try RowCounter(connection)
        let reader = StoreReader(connection)
        let before = try acknowledged.read()
        let loss = StoreLoss(acknowledged: before, found: try counter.count(connection))
        let lastHold = max(try reader.lastHoldNumber(), before.lastHold)
        self.loss = loss
        self.lastHold = lastHold
        self.path = path
        self.connection = connection
        self.reader = reader
        self.acknowledged = acknowledged
        self.counter = counter
    }

    /// Begins to count what is acknowledged, from what is there now. Until then the count stays that of the time before: what has been lost
    /// is found again by the next start, should this one end before it is said.
    public func beginCounting() throws(StoreError) {
        try acknowledged.write(counter.count(connection))
        connection.committed = { [unowned connection, acknowledged, counter] in
            // A count that cannot be written is behind, which is no fault; the next one makes up for it.
            try? acknowledged.write(counter.count(connection))
        }
    }

    /// What SQLite said when it found the file damaged.
    public var damage: String? { connection.damage }

    private static func migrate(_ connection: Connection, _ path: String, from version: Int64) throws(StoreError) {
        guard version < StoreSchema.version else { return }
        if version > 0 {
            // A copy to go back to, made by SQLite itself so that it is whole.
            let now = try connection.integer("SELECT unixepoch()")
            try connection.run("VACUUM INTO ?", [.text("\(path).before-\(StoreSchema.version)-\(now)")])
        }
        for (index, step) in StoreSchema.steps.enumerated() where Int64(index) >= version {
            try connection.transaction { () throws(StoreError) in
                try connection.execute(step)
                try connection.execute("PRAGMA user_version = \(index + 1)")
            }
        }
    }

    /// Keeps a hold: all of it or nothing. Its number must be new.
    public func insert(_ hold: StoredHold) throws(StoreError) {
        try connection.transaction { () throws(StoreError) in
            try connection.run(
                "INSERT INTO hold VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    .integer(hold.number), .text(hold.kind.name), .text(hold.setUp), .integer(hold.startWallMicroseconds),
                    SQLValue(hold.onsetWallMicroseconds), .integer(hold.endWallMicroseconds), SQLValue(hold.recording),
                    SQLValue(hold.isExcluded), SQLValue(hold.excludedReason),
                ])
            let metric = try connection.prepare("INSERT INTO metric VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
            for (index, part) in hold.sensors.enumerated() {
                let parameters = try part.result.parameters.map { (parameters) throws(StoreError) in try keep(parameters) }
                try connection.run(
                    "INSERT INTO hold_sensor VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    [
                        .integer(hold.number), .integer(Int64(index)), .text(part.sensor), .text(part.result.kind.name),
                        .integer(Int64(part.result.flags.rawValue)), .text(part.calibration), .real(part.result.rate),
                        .integer(Int64(bitPattern: part.firstSample)), SQLValue(part.result.onsetSample),
                        SQLValue(part.result.onsetTime), SQLValue(part.result.onsetUncertainty), SQLValue(part.calibrationID),
                        .text(part.unit), SQLValue(parameters),
                    ])
                for (position, measurement) in part.result.measurements.enumerated() {
                    try metric.bind([
                        .integer(hold.number), .integer(Int64(index)), .integer(Int64(position)), .text(measurement.name),
                        .text(measurement.unit.rawValue), SQLValue(measurement.value), SQLValue(measurement.lower),
                        SQLValue(measurement.upper), SQLValue(measurement.reason?.rawValue), SQLValue(measurement.expanded),
                        SQLValue(measurement.expandedReason),
                    ])
                    _ = try metric.step()
                }
            }
            if let session = hold.session {
                try connection.run("INSERT INTO hold_session VALUES (?, ?)", [.integer(hold.number), .integer(session)])
                try insertMaxima(of: hold, session: session)
            }
            var seal = Seal()
            _ = try reader.read(hold: hold.number, &seal)
            try self.seal(.hold, hold.number, seal)
        }
    }

    /// Keeps a hold's number from being given again, should the program end before the hold does: clients have seen it.
    public func reserve(hold number: Int64) throws(StoreError) {
        try connection.run(
            "INSERT INTO counter VALUES ('hold', ?1) ON CONFLICT (name) DO UPDATE SET value = max(value, ?1)",
            [.integer(number)])
    }

    /// Gives numbers back that were reserved and not given.
    ///
    /// - Parameter last: the last one that was given.
    public func giveBack(after last: Int64) throws(StoreError) {
        try connection.run("UPDATE counter SET value = ?1 WHERE name = 'hold' AND value > ?1", [.integer(last)])
    }

    /// Leaves a hold out of lists, or takes it back in; whether there is such a hold.
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
            let what = excluded ? "hold \(hold) excluded" : "hold \(hold) included again"
            try insert(
                StoredEvent(
                    wallMicroseconds: wallMicroseconds, kind: "exclude", user: user, text: reason.map { "\(what): \($0)" } ?? what
                ))
        }
        return found
    }

    /// Adds a note to a hold; whether there is such a hold.
    public func annotate(hold: Int64, with annotation: StoredAnnotation) throws(StoreError) -> Bool {
        guard try reader.hold(hold) != nil else { return false }
        try connection.transaction { () throws(StoreError) in
            try connection.run(
                "INSERT INTO annotation (hold, wall_us, user, text) VALUES (?, ?, ?, ?)",
                [
                    .integer(hold), .integer(annotation.wallMicroseconds), .integer(Int64(annotation.user)),
                    .text(annotation.text),
                ])
            guard annotation.score != nil || annotation.phase != nil else { return }
            try connection.run(
                "INSERT INTO annotation_rating VALUES (last_insert_rowid(), ?, ?)",
                [SQLValue(annotation.score.map(Int64.init)), SQLValue(annotation.phase)])
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

    /// Adds a sensor, or replaces what was kept of it.
    public func upsert(_ sensor: StoredSensor, wallMicroseconds: Int64) throws(StoreError) {
        try connection.run(
            "INSERT OR REPLACE INTO sensor VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                .text(sensor.name), .text(sensor.kind), .text(sensor.role), .text(sensor.setUp), .text(sensor.driver),
                .text(sensor.device), .text(sensor.calibration), .integer(wallMicroseconds),
            ])
    }

    /// Lets the log of the database shrink; when nothing else is to be done.
    public func tidy() throws(StoreError) { try connection.execute("PRAGMA wal_checkpoint(TRUNCATE)") }

    /// Walks through the file, which takes seconds when it is large; throws when it is damaged.
    public func examine() throws(StoreError) { try connection.examine() }

    /// For tests: a disk that is full at this many pages.
    func limitPages(to pages: Int64) throws(StoreError) { _ = try connection.integer("PRAGMA max_page_count = \(pages)") }
}

@available(*, unavailable)
extension Store: Sendable {}
