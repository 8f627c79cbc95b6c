/// Bench-test records of plates and bands are added and superseded; triggers refuse all other changes.
extension Store {
    /// Stores a test and puts it in force: all of it or nothing. A test that the sensor already has is put in force again.
    public func insert(_ test: StoredBenchTest) throws(StoreError) {
        try connection.transaction { () throws(StoreError) in
            if try reader.benchTest(test.id, sensor: test.sensor) == nil {
                try connection.run(
                    "INSERT INTO bench_test VALUES (?, ?, ?, ?, ?, ?, ?)",
                    [
                        .text(test.id), .text(test.sensor), .text(test.kind), .integer(test.addedWallMicroseconds),
                        .integer(Int64(test.user)), SQLValue(test.dueWallMicroseconds), .text(test.record),
                    ])
            }
            try use(test.id, sensor: test.sensor, kind: test.kind, user: test.user, test.addedWallMicroseconds)
            try insert(
                StoredEvent(
                    wallMicroseconds: test.addedWallMicroseconds, kind: "bench_test", sensor: test.sensor, user: test.user,
                    text: "\(test.kind) \(test.id) in force"))
        }
    }

    /// Puts another test of the kind in force on a sensor.
    ///
    /// - Parameter id: nil selects the one that was in force before; "none" puts no test in force.
    /// - Returns: the test that is now in force, or nil for none; outer nil when there is no such test.
    public func revertBenchTest(sensor: String, kind: String, to id: String?, user: UInt32, wallMicroseconds: Int64)
        throws(StoreError) -> String??
    {
        var result: String??
        try connection.transaction { () throws(StoreError) in
            let history = try reader.benchTestUses(of: sensor, kind: kind)
            guard let target = Self.reverted(to: id, none: "none", history) else { return }
            if let target, try reader.benchTest(target, sensor: sensor)?.kind != kind { return }
            try use(target, sensor: sensor, kind: kind, user: user, wallMicroseconds)
            try insert(
                StoredEvent(
                    wallMicroseconds: wallMicroseconds, kind: "bench_test", sensor: sensor, user: user,
                    text: target.map { "\(kind) back to \($0)" } ?? "\(kind) back to none"))
            result = .some(target)
        }
        return result
    }

    private func use(_ id: String?, sensor: String, kind: String, user: UInt32, _ wallMicroseconds: Int64) throws(StoreError) {
        try connection.run(
            "INSERT INTO bench_test_use (sensor, kind, bench_test, wall_us, user) VALUES (?, ?, ?, ?, ?)",
            [.text(sensor), .text(kind), SQLValue(id), .integer(wallMicroseconds), .integer(Int64(user))])
    }
}

extension StoreReader {
    private static let benchTestColumns = """
        SELECT id, sensor, kind, added_wall_us, user, due_wall_us, record, id IS (
            SELECT bench_test FROM bench_test_use WHERE sensor = bench_test.sensor AND kind = bench_test.kind
            ORDER BY number DESC LIMIT 1
        ) FROM bench_test
        """

    private static func benchTest(_ row: Statement) -> StoredBenchTest {
        var found = StoredBenchTest(
            id: row.text(0), sensor: row.text(1), kind: row.text(2), addedWallMicroseconds: row.integer(3),
            user: UInt32(clamping: row.integer(4)), dueWallMicroseconds: row.optionalInteger(5), record: row.text(6))
        found.isInForce = row.integer(7) != 0
        return found
    }

    /// Every test, or those of one sensor or kind, the newest first.
    public func benchTests(sensor: String? = nil, kind: String? = nil) throws(StoreError) -> [StoredBenchTest] {
        try connection.rows(
            "\(Self.benchTestColumns) WHERE (?1 IS NULL OR sensor = ?1) AND (?2 IS NULL OR kind = ?2) ORDER BY rowid DESC",
            [SQLValue(sensor), SQLValue(kind)], Self.benchTest)
    }

    /// One test of a sensor, or of the first sensor that has it.
    public func benchTest(_ id: String, sensor: String? = nil) throws(StoreError) -> StoredBenchTest? {
        try connection.rows(
            "\(Self.benchTestColumns) WHERE id = ?1 AND (?2 IS NULL OR sensor = ?2) ORDER BY rowid LIMIT 1",
            [.text(id), SQLValue(sensor)], Self.benchTest
        ).first
    }

    /// The tests in force on each sensor.
    public func benchTestsInForce(sensor: String? = nil) throws(StoreError) -> [StoredBenchTest] {
        try benchTests(sensor: sensor).filter(\.isInForce)
    }

    /// The history of tests in force on a sensor, the newest first; nil for none.
    func benchTestUses(of sensor: String, kind: String) throws(StoreError) -> [String?] {
        try connection.rows(
            "SELECT bench_test FROM bench_test_use WHERE sensor = ? AND kind = ? ORDER BY number DESC",
            [.text(sensor), .text(kind)]
        ) { $0.optionalText(0) }
    }
}
