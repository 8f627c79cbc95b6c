extension StoreSchema {
    /// Distinguishes this database from every other one; a copy has the same identity.
    static let identity = """
        CREATE TABLE identity (id TEXT NOT NULL) STRICT;
        INSERT INTO identity VALUES (lower(hex(randomblob(16))));
        \(appendOnly("identity", "what a database is known by"))
        """
}
