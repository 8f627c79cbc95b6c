/// Copies of a database for another place. Which folder may be written or restored to: `BackupCommand`.
public enum StoreBackup {
    /// Writes a copy as of one moment, also of a database that a station writes to meanwhile.
    ///
    /// - Parameter other: where there is no file yet.
    public static func copy(_ path: String, to other: String) throws(StoreError) {
        let connection = try Connection(path: path, writable: false)
        guard try connection.integer("PRAGMA application_id") == StoreSchema.applicationID else { throw .foreign }
        try connection.run("VACUUM INTO ?", [.text(other)])
        try check(other)
    }

    /// Whether a file can become the database of a station. The station brings one of an older version up to date when it starts.
    ///
    /// - Throws: what is wrong: it is damaged, of another program, or of a newer version.
    public static func check(_ path: String) throws(StoreError) {
        let connection = try Connection(path: path, writable: false)
        guard try connection.integer("PRAGMA application_id") == StoreSchema.applicationID else { throw .foreign }
        let version = try connection.integer("PRAGMA user_version")
        guard version <= StoreSchema.version else { throw .newer(found: version, known: StoreSchema.version) }
        try connection.examine()
    }
}
