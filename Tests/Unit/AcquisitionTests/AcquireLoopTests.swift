import Acquisition
import Drivers
import LinuxIO
import Samples
import Synchronization
import Testing

/// The loop on its thread, with terminals that a test holds the other end of.
struct AcquireLoopTests {
    @Test func framesComeWithRisingIndicesTimeAndArrival() throws {
        let station = try AcquireStation()
        let board = try HandBoard()
        let before = Clock.monotonic()
        station.attach(try board.session(sensors: [SensorNumber(5)], firstIndex: 1000))
        try board.begin()
        for _ in 0..<10 {
            try board.send(samples: 20)
            try #require(try station.collect { $0.frames.count == board.next })
        }
        let after = Clock.monotonic()
        #expect(station.frames.map(\.index) == (1000..<1200).map(UInt64.init))
        #expect(station.frames.map { $0.values[0] } == (0..<200).map(Double.init))
        #expect(station.frames.allSatisfy { $0.sensor == SensorNumber(5) && $0.present == 1 })
        // Before its clock has locked a sample's time is its arrival.
        #expect(station.frames.allSatisfy { $0.flags.contains(.clockUnlocked) && $0.time == $0.arrival })
        #expect(station.frames.allSatisfy { before < $0.arrival && $0.arrival < after })
        #expect(zip(station.frames, station.frames.dropFirst()).allSatisfy { $0.arrival <= $1.arrival })
        // The first one does not follow on anything; all others do.
        #expect(station.frames.map { $0.flags.contains(.discontinuity) } == [true] + [Bool](repeating: false, count: 199))
        #expect(station.loop.refused == 0 && station.loop.turns >= 10)
    }

    @Test func anUnpluggedDeviceComesBackAfterItsLastFrame() throws {
        let station = try AcquireStation()
        let board = try HandBoard()
        station.attach(try board.session())
        try board.begin()
        try board.send(samples: 50)
        try #require(try station.collect { $0.frames.count == 50 })
        board.unplug()
        try #require(try station.collect { !$0.returned.isEmpty })
        station.takeFrames()
        #expect(station.returned.map(\.reason) == [.gone] && station.returned.map(\.slot) == [0])
        #expect(station.frames.map(\.index) == (0...50).map(UInt64.init))
        #expect(station.frames.last?.flags == .ended && station.frames.last?.present == 0)
        #expect(station.returned.first?.session.nextIndices == [50])
        #expect(station.returned.first?.session.status.frames.load(ordering: .relaxed) == 50)
    }

    @Test func aDetachedDeviceComesBackAndItsSlotServesTheNext() throws {
        let station = try AcquireStation()
        let first = try HandBoard()
        station.attach(try first.session(), slot: 3)
        try first.begin()
        try first.send(samples: 5)
        try #require(try station.collect { $0.frames.count == 5 })
        station.detach(slot: 3)
        try #require(try station.collect { !$0.returned.isEmpty })
        #expect(station.returned.map(\.reason) == [.asked] && station.returned.map(\.slot) == [3])
        station.returned = []
        let second = try HandBoard()
        station.attach(try second.session(sensors: [SensorNumber(1)], firstIndex: 7), slot: 3)
        try second.begin()
        try second.send(samples: 5)
        try #require(try station.collect { $0.samples.count == 10 })
        #expect(station.samples.map(\.index) == [0, 1, 2, 3, 4, 7, 8, 9, 10, 11])
        #expect(station.marks.map(\.index) == [5] && station.marks.map(\.flags) == [.ended])
    }

    @Test func stoppingGivesEveryDeviceBack() throws {
        let station = try AcquireStation()
        let boards = try (0..<8).map { _ in try HandBoard() }
        for (slot, board) in boards.enumerated() {
            station.attach(try board.session(sensors: [SensorNumber(UInt16(slot))]), slot: slot)
            try board.begin()
            try board.send(samples: 3)
        }
        try #require(try station.collect { $0.frames.count == 24 })
        station.stop()
        #expect(station.returned.map(\.slot).sorted() == Array(0..<8))
        #expect(station.returned.allSatisfy { $0.reason == .asked })
        #expect(Set(station.marks.map(\.sensor)) == Set((0..<8).map { SensorNumber(UInt16($0)) }))
        #expect(station.marks.allSatisfy { $0.flags == .ended && $0.index == 3 })
    }

