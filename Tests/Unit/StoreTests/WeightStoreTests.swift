import Testing

@testable import Store

struct WeightStoreTests {
    private let folder = TemporaryFolder()

    private func weight(_ serial: String, _ record: String?) -> StoredWeight {
        StoredWeight(serial: serial, wallMicroseconds: 5, user: 1000, record: record)
    }

    @Test func theLastOfEachSerialCountsAndTheHistoryStays() throws {
        let store = try Store(path: folder.database)
        #expect(try store.insert(weight("A", "first")))
        #expect(try store.insert(weight("B", "other")))
        #expect(try store.insert(weight("A", "second")))
        #expect(try store.reader.weights().map(\.record) == ["second", "other"])
        #expect(try store.insert(weight("A", nil)))
        #expect(try store.reader.weights().map(\.serial) == ["B"])
        #expect(try !store.insert(weight("A", nil)), "there is none to remove")
        #expect(try store.connection.integer("SELECT count(*) FROM weight") == 4)
        for statement in ["UPDATE weight SET record = ''", "DELETE FROM weight"] {
            #expect(throws: StoreError.self, "\(statement)") { try store.connection.execute(statement) }
        }
        #expect(
            try store.reader.events(limit: 9).map(\.text)
                == ["weight A removed", "weight A changed", "weight B added", "weight A added"])
    }

    @Test func aWeightThatTheDiskHasChangedIsMarked() throws {
        let store = try Store(path: folder.database)
        #expect(try store.insert(weight("A", "mass = 20.0")))
        #expect(try store.reader.weights().map(\.isAltered) == [false])
        try store.connection.execute("DROP TRIGGER weight_is_final")
        try store.connection.execute("UPDATE weight SET record = 'mass = 21.0'")
        #expect(try store.reader.weights().map(\.isAltered) == [true])
    }
}
