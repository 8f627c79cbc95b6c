import Glibc
import LinuxIO
import Metrics
import Samples
import Scratch
import Synchronization
import Testing

@testable import Analysis
@testable import Store

/// The thread that owns the database, and what it does when the file turns out damaged under it.
struct StoreLoopTests {
    private func calibration(_ id: String) -> StoredCalibration {
        StoredCalibration(
            id: id, sensor: "left", addedWallMicroseconds: 1, user: 0, rangeClass: "1", dueWallMicroseconds: nil, record: "{}")
    }

    /// Several threads ask, write and read at once: everything that was acknowledged is there, and the file is whole.
    @Test func manyThreadsAskAndReadAtOnceAndNothingIsLost() throws {
        let running = try RunningLoop()
        try running.start()
        let loop = running.loop
        let threads = try (0..<4).map { number in
            try Thread(name: "asker", stackBytes: 2 << 20) { _ in
                var reading = StoreReading(loop.file)
                for step in 0..<50 {
                    let name = "T\(number)-\(step)"
                    loop.keep { (store) throws(StoreError) in
                        _ = try store.addAthlete(name, user: 0, wallMicroseconds: 1)
                        try store.insert(
                            StoredCalibration(
                                id: name, sensor: "left", addedWallMicroseconds: 1, user: 0, rangeClass: "1",
                                dueWallMicroseconds: nil, record: "{}"))
                    }
                    do {
                        _ = try reading.read { (reader) throws(StoreError) in try reader.calibrationsInForce() }
                    } catch { Issue.record("\(error)") }
                }
            }
        }
        for number in 1...20 { loop.keep(hold(Int64(number))) }
        for thread in threads { thread.join() }
        let (athletes, calibrations, verdict) = try running.ask { (store) throws(StoreError) in
            (
                try store.reader.athletes().count, try store.reader.calibrations().count,
                try store.connection.rows("PRAGMA integrity_check") { $0.text(0) }
            )
        }
        #expect(athletes == 200 && calibrations == 200 && verdict == ["ok"])
        #expect(try running.holds() == Array(1...20))
        #expect(running.loop.status == StoreLoop.Status())
    }

    /// A disk that cannot be asked for a moment must not cost what was acknowledged.
    @Test func aFileOfWhichTheDiskSaysNothingIsNotReplaced() throws {
        let running = try RunningLoop()
        try running.start()
        running.loop.keep(hold(1))
        _ = try running.ask { (store) throws(StoreError) in try store.reader.holdCount() }
        // Whoever looks at the path hears of a loop of links.
        rename(running.path, running.path + ".moved")
        symlink("db", running.path)
        running.loop.keep(hold(2))
        _ = try running.ask { (store) throws(StoreError) in try store.reader.holdCount() }
        unlink(running.path)
        rename(running.path + ".moved", running.path)
        running.stop()
        #expect(running.loop.status.replaced == 0)
        #expect(try running.holds() == [1, 2] && running.kept().isEmpty)
    }

    @Test func aFileDamagedWhileRunningIsKeptAsideAndTheStationGoesOn() throws {
        let running = try RunningLoop()
        try running.start()
        let calibration = calibration("c1")
        let session = try running.ask { (store) throws(StoreError) in
            try store.insert(calibration)
            _ = try store.addAthlete("A", user: 0, wallMicroseconds: 1)
            return try store.startSession(
                StoredSession(
                    number: 0, athlete: "A", position: "seated", trainingProtocol: nil, effortDrop: 20, startWallMicroseconds: 1),
                user: 0)?.number
        }
        for number in 1...30 {
            running.loop.reserve(hold: UInt64(number))
            running.loop.keep(hold(Int64(number), session: session))
        }
        _ = try running.ask { (store) throws(StoreError) in try store.tidy() }
        #expect(try running.holds() == Array(1...30))

        running.loop.remember(StoredInForce(calibrations: [calibration]))
        // Everything behind the table of tables; what is in the memory of the connection is not.
        try running.damage(from: 4096)
        running.loop.examine()
        running.loop.reserve(hold: 31)
        running.loop.keep(hold(31, session: session))
        // What is asked while the file is damaged is answered with that; what is asked after it is done.
        while (try? running.ask { (store) throws(StoreError) in try store.reader.holdNumbers(HoldFilter(limit: 1)) }) != [31] {}

        let status = running.loop.status
        #expect(status.replaced == 1 && status.failure == nil && status.waiting == 0)
        let warning = try #require(status.warnings.first)
        #expect(warning.contains("while the station ran") && warning.contains(running.path + ".damaged-"))
        #expect(warning.contains("holds of this run are written to it again"))
        #expect(try running.kept().count >= 1)
        let found = try running.ask { (store) throws(StoreError) in
            (
                try store.reader.runningSessions().first?.number, try store.reader.calibrationsInForce().map(\.id),
                try store.reader.events(limit: 9)
            )
        }
        #expect(found.1 == ["c1"])
        #expect(found.2.contains { $0.kind == "store" && $0.text == warning })
        #expect(try running.holds() == Array(15...31))
        #expect(
            try running.ask { (store) throws(StoreError) in try store.connection.rows("PRAGMA integrity_check") { $0.text(0) } }
                == ["ok"])

