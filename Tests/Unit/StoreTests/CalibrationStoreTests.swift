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

    @Test func zerosGoWithTheirCalibrationAndStay() throws {
        let store = try Store(path: folder.database)
        try store.insert(calibration("a"))
        let zero = StoredZero(
            sensor: "left", calibration: "a", wallMicroseconds: 7, user: 1, zero: 84_010.5, drift: 2.5, alarm: 2)
        #expect(try store.reader.calibration("a")?.zero == nil)
        try store.insert(zero)
        #expect(try store.reader.zeros(of: "left") == [zero] && zero.isAlarming)
        #expect(try store.reader.calibrationsInForce().first?.zero == 84_010.5)
        try store.insert(calibration("b"))
        #expect(try store.reader.calibrationsInForce().first?.zero == nil)
        #expect(throws: StoreError.self) { try store.connection.execute("DELETE FROM calibration_zero") }
        #expect(throws: StoreError.self) { try store.connection.execute("UPDATE calibration_zero SET zero = 1.0") }
    }

    @Test("A zero or a check that the disk has changed is none")
    func altered() throws {
        let store = try Store(path: folder.database)
        try store.insert(calibration("a"))
        for zero in [84_010.5, 84_020.5] {
            try store.insert(
                StoredZero(sensor: "left", calibration: "a", wallMicroseconds: 7, user: 1, zero: zero, drift: 2.5, alarm: 2))
        }
        for known in [100.0, 196.1] {
            try store.insert(
                StoredCheck(
                    sensor: "left", calibration: "a", wallMicroseconds: 9, user: 1, known: known, measured: known, expanded: 0.5,
                    score: 0, isPassed: true, note: ""))
        }
        #expect(try store.reader.checks(of: "left").map(\.isAltered) == [false, false])
        for name in ["calibration_zero_is_final", "calibration_check_is_final"] {
            try store.connection.execute("DROP TRIGGER \(name)")
        }
        try store.connection.execute(
            """
            UPDATE calibration_zero SET zero = 4020.5 WHERE zero > 84015;
            UPDATE calibration_check SET measured = 190.0 WHERE known > 150
            """)
        #expect(try store.reader.zeros(of: "left").map(\.isAltered) == [true, false])
        // The one before is no stand-in for it: the calibration's own is.
        #expect(try store.reader.calibrationsInForce().first?.zero == nil)
        #expect(try store.reader.calibration("a")?.zero == nil)
        #expect(try store.reader.checks(of: "left").map(\.isAltered) == [true, false])
    }

    @Test func overloadsAreCountedWithTheHighestForce() throws {
        let store = try Store(path: folder.database)
        #expect(try store.reader.overloads(of: "left") == nil)
        for (wall, begins, newtons) in [(1, true, 510.0), (2, false, 730), (3, true, -520), (4, false, -520)]
            as [(Int64, Bool, Double)]
        {
            try store.insertOverload(sensor: "left", wallMicroseconds: wall, begins: begins, newtons: newtons)
        }
        #expect(
            try store.reader.overloads(of: "left") == StoredOverloads(count: 2, highest: 730, lastWallMicroseconds: 4))
        #expect(throws: StoreError.self) { try store.connection.execute("DELETE FROM overload") }
    }

    @Test func whatADeviceSaysIsKeptWhenItIsNew() throws {
        let store = try Store(path: folder.database)
        var said = StoredDeviceCalibration(
            sensor: "left", device: "serial A", wallMicroseconds: 1, channel: 1, offset: 0, scale: 0.5, zero: 3)
        try store.insert(said)
        said.wallMicroseconds = 2
        try store.insert(said)
        #expect(try store.reader.deviceCalibrations(of: "left").map(\.wallMicroseconds) == [1])
        said.scale = 0.51
        try store.insert(said)
        #expect(try store.reader.deviceCalibrations().map(\.scale) == [0.51, 0.5])
        #expect(throws: StoreError.self) { try store.connection.execute("DELETE FROM device_calibration") }
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
