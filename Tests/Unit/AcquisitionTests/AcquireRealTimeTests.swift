import Acquisition
import Drivers
import LinuxIO
import RealTimeProbe
import Rehearsal
import Samples
import Scratch
import Synchronization
import Testing
import Timing

/// The loop with a board that streams in real time.
struct AcquireRealTimeTests {
    /// Eight channels at an even rate; the values say which sample it is.
    private struct EvenSource: SampleSource {
        let rate: Double
        private var start = 0.0
        private var index = 0

        init(rate: Double) { self.rate = rate }
        var channelCount: Int { 8 }

        mutating func begin(at seconds: Double) {
            start = seconds
            index = 0
        }

        mutating func nextTime() -> Double? {
            defer { index += 1 }
            return start + Double(index) / rate
        }

        mutating func values(at trueSeconds: Double, into values: inout [Double]) {
            values = (0..<8).map { Double(index) * 0.125 - Double($0) * 1000 }
        }
    }

    /// A board that streams eight channels at 1 kHz to a station, with its own time in front.
    private final class Streaming {
        let bench: PretendBench
        let session: DeviceSession

        init(to station: AcquireStation) throws {
            let device = PretendBench.Device("board") {
                PretendText(.init(format: .init(decimals: 3)), source: EvenSource(rate: 1000), epoch: $0)
            }
            let folder = Scratch.path("acquire")
            bench = try PretendBench(folder: folder, devices: [device])
            var options = DriverOptions()
            options.timeColumn = 1
            options.columns = Array(2...9)
            options.timeWrapBits = 32
            let port = try SerialPort(path: bench.path(of: "board"), baud: 115_200)
            session = DeviceSession(
                port: port, dialogue: try TextLine.driver.makeDialogue(options, nil), sensors: [SensorNumber(0)], nextIndices: [0]
            )
            station.attach(session)
        }

        deinit { bench.stop() }
    }

    @Test(.enabled(if: probe_is_active(), "the probe is compiled out under sanitizers"))
    func readingEightChannelsAtAKilohertzCostsNeitherMemoryNorLocks() throws {
        let name = "hf-acq-probe"
        let slot = probe_watch(name)
        // What the thread does at last shows that the probe sees this thread.
        let station = try AcquireStation(
            threadName: name, last: { #expect([Int](repeating: 3, count: Int.random(in: 100...200)).count >= 100) })
        // Swift's runtime makes the description of a generic type when it is first used in a process, so the first board is not
        // counted.
        let first = try Streaming(to: station)
        try #require(try station.collect { !$0.locks.isEmpty })
        station.detach()
        try #require(try station.collect { !$0.returned.isEmpty })
        first.bench.stop()
        let streaming = try Streaming(to: station)
        let before = station.samples.count
        let began = try station.collect { $0.samples.count >= before + 20 }
        probe_arm(slot, true)
        // Past the moment at which the clock locks.
        let enough = station.frames.count + Int((SampleClock.lockSeconds + 1) * 1000)
        let came = try station.collect(timeout: 60) { $0.frames.count >= enough && $0.locks.count == 2 }
        let allocated = probe_allocations(slot)
        let locked = probe_locks(slot)
        station.detach()
        let returned = try station.collect { $0.returned.count == 2 }
        let ended = probe_allocations(slot)
        station.stop()
        let last = probe_allocations(slot)
        probe_arm(slot, false)
        #expect(began && came && returned)
        #expect(station.locks.count == 2)
        #expect(allocated == 0 && locked == 0, "while it reads")
        #expect(ended == 0, "while it gives a device back on request")
        #expect(last > 0)
        #expect(streaming.session.status.corrupt.load(ordering: .relaxed) == 0)
    }

    @Test func theClockLocksAfterItsSecondsAndSaysTheRate() throws {
        let station = try AcquireStation()
        let streaming = try Streaming(to: station)
        try #require(try station.collect { !$0.locks.isEmpty })
        let lock = try #require(station.locks.first)
        let enough = lock.index + 500
        try #require(try station.collect { ($0.frames.last?.index ?? 0) > enough })
        let first = try #require(station.frames.first)
        let locking = try #require(station.frames.first { $0.index == lock.index })
        #expect(locking.arrival.seconds(since: first.arrival) >= SampleClock.briefSeconds)
        #expect(abs(lock.rate - 1000) < 1 && lock.sensor == SensorNumber(0))
        #expect(streaming.session.status.rate.load(ordering: .relaxed) == lock.rate.bitPattern)
        // Up to the lock frames say that it is not locked; from it on times are even, whatever the arrivals did.
        let unlocked = station.samples.filter { $0.flags.contains(.clockUnlocked) }
        #expect(unlocked.map(\.index) == Array(0..<lock.index))
        let after = station.samples.filter { $0.index >= lock.index }
        #expect(zip(after, after.dropFirst()).allSatisfy { $0.time < $1.time && $0.index + 1 == $1.index })
        #expect(zip(after, after.dropFirst()).allSatisfy { abs($1.time.seconds(since: $0.time) - 0.001) < 0.0006 })
        #expect(station.locks.count == 1)
    }
}
