import Glibc
import Metrics
import Samples
import Testing

@testable import Store

struct StoreTests {
    private let folder = TemporaryFolder()

    private func hold(_ number: Int64, sensors: [String] = ["left", "right"]) -> StoredHold {
        let parts = sensors.enumerated().map { index, name in
            StoredSensorHold(
                sensor: name, calibration: "settings", firstSample: UInt64.max - UInt64(index),
                result: HoldResult(
                    kind: .explosive, flags: [.pretension, .truncated], rate: 999.7 + Double(index), onsetTime: 0.1 + 0.2,
                    onsetSample: 1.0 / 3, onsetUncertainty: nil,
                    measurements: [
                        Measurement("plateau_slope", .newtonPerSecond, -0.0, lower: -0.0, upper: 0),
                        Measurement("peak_force", .newton, Double.leastNonzeroMagnitude * Double(number)),
                        Measurement("rfd_0_100", .newtonPerSecond, 1234.5678901234567, lower: 1200.1, upper: 1300),
                        Measurement("rfd_0_50", .newtonPerSecond, null: .rateTooLow),
                    ]))
        }
        return StoredHold(
            number: number, kind: .explosive, setUp: "rack", startWallMicroseconds: 1_700_000_000_000_000,
            onsetWallMicroseconds: 1_700_000_003_000_001, endWallMicroseconds: 1_700_000_009_000_000, recording: "a.hfr",
            sensors: parts)
    }

    private func numbers(_ store: borrowing Store, _ change: (inout HoldFilter) -> Void) throws -> [Int64] {
        var filter = HoldFilter(limit: 10)
        change(&filter)
        return try store.reader.holdNumbers(filter)
    }

    /// What SQLite does then is written in its documentation; that it is asked to is shown here.
    @Test func aCommitWaitsForTheDisk() throws {
        let store = try Store(path: folder.database)
        #expect(try store.connection.integer("PRAGMA synchronous") == 2)
        #expect(try store.connection.rows("PRAGMA journal_mode") { $0.text(0) } == ["wal"])
    }

    @Test func aHoldComesBackBitForBit() throws {
        let store = try Store(path: folder.database)
        try store.insert(hold(1))
        var other = hold(7, sensors: ["left"])
        (other.utcOffsetSeconds, other.timeZone) = (-12_600, "America/St_Johns")
        other.onsetWallMicroseconds = nil
        other.recording = nil
        try store.insert(other)
        let reader = try StoreReader(path: folder.database)
        #expect(try reader.hold(1) == hold(1))
        #expect(try reader.hold(1)?.sensors[0].result.measurements[0].value?.sign == .minus)
        #expect(try reader.hold(7) == other)
        #expect(try reader.hold(2) == nil)
        #expect(try reader.lastHoldNumber() == 7 && reader.holdCount() == 2)
        // A reader that is open sees what is written later.
        try store.insert(hold(8))
        #expect(try reader.hold(8) == hold(8))
    }

    @Test func theNumbersOfSeveralSensorsComeBackAndGoWithTheirHold() throws {
        let store = try Store(path: folder.database)
        var kept = hold(1)
        kept.setUpNumbers = [
            SetUpNumber(
                sensors: ["right", "left"], measurement: Measurement("onset_lag", .millisecond, 24.1, lower: 15, upper: 33)),
            SetUpNumber(sensors: ["left", "right"], measurement: Measurement("share", .percent, null: .noPlateau)),
        ]
        try store.insert(kept)
        #expect(try store.reader.hold(1) == kept)
        #expect(throws: StoreError.self) { try store.connection.execute("UPDATE set_up_metric SET value = 2.0") }
        #expect(throws: StoreError.self) { try store.connection.execute("DELETE FROM set_up_metric") }
        #expect(try store.delete(hold: 1, user: nil, wallMicroseconds: 2))
        #expect(try store.connection.integer("SELECT count(*) FROM set_up_metric") == 0)
    }

    @Test func aNumberOfSeveralSensorsThatTheDiskChangedIsNotShown() throws {
        let store = try Store(path: folder.database)
        var kept = hold(1)
        kept.setUpNumbers = [SetUpNumber(sensors: ["left", "right"], measurement: Measurement("share", .percent, 50))]
        try store.insert(kept)
        try store.connection.execute("DROP TRIGGER set_up_metric_is_final; UPDATE set_up_metric SET value = 60.0")
        let found = try #require(try store.reader.hold(1))
        #expect(found.isAltered && found.setUpNumbers.first?.measurement.reason == .alteredOnDisk)
    }

