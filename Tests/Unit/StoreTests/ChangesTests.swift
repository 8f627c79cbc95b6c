import Testing

@testable import Store

struct ChangesTests {
    private let folder = TemporaryFolder()

    @Test func aProgramThatFollowsInPiecesMissesNothing() throws {
        let store = try Store(path: folder.database)
        let reader = try StoreReader(path: folder.database)
        var seen: [StoredChange] = []
        func follow() throws {
            while case let more = try reader.changes(since: seen.last?.sequence ?? 0, limit: 4, publicOnly: false), !more.isEmpty
            {
                seen += more
            }
        }
        try follow()
        #expect(seen.isEmpty)
        try People.fill(store)
        try follow()
        #expect(try store.delete(hold: 2, user: 5, wallMicroseconds: 50))
        #expect(try store.withdraw(note: 1, of: 1, user: 5, wallMicroseconds: 51))
        try follow()
        #expect(seen.map(\.sequence) == (1...Int64(seen.count)).map { $0 })
        let counts = Dictionary(grouping: seen, by: \.kind).mapValues(\.count)
        #expect(
            counts == [
                .athleteAdded: 2, .mass: 4, .hold: 6, .note: 6, .mark: 6, .excluded: 6, .included: 4, .deleted: 1,
                .noteWithdrawn: 1,
            ])
        #expect(seen.filter { $0.kind == .hold }.compactMap(\.hold) == [1, 2, 3, 4, 5, 6])
        #expect(seen.suffix(2).map(\.user) == [5, 5] && seen.last?.item == 1)
        let open = try reader.changes(since: 0, limit: 1000, publicOnly: true)
        #expect(open == seen.filter(\.kind.isPublic) && open.count == 17)
    }

    @Test func whatFailsIsNoChange() throws {
        let store = try Store(path: folder.database)
        try People.fill(store)
        let before = try store.reader.changes(since: 0, limit: 1000, publicOnly: false)
        #expect(throws: StoreError.self) { try store.insert(People.hold(1, session: nil, mass: 1)) }
        #expect(try !store.delete(hold: 99, user: 1, wallMicroseconds: 1))
        #expect(try !store.withdraw(note: 1, of: 2, user: 1, wallMicroseconds: 1))
        #expect(try !store.addAthlete(People.names[0], user: 1, wallMicroseconds: 1))
        #expect(try !store.setExcluded(true, hold: 99, reason: nil, user: 1, wallMicroseconds: 1))
        #expect(try store.reader.changes(since: 0, limit: 1000, publicOnly: false) == before)
    }

    /// As a database from before there were changes.
    @Test func whatWasStoredBeforeIsInTheSequence() throws {
        do {
            let old = try Connection(path: folder.database, writable: true)
            for step in StoreSchema.steps.prefix(11) { try old.execute(step) }
            try old.execute(
                """
                PRAGMA user_version = 11; PRAGMA application_id = \(StoreSchema.applicationID);
                INSERT INTO hold VALUES (1, 'explosive', 'rack', 10, NULL, 15, NULL, 1, 'slipped');
                INSERT INTO hold VALUES (4, 'explosive', 'rack', 20, NULL, 25, NULL, 0, NULL);
                INSERT INTO annotation VALUES (3, 4, 30, 7, 'good');
                INSERT INTO athlete VALUES (1, 'A', 5, 7);
                """)
        }
        let store = try Store(path: folder.database)
        let changes = try store.reader.changes(since: 0, limit: 9, publicOnly: false)
        #expect(changes.map(\.kind) == [.hold, .hold, .excluded, .note, .athleteAdded])
        #expect(changes.map(\.hold) == [1, 4, 1, 4, nil] && changes[3].item == 3 && changes[4].athlete == "A")
        // The mark of a hold from before is its own.
        #expect(try store.reader.hold(1)?.isExcluded == true && store.reader.athlete("A")?.isNameAltered == false)
    }
}