        // After a restart it is a database like any other.
        running.stop()
        let again = try StoreLoop(StoreFile(path: running.path)) { _, _ in }
        let bell = try EventDescriptor()
        let thread = try Thread(name: "again", stackBytes: 2 << 20) { _ in again.run { _ in bell.ring() } }
        bell.wait()
        #expect(again.status == StoreLoop.Status() && again.nextHold == 32)
        again.stop()
        thread.join()
    }

    /// Whatever the disk says when it takes nothing: holds wait, and are there when it takes them again.
    @Test(arguments: [StoreError.full, .readOnly("attempt to write a readonly database")])
    func whatTheDiskDoesNotTakeWaitsAndNothingIsLost(refusal: StoreError) throws {
        let running = try RunningLoop()
        try running.start()
        running.loop.keep(hold(1))
        try running.ask { (store) throws(StoreError) in
            guard refusal == .full else { return try store.connection.execute("PRAGMA query_only = ON") }
            try store.limitPages(to: try store.connection.integer("PRAGMA page_count"))
        }
        for number in 2...40 { running.loop.keep(hold(Int64(number))) }
        // Marks, overloads, sensors that come and go.
        let events = (1...3 as ClosedRange<Int64>).map { number in
            StoredEvent(wallMicroseconds: number, kind: "mark", text: String(repeating: "m", count: 40_000))
        }
        for event in events {
            running.loop.keep { (store) throws(StoreError) in try store.insert(event) }
        }
        // Whatever the database refuses would hold up the others for ever.
        running.loop.keep { (store) throws(StoreError) in try store.connection.execute("INSERT INTO event VALUES (NULL)") }
        #expect(try running.ask { (store) throws(StoreError) in try store.reader.holdCount() } < 40)
        #expect(running.loop.status.failure == refusal && running.loop.status.waiting > 0)
        try running.ask { (store) throws(StoreError) in
            guard refusal == .full else { return try store.connection.execute("PRAGMA query_only = OFF") }
            try store.limitPages(to: 100_000)
        }
        // They are tried every five seconds, and at the end.
        running.stop()
        #expect(running.loop.status == StoreLoop.Status())
        #expect(running.stored.numbers.withLock { $0 } == Array(1...40))
        #expect(try running.holds() == Array(1...40))
        #expect(try running.events("mark").reversed() == events)
    }

    /// A large file is not read as a whole at the start.
    @Test func aLargeFileThatIsDamagedIsKeptAsideWhileTheStationRuns() throws {
        let running = try RunningLoop(checkedAtOnce: 0)
        try running.start()
        for number in 1...30 { running.loop.keep(hold(Int64(number))) }
        _ = try running.ask { (store) throws(StoreError) in try store.reader.holdCount() }
        running.stop()
        let size = try #require(Files.size(of: running.path))
        let whole = try RunningLoop(checkedAtOnce: 0)
        try whole.start()
        whole.loop.check()
        #expect(whole.loop.status == StoreLoop.Status())
        try running.damage(from: size - 4096)
        let again = try StoreLoop(StoreFile(path: running.path, checkedAtOnce: 0)) { _, _ in }
        let bell = try EventDescriptor()
        let thread = try Thread(name: "again", stackBytes: 2 << 20) { _ in again.run { _ in bell.ring() } }
        bell.wait()
        #expect(again.status == StoreLoop.Status())
        again.check()
        again.stop()
        thread.join()
        #expect(again.status.replaced == 1 && again.status.warnings.first?.contains("while the station ran") == true)
        #expect(try running.kept().count >= 1)
    }

    @Test func aFileThatIsDamagedAtTheStartIsKeptAsideWithItsLog() throws {
        let running = try RunningLoop()
        try running.start()
        for number in 1...3 {
            running.loop.reserve(hold: UInt64(number))
            running.loop.keep(hold(Int64(number)))
        }
        _ = try running.ask { (store) throws(StoreError) in try store.reader.holdCount() }
        running.stop()
        try running.damage()
        try running.start()
        #expect(running.loop.status.replaced == 1)
        let warning = try #require(running.loop.status.warnings.first)
        #expect(warning.contains("when the station started") && warning.contains("hold: 0 of 3"))
        #expect(running.loop.nextHold == 4)
        #expect(try running.holds() == [])
    }
}
