import Metrics
import Samples
import Testing

@testable import Store

struct CorrectionTests {
    private let folder = TemporaryFolder()

    private func filled() throws -> Store {
        let store = try Store(path: folder.database)
        try store.beginCounting()
        try People.fill(store)
        return store
    }

    private func numbers(_ name: String, of hold: Int64, _ store: borrowing Store) throws -> [Measurement] {
        try #require(try store.reader.hold(hold)).sensors.compactMap { $0.result[name] }
            + (try store.reader.onsetMarks(of: hold).compactMap { $0.result[name] })
    }

    @Test func aRenamedAthleteKeepsEverything() throws {
        let store = try filled()
        let before = try People.read(People.names[0], store.reader)
        #expect(try store.rename(athlete: "X", to: "Y", user: 1, wallMicroseconds: 1) == .noSuchAthlete)
        #expect(
            try store.rename(athlete: People.names[0], to: People.names[1], user: 1, wallMicroseconds: 1) == .athleteExists)
        #expect(try store.rename(athlete: People.names[0], to: "C", user: 1, wallMicroseconds: 1) == .done)
        let after = try People.read("C", store.reader)
        #expect(after.holds == before.holds && after.athlete?.maxima == before.athlete?.maxima)
        #expect(after.sessions.map(\.athlete) == ["C"] && after.sessions.allSatisfy { !$0.isAltered })
        #expect(try store.reader.athlete(People.names[0]) == nil)
        let last = try store.reader.changes(since: 0, limit: 1000, publicOnly: false).last
        #expect(last?.kind == .athleteRenamed && last?.athlete == "C")
    }

    @Test func aCorrectedMassCountsForTheHoldsThatWereMeasuredWithIt() throws {
        let store = try filled()
        let other = try People.read(People.names[1], store.reader)
        #expect(
            try store.correctBodyMass(of: People.names[0], to: 70, user: 4, wallMicroseconds: 9) == .done)
        let athlete = try #require(try store.reader.athlete(People.names[0]))
        #expect(athlete.bodyMass == 70 && !athlete.isBodyMassAltered)
        #expect(athlete.bodyMassWallMicroseconds == 2)
        for hold in 1...3 as ClosedRange<Int64> {
            let found = try numbers("mvc_500_per_kg", of: hold, store)
            #expect(found.count == 3 && found.allSatisfy { $0.value == (700 + 9 * Double(hold)) / 70 })
            #expect(try numbers("mvc_500_percent", of: hold, store).allSatisfy { $0.value == 91.5 })
        }
        #expect(try People.read(People.names[1], store.reader) == other)
        _ = try store.addAthlete("C", user: 1, wallMicroseconds: 1)
        #expect(try store.correctBodyMass(of: "C", to: 70, user: 4, wallMicroseconds: 9) == .noBodyMass)
        #expect(try Store(path: folder.database).loss == nil)
    }

    @Test func aHoldThatIsAssignedToAnotherAthleteCountsThere() throws {
        let store = try filled()
        #expect(
            try store.reassign(hold: 2, toAthlete: People.names[1], user: 4, wallMicroseconds: 9) == .done)
        let moved = try #require(try store.reader.hold(2))
        #expect(!moved.isAltered)
        let number = try #require(moved.session)
        let session = try #require(try store.reader.session(number))
        #expect(session.athlete == People.names[1] && session.position == "seated" && session.stopWallMicroseconds == 500)
        #expect(
            try numbers("mvc_500_per_kg", of: 2, store).map(\.value) == [
                718.0 / People.masses[1], 718.0 / People.masses[1], 718.0 / People.masses[1],
            ])
        #expect(try numbers("mvc_500_percent", of: 2, store).allSatisfy { $0.reason == .reassigned })
        let maxima = try People.names.map { name in try #require(try store.reader.athlete(name)) }
        #expect(maxima.allSatisfy { $0.alteredHolds == [] })
        #expect(maxima[0].maxima.first?.force.best?.force == 709)
        #expect(maxima[1].maxima.first?.force.holds.contains { $0.force == 718 } == true)
        // A second hold comes into the same session; both can return.
        #expect(try store.reassign(hold: 1, toAthlete: People.names[1], user: 4, wallMicroseconds: 9) == .done)
        #expect(try store.reader.hold(1)?.session == session.number)
        #expect(try store.reassign(hold: 2, toSession: 1, user: 4, wallMicroseconds: 9) == .done)
        #expect(try store.reader.holds(ofSession: 1, limit: 9).map(\.number) == [2])
        #expect(
            try store.reader.holdsToFailure(of: People.names[0], position: "seated", upToSession: .max, limit: 9)?.map(\.number)
                == [])
        #expect(try Store(path: folder.database).loss == nil)
    }

    @Test func whatCannotBeAssignedIsSaid() throws {
        let store = try filled()
        try store.insert(People.hold(7, session: nil, mass: 1))
        #expect(try store.reassign(hold: 99, toSession: 1, user: 1, wallMicroseconds: 1) == .noSuchHold)
        #expect(try store.reassign(hold: 1, toSession: 99, user: 1, wallMicroseconds: 1) == .noSuchSession)
        #expect(try store.reassign(hold: 7, toAthlete: People.names[0], user: 1, wallMicroseconds: 1) == .noSuchSession)
        #expect(try store.reassign(hold: 7, toAthlete: "X", user: 1, wallMicroseconds: 1) == .noSuchAthlete)
        #expect(try store.reassign(hold: 7, toSession: 1, user: 1, wallMicroseconds: 1) == .done)
        #expect(try store.reader.hold(7)?.session == 1)
        // What the disk has changed stays visible.
        try store.connection.execute("DROP TRIGGER hold_is_final; UPDATE hold SET end_wall_us = 5 WHERE number = 1")
        #expect(try store.reassign(hold: 1, toSession: 2, user: 1, wallMicroseconds: 1) == .altered)
        #expect(try store.reader.hold(1)?.isAltered == true)
    }

    @Test func listsAreByTimeSetUpKindAthleteAndSession() throws {
        let store = try filled()
        var other = People.hold(7, session: nil, mass: 1)
        (other.kind, other.setUp) = (.explosive, "floor")
        try store.insert(other)
        func list(_ change: (inout HoldFilter) -> Void) throws -> [Int64] {
            var filter = HoldFilter(limit: 100)
            change(&filter)
            return try store.reader.holdNumbers(filter)
        }
        // Holds 3 and 6 are excluded.
        #expect(try list { $0.athlete = People.names[0] } == [2, 1] && list { $0.session = 2 } == [5, 4])
        #expect(
            try list { $0.athlete = "X" } == [] && list { $0.kind = .explosive } == [7] && list { $0.setUp = "rack" }.count == 4)
        #expect(try list { ($0.fromWallMicroseconds, $0.toWallMicroseconds) = (102, 105) } == [4, 2])
    }

    @Test func listsAreWholeAmongThousandsOfHolds() throws {
        do {
            let store = try Store(path: folder.database)
            try People.fill(store)
            try store.connection.transaction { () throws(StoreError) in
                try store.connection.execute(
                    """
                    WITH RECURSIVE n(i) AS (VALUES (7) UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
                        INSERT INTO hold SELECT i, 'sustained', 'rack', 100 + i, NULL, 110 + i, 'a.hfr', 0, NULL, NULL, NULL FROM n;
                    INSERT INTO change (wall_us, kind, hold) SELECT end_wall_us, 'hold', number FROM hold WHERE number > 6;
                    INSERT INTO seal SELECT 'exclusion', number, 0 FROM hold WHERE number > 6;
                    INSERT INTO hold_session SELECT number, 1 + number % 2 FROM hold WHERE number > 6;
                    INSERT INTO hold_sensor SELECT number, position, sensor, h.kind, flags, calibration, rate, first_sample,
                        onset_sample, onset_seconds, onset_uncertainty_ms, calibration_id, unit, onset_parameters
                        FROM hold h, hold_sensor s WHERE s.hold = 1 AND number > 6;
                    INSERT INTO metric SELECT number, part, position, name, unit, value, lower, upper, reason, expanded,
                        expanded_reason FROM hold h, metric m WHERE m.hold = 1 AND number > 6;
                    """)
            }
        }
        let reader = try StoreReader(path: folder.database)
        var filter = HoldFilter(limit: 20)
        filter.athlete = People.names[0]
        let found = try reader.holdNumbers(filter)
        #expect(found.count == 20 && found.allSatisfy { $0 % 2 == 0 } && found.first == 3000)
        #expect(try reader.hold(1700)?.session == 1)
        #expect(try reader.changes(since: 2900, limit: 100, publicOnly: true).count == 100)
    }
}
