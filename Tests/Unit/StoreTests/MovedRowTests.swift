import Metrics
import Samples
import Seeding
import Testing

@testable import Store

/// A disk that assigns a row to another owner: what it leaves with the first is whole, and less than was stored.
struct MovedRowTests {
    private let folder = TemporaryFolder()
    private static let athletes = ["A", "B"]
    private static let sessions = Int64(1)...4
    private static let holds = Int64(1)...12

    /// Two athletes, each with two masses and two sessions of three holds on two sensors; the holds become stronger.
    private func fill() throws {
        let store = try Store(path: folder.database)
        for (number, name) in Self.athletes.enumerated() {
            _ = try store.addAthlete(name, user: 1, wallMicroseconds: 1)
            for mass in [80.5, 81.5] {
                _ = try store.setBodyMass(mass + 9 * Double(number), of: name, user: 1, wallMicroseconds: 3)
            }
        }
        var random = SeededNumbers(seed: 1)
        for number in Self.sessions {
            _ = try store.startSession(
                StoredSession(
                    number: 0, athlete: Self.athletes[Int(number) % 2], position: "seated",
                    trainingProtocol: number > 2 ? "all-out" : nil, effortDrop: 20, startWallMicroseconds: 7 * number), user: 1)
            for place in 0..<3 as Range<Int64> {
                let parts = ["left", "right"].map { name in
                    StoredSensorHold(
                        sensor: name, calibration: "settings", firstSample: 1000,
                        result: HoldResult(
                            kind: .sustained, flags: [], rate: 1000, onsetTime: 1, onsetSample: 500, onsetUncertainty: 5,
                            measurements: [
                                Measurement("mvc_500", .newton, 200 + 9 * Double(3 * number + place)),
                                Measurement("time_to_failure", .second, 20 + 20 * random.uniform()),
                            ]))
                }
                var hold = StoredHold(
                    number: 3 * number + place - 2, kind: .sustained, setUp: "rack", startWallMicroseconds: number * 1_000_000,
                    onsetWallMicroseconds: nil, endWallMicroseconds: number * 1_000_000 + 5, recording: "a.hfr", sensors: parts)
                hold.session = number
                try store.insert(hold)
            }
            _ = try store.stopSession(wallMicroseconds: 7 * number + 6)
        }
    }

    private struct Content: Equatable {
        var athletes: [String: StoredAthlete] = [:]
        var sessions: [Int64: StoredSession] = [:]
        var holds: [Int64: [StoredHold]] = [:]
        var failures: [String: [StoredHold]?] = [:]
        /// Whether the list of athletes says that a pseudonym is another one.
        var hasAlteredName = false
    }

    private func read(_ connection: Connection) throws -> Content {
        let reader = StoreReader(connection)
        var content = Content()
        for name in Self.athletes {
            content.athletes[name] = try reader.athlete(name)
            content.failures[name] = .some(
                try reader.holdsToFailure(of: name, position: "seated", upToSession: .max, limit: 100))
        }
        content.hasAlteredName = try reader.athletes().contains(where: \.isNameAltered)
        for number in Self.sessions {
            content.sessions[number] = try reader.session(number)
            content.holds[number] = try reader.holds(ofSession: number, limit: 100)
        }
        return content
    }

    /// What is given although it is not what was stored, and is not said to be altered.
    private func silent(_ found: Content, _ truth: Content) -> [String] {
        var wrong: [String] = []
        for name in Self.athletes {
            let isTold = found.hasAlteredName
            let (found, truth, failures) = (
                found.athletes[name], truth.athletes[name], (found.failures[name], truth.failures[name])
            )
            if isTold, found?.isNameAltered ?? true { continue }
            if found?.maxima != truth?.maxima, found?.maxima != [] || found?.alteredHolds == [] {
                wrong.append("maxima of \(name)")
            }
            if found?.bodyMass != truth?.bodyMass, found?.bodyMass != nil || found?.isBodyMassAltered == false {
                wrong.append("mass of \(name)")
            }
            if case .some(.some(let holds)) = failures.0, .some(.some(holds)) != failures.1, !holds.contains(where: \.isAltered) {
                wrong.append("failures of \(name): \(holds.map(\.number))")
            }
        }
        for number in Self.sessions {
            if let session = found.sessions[number], session != truth.sessions[number], !session.isAltered, !session.isEndAltered
            {
                wrong.append("session \(number)")
            }
            if let holds = found.holds[number], holds != truth.holds[number], !holds.contains(where: \.isAltered) {
                wrong.append("holds of session \(number)")
            }
        }
        return wrong
    }

    /// The file as a program opens it that has no respect for triggers and constraints.
    private func open() throws -> Connection {
        let connection = try Connection(path: folder.database, writable: true)
        try connection.execute("PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = OFF")
        for name in try connection.rows("SELECT name FROM sqlite_schema WHERE type = 'trigger'", [], { $0.text(0) }) {
            try connection.execute("DROP TRIGGER \(name)")
        }
        return connection
    }

