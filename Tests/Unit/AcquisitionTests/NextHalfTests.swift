import Acquisition
import Drivers
import LinuxIO
import RingBuffer
import Samples
import Synchronization
import Testing

/// The thread that turns both halves of a sample's path.
struct NextHalfTests {
    /// Counts what it takes from the ring.
    private final class Counting: @unchecked Sendable {
        // Safety: the consumer belongs to the thread that turns it.
        private var frames: RingConsumer<Frame>
        let count = Atomic<Int>(0)
        let turns = Atomic<Int>(0)
        let isFinished = Atomic<Bool>(false)

        init(_ ring: Ring<Frame>) { frames = ring.makeConsumer() }

        var half: NextHalf {
            NextHalf(
                turn: { [self] in
                    turns.add(1, ordering: .relaxed)
                    var worked = false
                    while frames.pop() != nil {
                        count.add(1, ordering: .sequentiallyConsistent)
                        worked = true
                    }
                    return worked
                }, finish: { [self] in isFinished.store(true, ordering: .releasing) })
        }
    }

    @Test func framesOfOneReadThatDoNotFitIntoTheRingAreProcessedOnTheWay() throws {
        var counting: Counting?
        let station = try AcquireStation(
            frameCapacity: 4,
            nextHalf: { ring, _ in
                let made = Counting(ring)
                counting = made
                return made.half
            })
        let half = try #require(counting)
        let terminal = try PseudoTerminal()
        let session = DeviceSession(
            port: try SerialPort(path: terminal.path, baud: 115_200),
            dialogue: try TextLine.driver.makeDialogue(DriverOptions(), nil), sensors: [SensorNumber(0)], nextIndices: [0])
        station.attach(session)
        let lines = Array(String(repeating: "1.5\n", count: 100).utf8)
        _ = try lines.withUnsafeBytes { try terminal.descriptor.write($0) }
        // The first lines tell how a line looks.
        let deadline = Clock.monotonic().advanced(bySeconds: 10)
        while half.count.load(ordering: .sequentiallyConsistent) < 90, Clock.monotonic() < deadline {
            Clock.rest(nanoseconds: 100_000)
        }
        let count = half.count.load(ordering: .sequentiallyConsistent)
        #expect(count >= 90, "\(count) of 100")
        #expect(station.loop.refused == 0)
        station.stop()
        let isFinished = half.isFinished.load(ordering: .acquiring)
        #expect(isFinished)
    }

    @Test func theBellOfItsOtherProducersWakesIt() throws {
        var counting: Counting?
        let station = try AcquireStation(nextHalf: { ring, _ in
            let made = Counting(ring)
            counting = made
            return made.half
        })
        let half = try #require(counting)
        let deadline = Clock.monotonic().advanced(bySeconds: 10)
        for _ in 0..<20 {
            let before = half.turns.load(ordering: .relaxed)
            // Awake or asleep, it looks once more after a ring.
            while half.turns.load(ordering: .relaxed) == before, Clock.monotonic() < deadline {
                station.doorbell.ring()
                Clock.rest(nanoseconds: 10_000)
            }
        }
        #expect(Clock.monotonic() < deadline)
        station.stop()
    }
}
