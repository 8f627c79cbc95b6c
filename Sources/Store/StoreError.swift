/// Why the store did not carry out a request.
public enum StoreError: Error, Equatable, Sendable {
    /// The file is not a database, or it is damaged: move it aside, start a new one, inform the operator.
    case damaged(String)
    /// Another connection holds the lock: try again.
    case busy
    /// The disk is full: keep the data, and try again when there is room.
    case full
    /// The file or its folder is not writable: inform the operator.
    case readOnly(String)
    /// The file was written by a newer version of Holdfast: refuse to start rather than lose data.
    case newer(found: Int64, known: Int64)
    /// The file is a database of another program: refuse to change it.
    case foreign
    /// A rule of the tables forbids it (for example a number that already exists): do not try again.
    case refused(String)
    /// Any other error of SQLite.
    case failed(code: Int32, message: String)

    /// Whether the same can succeed later: the disk is full, read-only or failed, or somebody else holds the file.
    public var mayPass: Bool {
        switch self {
        case .full, .busy, .readOnly: true
        // SQLITE_NOMEM, SQLITE_IOERR, SQLITE_CANTOPEN and SQLITE_PROTOCOL (a lock of the log was refused), with their kinds.
        case .failed(let code, _): [7, 10, 14, 15].contains(code & 0xFF)
        case .damaged, .newer, .foreign, .refused: false
        }
    }

    /// What happened, and the remedy.
    public var text: String {
        switch self {
        case .damaged(let message):
            "the database is damaged (\(message)) and is being replaced: ask again, and see `holdfast status`"
        case .busy: "the database is locked by another program; close it"
        case .full: "no room is left for the database; free some disk space"
        case .readOnly(let message): "the database cannot be written (\(message)); check who owns the state directory"
        case .newer(let found, let known):
            "the database has version \(found), and this program knows versions up to \(known); install the newer Holdfast"
        case .foreign: "the database belongs to another program; name another state directory"
        case .refused(let message): "the database refused the entry: \(message)"
        case .failed(let code, let message): "the database failed with error \(code): \(message)"
        }
    }
}
