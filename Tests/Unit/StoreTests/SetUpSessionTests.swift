import Samples
import Testing

@testable import Store

/// Sessions of several set-ups at once.
struct SetUpSessionTests {
    private let folder = TemporaryFolder()

    private func begin(_ store: borrowing Store, _ athlete: String, on setUp: String) throws -> StoredSession? {
        try store.startSession(
            StoredSession(
                number: 0, athlete: athlete, setUp: setUp, position: "seated", trainingProtocol: nil, effortDrop: 20,
                startWallMicroseconds: 7), user: 1)
    }

    private func filled() throws -> Store {
        let store = try Store(path: folder.database)
        for name in ["A", "B"] { _ = try store.addAthlete(name, user: 1, wallMicroseconds: 1) }
        return store
    }

    @Test func eachSetUpHasOneAndTheWholeStationExcludesThem() throws {
        let store = try filled()
        let rack = try #require(try begin(store, "A", on: "rack"))
        let wall = try #require(try begin(store, "B", on: "wall"))
        #expect(throws: StoreError.self) { try begin(store, "B", on: "rack") }
        #expect(throws: StoreError.self) { try begin(store, "B", on: "") }
        #expect(try store.reader.runningSessions() == [rack, wall])
        #expect(try store.stopSession(wallMicroseconds: 9) == nil)
        #expect(try store.stopSession(setUp: "rack", wallMicroseconds: 9)?.number == rack.number)
        #expect(try store.reader.runningSessions() == [wall])
        #expect(try store.stopSession(setUp: "wall", wallMicroseconds: 9)?.number == wall.number)
        _ = try begin(store, "A", on: "")
        #expect(throws: StoreError.self) { try begin(store, "B", on: "rack") }
        #expect(throws: StoreError.self) { try store.connection.execute("UPDATE session SET set_up = 'x' WHERE number = 3") }
    }

    @Test func aSessionThatTheDiskPutsOnAnotherSetUpIsAltered() throws {
        let store = try filled()
        let (rack, whole) = (try #require(try begin(store, "A", on: "rack")), 2 as Int64)
        _ = try store.stopSession(setUp: "rack", wallMicroseconds: 9)
        _ = try begin(store, "A", on: "")
        try store.connection.execute("DROP TRIGGER session_is_final")
        #expect(try store.reader.session(rack.number)?.isAltered == false && store.reader.session(whole)?.isAltered == false)
        try store.connection.execute("UPDATE session SET set_up = CASE number WHEN 1 THEN '' ELSE 'wall' END")
        #expect(try store.reader.session(rack.number)?.isAltered == true && store.reader.session(whole)?.isAltered == true)
    }

    @Test func aSessionOfAnOlderDatabaseIsOfTheWholeStation() throws {
        do {
            let old = try Connection(path: folder.database, writable: true)
            let before = try #require(StoreSchema.steps.firstIndex(of: StoreSchema.sessionsOfSetUps))
            for step in StoreSchema.steps.prefix(before) { try old.execute(step) }
            var seal = Seal()
            for value in [SQLValue.integer(1), .text("seated"), .null, .real(20), .integer(3), .integer(4)] { seal.add(value) }
            try old.execute(
                """
                INSERT INTO athlete VALUES (1, 'A', 1, 4);
                INSERT INTO session VALUES (1, 1, 'seated', NULL, 20.0, 3, NULL, 4);
                INSERT INTO seal VALUES ('session of 1', 1, \(seal.checksum)), ('session_end', 1, 0);
                INSERT INTO seal VALUES ('athlete', 1, \(StoreReader.seal(ofAthlete: 1, "A").checksum));
                PRAGMA application_id = \(StoreSchema.applicationID); PRAGMA user_version = \(before);
                """)
        }
        let store = try Store(path: folder.database)
        let session = try #require(try store.reader.runningSessions().first)
        #expect(session.setUp.isEmpty && !session.isAltered && !session.isEndAltered)
        #expect(throws: StoreError.self) { try begin(store, "A", on: "rack") }
        #expect(try store.stopSession(wallMicroseconds: 9)?.number == 1)
        #expect(try begin(store, "A", on: "rack")?.number == 2)
    }

    @Test func eachRunningSessionGoesToTheNewDatabaseWithItsAthlete() throws {
        let store = try filled()
        _ = try store.setBodyMass(60, of: "B", user: 1, wallMicroseconds: 2)
        let sessions = [try begin(store, "A", on: "rack"), try begin(store, "B", on: "wall")].compactMap(\.self)
        let inherited = store.inheritance(known: nil)
        #expect(inherited.text.hasSuffix("session 1, session 2"))
        let other = try Store(path: folder.database + ".new")
        try other.take(inherited)
        #expect(try other.reader.runningSessions() == sessions && other.reader.athlete("B")?.bodyMass == 60)
    }

    @Test func aHoldIsReassignedToTheSessionOnItsSetUp() throws {
        let store = try filled()
        _ = try begin(store, "A", on: "rack")
        _ = try begin(store, "B", on: "wall")
        try store.insert(People.hold(1, session: 1, mass: 80))
        #expect(try store.reassign(hold: 1, toAthlete: "B", user: 1, wallMicroseconds: 9) == .done)
        let number = try #require(try store.reader.hold(1)?.session)
        let session = try #require(try store.reader.session(number))
        #expect(session.number == 3 && session.setUp == "rack" && session.athlete == "B")
    }
}
