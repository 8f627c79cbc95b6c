import Metrics
import Samples
import Testing

@testable import Store

/// Trials of quiet standing belong to the athlete of their session.
struct StandTests {
    private let folder = TemporaryFolder()

    private func trial(session: Int64, at wall: Int64) -> StoredStand {
        StoredStand(
            session: session, wallMicroseconds: wall, seconds: 60,
            numbers: [
                .init(sensors: ["a", "b"], seconds: nil, measurement: Measurement("sway_path", .millimetre, 800)),
                .init(
                    sensors: ["a"], seconds: 5,
                    measurement: Measurement("sway_velocity", .millimetrePerSecond, 8, lower: 6, upper: 10)),
                .init(
                    sensors: ["a"], seconds: 8, measurement: Measurement("sway_velocity", .millimetrePerSecond, null: .notLoaded)),
            ])
    }

    @Test func theLastOneBeforeAHoldOfTheSameAthleteIsFound() throws {
        let store = try Store(path: folder.database)
        try People.fill(store)
        for (session, wall) in [(1, 50), (2, 60), (1, 70), (1, 5000)] as [(Int64, Int64)] {
            #expect(try store.insert(trial(session: session, at: wall), user: 1) != nil)
        }
        #expect(try store.insert(trial(session: 99, at: 1), user: 1) == nil)
        let (own, other) = (try #require(try store.reader.hold(1)), try #require(try store.reader.hold(4)))
        let found = try #require(try store.reader.stand(before: own))
        #expect(found.number == 3 && found.numbers == trial(session: 1, at: 70).numbers)
        #expect(try store.reader.stand(before: other)?.number == 2)
        var free = own
        free.session = nil
        #expect(try store.reader.stand(before: free) == nil)
    }

    @Test func whatTheDiskHasChangedHasNoNumbers() throws {
        let store = try Store(path: folder.database)
        try People.fill(store)
        _ = try store.insert(trial(session: 1, at: 50), user: 1)
        try store.connection.execute("DROP TRIGGER stand_metric_is_final; UPDATE stand_metric SET value = 9.0 WHERE value = 8.0")
        let numbers = try #require(try store.reader.stands(of: People.names[0]).first).numbers
        #expect(numbers.count == 3 && numbers.allSatisfy { $0.measurement.reason == .alteredOnDisk })
    }

    @Test func itGoesWithItsAthleteAndIsAmongTheirData() throws {
        let store = try Store(path: folder.database)
        try People.fill(store)
        for session in [1, 2] as [Int64] { _ = try store.insert(trial(session: session, at: 50), user: 1) }
        #expect(throws: StoreError.self) { try store.connection.execute("DELETE FROM stand") }
        #expect(try store.reader.personalData(of: People.names[0])?.stands.map(\.number) == [1])
        #expect(try store.forget(athlete: People.names[0], user: 1, wallMicroseconds: 9))
        #expect(try store.connection.integer("SELECT count(*) FROM stand_metric WHERE stand = 1") == 0)
        #expect(try store.connection.integer("SELECT count(*) FROM seal WHERE what = 'stand'") == 1)
        #expect(try store.reader.stands(of: People.names[1]).map(\.number) == [2])
        // A number is not used again.
        #expect(try store.insert(trial(session: 2, at: 51), user: 1)?.number == 3)
    }
}
