/// Why the store did not do what it was asked.
public enum StoreError: Error, Equatable, Sendable {
    /// The file is no database, or a broken one: keep it aside, begin a new one, tell the operator.
    case damaged(String)
    /// Somebody else holds the lock: try again.
    case busy
    /// The disk is full: keep what is to be written, and try again when there is room.
    case full
    /// The file or its folder may not be written: tell the operator.
    case readOnly(String)
    /// Written by a newer Holdfast: refuse to start rather than lose what it knows.
    case newer(found: Int64, known: Int64)
    /// Another program's database: refuse to touch it.
    case foreign
    /// A rule of the tables forbids it (a number that is taken): do not try again.
    case refused(String)
    /// Anything else that SQLite said.
    case failed(code: Int32, message: String)

    /// What happened and what to do about it.
    public var text: String {
        switch self {
        case .damaged(let message):
            "the database is damaged (\(message)) and is being replaced: ask again, and see `holdfast status`"
        case .busy: "the database is locked by another program; close it"
        case .full: "no room is left for the database; free some disk space"
        case .readOnly(let message): "the database cannot be written (\(message)); check who owns the state directory"
        case .newer(let found, let known):
            "the database has version \(found), and this program knows \(known); install the newer Holdfast"
        case .foreign: "the database belongs to another program; name another state directory"
        case .refused(let message): "the database does not take it: \(message)"
        case .failed(let code, let message): "the database refused (\(code)): \(message)"
        }
    }
}
