extension StoreSchema {
    /// Tests of plates and bands, and the history of which test of each kind is in force.
    static let benchTests = """
        CREATE TABLE bench_test (
            id TEXT NOT NULL, sensor TEXT NOT NULL, kind TEXT NOT NULL CHECK (kind IN ('corners', 'points', 'matrix', 'band')),
            added_wall_us INTEGER NOT NULL, user INTEGER NOT NULL, due_wall_us INTEGER, record TEXT NOT NULL,
            PRIMARY KEY (sensor, id), UNIQUE (sensor, kind, id)
        ) STRICT;
        CREATE INDEX bench_test_by_id ON bench_test (id);
        CREATE TABLE bench_test_use (
            number INTEGER PRIMARY KEY, sensor TEXT NOT NULL, kind TEXT NOT NULL, bench_test TEXT, wall_us INTEGER NOT NULL,
            user INTEGER NOT NULL, FOREIGN KEY (sensor, kind, bench_test) REFERENCES bench_test (sensor, kind, id)
        ) STRICT;
        CREATE INDEX bench_test_use_by_sensor ON bench_test_use (sensor, kind, number);
        \(appendOnly("bench_test", "a test"))
        \(appendOnly("bench_test_use", "the history of tests"))
        """
}
