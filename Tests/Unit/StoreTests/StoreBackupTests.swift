import Testing

@testable import Store

struct StoreBackupTests {
    private let folder = TemporaryFolder()

    @Test func aCopyHasEverythingAndIsThatOfOneMoment() throws {
        let store = try Store(path: folder.database)
        try People.fill(store)
        let truth = try People.names.map { try People.read($0, store.reader) }
        let copy = folder.path + "/copy"
        try StoreBackup.copy(folder.database, to: copy)
        #expect(try store.delete(hold: 1, user: 1, wallMicroseconds: 1))
        let other = try Store(path: copy)
        #expect(try People.names.map { try People.read($0, other.reader) } == truth && other.loss == nil)
        // Nothing is written over.
        #expect(throws: StoreError.self) { try StoreBackup.copy(folder.database, to: copy) }
    }

    @Test func whatCannotBecomeADatabaseIsSaid() throws {
        #expect(throws: StoreError.self) { try StoreBackup.check(folder.database) }
        do {
            let connection = try Connection(path: folder.database, writable: true)
            try connection.execute("CREATE TABLE theirs (x)")
            #expect(throws: StoreError.foreign) { try StoreBackup.check(folder.database) }
            try connection.execute("PRAGMA application_id = \(StoreSchema.applicationID); PRAGMA user_version = 99")
        }
        #expect(throws: StoreError.newer(found: 99, known: StoreSchema.version)) { try StoreBackup.check(folder.database) }
    }

    @Test func anOlderDatabaseIsAcceptedAndBroughtUpToDate() throws {
        do {
            let old = try Connection(path: folder.database, writable: true)
            for step in StoreSchema.steps.prefix(3) { try old.execute(step) }
            try old.execute("PRAGMA user_version = 3; PRAGMA application_id = \(StoreSchema.applicationID)")
            try old.execute("INSERT INTO athlete VALUES (1, 'A', 5, 7)")
        }
        try StoreBackup.check(folder.database)
        #expect(try Store(path: folder.database).reader.athletes().map(\.pseudonym) == ["A"])
    }
}