    @Test func whatTextHoldsDoesNotMatter() throws {
        let store = try Store(path: folder.database)
        let text = "O'Brien \u{0} \"; DROP TABLE hold; -- é 🏋"
        try store.insert(hold(1, sensors: [text]))
        #expect(try store.reader.hold(1)?.sensors.first?.sensor == text)
        #expect(try numbers(store) { $0.sensor = text } == [1])
        #expect(try numbers(store) { $0.sensor = "O'Brien" } == [])
    }

    @Test func aNumberIsNeverUsedTwiceAndNothingOfTheSecondIsKept() throws {
        let store = try Store(path: folder.database)
        try store.insert(hold(1))
        var again = hold(1)
        again.setUp = "other"
        #expect(throws: StoreError.self) { try store.insert(again) }
        #expect(try store.reader.hold(1) == hold(1))
        // The connection is usable again.
        try store.insert(hold(2))
    }

    @Test func listsAreNewestFirstInPagesAndWithoutWhatIsExcluded() throws {
        let store = try Store(path: folder.database)
        for number in 1...5 { try store.insert(hold(Int64(number), sensors: number == 3 ? ["plate"] : ["left"])) }
        #expect(try store.setExcluded(true, hold: 4, reason: "slipped", user: 1000, wallMicroseconds: 5))
        #expect(try store.setExcluded(true, hold: 44, reason: nil, user: 1000, wallMicroseconds: 5) == false)
        #expect(try store.reader.holds(HoldFilter(limit: 2)).map(\.number) == [5, 3])
        #expect(try numbers(store) { $0.before = 3 } == [2, 1])
        #expect(try numbers(store) { $0.includeExcluded = true } == [5, 4, 3, 2, 1])
        #expect(try numbers(store) { $0.sensor = "plate" } == [3])
        #expect(try store.reader.hold(4)?.excludedReason == "slipped")
        #expect(try store.reader.events(limit: 9).map(\.text) == ["hold 4 excluded: slipped"])
        #expect(try store.setExcluded(false, hold: 4, reason: nil, user: 1000, wallMicroseconds: 6))
        #expect(try store.reader.hold(4)?.isExcluded == false)
    }

    /// The daemon runs for months; its memory is not to grow with its history.
    @Test func ofAFileOfAnySizeLittleIsInMemory() throws {
        let store = try Store(path: folder.database)
        let reader = try StoreReader(path: folder.database)
        let text = String(repeating: "x", count: 400)
        try store.connection.transaction { () throws(StoreError) in
            for number in 0..<4000 {
                try store.connection.run(
                    "INSERT INTO event (wall_us, kind, text) VALUES (?, 'sensor', ?)", [.integer(Int64(number)), .text(text)])
            }
        }
        #expect(try reader.events(limit: .max).count == 4000)
        #expect(try store.reader.events(limit: .max).count == 4000)
        let pages = try store.connection.integer("PRAGMA page_count")
        #expect(pages * 4096 > 8 * Int64(Connection.cacheKibibytes) << 10, "the file is too small to show anything")
        for connection in [store.connection, reader.connection] {
            // The limit counts pages; what SQLite knows of each of them comes on top.
            #expect(connection.cachedBytes > 0 && connection.cachedBytes < Connection.cacheKibibytes << 10 + 64 << 10)
        }
    }

    @Test func notesAndEventsAreAddedAndKept() throws {
        let store = try Store(path: folder.database)
        try store.insert(hold(1))
        let note = StoredAnnotation(wallMicroseconds: 3, user: 1000, text: "good")
        #expect(try store.annotate(hold: 1, with: note))
        #expect(try store.annotate(hold: 2, with: note) == false)
        #expect(try store.reader.annotations(of: 1).map(\.text) == ["good"])
        let event = StoredEvent(wallMicroseconds: 4, kind: "tare", sensor: "left", user: 7, text: "12 N")
        try store.insert(event)
        #expect(try store.reader.events(limit: 1) == [event])
    }