    @Test("Nothing that the disk assigns elsewhere is missed in silence", arguments: 1...12 as ClosedRange<UInt64>)
    func columns(seed: UInt64) throws {
        try fill()
        let connection = try open()
        let truth = try read(connection)
        var random = SeededNumbers(seed: seed)
        var (changed, told) = (0, 0)
        for table in ["hold", "hold_sensor", "metric", "hold_session", "maximum", "body_mass", "session", "athlete", "seal"] {
            let columns = try connection.rows("SELECT name FROM pragma_table_info('\(table)')", [], { $0.text(0) })
            let keys = try connection.rows("SELECT name FROM pragma_table_info('\(table)') WHERE pk > 0", [], { $0.text(0) })
            let rows = try connection.rows(
                "SELECT \(keys.map { "quote(\($0))" }.joined(separator: ", ")) FROM \(table)", [],
                { row in keys.indices.map { row.text(Int32($0)) } })
            // The reason may change, and has no checksum.
            for column in columns where column != "excluded_reason" {
                let row = rows[Int(random.next() % UInt64(rows.count))]
                let place = zip(keys, row).map { "\($0) = \($1)" }.joined(separator: " AND ")
                let bit = Int64(1) << Int64(random.next() % 3)
                // Another number that may well be in use, another letter, another force.
                let other = """
                    CASE typeof(\(column)) WHEN 'integer' THEN (\(column) | \(bit)) - (\(column) & \(bit))
                    WHEN 'real' THEN \(column) + \(bit) WHEN 'text' THEN char(unicode(\(column)) + \(bit)) || substr(\(column), 2)
                    ELSE \(bit) END
                    """
                try connection.execute("BEGIN")
                defer { try? connection.execute("ROLLBACK") }
                // The number may be in use.
                guard (try? connection.execute("UPDATE \(table) SET \(column) = \(other) WHERE \(place)")) != nil else {
                    continue
                }
                changed += 1
                let found = try read(connection)
                if found != truth { told += 1 }
                #expect(silent(found, truth) == [], "\(column) of \(table) where \(place), \(bit)")
            }
        }
        #expect(changed > 40 && told > 20, "\(changed) \(told)")
    }

    @Test("The athlete who has lost a maximum has none until the hold is excluded, and neither has the one who got it")
    func moved() throws {
        try fill()
        let athlete = try #require(try StoreReader(path: folder.database).athlete("A"))
        let connection = try open()
        let strongest = try #require(
            try connection.rows("SELECT max(hold) FROM maximum WHERE athlete = 1", [], { $0.integer(0) }).first)
        try connection.execute("UPDATE maximum SET athlete = 2 WHERE hold = \(strongest) AND sensor = 'left'")
        let reader = StoreReader(connection)
        for name in Self.athletes {
            let found = try #require(try reader.athlete(name))
            #expect(found.maxima == [] && found.alteredHolds == [strongest])
        }
        _ = try Store(path: folder.database).setExcluded(true, hold: strongest, reason: nil, user: 1, wallMicroseconds: 1)
        let cured = try #require(try reader.athlete("A"))
        #expect(cured.alteredHolds == [] && cured.maxima.count == athlete.maxima.count)
        #expect(try reader.athlete("B")?.alteredHolds == [])
    }

    @Test("A session that the disk assigns to another athlete makes nobody's maxima")
    func session() throws {
        try fill()
        let store = try Store(path: folder.database)
        _ = try store.startSession(
            StoredSession(
                number: 0, athlete: "A", position: "seated", trainingProtocol: nil, effortDrop: 20, startWallMicroseconds: 99),
            user: 1)
        try open().execute("UPDATE session SET athlete = 2 WHERE number = 5")
        let running = try #require(try store.reader.runningSessions().first)
        #expect(running.athlete == "B" && running.isAltered)
        var hold = try #require(try store.reader.hold(12))
        (hold.number, hold.session) = (13, 5)
        try store.insert(hold)
        #expect(try store.connection.integer("SELECT count(*) FROM maximum WHERE hold = 13") == 0)
        #expect(try store.reader.holdsToFailure(of: "B", position: "seated", upToSession: 5, limit: 100) == nil)
    }

    @Test("What was stored with checksums of rows gets those of its owners")
    func older() throws {
        try fill()
        let truth: Content
        do {
            let connection = try open()
            truth = try read(connection)
            try connection.execute(
                """
                DELETE FROM seal WHERE what LIKE '% of %' OR what IN ('exclusion', 'session_end', 'athlete');
                DELETE FROM counter WHERE name IN ('unsealed session', 'unsealed athlete');
                DROP TABLE change; DROP INDEX maximum_by_hold;
                ALTER TABLE hold DROP COLUMN utc_offset_s; ALTER TABLE hold DROP COLUMN time_zone
                """)
            let reader = StoreReader(connection)
            for row in try reader.maximumRows("1 = ?", 1) {
                try connection.run(
                    "INSERT INTO seal VALUES ('maximum', ?, ?)", [.integer(row.id), .integer(row.seal.checksum)])
            }
            for id in 1...4 as ClosedRange<Int64> {
                let mass = try #require(try reader.bodyMass("id = ?", id))
                try connection.run(
                    "INSERT INTO seal VALUES ('body_mass', ?, ?)", [.integer(id), .integer(mass.seal.checksum)])
            }
            let step = try #require(StoreSchema.steps.firstIndex(of: StoreSchema.sealsByOwner))
            try connection.execute(
                """
                DROP TABLE result_set_up_metric; DROP TABLE result_metric; DROP TABLE result_sensor; DROP TABLE result;
                DROP TABLE hold_trace; DROP TABLE set_up_metric; DROP TABLE weight; DROP INDEX event_mark;
                DROP TABLE stand_metric; DROP TABLE stand;
                ALTER TABLE session DROP COLUMN set_up;
                PRAGMA user_version = \(step)
                """)
        }
        _ = try Store(path: folder.database)
        let connection = try open()
        #expect(try read(connection) == truth)
        try connection.execute("UPDATE maximum SET athlete = 3 - athlete WHERE hold = 12; DELETE FROM body_mass WHERE id = 2")
        let found = try #require(try StoreReader(connection).athlete("A"))
        #expect(found.alteredHolds == [12] && found.isBodyMassAltered)
    }
}
