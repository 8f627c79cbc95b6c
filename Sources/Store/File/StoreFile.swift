import Synchronization

/// The path of the database and its edition: a damaged database is replaced while others read. Any thread may use it.
///
/// Databases are opened under a lock. SQLite opens a file and its log one after the other, by name. Without the lock a thread
/// could open the old file and the new log.
public final class StoreFile: Sendable {
    public let path: String
    /// Counts the databases that were opened for writing.
    private let opened = Mutex<UInt64>(0)
    private let checkedAtOnce: Int64

    public init(path: String) {
        self.path = path
        checkedAtOnce = StoreCheck.sizeAtOnce
    }

    /// - Parameter checkedAtOnce: the size up to which the database is checked when it is opened, bytes.
    init(path: String, checkedAtOnce: Int64) {
        self.path = path
        self.checkedAtOnce = checkedAtOnce
    }

    /// The edition of the database that is at this path now.
    var edition: UInt64 { opened.withLock { $0 } }

    /// Opens or creates the database on the calling thread, lends it to `body`, and closes it.
    ///
    /// - Parameter prepare: runs first, while no other thread can open the database; it moves a damaged database out of the way.
    public func own<Value>(
        prepare: () throws(StoreError) -> Void = { () throws(StoreError) in },
        _ body: (borrowing Store) throws(StoreError) -> Value
    ) throws(StoreError) -> Value {
        var store: Store?
        try opened.withLock { (edition) throws(StoreError) in
            try prepare()
            edition += 1
            store = try Store(path: path, checkedAtOnce: checkedAtOnce)
        }
        guard let store = store.take() else { throw .busy }
        return try body(store)
    }

    /// Checks the whole database through a connection of the calling thread, while others read and write.
    ///
    /// - Returns: the acknowledged rows that it lacks; nil when it lacks none, or when the check was ended.
    /// - Throws: `.damaged`, and what keeps the file from being read.
    public func check(_ check: StoreCheck) throws(StoreError) -> StoreLoss? {
        var reader: StoreReader?
        var acknowledged: Connection?
        try opened.withLock { (_) throws(StoreError) in
            reader = try StoreReader(path: path)
            acknowledged = try AcknowledgedRows.reading(besides: path)
        }
        guard let reader = reader.take(), let acknowledged else { throw .busy }
        return try check.look(at: reader.connection, acknowledged)
    }

    /// Opens the database for reading.
    ///
    /// - Returns: the reader; `current` becomes the edition that it reads.
    fileprivate func openReader(_ current: inout UInt64?) throws(StoreError) -> StoreReader {
        var reader: StoreReader?
        try opened.withLock { (edition) throws(StoreError) in
            reader = try StoreReader(path: path)
            current = edition
        }
        guard let reader = reader.take() else { throw .busy }
        return reader
    }
}

/// A thread's access for reading, through its own connection. The connection is opened when it is first needed, and again when
/// a new database has been started or the last read has failed. Owned by the thread.
public struct StoreReading: ~Copyable {
    private let file: StoreFile
    private var reader: StoreReader?
    /// The database that the reader reads.
    private var edition: UInt64?

    public init(_ file: StoreFile) { self.file = file }

    public mutating func read<Value>(_ body: (borrowing StoreReader) throws(StoreError) -> Value) throws(StoreError) -> Value {
        if edition != file.edition { reader = nil }
        // Removed during the read, so that it is closed if the read throws.
        let current: StoreReader
        if let known = reader.take() { current = known } else { current = try file.openReader(&edition) }
        let value = try body(current)
        reader = consume current
        return value
    }
}

@available(*, unavailable)
extension StoreReading: Sendable {}
