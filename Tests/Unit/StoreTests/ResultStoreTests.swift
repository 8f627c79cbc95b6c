import Metrics
import Samples
import Testing

@testable import Store

/// Results that are computed again, beside the first.
struct ResultStoreTests {
    private let folder = TemporaryFolder()

    private func filled() throws -> Store {
        let store = try Store(path: folder.database)
        try store.beginCounting()
        try People.fill(store)
        var hold = People.hold(7, session: nil, mass: 1)
        hold.origin = StoredResult(wallMicroseconds: 117, version: "0.1.0")
        hold.setUpNumbers = [
            SetUpNumber(sensors: ["left", "right"], measurement: Measurement("share", .percent, 51.5))
        ]
        try store.insert(hold)
        return store
    }

    /// The hold with other forces.
    private func again(_ number: Int64, _ store: borrowing Store, factor: Double, reason: String? = nil) throws -> RecomputedHold
    {
        var hold = try #require(try store.reader.hold(number, result: .first))
        for part in hold.sensors.indices {
            for place in hold.sensors[part].result.measurements.indices {
                let old = hold.sensors[part].result.measurements[place]
                guard let value = old.value, old.unit == .newton || old.unit == .newtonPerKilogram else { continue }
                hold.sensors[part].result.measurements[place] = Measurement(old.name, old.unit, value * factor)
            }
        }
        (hold.kind, hold.onsetWallMicroseconds) = (.explosive, 55)
        var origin = StoredResult(wallMicroseconds: 900, version: "0.2.0")
        (origin.user, origin.calibration, origin.settings) = (1000, StoredResult.now, StoredResult.then)
        (origin.reason, origin.sensors) = (reason, "{\"sensors\":[]}")
        return RecomputedHold(hold, origin)
    }

    @Test func theFirstResultStaysAndTheNewestIsShown() throws {
        let store = try filled()
        let first = try #require(try store.reader.hold(7))
        #expect(first.origin?.version == "0.1.0" && first.origin?.number == 1 && first.resultCount == 1)
        #expect(try store.insert(try again(7, store, factor: 1.5, reason: "a wrong cell")) == .stored(2))
        let newest = try #require(try store.reader.hold(7))
        #expect(newest.sensors[1].result["peak_force"]?.value == first.sensors[1].result["peak_force"].map { $0.value! * 1.5 })
        #expect(newest.kind == .explosive && newest.onsetWallMicroseconds == 55 && newest.setUpNumbers == first.setUpNumbers)
        #expect(newest.resultCount == 2 && newest.origin?.number == 2 && newest.origin?.reason == "a wrong cell")
        #expect(newest.origin?.user == 1000 && newest.origin?.version == "0.2.0" && newest.origin?.calibration == "now")
        var kept = try #require(try store.reader.hold(7, result: .first))
        #expect(kept.resultCount == 2)
        kept.resultCount = 1
        #expect(kept == first)
        #expect(try store.reader.hold(7, result: .number(2)) == newest)
        #expect(try store.reader.hold(7, result: .number(3)) == nil && store.reader.hold(7, result: .number(0)) == nil)
        // The same once more is no result; the first numbers again are one.
        #expect(try store.insert(try again(7, store, factor: 1.5)) == .unchanged(2))
        #expect(try store.insert(try again(7, store, factor: 2)) == .stored(3))
        #expect(try store.reader.results(ofHold: 7).map(\.version) == ["0.1.0", "0.2.0", "0.2.0"])
        let changes = try store.reader.changes(since: 0, limit: 1000, publicOnly: true).filter { $0.kind == .reanalyzed }
        #expect(changes.map(\.item) == [2, 3] && changes.allSatisfy { $0.hold == 7 && $0.user == 1000 })
        #expect(
            try store.insert(RecomputedHold(People.hold(99, session: nil, mass: 1), try again(7, store, factor: 1).origin))
                == .noSuchHold)
        // A hold of an older version does not say how it was computed first.
        #expect(try store.reader.hold(1)?.origin == nil)
        #expect(try store.insert(try again(1, store, factor: 3)) == .stored(2))
        #expect(try store.reader.hold(1, result: .first)?.origin == nil && store.reader.hold(1)?.origin?.number == 2)
        #expect(try Store(path: folder.database).loss == nil)
    }

    @Test func resultsAreFinalAndGoWithTheirHold() throws {
        let store = try filled()
        #expect(try store.insert(try again(7, store, factor: 2)) == .stored(2))
        for table in ["result", "result_sensor", "result_metric", "result_set_up_metric"] {
            #expect(throws: StoreError.self) { try store.connection.execute("DELETE FROM \(table)") }
        }
        for change in ["result SET version = 'x'", "result_sensor SET rate = 2", "result_metric SET value = 2.0"] {
            #expect(throws: StoreError.self) { try store.connection.execute("UPDATE \(change)") }
        }
        #expect(try store.delete(hold: 7, user: 1, wallMicroseconds: 5))
        for table in ["result", "result_sensor", "result_metric", "result_set_up_metric"] {
            #expect(try store.connection.integer("SELECT count(*) FROM \(table)") == 0, "\(table)")
        }
        #expect(try store.connection.integer("SELECT count(*) FROM seal WHERE what = 'result'") == 0)
        #expect(try Store(path: folder.database).loss == nil)
    }

    @Test func whatTheDiskChangesInAResultIsNoNumber() throws {
        let store = try filled()
        #expect(try store.insert(try again(7, store, factor: 2)) == .stored(2))
        try store.connection.execute(
            "DROP TRIGGER result_metric_is_final; UPDATE result_metric SET value = 3.0 WHERE part = 1 AND position = 0")
        #expect(try store.reader.hold(7)?.isAltered == true)
        #expect(try store.reader.hold(7, result: .first)?.isAltered == false)
    }

    @Test func correctionsReachEveryResult() throws {
        let store = try filled()
        #expect(try store.insert(try again(1, store, factor: 2)) == .stored(2))
        #expect(try !store.reader.correction(ofHold: 1).isMassCorrected)
        #expect(try store.correctBodyMass(of: People.names[0], to: 50, user: 4, wallMicroseconds: 9) == .done)
        for (choice, force) in [(StoredResult.Choice.first, 709.0), (.newest, 1418)] {
            let hold = try #require(try store.reader.hold(1, result: choice))
            #expect(hold.sensors.allSatisfy { $0.result["mvc_500_per_kg"]?.value == force / 50 })
        }
        let correction = try store.reader.correction(ofHold: 1)
        #expect(correction.isMassCorrected && !correction.isReassigned && correction.mass == 50)
        // The maximum is that of the first result.
        #expect(try store.reassign(hold: 1, toAthlete: People.names[1], user: 4, wallMicroseconds: 9) == .done)
        #expect(try store.reader.hold(1)?.sensors[0].result["mvc_500_percent"]?.reason == .reassigned)
        #expect(try store.reader.correction(ofHold: 1).isReassigned)
        #expect(
            try store.reader.athlete(People.names[1])?.maxima.first?.force.holds.contains { $0.force == 709 } == true)
    }
}
