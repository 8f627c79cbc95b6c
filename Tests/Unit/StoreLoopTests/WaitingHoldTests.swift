import FakeDisk
import LinuxIO
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
            let loop = try StoreLoop(StoreFile(path: running.path)) { _, _ in }
            let bell = try EventDescriptor()
            let thread = try Thread(name: "again", stackBytes: 2 << 20) { _ in loop.run { _ in bell.ring() } }
            bell.wait()
            loop.stop()
            thread.join()
            guard !String(cString: fakedisk_failed(disk)).isEmpty else { break }
            doubts += 1
            #expect(loop.status.replaced == 0, "read \(number)")
        }
        fakedisk_fail(disk, 0, fakedisk_read)
        #expect(doubts > 5, "\(doubts)")
        #expect(try running.kept().isEmpty && athletes(running) == ["Anna"])
    }
}
