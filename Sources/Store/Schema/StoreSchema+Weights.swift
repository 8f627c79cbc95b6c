extension StoreSchema {
    /// The weights of the station. Of each serial number the last row counts; `record` is NULL when the weight was removed.
    static let weights = """
        CREATE TABLE weight (
            number INTEGER PRIMARY KEY, serial TEXT NOT NULL, wall_us INTEGER NOT NULL, user INTEGER NOT NULL, record TEXT
        ) STRICT;
        CREATE INDEX weight_by_serial ON weight (serial, number);
        \(appendOnly("weight", "a weight"))
        """
}
