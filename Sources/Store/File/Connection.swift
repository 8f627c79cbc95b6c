import CSQLite

/// One connection to a database file. It must stay on the thread that made it, because SQLite takes no lock of its own here.
final class Connection {
    /// The size of the page cache.
    static let cacheKibibytes = 128

    let handle: OpaquePointer
    /// The message of SQLite when it found the file damaged. After this nothing may be written to the file.
    private(set) var damage: String?
    /// Counts calls. SQLite is not compiled for ThreadSanitizer, but this counter is, so it reveals two threads that use one
    /// connection.
    private var calls: UInt64 = 0
    /// Called after each commit of `run` and `transaction`, before they return.
    var committed: (() -> Void)?

    /// - Parameter writable: opens the file for writing and creates it if necessary. Otherwise an existing file is opened for
    ///   reading.
    init(path: String, writable: Bool) throws(StoreError) {
        var opened: OpaquePointer?
        let flags = writable ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY
        let code = sqlite3_open_v2(path, &opened, flags | SQLITE_OPEN_NOMUTEX, nil)
        guard code == SQLITE_OK, let opened else {
            let error = Self.error(opened, code)
            sqlite3_close_v2(opened)
            throw error
        }
        handle = opened
        sqlite3_extended_result_codes(handle, 1)
        sqlite3_busy_timeout(handle, 2000)
        // The default cache of SQLite, 2 MB for each connection, grows over months; the kernel caches the file too.
        do throws(StoreError) { try execute("PRAGMA cache_size = -\(Self.cacheKibibytes)") } catch {
            // A reader finds the damage later. A caller that only wants to empty the file does not read it.
            guard case .damaged = error else { throw error }
        }
    }

    deinit {
        // A damaged file and its log must stay as they were found.
        if damage != nil { _ = csqlite_keep_log(handle) }
        sqlite3_close_v2(handle)
    }

    /// Memory used by cached pages of the file, bytes.
    var cachedBytes: Int {
        var (now, highest): (Int32, Int32) = (0, 0)
        return sqlite3_db_status(handle, SQLITE_DBSTATUS_CACHE_USED, &now, &highest, 0) == SQLITE_OK ? Int(now) : 0
    }

    /// Counts before and after the call: locks that SQLite takes inside the call order only what came before.
    fileprivate func called(_ body: () -> Int32) -> Int32 {
        calls &+= 1
        defer { calls &+= 1 }
        return body()
    }

    /// Runs statements that return nothing.
    func execute(_ sql: String) throws(StoreError) {
        let code = called { sqlite3_exec(handle, sql, nil, nil, nil) }
        guard code == SQLITE_OK else { throw error(code) }
    }

    func prepare(_ sql: String) throws(StoreError) -> Statement {
        var statement: OpaquePointer?
        let code = called { sqlite3_prepare_v2(handle, sql, -1, &statement, nil) }
        guard code == SQLITE_OK, let statement else { throw error(code) }
        return Statement(statement, of: self)
    }

    /// Runs a statement with these values and converts its rows.
    func rows<Row>(_ sql: String, _ values: [SQLValue] = [], _ read: (Statement) -> Row) throws(StoreError) -> [Row] {
        let statement = try prepare(sql)
        try statement.bind(values)
        var rows: [Row] = []
        while try statement.step() { rows.append(read(statement)) }
        return rows
    }

    /// Runs a statement that changes data.
    func run(_ sql: String, _ values: [SQLValue] = []) throws(StoreError) {
        _ = try rows(sql, values) { _ in }
        if sqlite3_get_autocommit(handle) != 0 { committed?() }
    }

    func integer(_ sql: String) throws(StoreError) -> Int64 { try rows(sql) { $0.integer(0) }.first ?? 0 }

    /// Runs `body` in a transaction: all of it takes effect or nothing.
    func transaction(_ body: () throws(StoreError) -> Void) throws(StoreError) {
        try execute("BEGIN IMMEDIATE")
        do throws(StoreError) {
            try body()
            try execute("COMMIT")
        } catch {
            // Some errors have already rolled back. The error of this statement can then be ignored.
            try? execute("ROLLBACK")
            throw error
        }
        committed?()
    }

    /// How many rows the last statement changed.
    var changes: Int { Int(sqlite3_changes(handle)) }

    func error(_ code: Int32) -> StoreError {
        let error = Self.error(handle, code)
        if case .damaged(let message) = error { damage = damage ?? message }
        return error
    }

