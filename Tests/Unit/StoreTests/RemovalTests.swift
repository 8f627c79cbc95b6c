import Foundation
import Metrics
import Samples
import Testing

@testable import Store

/// Holds, notes and people that are removed on purpose, and the power that fails meanwhile.
struct RemovalTests {
    private let folder = TemporaryFolder()

    private func counting() throws -> Store {
        let store = try Store(path: folder.database)
        try store.beginCounting()
        return store
    }

    private func everyRow(_ store: borrowing Store) throws -> Int64 {
        var count: Int64 = 0
        let tables = try store.connection.rows(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'", [], { $0.text(0) })
        for table in tables where !["change", "counter", "event", "identity"].contains(table) {
            count += try store.connection.integer("SELECT count(*) FROM \(table)")
        }
        return count
    }

    @Test func aDeletedHoldIsGoneAndItsNumberIsNotUsedAgain() throws {
        do {
            let store = try counting()
            try People.fill(store)
            try store.reserve(hold: 6)
            let other = try People.read(People.names[0], store.reader)
            let athlete = try store.reader.athlete(People.names[1])
            #expect(try store.delete(hold: 5, user: 1, wallMicroseconds: 60))
            #expect(try store.delete(hold: 6, user: 1, wallMicroseconds: 60))
            #expect(try !store.delete(hold: 6, user: 1, wallMicroseconds: 60))
            #expect(
                try store.reader.hold(5) == nil && store.reader.annotations(of: 5) == [] && store.reader.onsetMarks(of: 5) == [])
            #expect(try store.reader.holds(ofSession: 2, limit: 9).map(\.number) == [4])
            let now = try #require(try store.reader.athlete(People.names[1]))
            #expect(now.alteredHolds == [] && now.maxima.first?.force.best?.force == 736 && now != athlete)
            #expect(try People.read(People.names[0], store.reader) == other)
            #expect(throws: StoreError.self) { try store.insert(People.hold(6, session: nil, mass: 1)) }
        }
        let store = try counting()
        #expect(store.loss == nil && store.lastHold == 6)
    }

    @Test func aNoteThatIsWithdrawnIsGoneAndItsNumberToo() throws {
        let store = try counting()
        try People.fill(store)
        #expect(try store.withdraw(note: 6, of: 6, user: 1, wallMicroseconds: 1))
        #expect(try store.reader.annotations(of: 6) == [] && store.reader.annotations(of: 5).count == 1)
        #expect(try store.annotate(hold: 6, with: StoredAnnotation(wallMicroseconds: 1, user: 1, text: "again")))
        #expect(try store.reader.annotations(of: 6).map(\.number) == [7])
        #expect(try Store(path: folder.database).loss == nil)
    }

    @Test func aForgottenAthleteLeavesNothingAndOthersKeepEverything() throws {
        let store = try counting()
        try People.fill(store)
        let other = try People.read(People.names[1], store.reader)
        #expect(other.holds.count == 3 && other.athlete?.maxima.isEmpty == false && other.failures?.isEmpty == false)
        #expect(try store.forget(athlete: People.names[0], user: 9, wallMicroseconds: 70))
        #expect(try !store.forget(athlete: People.names[0], user: 9, wallMicroseconds: 70))
        try store.sweep()
        #expect(try People.read(People.names[1], store.reader) == other)
        #expect(try store.reader.athletes().map(\.pseudonym) == [People.names[1]])
        for table in ["hold", "hold_sensor", "metric", "seal", "annotation", "onset_mark", "maximum", "body_mass", "session"] {
            let half = try store.connection.integer("SELECT value FROM counter WHERE name = 'removed \(table)'")
            #expect(try store.connection.integer("SELECT count(*) FROM \(table)") == half, "\(table)")
        }
        // Who is added later is somebody else, also in the sequence of changes.
        _ = try store.addAthlete("C", user: 1, wallMicroseconds: 80)
        let changes = try store.reader.changes(since: 0, limit: 1000, publicOnly: false)
        #expect(changes.contains { $0.kind == .athleteForgotten && $0.user == 9 && $0.athlete == nil })
        #expect(changes.filter { $0.athlete == "C" }.map(\.kind) == [.athleteAdded])
        let session = try store.startSession(
            StoredSession(
                number: 0, athlete: "C", position: "seated", trainingProtocol: nil, effortDrop: 20, startWallMicroseconds: 90),
            user: 1)
        #expect(session?.number == 3)
        #expect(try Store(path: folder.database).loss == nil)
    }

