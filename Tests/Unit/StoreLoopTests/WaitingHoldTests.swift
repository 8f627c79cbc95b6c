import FakeDisk
import Glibc
import LinuxIO
import Metrics
import Samples
import Synchronization
import Testing

@testable import Analysis
@testable import Store

/// What is asked of the database while holds and marks wait for it, or are not complete.
struct WaitingHoldTests {
    /// An athlete with a mass and a session that has ended.
    private func session(of athlete: String, in running: RunningLoop) throws -> Int64 {
        try running.ask { (store) throws(StoreError) in
            _ = try store.addAthlete(athlete, user: 0, wallMicroseconds: 1)
            _ = try store.setBodyMass(71.25, of: athlete, user: 0, wallMicroseconds: 1)
            let session = try store.startSession(
                StoredSession(
                    number: 0, athlete: athlete, position: "seated", trainingProtocol: nil, effortDrop: 20,
                    startWallMicroseconds: 1),
                user: 0)
            _ = try store.stopSession(setUp: "", wallMicroseconds: 1000)
            guard let session else { throw StoreError.refused("no session") }
            return session.number
        }
    }

    private func forget(_ athlete: String, in running: RunningLoop) throws -> Bool {
        try running.ask(behind: .everything) { (store) throws(StoreError) in
            try store.forget(athlete: athlete, user: 0, wallMicroseconds: 2)
        }
    }

    /// From now on the disk takes no more pages.
    private func fill(_ running: RunningLoop) throws {
        try running.ask { (store) throws(StoreError) in
            try store.limitPages(to: try store.connection.integer("PRAGMA page_count"))
        }
    }

    private func makeRoom(_ running: RunningLoop) throws {
        try running.ask { (store) throws(StoreError) in try store.limitPages(to: 100_000) }
    }

    private func athletes(_ running: RunningLoop) throws -> [String] {
        var reading = StoreReading(running.loop.file)
        return try reading.read { (reader) throws(StoreError) in try reader.athletes().map(\.pseudonym) }
    }

    /// Neither a hold nor a mark that waits for room comes back after its athlete was forgotten.
    @Test func nobodyIsForgottenWhileSomethingWaits() throws {
        let running = try RunningLoop()
        try running.start()
        let number = try session(of: "Anna", in: running)
        _ = try session(of: "Berta", in: running)
        try fill(running)
        for place in 1...20 as ClosedRange<Int64> { running.loop.keep(hold(place, session: number)) }
        running.loop.keep { (store) throws(StoreError) in
            try store.insert(
                StoredEvent(
                    wallMicroseconds: 500, kind: StoredEvent.mark, text: "Anna " + String(repeating: "m", count: 40_000)))
        }
        #expect(throws: StoreError.full) { try forget("Anna", in: running) }
        #expect(try running.loop.status.waiting > 0 && athletes(running) == ["Anna", "Berta"])

        try makeRoom(running)
        #expect(try forget("Anna", in: running))
        running.stop()
        // Announced, as any hold that was on the disk, and then removed.
        #expect(running.stored.numbers.withLock { $0 } == Array(1...20))
        #expect(running.loop.status == StoreLoop.Status())
        #expect(try running.holds().isEmpty && running.events(StoredEvent.mark).isEmpty && athletes(running) == ["Berta"])
    }

    /// A hold has its last numbers some seconds after its end: its session may have ended, and the athlete be forgotten.
    @Test func aHoldThatIsCompleteAfterItsAthleteWasForgottenIsNotKept() throws {
        let running = try RunningLoop()
        try running.start()
        let number = try session(of: "Anna", in: running)
        let other = try session(of: "Berta", in: running)
        #expect(try forget("Anna", in: running))
        running.loop.keep(hold(1, session: number))
        running.loop.keep(hold(2, session: other))
        // One of a database that this one has replaced.
        running.loop.keep(hold(3, session: other + 1))
        #expect(try running.ask { (store) throws(StoreError) in try store.reader.hold(3)?.session } == nil)
        #expect(try running.holds() == [2, 3] && running.stored.numbers.withLock { $0 } == [2, 3])
    }