    /// Makes the database empty, however damaged it is.
    func reset() throws(StoreError) {
        let code = csqlite_reset(handle)
        guard code == SQLITE_OK else { throw error(code) }
        damage = nil
    }

    /// Checks the whole file; throws when it is damaged.
    func examine() throws(StoreError) {
        let verdict = try rows("PRAGMA quick_check(1)") { $0.text(0) }.first ?? ""
        guard verdict == "ok" else {
            damage = damage ?? verdict
            throw .damaged(verdict)
        }
    }

    private static func error(_ handle: OpaquePointer?, _ code: Int32) -> StoreError {
        let message = handle.flatMap { sqlite3_errmsg($0) }.map { String(cString: $0) } ?? "out of memory"
        switch code & 0xFF {
        case SQLITE_CORRUPT, SQLITE_NOTADB: return .damaged(message)
        case SQLITE_BUSY, SQLITE_LOCKED: return .busy
        case SQLITE_FULL: return .full
        case SQLITE_CONSTRAINT: return .refused(message)
        case SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_PERM: return .readOnly(message)
        default: return .failed(code: code, message: message)
        }
    }
}

@available(*, unavailable)
extension Connection: Sendable {}

/// A value to be bound to a statement.
enum SQLValue {
    case integer(Int64)
    case real(Double)
    case text(String)
    case null

    init(_ value: Double?) { self = value.map { .real($0) } ?? .null }
    init(_ value: String?) { self = value.map { .text($0) } ?? .null }
    init(_ value: Int64?) { self = value.map { .integer($0) } ?? .null }
    init(_ value: Bool) { self = .integer(value ? 1 : 0) }
}

/// A prepared statement. It is reset and freed together with this object.
final class Statement {
    private let handle: OpaquePointer
    private let connection: Connection

    init(_ handle: OpaquePointer, of connection: Connection) {
        self.handle = handle
        self.connection = connection
    }

    deinit { sqlite3_finalize(handle) }

    func bind(_ values: [SQLValue]) throws(StoreError) {
        sqlite3_reset(handle)
        for (index, value) in values.enumerated() {
            let place = Int32(clamping: index + 1)
            let code: Int32
            switch value {
            case .integer(let value): code = sqlite3_bind_int64(handle, place, value)
            // SQLite would convert NaN to NULL; stored data must not depend on that.
            case .real(let value):
                code = value.isFinite ? sqlite3_bind_double(handle, place, value) : sqlite3_bind_null(handle, place)
            case .text(let text):
                let bytes = Array(text.utf8)
                // Safety: SQLITE_TRANSIENT (−1) makes SQLite copy the bytes before the call returns.
                code = bytes.withUnsafeBufferPointer { buffer in
                    buffer.withMemoryRebound(to: CChar.self) {
                        sqlite3_bind_text(
                            handle, place, $0.baseAddress ?? UnsafePointer(bitPattern: 1), Int32(clamping: $0.count),
                            unsafeBitCast(-1, to: sqlite3_destructor_type.self))
                    }
                }
            case .null: code = sqlite3_bind_null(handle, place)
            }
            guard code == SQLITE_OK else { throw connection.error(code) }
        }
    }

    /// The next row, if there is one.
    func step() throws(StoreError) -> Bool {
        let code = connection.called { sqlite3_step(handle) }
        guard code == SQLITE_ROW || code == SQLITE_DONE else {
            // The message belongs to the connection until the next call, so read it before the reset.
            let error = connection.error(code)
            sqlite3_reset(handle)
            throw error
        }
        return code == SQLITE_ROW
    }

    /// The value of a column, with its type.
    func value(_ column: Int32) -> SQLValue {
        switch sqlite3_column_type(handle, column) {
        case SQLITE_NULL: .null
        case SQLITE_INTEGER: .integer(integer(column))
        case SQLITE_FLOAT: .real(real(column))
        default: .text(text(column))
        }
    }

    /// Adds columns to a checksum.
    func add(_ columns: Range<Int32>, to seal: inout Seal) { for column in columns { seal.add(value(column)) } }

    private func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }

    func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }
    func optionalInteger(_ column: Int32) -> Int64? { isNull(column) ? nil : integer(column) }
    func real(_ column: Int32) -> Double { sqlite3_column_double(handle, column) }
    func optionalReal(_ column: Int32) -> Double? { isNull(column) ? nil : real(column) }
    func optionalText(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }

    func text(_ column: Int32) -> String {
        guard let start = sqlite3_column_text(handle, column) else { return "" }
        let count = Int(sqlite3_column_bytes(handle, column))
        return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }
}
