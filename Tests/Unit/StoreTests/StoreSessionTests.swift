import Metrics
import Samples
import Testing

@testable import Store

struct StoreSessionTests {
    private let folder = TemporaryFolder()

    private func hold(_ number: Int64, force: Double, session: Int64?, flags: HoldFlags = [], calibration: String = "settings")
        -> StoredHold
    {
        var hold = StoredHold(
            number: number, kind: .explosive, setUp: "rack", startWallMicroseconds: number * 1_000_000,
            onsetWallMicroseconds: nil, endWallMicroseconds: number * 1_000_000 + 5, recording: nil,
            sensors: [
                StoredSensorHold(
                    sensor: "left", calibration: calibration, firstSample: 0,
                    result: HoldResult(
                        kind: .explosive, flags: flags, rate: 1000, onsetTime: 0.5, onsetSample: 500, onsetUncertainty: nil,
                        measurements: [Measurement("mvc_500", .newton, force)]))
            ])
        hold.session = session
        return hold
    }

    private func begin(_ store: borrowing Store, _ athlete: String = "A", position: String = "seated") throws -> StoredSession? {
        try store.startSession(
            StoredSession(
                number: 0, athlete: athlete, position: position, trainingProtocol: "explosive", effortDrop: 20,
                startWallMicroseconds: 7), user: 1)
    }

    @Test func anAthleteHasTheNewestBodyMassAndKeepsTheOldOnes() throws {
        let store = try Store(path: folder.database)
        #expect(try store.addAthlete("A", user: 1, wallMicroseconds: 1))
        #expect(try !store.addAthlete("A", user: 1, wallMicroseconds: 2))
        #expect(try store.setBodyMass(81.5, of: "A", user: 1, wallMicroseconds: 3))
        #expect(try store.setBodyMass(80.25, of: "A", user: 1, wallMicroseconds: 4))
        #expect(try !store.setBodyMass(80, of: "B", user: 1, wallMicroseconds: 4))
        #expect(throws: StoreError.self) { try store.setBodyMass(-1, of: "A", user: 1, wallMicroseconds: 4) }
        #expect(throws: StoreError.self) { try store.setBodyMass(.nan, of: "A", user: 1, wallMicroseconds: 4) }
        let athlete = try #require(try StoreReader(path: folder.database).athlete("A"))
        #expect(athlete.bodyMass == 80.25 && athlete.bodyMassWallMicroseconds == 4)
        #expect(try store.connection.integer("SELECT count(*) FROM body_mass") == 2)
    }

    @Test func oneSessionRunsAtATimeAndStopsOnce() throws {
        let store = try Store(path: folder.database)
        #expect(try begin(store) == nil)
        _ = try store.addAthlete("A", user: 1, wallMicroseconds: 1)
        let session = try #require(try begin(store))
        #expect(session.athlete == "A" && session.trainingProtocol == "explosive")
        #expect(throws: StoreError.self) { try begin(store) }
        #expect(try store.stopSession(wallMicroseconds: 9)?.stopWallMicroseconds == 9)
        #expect(try store.stopSession(wallMicroseconds: 9) == nil)
        #expect(try #require(try begin(store)).number > session.number)
    }

    @Test func onlyValidHoldsOfASessionMakeAMaximum() throws {
        let store = try Store(path: folder.database)
        _ = try store.addAthlete("A", user: 1, wallMicroseconds: 1)
        let session = try #require(try begin(store)).number
        try store.insert(hold(1, force: 400, session: session))
        try store.insert(hold(2, force: 900, session: session, flags: .saturated))
        try store.insert(hold(3, force: 800, session: session, calibration: "none"))
        try store.insert(hold(4, force: 700, session: nil))
        try store.insert(hold(5, force: 410, session: session))
        let first = try #require(try store.reader.athlete("A")?.maxima.first)
        #expect(first.force.best?.force == 410 && !first.force.isConfirmed && first.position == "seated")
        try store.insert(hold(6, force: 405, session: session))
        #expect(try store.reader.athlete("A")?.maxima.first?.force.isConfirmed == true)
        // What an operator excludes does not count any more.
        _ = try store.setExcluded(true, hold: 5, reason: nil, user: 1, wallMicroseconds: 1)
        #expect(try store.reader.athlete("A")?.maxima.first?.force.best?.force == 405)
        // Another position has a maximum of its own.
        _ = try store.stopSession(wallMicroseconds: 9)
        let other = try #require(try begin(store, position: "hanging")).number
        try store.insert(hold(7, force: 300, session: other))
        #expect(try store.reader.athlete("A")?.maxima.map(\.position) == ["hanging", "seated"])
        #expect(try store.reader.hold(7)?.session == other && store.reader.hold(4)?.session == nil)
    }

