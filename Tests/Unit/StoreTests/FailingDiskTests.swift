import FakeDisk
import Glibc
import Samples
import Testing

@testable import Store

/// Each call that SQLite makes of the disk fails once, and the power is cut at each: what was acknowledged is there afterwards, and nothing else.
///
/// The disk is one in memory below SQLite (`FakeDisk`); everything above it is the daemon's own.
struct FailingDiskTests {
    /// A database with two athletes and what is theirs, whose files a trial may copy.
    private static func template() throws -> TemporaryFolder {
        let folder = TemporaryFolder()
        let store = try Store(path: folder.database)
        try store.beginCounting()
        try People.fill(store)
        for number in 8...9 as ClosedRange<Int64> { try store.insert(People.hold(number, session: nil, mass: 60)) }
        return folder
    }

    private struct Outcome {
        var acknowledged: Set<String> = []
        var refused: Set<String> = []
        var isOpened = false
        var calls = 0
        var failed = ""
    }

    /// Opens the database and asks for every deed; what was refused is asked for again if `retries`.
    private func work(_ folder: TemporaryFolder, _ disk: OpaquePointer, retries: Bool = false) -> Outcome {
        var outcome = Outcome()
        do throws(StoreError) {
            let store = try Store(path: folder.database)
            try store.beginCounting()
            // So that the log is carried into the file in the middle, too.
            try store.connection.execute("PRAGMA wal_autocheckpoint = 12")
            outcome.isOpened = true
            for deed in Deed.all {
                do throws(StoreError) {
                    try deed.act(store)
                    outcome.acknowledged.insert(deed.name)
                } catch {
                    outcome.refused.insert(deed.name)
                    guard retries, (try? deed.act(store)) != nil else { continue }
                    outcome.acknowledged.insert(deed.name)
                }
            }
        } catch {}
        outcome.calls = Int(fakedisk_calls(disk))
        outcome.failed = String(cString: fakedisk_failed(disk))
        return outcome
    }

    /// What is wrong with the database in a folder.
    private func faults(_ folder: TemporaryFolder, after outcome: Outcome, isStrict: Bool) throws -> [String] {
        let store = try Store(path: folder.database)
        var faults: [String] = []
        if let loss = store.loss { faults.append("acknowledged rows are missing: \(loss.list)") }
        if try store.connection.rows("PRAGMA integrity_check", [], { $0.text(0) }) != ["ok"] { faults.append("damaged") }
        for deed in Deed.all {
            let isThere = try deed.isThere(store.reader)
            if outcome.acknowledged.contains(deed.name), !isThere { faults.append("lost: \(deed.name)") }
            // It follows from another deed, or has no trace of its own.
            guard isStrict, !["emptied log", "end of the session", "file written anew"].contains(deed.name) else { continue }
            if outcome.refused.contains(deed.name), !outcome.acknowledged.contains(deed.name), isThere {
                faults.append("refused, and there: \(deed.name)")
            }
        }
        // What nobody touched is as it was, and a hold is whole or absent.
        let mass = People.masses[0]
        for number in 1...3 as ClosedRange<Int64> {
            var expected = People.hold(number, session: 1, mass: mass)
            let found = try store.reader.hold(number)
            (expected.isExcluded, expected.excludedReason) = (found?.isExcluded ?? false, found?.excludedReason)
            if found != expected { faults.append("hold \(number) is another") }
        }
        if let found = try store.reader.hold(Deed.hold.number), found != Deed.hold { faults.append("half a hold") }
        var all = HoldFilter(limit: 100)
        all.includeExcluded = true
        if try !Set(store.reader.holdNumbers(all)).isSubset(of: Set(1...9)) {
            faults.append("a hold that nobody measured")
        }
        return faults
    }

    @Test func withoutAFailureEverythingIsAcknowledged() throws {
        let folder = try Self.template()
        let disk = try #require(fakedisk_begin(folder.path))
        defer { fakedisk_end(disk) }
        fakedisk_fail(disk, 0, fakedisk_io)
        let outcome = work(folder, disk)
        #expect(outcome.acknowledged.count == Deed.all.count && outcome.refused.isEmpty)
        #expect(try faults(folder, after: outcome, isStrict: true) == [])
        // A test of fewer calls would show little.
        #expect(outcome.calls > 400, "\(outcome.calls)")
    }

    /// Every call takes minutes; otherwise some of them, of each kind.
    private static let isWhole = getenv("HOLDFAST_EVERY_CALL") != nil

    @Test(arguments: [fakedisk_io, fakedisk_full, fakedisk_short])
    func whicheverCallFailsOnceWhatIsAcknowledgedIsThereAndNothingElse(_ way: fakedisk_way) throws {
        let template = try Self.template()
        var (failures, refusals) = (0, 0)
        for number in stride(from: 1, to: Int32.max, by: Self.isWhole ? 1 : 11) {
            let folder = try template.copy()
            let disk = try #require(fakedisk_begin(folder.path))
            defer { fakedisk_end(disk) }
            fakedisk_fail(disk, number, way)
            let isRetried = number % 2 == 0
            let outcome = work(folder, disk, retries: isRetried)
            if outcome.failed.isEmpty { break }
            failures += 1
            refusals += !outcome.isOpened || !outcome.refused.isEmpty ? 1 : 0
            let found = try faults(folder, after: outcome, isStrict: true)
            #expect(found == [], "call \(number), \(outcome.failed)")
            if isRetried, outcome.isOpened {
                #expect(outcome.acknowledged.count == Deed.all.count, "call \(number), \(outcome.failed): refused twice")
            }
        }
        // The count of acknowledged rows need not be written, nor the log be carried into the file: that is nobody's failure.
        #expect(failures > (way == fakedisk_io ? 90 : 30) && refusals > failures / 2, "\(refusals) of \(failures)")
    }

    @Test func whereverThePowerIsCutWhatIsAcknowledgedIsThere() throws {
        let template = try Self.template()
        var cuts = 0
        for number in stride(from: 1, to: Int32.max, by: Self.isWhole ? 1 : 11) {
            let folder = try template.copy()
            let disk = try #require(fakedisk_begin(folder.path))
            defer { fakedisk_end(disk) }
            fakedisk_cut(disk, number)
            let outcome = work(folder, disk)
            if outcome.calls < number { break }
            cuts += 1
            for seed in 0..<2 as Range<UInt64> {
                let left = TemporaryFolder()
                try #require(fakedisk_leave(disk, left.path, UInt64(number) << 8 + seed) == 0)
                let found = try faults(left, after: outcome, isStrict: false)
                #expect(found == [], "cut before call \(number), seed \(seed)")
            }
        }
        #expect(cuts > 90)
    }
}
