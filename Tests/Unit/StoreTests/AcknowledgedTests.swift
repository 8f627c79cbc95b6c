import Glibc
import Metrics
import Samples
import Testing

@testable import Store

/// A file that is whole but lacks what was acknowledged is noticed; and nothing is said when nothing is lacking.
struct AcknowledgedTests {
    private let folder = TemporaryFolder()

    private func open() throws -> Store { try Store(path: folder.database) }

    /// Opens the database, and begins to count.
    private func counting() throws -> Store {
        let store = try open()
        try store.beginCounting()
        return store
    }

    private func fill(_ store: borrowing Store, _ numbers: ClosedRange<Int>) throws {
        for number in numbers {
            _ = try store.addAthlete("A\(number)", user: 0, wallMicroseconds: 1)
            try store.insert(StoredEvent(wallMicroseconds: 1, kind: "k", text: "t"))
            try store.reserve(hold: Int64(number))
            let measurement = Measurement("peak_force", .newton, 1)
            let part = StoredSensorHold(
                sensor: "left", calibration: "none", firstSample: 0,
                result: HoldResult(
                    kind: .explosive, flags: [], rate: 100, onsetTime: nil, onsetSample: nil, onsetUncertainty: nil,
                    measurements: [measurement, measurement]))
            try store.insert(
                StoredHold(
                    number: Int64(number), kind: .explosive, setUp: "", startWallMicroseconds: 0, onsetWallMicroseconds: nil,
                    endWallMicroseconds: 1, recording: nil, sensors: [part]))
        }
    }

    /// The tables that a loss names, with what was acknowledged and what is there.
    private func list(_ loss: StoreLoss?) -> [String: [Int64]] {
        Dictionary(uniqueKeysWithValues: (loss?.tables ?? []).map { ($0.name, [$0.acknowledged, $0.found]) })
    }

    private func copy(_ suffixes: [String], to extra: String, back: Bool = false) throws {
        for suffix in suffixes {
            let (here, there) = (folder.database + suffix, folder.database + suffix + extra)
            let source = fopen(back ? there : here, "r")
            guard let source else { continue }
            let target = try #require(fopen(back ? here : there, "w"))
            var buffer = [UInt8](repeating: 0, count: 1 << 16)
            while case let count = fread(&buffer, 1, buffer.count, source), count > 0 { fwrite(buffer, 1, count, target) }
            fclose(source)
            fclose(target)
        }
    }

    private static let tables = ["athlete", "change", "event", "hold", "hold_sensor", "metric", "seal"]

    @Test func ofAWholeDatabaseNothingIsSaid() throws {
        do {
            let store = try counting()
            #expect(store.loss == nil && store.lastHold == 0)
            try fill(store, 1...3)
            // What fails is not counted, nor is what is not added again.
            #expect(try !store.addAthlete("A1", user: 0, wallMicroseconds: 1))
            #expect(throws: StoreError.self) { try fill(store, 3...3) }
            #expect(try store.setExcluded(true, hold: 1, reason: nil, user: 0, wallMicroseconds: 1))
        }
        for _ in 0..<2 {
            let store = try counting()
            #expect(store.loss == nil && store.lastHold == 3)
            try store.insert(StoredEvent(wallMicroseconds: 1, kind: "k", text: "t"))
        }
    }

    /// A machine that loses its power may keep a commit and lose its count, which is written later and not forced to the disk.
    @Test func aCountThatIsBehindIsNoLoss() throws {
        do {
            let store = try counting()
            try fill(store, 1...2)
            try copy([".acknowledged", ".acknowledged-wal"], to: "-old")
            try fill(store, 3...4)
        }
        try copy([".acknowledged", ".acknowledged-wal"], to: "-old", back: true)
        #expect(try open().loss == nil)
    }

    @Test func anOlderCopyIsNoticed() throws {
        do { try fill(counting(), 1...2) }
        try copy([""], to: "-old")
        do { try fill(counting(), 3...5) }
        try copy([""], to: "-old", back: true)
        let store = try open()
        let found = store.loss
        let loss = try #require(found)
        #expect(!loss.isOther)
        #expect(Set(list(loss).keys) == Set(Self.tables) && list(loss)["athlete"] == [5, 2] && list(loss)["metric"] == [10, 4])
        // No number is given twice, though the database knows less.
        #expect(store.lastHold == 5)
        #expect(try store.reader.lastHoldNumber() == 2)
    }