    @Test func holdsToFailureAreFoundOverSessionsOfTheSameAthleteInTheSamePosition() throws {
        let store = try Store(path: folder.database)
        for athlete in ["A", "B"] { _ = try store.addAthlete(athlete, user: 1, wallMicroseconds: 1) }
        var number: Int64 = 0
        var sessions: [Int64] = []
        for (athlete, position) in [("A", "seated"), ("B", "seated"), ("A", "hanging"), ("A", "seated")] {
            let session = try #require(try begin(store, athlete, position: position)).number
            sessions.append(session)
            for fails in [true, false] {
                number += 1
                var hold = hold(number, force: 300, session: session)
                if fails { hold.sensors[0].result.measurements.append(Measurement("time_to_failure", .second, 40)) }
                try store.insert(hold)
            }
            _ = try store.stopSession(wallMicroseconds: 9)
        }
        func found(_ session: Int64, limit: Int = 10) throws -> [Int64]? {
            try store.reader.holdsToFailure(of: "A", position: "seated", upToSession: session, limit: limit)?.map(\.number)
        }
        #expect(try found(sessions[3]) == [1, 7] && found(sessions[2]) == [1] && found(sessions[3], limit: 1) == [7])
        _ = try store.setExcluded(true, hold: 1, reason: nil, user: 1, wallMicroseconds: 1)
        #expect(try found(sessions[3]) == [7])
    }

    @Test func anOperatorsOnsetStandsBesideTheHold() throws {
        let store = try Store(path: folder.database)
        var original = hold(1, force: 400, session: nil)
        original.sensors[0].unit = "counts"
        try store.insert(original)
        var result = original.sensors[0].result
        result.onsetTime = 0.25
        result.measurements = [
            Measurement("rfd_0_100", .newtonPerSecond, 1234.5, lower: -0.0, upper: 1300),
            Measurement("rfd_0_50", .newtonPerSecond, null: .rateTooLow),
        ]
        let mark = StoredOnsetMark(wallMicroseconds: 3, user: 7, sensor: "left", unit: "counts", result: result)
        #expect(try store.insert(mark, hold: 1))
        var elsewhere = mark
        elsewhere.sensor = "right"
        #expect(try !store.insert(elsewhere, hold: 1))
        #expect(try !store.insert(mark, hold: 2))
        #expect(try store.reader.onsetMarks(of: 1) == [mark])
        #expect(try store.reader.hold(1) == original)
    }

    @Test func aDatabaseFromBeforeKeepsItsHoldsAndGetsTheTables() throws {
        let original = hold(1, force: 400, session: nil)
        do {
            let old = try Connection(path: folder.database, writable: true)
            try old.execute(StoreSchema.steps[0])
            try old.execute("PRAGMA user_version = 1; PRAGMA application_id = \(StoreSchema.applicationID)")
            try old.execute("INSERT INTO hold VALUES (1, 'explosive', 'rack', 1000000, NULL, 1000005, NULL, 0, NULL)")
            try old.execute(
                "INSERT INTO hold_sensor VALUES (1, 0, 'left', 'explosive', 0, 'settings', 1000.0, 0, 500.0, 0.5, NULL)")
            try old.execute("INSERT INTO metric VALUES (1, 0, 0, 'mvc_500', 'N', 400.0, NULL, NULL, NULL)")
        }
        let store = try Store(path: folder.database)
        #expect(try store.reader.hold(1) == original)
        #expect(try store.addAthlete("A", user: 1, wallMicroseconds: 1))
        let session = try #require(try begin(store)).number
        try store.insert(hold(2, force: 410, session: session))
        #expect(try store.reader.athlete("A")?.maxima.count == 1)
    }

    @Test func aNoteKeepsItsScoreAndPhase() throws {
        let store = try Store(path: folder.database)
        try store.insert(hold(1, force: 400, session: nil))
        let notes = [
            StoredAnnotation(number: 1, wallMicroseconds: 1, user: 1, text: "plain"),
            StoredAnnotation(number: 2, wallMicroseconds: 2, user: 1, text: "", score: 8, phase: "warm-up"),
        ]
        for note in notes { #expect(try store.annotate(hold: 1, with: note)) }
        #expect(try store.reader.annotations(of: 1) == notes)
        let wrong = StoredAnnotation(wallMicroseconds: 3, user: 1, text: "", score: 11)
        #expect(throws: StoreError.self) { try store.annotate(hold: 1, with: wrong) }
        #expect(try store.reader.annotations(of: 1) == notes)
    }

    @Test(arguments: [
        "UPDATE athlete SET wall_us = 9", "DELETE FROM athlete", "UPDATE body_mass SET kilograms = 1.0",
        "UPDATE session SET position = 'x'", "UPDATE session SET stop_wall_us = 5", "DELETE FROM session",
        "UPDATE hold_session SET session = 2", "UPDATE maximum SET newtons = 9.0", "DELETE FROM maximum",
        "REPLACE INTO athlete (id, pseudonym, wall_us, user) VALUES (1, 'C', 1, 1)",
    ])
    func whatIsKeptStaysAsItIs(_ statement: String) throws {
        let store = try Store(path: folder.database)
        _ = try store.addAthlete("A", user: 1, wallMicroseconds: 1)
        _ = try store.setBodyMass(80, of: "A", user: 1, wallMicroseconds: 1)
        let session = try #require(try begin(store)).number
        try store.insert(hold(1, force: 400, session: session))
        _ = try store.stopSession(wallMicroseconds: 2)
        #expect(throws: StoreError.self) { try store.connection.execute(statement) }
        #expect(try store.reader.athlete("A")?.maxima.first?.force.best?.force == 400)
    }
}