    /// Every file beside the database is searched, byte by byte.
    @Test(arguments: [1, 40]) func noByteOfAForgottenAthleteRemains(_ repetitions: Int) throws {
        let store = try counting()
        try People.fill(store)
        // Pages that are full, so that rows have moved.
        for number in 7..<Int64(7 + repetitions) {
            try store.insert(People.hold(number, session: number % 2 + 1, mass: People.masses[Int(number % 2)]))
            let name = People.names[Int(number % 2)]
            let text = String(repeating: "NOTE-\(number)-OF-\(name) ", count: 30)
            _ = try store.annotate(hold: number, with: StoredAnnotation(wallMicroseconds: 1, user: 1, text: text))
        }
        func secrets(_ place: Int) -> [Data] {
            // SQLite stores a real number with its most significant byte first.
            let masses = [People.masses[place], People.masses[place] + 1].map { mass in
                withUnsafeBytes(of: mass.bitPattern.bigEndian) { Data($0) }
            }
            return [Data(People.names[place].utf8)] + masses
        }
        func found(_ secret: Data) throws -> [String] {
            try FileManager.default.contentsOfDirectory(atPath: folder.path).filter {
                try Data(contentsOf: URL(fileURLWithPath: folder.path + "/" + $0)).range(of: secret) != nil
            }
        }
        for secret in secrets(0) + secrets(1) { #expect(try !found(secret).isEmpty) }
        #expect(try store.forget(athlete: People.names[0], user: 1, wallMicroseconds: 1))
        try store.sweep()
        for secret in secrets(0) { #expect(try found(secret) == []) }
        for secret in secrets(1) { #expect(try !found(secret).isEmpty) }
    }

    @Test func whatWasNotSweptWhenTheProgramDiedIsSweptLater() throws {
        func contains(_ text: String) -> Bool {
            ["", "-wal"].contains { suffix in
                guard let bytes = FileManager.default.contents(atPath: folder.database + suffix) else { return false }
                return bytes.range(of: Data(text.utf8)) != nil
            }
        }
        let store = try counting()
        try People.fill(store)
        #expect(try store.forget(athlete: People.names[0], user: 1, wallMicroseconds: 1))
        // The log has the pages as they were before.
        #expect(contains(People.names[0]))
        let next = try counting()
        try next.sweep()
        #expect(!contains(People.names[0]) && contains(People.names[1]))
    }

    /// A machine that loses its power at any moment: before the commit, between the commit and its count, and after it.
    @Test(arguments: ["delete", "withdraw", "forget"]) func powerThatFailsMakesNoFalseAlarmAndHidesNoLoss(_ action: String) throws
    {
        func act(_ store: borrowing Store) throws {
            switch action {
            case "delete": #expect(try store.delete(hold: 2, user: 1, wallMicroseconds: 1))
            case "withdraw": #expect(try store.withdraw(note: 2, of: 2, user: 1, wallMicroseconds: 1))
            default: #expect(try store.forget(athlete: People.names[0], user: 1, wallMicroseconds: 1))
            }
        }
        let (database, count) = (["", "-wal"], [".acknowledged", ".acknowledged-wal"])
        let other = TemporaryFolder()
        func loss(of parts: [(suffixes: [String], mark: String)]) throws -> [String]? {
            for suffix in database + count + ["-shm", ".acknowledged-shm"] { unlink(other.database + suffix) }
            for (suffixes, mark) in parts {
                for suffix in suffixes where FileManager.default.fileExists(atPath: folder.database + suffix + mark) {
                    try FileManager.default.copyItem(
                        atPath: folder.database + suffix + mark, toPath: other.database + suffix)
                }
            }
            return try Store(path: other.database).loss?.tables.map(\.name)
        }
        func keep(_ mark: String) throws {
            for suffix in database + count where FileManager.default.fileExists(atPath: folder.database + suffix) {
                try FileManager.default.copyItem(
                    atPath: folder.database + suffix, toPath: folder.database + suffix + mark)
            }
        }
        let store = try counting()
        try People.fill(store)
        try keep("-before")
        try act(store)
        try keep("-after")
        #expect(try loss(of: [(database, "-before"), (count, "-before")]) == nil)
        #expect(try loss(of: [(database, "-after"), (count, "-before")]) == nil)
        #expect(try loss(of: [(database, "-after"), (count, "-after")]) == nil)
        // An older copy brings back what was removed, and lacks the change.
        #expect(try loss(of: [(database, "-before"), (count, "-after")]) == ["change"])
    }

    @Test func aRemovalThatFailsHalfwayRemovesNothing() throws {
        let store = try counting()
        try People.fill(store)
        let before = (try everyRow(store), try People.read(People.names[0], store.reader))
        // The last row that is removed is refused.
        try store.connection.execute(
            """
            CREATE TEMP TRIGGER broken BEFORE DELETE ON main.hold WHEN OLD.number = 3
                BEGIN SELECT RAISE(ABORT, 'broken'); END
            """)
        #expect(throws: StoreError.self) { try store.forget(athlete: People.names[0], user: 1, wallMicroseconds: 1) }
        #expect(throws: StoreError.self) { try store.delete(hold: 3, user: 1, wallMicroseconds: 1) }
        #expect(try everyRow(store) == before.0)
        #expect(try People.read(People.names[0], store.reader) == before.1)
        #expect(try Store(path: folder.database).loss == nil)
    }

    @Test(arguments: [
        "DELETE FROM hold", "DELETE FROM metric", "DELETE FROM annotation", "DELETE FROM athlete", "DELETE FROM body_mass",
        "DELETE FROM session", "DELETE FROM hold_session", "DELETE FROM onset_mark", "DELETE FROM event", "DELETE FROM change",
        "UPDATE metric SET value = 1 WHERE value IS NOT NULL", "UPDATE change SET user = 1",
    ])
    func nothingIsRemovedThatWasNotDeclared(_ statement: String) throws {
        let store = try counting()
        try People.fill(store)
        #expect(try store.delete(hold: 1, user: 1, wallMicroseconds: 1))
        #expect(throws: StoreError.self) { try store.connection.execute(statement) }
    }
}
