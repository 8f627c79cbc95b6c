import Metrics
import Testing

@testable import Store

struct CalibrationStoreTests {
    private let folder = TemporaryFolder()

    private func calibration(_ id: String, sensor: String = "left") -> StoredCalibration {
        StoredCalibration(
            id: id, sensor: sensor, addedWallMicroseconds: 5, user: 1000, rangeClass: "unclassified", dueWallMicroseconds: nil,
            record: "record of \(id)")
    }

    @Test func theNewestIsInForceAndTheOthersStay() throws {
        let store = try Store(path: folder.database)
        try store.insert(calibration("a"))
        try store.insert(calibration("b"))
        try store.insert(calibration("a", sensor: "right"))
        #expect(try store.reader.calibrationsInForce().map { "\($0.sensor) \($0.id)" }.sorted() == ["left b", "right a"])
        #expect(try store.reader.calibrations(sensor: "left").map(\.id) == ["b", "a"])
        #expect(try store.reader.calibration("a", sensor: "left")?.record == "record of a")
    }

    @Test func revertGoesBackToWhatWasBeforeAndToTheSettings() throws {
        let store = try Store(path: folder.database)
        #expect(try store.revert(sensor: "left", to: nil, user: 1, wallMicroseconds: 1) == nil)
        try store.insert(calibration("a"))
        try store.insert(calibration("b"))
        #expect(try store.revert(sensor: "left", to: nil, user: 1, wallMicroseconds: 1) == .some("a"))
        #expect(try store.reader.calibrationsInForce().map(\.id) == ["a"])
        #expect(try store.revert(sensor: "left", to: "settings", user: 1, wallMicroseconds: 1) == .some(nil))
        #expect(try store.reader.calibrationsInForce().isEmpty)
        #expect(try store.revert(sensor: "left", to: "c", user: 1, wallMicroseconds: 1) == nil)
        #expect(try store.reader.events(limit: 9).filter { $0.kind == "calibration" }.count == 4)
    }

    @Test func nothingCanBeChangedOrDeleted() throws {
        let store = try Store(path: folder.database)
        try store.insert(calibration("a"))
        let check = StoredCheck(
            sensor: "left", calibration: "a", wallMicroseconds: 9, user: 1, known: 196.1, measured: 196.3, expanded: 0.5,
            score: 0.3, isPassed: true, note: "")
        try store.insert(check)
        #expect(try store.reader.checks(of: "left") == [check])
        for statement in [
            "UPDATE calibration SET record = ''", "DELETE FROM calibration", "REPLACE INTO calibration SELECT * FROM calibration",
            "UPDATE calibration_use SET user = 0", "DELETE FROM calibration_use", "UPDATE calibration_check SET passed = 0",
            "DELETE FROM calibration_check",
        ] {
            #expect(throws: StoreError.self, "\(statement)") { try store.connection.execute(statement) }
        }
        #expect(try store.reader.calibration("a")?.record == "record of a")
    }

    @Test func aDatabaseOfTheFirstVersionIsTakenOver() throws {
        do {
            let old = try Connection(path: folder.database, writable: true)
            try old.execute(StoreSchema.steps[0])
            try old.execute("PRAGMA application_id = \(StoreSchema.applicationID); PRAGMA user_version = 1")
            try old.execute("INSERT INTO hold VALUES (1, 'explosive', '', 1, NULL, 2, NULL, 0, NULL)")
            try old.execute(
                "INSERT INTO hold_sensor VALUES (1, 0, 'left', 'explosive', 0, 'settings', 100.0, 0, NULL, NULL, NULL)")
            try old.execute("INSERT INTO metric VALUES (1, 0, 0, 'peak_force', 'N', 5.5, NULL, NULL, NULL)")
        }
        let store = try Store(path: folder.database)
        let part = try #require(try store.reader.hold(1)?.sensors.first)
        #expect(part.unit == "N" && part.calibrationID == nil && part.result.measurements.first?.value == 5.5)
        try store.insert(calibration("a"))
        #expect(try store.reader.calibrationsInForce().count == 1)
    }
}