    /// A large database is read as a whole after the start, while others write.
    @Test func whatALargeDatabaseLacksIsNoticedLater() throws {
        do { try fill(counting(), 1...2) }
        try copy([""], to: "-old")
        do { try fill(counting(), 3...5) }
        try copy([""], to: "-old", back: true)
        let file = StoreFile(path: folder.database, checkedAtOnce: 0)
        let lost = try file.own { (store) throws(StoreError) in
            let known = store.loss
            try store.beginCounting()
            try store.insert(StoredEvent(wallMicroseconds: 1, kind: "k", text: "t"))
            let ended = StoreCheck()
            ended.end()
            let nothing = try file.check(ended)
            let found = try file.check(StoreCheck())
            if let found { try store.accept(found) }
            return (
                isChecked: store.isChecked, known: known, nothing: nothing, found: found, after: try file.check(StoreCheck())
            )
        }
        #expect(!lost.isChecked && lost.known == nil && lost.nothing == nil && lost.after == nil)
        let loss = try #require(lost.found)
        #expect(!loss.isOther && Set(list(loss).keys) == Set(Self.tables))
        #expect(list(loss)["athlete"] == [5, 2] && list(loss)["event"] == [6, 3])
        #expect(try open().loss == nil)
    }

    /// It is said until it was kept that it was said.
    @Test func aLossIsFoundAgainUntilCountingBegins() throws {
        do { try fill(counting(), 1...2) }
        for suffix in ["", "-wal", "-shm"] { unlink(folder.database + suffix) }
        for _ in 0..<2 {
            let store = try open()
            #expect(store.loss?.isOther == true && list(store.loss)["hold"] == [2, 0])
        }
        try counting().insert(StoredEvent(wallMicroseconds: 1, kind: "k", text: "t"))
        #expect(try open().loss == nil)
    }

    @Test(arguments: tables) func rowsThatAreGoneAreNoticed(_ table: String) throws {
        do { try fill(counting(), 1...3) }
        do {
            let connection = try Connection(path: folder.database, writable: true)
            for name in try connection.rows("SELECT name FROM sqlite_schema WHERE type = 'trigger'", [], { $0.text(0) }) {
                try connection.execute("DROP TRIGGER \(name)")
            }
            try connection.execute(
                "DELETE FROM \(table) WHERE rowid = (SELECT min(rowid) FROM \(table))".replacing(
                    "rowid", with: ["metric": "hold", "seal": "id"][table] ?? "rowid"))
        }
        #expect(list(try open().loss).keys.sorted() == [table])
    }

    @Test func aLogThatIsGoneIsNoticed() throws {
        do { try fill(counting(), 1...1) }
        let store = try counting()
        try fill(store, 2...3)
        // As it is on the disk while the station runs.
        try copy([""], to: "-now")
        let aside = folder.database
        try copy([".acknowledged", ".acknowledged-wal"], to: "-now")
        let other = TemporaryFolder()
        for (suffix, name) in [
            ("-now", ""), (".acknowledged-now", ".acknowledged"), (".acknowledged-wal-now", ".acknowledged-wal"),
        ] {
            rename(aside + suffix, other.database + name)
        }
        #expect(list(try Store(path: other.database).loss)["hold"] == [3, 1])
    }

    @Test func theDatabaseOfAnotherStationIsNoticed() throws {
        do { try fill(counting(), 1...2) }
        let other = TemporaryFolder()
        do {
            let store = try Store(path: other.database)
            try fill(store, 1...9)
        }
        rename(other.database, folder.database)
        let store = try open()
        #expect(store.loss?.isOther == true && store.loss?.tables == [])
    }

    @Test(arguments: ["", "this is no database"]) func aCountThatIsGoneOrDamagedCostsNothing(_ text: String) throws {
        do { try fill(counting(), 1...2) }
        for suffix in ["", "-wal", "-shm"] { unlink(folder.database + ".acknowledged" + suffix) }
        if !text.isEmpty {
            let file = try #require(fopen(folder.database + ".acknowledged", "w"))
            for _ in 0..<500 { fputs(text, file) }
            fclose(file)
        }
        do {
            let store = try counting()
            #expect(store.loss == nil)
            try fill(store, 3...3)
        }
        for suffix in ["", "-wal", "-shm"] { unlink(folder.database + suffix) }
        #expect(list(try open().loss)["hold"] == [3, 0])
    }
}