    @Test func aFullRingRefusesCountsAndTheNextFrameSaysSo() throws {
        let station = try AcquireStation(frameCapacity: 64)
        let board = try HandBoard()
        let session = try board.session()
        station.attach(session)
        try board.begin()
        try board.send(samples: 100)
        // Nobody takes frames: 64 fit.
        try #require(try station.wait { $0.loop.refused == 36 })
        #expect(session.status.frames.load(ordering: .relaxed) == 100)
        station.takeFrames()
        try board.send(samples: 10)
        try #require(try station.collect { $0.frames.count == 74 })
        #expect(station.frames.map(\.index) == (Array(0..<64) + Array(100..<110)).map(UInt64.init))
        #expect(station.frames.indices.filter { station.frames[$0].flags.contains(.discontinuity) } == [0, 64])
        #expect(station.loop.refused == 36)
    }

    @Test func theEndOfAStreamIsToldEvenWhenTheRingIsFull() throws {
        let station = try AcquireStation(frameCapacity: 64)
        let board = try HandBoard()
        station.attach(try board.session())
        try board.begin()
        try board.send(samples: 100)
        try #require(try station.wait { $0.loop.refused >= 36 })
        board.unplug()
        // It can only be told once somebody makes room.
        let early = try station.wait(timeout: 0.2) { !$0.returned.isEmpty }
        #expect(!early)
        try #require(try station.collect { !$0.returned.isEmpty })
        station.takeFrames()
        #expect(station.marks.map(\.flags) == [.ended] && station.marks.map(\.index) == [100])
    }

    @Test func brokenBytesAreCountedAndTheLostSampleTakesAnIndex() throws {
        let station = try AcquireStation()
        let board = try HandBoard()
        let session = try board.session()
        station.attach(session)
        try board.begin()
        try board.send(samples: 5)
        try board.send("\u{1}\u{2}garb#age\n5\u{7F}5\n")
        try board.send("nan\n")
        try board.send(samples: 5)
        try #require(try station.collect { $0.frames.count == 11 })
        #expect(station.frames.map(\.index) == [0, 1, 2, 3, 4, 7, 8, 9, 10, 11, 12])
        #expect(station.frames[5].flags.isSuperset(of: [.discontinuity, .notANumber]) && station.frames[5].present == 0)
        #expect(!station.frames[6].flags.contains(.discontinuity))
        station.detach()
        try #require(try station.collect { !$0.returned.isEmpty })
        #expect(session.status.corrupt.load(ordering: .relaxed) == 2)
        #expect(session.status.lost.load(ordering: .relaxed) == 2)
        #expect(session.status.notANumber.load(ordering: .relaxed) == 1)
    }

    @Test func aDeviceThatSendsOnlyNonsenseIsGivenUp() throws {
        let station = try AcquireStation()
        let board = try HandBoard()
        station.attach(try board.session())
        for _ in 0..<6 { try board.send(String(repeating: "?!\n", count: 100)) }
        try #require(try station.collect { !$0.returned.isEmpty })
        #expect(station.returned.map(\.reason) == [.corrupt])
        #expect(station.samples.isEmpty)
    }

    @Test func commandsForSlotsThatAreNotThereDoNothing() throws {
        let station = try AcquireStation()
        for slot in [-1, AcquireLoop.slots, 7] { station.detach(slot: slot) }
        let board = try HandBoard()
        station.attach(try board.session(), slot: AcquireLoop.slots - 1)
        try board.begin()
        try board.send(samples: 1)
        try #require(try station.collect { $0.frames.count == 1 })
        #expect(station.returned.isEmpty)
    }
}
