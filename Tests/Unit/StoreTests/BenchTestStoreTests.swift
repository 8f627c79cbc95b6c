import Testing

@testable import Store

struct BenchTestStoreTests {
    private let folder = TemporaryFolder()

    private func test(_ id: String, _ kind: String = "corners", sensor: String = "plate") -> StoredBenchTest {
        StoredBenchTest(
            id: id, sensor: sensor, kind: kind, addedWallMicroseconds: 5, user: 1000, dueWallMicroseconds: 9,
            record: "record of \(id)")
    }

    @Test func theNewestOfEachKindIsInForceAndTheOthersStay() throws {
        let store = try Store(path: folder.database)
        for test in [test("a"), test("b"), test("c", "points"), test("a", sensor: "other"), test("d", "band", sensor: "left")] {
            try store.insert(test)
        }
        let inForce = try store.reader.benchTestsInForce().map { "\($0.sensor) \($0.kind) \($0.id)" }.sorted()
        #expect(inForce == ["left band d", "other corners a", "plate corners b", "plate points c"])
        #expect(try store.reader.benchTests(sensor: "plate").map(\.id) == ["c", "b", "a"])
        #expect(try store.reader.benchTests(kind: "corners").map(\.id) == ["a", "b", "a"])
        let kept = try #require(try store.reader.benchTest("a", sensor: "plate"))
        #expect(kept.record == "record of a" && kept.user == 1000 && kept.dueWallMicroseconds == 9 && !kept.isInForce)
    }

    @Test func revertGoesBackWithinItsKindAndIsARowToo() throws {
        let store = try Store(path: folder.database)
        func revert(_ kind: String, to id: String?) throws -> String?? {
            try store.revertBenchTest(sensor: "plate", kind: kind, to: id, user: 7, wallMicroseconds: 8)
        }
        #expect(try revert("corners", to: nil) == nil)
        for test in [test("a"), test("b"), test("c", "points")] { try store.insert(test) }
        #expect(try revert("corners", to: nil) == .some("a"))
        // A test of another kind is none of this one.
        #expect(try revert("corners", to: "c") == nil)
        #expect(try revert("points", to: nil) == .some(nil))
        #expect(try store.reader.benchTestsInForce().map(\.id) == ["a"])
        #expect(try revert("corners", to: "none") == .some(nil))
        #expect(try store.reader.benchTestsInForce().isEmpty)
        // A record that was there before is in force again, and not twice in the store.
        try store.insert(test("a"))
        #expect(try store.reader.benchTestsInForce().map(\.id) == ["a"])
        #expect(try store.reader.benchTests().count == 3)
        #expect(try store.reader.events(limit: 20).filter { $0.kind == "bench_test" }.count == 7)
    }

    @Test func nothingCanBeChangedOrDeleted() throws {
        let store = try Store(path: folder.database)
        try store.insert(test("a"))
        for statement in [
            "UPDATE bench_test SET record = ''", "DELETE FROM bench_test", "REPLACE INTO bench_test SELECT * FROM bench_test",
            "UPDATE bench_test_use SET user = 0", "DELETE FROM bench_test_use",
            "INSERT INTO bench_test VALUES ('x', 'plate', 'smell', 1, 1, NULL, '')",
            "INSERT INTO bench_test_use (sensor, kind, bench_test, wall_us, user) VALUES ('plate', 'points', 'a', 1, 1)",
        ] {
            #expect(throws: StoreError.self, "\(statement)") { try store.connection.execute(statement) }
        }
        #expect(try store.reader.benchTest("a")?.record == "record of a")
    }

    @Test func aStoreOfTheVersionBeforeIsBroughtUpAndKeepsWhatItHas() throws {
        do {
            let old = try Connection(path: folder.database, writable: true)
            for step in StoreSchema.steps.prefix(4) { try old.execute(step) }
            try old.execute("PRAGMA application_id = \(StoreSchema.applicationID); PRAGMA user_version = 4")
            try old.execute("INSERT INTO calibration VALUES ('a', 'left', 1, 2, '1', NULL, 'kept')")
        }
        let store = try Store(path: folder.database)
        #expect(try store.connection.integer("PRAGMA user_version") == StoreSchema.version)
        #expect(try store.reader.calibration("a")?.record == "kept")
        try store.insert(test("b"))
        #expect(try store.reader.benchTestsInForce().map(\.id) == ["b"])
    }
}