    /// A mass is corrected while one hold is stored, others wait or are under way, and one is measured with the corrected mass.
    @Test func aHoldThatWaitsHasTheCorrectedMassAsAStoredOneDoes() throws {
        let running = try RunningLoop()
        try running.start()
        let number = try session(of: "Anna", in: running)
        func measured(_ place: Int64, mass: Double) -> StoredHold {
            var kept = hold(place, session: number)
            (kept.startWallMicroseconds, kept.endWallMicroseconds) = (10, 20)
            var perMass = Measurement("mvc_500_per_kg", .newtonPerKilogram, 700 / mass)
            perMass.expanded = 0.5
            kept.sensors[0].result.measurements = [
                Measurement("mvc_500", .newton, 700), perMass, Measurement("mvc_500_percent", .percent, 91.5),
            ]
            return kept
        }
        running.loop.keep(measured(1, mass: 71.25))
        try fill(running)
        // One that waits for room, and those behind it.
        var large = measured(2, mass: 71.25)
        large.recording = String(repeating: "r", count: 400_000)
        for waiting in [large, measured(3, mass: 71.25)] { running.loop.keep(waiting) }
        #expect(try running.ask { (store) throws(StoreError) in try store.reader.holdCount() } == 1)
        // Room for the correction.
        let corrected = try running.ask { (store) throws(StoreError) in
            try store.limitPages(to: 20 + store.connection.integer("PRAGMA page_count"))
            return try store.correctBodyMass(of: "Anna", to: 70, user: 0, wallMicroseconds: 30)
        }
        #expect(corrected == .done)
        #expect(running.loop.status.waiting > 0)
        try makeRoom(running)
        for late in [measured(4, mass: 71.25), measured(5, mass: 70)] { running.loop.keep(late) }
        _ = try running.ask(behind: .everything) { (store) throws(StoreError) in try store.reader.holdCount() }
        let found = try running.ask { (store) throws(StoreError) in
            try store.reader.holds(HoldFilter(limit: 9)).reversed().map(\.sensors[0].result)
        }
        #expect(found.count == 5 && found.allSatisfy { $0["mvc_500_per_kg"]?.value == 10 && !$0.flags.contains(.alteredOnDisk) })
        // Whatever was computed again has no uncertainty; that of the stored hold has none, either.
        #expect(found.map { $0["mvc_500_per_kg"]?.expanded } == [nil, nil, nil, nil, 0.5])
        #expect(found.allSatisfy { $0["mvc_500_percent"]?.value == 91.5 })
    }

    /// Room can be made by deleting other holds.
    @Test func aHoldThatWaitsIsNotDeletedUntilItIsStored() throws {
        let running = try RunningLoop()
        try running.start()
        running.loop.keep(hold(1))
        try fill(running)
        for place in 2...20 as ClosedRange<Int64> { running.loop.keep(hold(place)) }
        func delete(_ number: Int64) throws -> Bool {
            try running.ask(behind: .hold(number)) { (store) throws(StoreError) in
                try store.delete(hold: number, user: 0, wallMicroseconds: 2)
            }
        }
        #expect(throws: StoreError.full) { try delete(20) }
        #expect(try delete(1))
        try makeRoom(running)
        #expect(try delete(20))
        running.stop()
        #expect(try running.holds() == Array(2...19))
    }

    private final class Said: Sendable { let failure = Mutex<StoreError?>(nil) }

    /// Opens the database as a daemon that starts, which must succeed, and ends again.
    private func startAgain(_ running: RunningLoop) throws -> StoreLoop.Status {
        let loop = try StoreLoop(StoreFile(path: running.path)) { _, _ in }
        let (bell, said) = (try EventDescriptor(), Said())
        let thread = try Thread(name: "again", stackBytes: 2 << 20) { _ in
            loop.run { failure in
                said.failure.withLock { $0 = failure }
                bell.ring()
            }
        }
        bell.wait()
        loop.stop()
        thread.join()
        #expect(said.failure.withLock { $0 } == nil)
        return loop.status
    }

    /// Whatever call it is: it is logged, and the database is opened once more.
    @Test(arguments: [fakedisk_io, fakedisk_full]) func aCallThatFailsOncePreventsNoStart(way: fakedisk_way) throws {
        let running = try RunningLoop()
        try running.start()
        _ = try session(of: "Anna", in: running)
        running.stop()
        let disk = try #require(fakedisk_begin(running.folder))
        defer { fakedisk_end(disk) }
        var failed: Set<Substring> = []
        for number in stride(from: 1, to: Int32.max, by: 5) {
            fakedisk_fail(disk, number, way)
            _ = try startAgain(running)
            let call = String(cString: fakedisk_failed(disk))
            guard let name = call.split(separator: " ").first else { break }
            failed.insert(name)
        }
        fakedisk_fail(disk, 0, way)
        #expect(failed.count > (way == fakedisk_full ? 0 : 3), "\(failed)")
        #expect(try running.kept().isEmpty && athletes(running) == ["Anna"])
    }

    /// A disk that refuses again and again is said, and the daemon does not start.
    @Test func aDatabaseThatCannotBeOpenedEndsTheStart() throws {
        let running = try RunningLoop()
        mkdir(running.path, 0o700)
        defer { rmdir(running.path) }
        let said = Mutex<[StoreError?]>([])
        running.loop.run { failure in said.withLock { $0.append(failure) } }
        let failures = said.withLock { $0 }
        #expect(failures.count == 1 && failures[0]?.mayPass == true)
    }

    /// To SQLite, a read that fails looks like a damaged file. Some of those of a start fail here.
    @Test func aReadThatFailsOnceCostsNoDatabase() throws {
        var doubts = 0
        let running = try RunningLoop()
        try running.start()
        _ = try session(of: "Anna", in: running)
        running.stop()
        let disk = try #require(fakedisk_begin(running.folder))
        defer { fakedisk_end(disk) }
        for number in stride(from: 1, to: Int32.max, by: 19) {
            fakedisk_fail(disk, number, fakedisk_read)
            let status = try startAgain(running)
            guard !String(cString: fakedisk_failed(disk)).isEmpty else { break }
            doubts += 1
            #expect(status.replaced == 0, "read \(number)")
        }
        fakedisk_fail(disk, 0, fakedisk_read)
        #expect(doubts > 5, "\(doubts)")
        #expect(try running.kept().isEmpty && athletes(running) == ["Anna"])
    }
}
