import CSQLite
import Synchronization

/// A check of a whole database reads every page: a minute, when it has the holds of years. One that is larger than `sizeAtOnce` is
/// therefore checked while the station runs, by another thread than the one that writes.
public final class StoreCheck: Sendable {
    /// The size up to which a database is checked when it is opened, bytes. It takes 10 ms.
    static let sizeAtOnce: Int64 = 8 << 20

    private struct State {
        var connection: UInt?
        var isOver = false
    }
    private let state = Mutex(State())

    public init() {}

    /// Ends the check, or keeps it from beginning. Any thread.
    public func end() {
        state.withLock { state in
            state.isOver = true
            // Safety: the connection is open while it is in `state`, and SQLite allows this call on any thread.
            if let connection = state.connection { sqlite3_interrupt(OpaquePointer(bitPattern: connection)) }
        }
    }

    public var isOver: Bool { state.withLock { $0.isOver } }

    /// Checks the pages, and whether there are all rows that were acknowledged.
    ///
    /// - Returns: the rows that are missing; nil when none is, or when the check was ended.
    /// - Throws: `.damaged`, and what keeps the file from being read.
    func look(at connection: Connection, _ acknowledged: Connection) throws(StoreError) -> StoreLoss? {
        state.withLock { $0.connection = UInt(bitPattern: connection.handle) }
        defer { state.withLock { $0.connection = nil } }
        do throws(StoreError) { return try findLoss(connection, acknowledged) } catch {
            guard isOver else { throw error }
            return nil
        }
    }

    private func findLoss(_ connection: Connection, _ acknowledged: Connection) throws(StoreError) -> StoreLoss? {
        // The database of one moment, and the count of that moment: the count is written after the rows.
        var count = try AcknowledgedRows.read(acknowledged)
        while !isOver {
            try connection.execute("BEGIN")
            _ = try connection.integer("SELECT count(*) FROM identity")
            let now = try AcknowledgedRows.read(acknowledged)
            if now == count { break }
            try connection.execute("ROLLBACK")
            count = now
        }
        if isOver { return nil }
        try connection.examine()
        var found = AcknowledgedRows.Count()
        found.database = count.database
        for table in try RowCounter.tables(connection) where !isOver {
            found.rows[table] = try RowCounter.rows(of: table, connection)
        }
        return isOver ? nil : StoreLoss(acknowledged: count, found: found)
    }
}