    @Test(arguments: [
        "UPDATE hold SET kind = 'x'", "UPDATE metric SET value = 1 WHERE value IS NOT NULL", "UPDATE hold_sensor SET rate = 1",
        "DELETE FROM hold", "DELETE FROM metric", "DELETE FROM hold_sensor",
        "REPLACE INTO hold SELECT * FROM hold", "INSERT INTO metric VALUES (1, 0, 98, 'x', 'N', 'text', NULL, NULL, NULL)",
        "UPDATE annotation SET text = ''", "DELETE FROM annotation",
        "DELETE FROM event",
        "INSERT INTO metric VALUES (1, 0, 99, 'x', 'N', NULL, NULL, NULL, NULL)", "UPDATE hold SET excluded = 2",
    ])
    func whatIsFinalStays(_ statement: String) throws {
        let store = try Store(path: folder.database)
        try store.insert(hold(1))
        _ = try store.annotate(hold: 1, with: StoredAnnotation(wallMicroseconds: 3, user: 1, text: "a"))
        try store.insert(StoredEvent(wallMicroseconds: 3, kind: "k", text: "t"))
        let connection = try Connection(path: folder.database, writable: true)
        #expect(throws: StoreError.self) {
            try connection.execute("PRAGMA foreign_keys = ON; PRAGMA recursive_triggers = ON; \(statement)")
        }
    }

    @Test func aReaderCannotWriteAndNeedsAFile() throws {
        #expect(throws: StoreError.self) { _ = try StoreReader(path: folder.database) }
        _ = try Store(path: folder.database)
        let reader = try StoreReader(path: folder.database)
        #expect(throws: StoreError.self) { try reader.connection.execute("DELETE FROM sensor") }
    }

    @Test func aFileThatIsNoDatabaseIsSaidToBeDamaged() throws {
        let file = fopen(folder.database, "w")
        fputs(String(repeating: "this is no database. ", count: 500), file)
        fclose(file)
        #expect {
            _ = try Store(path: folder.database)
        } throws: { error in
            if case .damaged = error as? StoreError { true } else { false }
        }
    }

    @Test func aNewerDatabaseIsRefusedAndLeftAlone() throws {
        let connection = try Connection(path: folder.database, writable: true)
        try connection.execute(
            "CREATE TABLE future (x); PRAGMA user_version = 99; PRAGMA application_id = \(StoreSchema.applicationID)")
        #expect(throws: StoreError.newer(found: 99, known: StoreSchema.version)) { _ = try Store(path: folder.database) }
        #expect(try connection.integer("PRAGMA user_version") == 99)
    }

    @Test func anotherProgramsDatabaseIsLeftAlone() throws {
        let connection = try Connection(path: folder.database, writable: true)
        try connection.execute("CREATE TABLE theirs (x)")
        #expect(throws: StoreError.foreign) { _ = try Store(path: folder.database) }
        #expect(try connection.integer("SELECT count(*) FROM sqlite_schema") == 1)
    }

    @Test func aNumberThatWasSeenIsNotGivenAgain() throws {
        let store = try Store(path: folder.database)
        try store.insert(hold(3))
        #expect(try store.reader.lastHoldNumber() == 3)
        try store.reserve(hold: 9)
        try store.reserve(hold: 5)
        #expect(try Store(path: folder.database).reader.lastHoldNumber() == 9)
    }

    @Test func aFullDiskLosesTheHoldAndNothingElse() throws {
        let store = try Store(path: folder.database)
        try store.insert(hold(1))
        let connection = try Connection(path: folder.database, writable: true)
        let pages = try connection.integer("PRAGMA page_count")
        try store.limitPages(to: pages + 2)
        var failure: StoreError?
        var kept: [Int64] = [1]
        for number in 2...200 {
            do throws(StoreError) {
                try store.insert(hold(Int64(number)))
                kept.append(Int64(number))
            } catch {
                failure = error
                break
            }
        }
        #expect(failure == .full)
        #expect(try store.reader.holds(HoldFilter(limit: 300)).map(\.number) == kept.reversed())
        try store.limitPages(to: 100_000)
        try store.insert(hold(300))
        #expect(try connection.rows("PRAGMA integrity_check") { $0.text(0) } == ["ok"])
    }

    @Test func whatWasNotCommittedWhenTheProgramDiedIsNotThere() throws {
        let store = try Store(path: folder.database)
        try store.insert(hold(1))
        let connection = try Connection(path: folder.database, writable: true)
        try connection.execute("BEGIN IMMEDIATE; INSERT INTO hold VALUES (2, 'x', '', 1, NULL, 1, NULL, 0, NULL, NULL, NULL)")
        // What a machine that loses its power leaves behind: the files as they are now.
        for name in ["", "-wal"] { try TemporaryFolder.copy(folder.database + name, to: folder.path + "/copy" + name) }
        let after = try Store(path: folder.path + "/copy")
        #expect(try after.reader.hold(1) == hold(1))
        #expect(try after.reader.hold(2) == nil)
    }
}
