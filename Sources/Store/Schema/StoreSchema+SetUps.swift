extension StoreSchema {
    /// The numbers that the sensors of a hold have together. `sensors` has their names, separated by spaces. Holds that were stored
    /// before this step have none.
    static let setUpNumbers = """
        CREATE TABLE set_up_metric (
            hold INTEGER NOT NULL REFERENCES hold, position INTEGER NOT NULL, sensors TEXT NOT NULL, name TEXT NOT NULL,
            unit TEXT NOT NULL, value ANY, lower ANY, upper ANY, reason TEXT, expanded ANY, expanded_reason TEXT,
            PRIMARY KEY (hold, position), CHECK ((value IS NULL) <> (reason IS NULL)),
            CHECK (typeof(value) IN ('real', 'null'))
        ) STRICT, WITHOUT ROWID;
        \(appendOnly("set_up_metric", "a stored metric"))
        \(removable("set_up_metric", of: "hold = OLD.hold", by: "deleted"))
        """
}
