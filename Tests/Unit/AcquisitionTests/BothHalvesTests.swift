import Acquisition
import Calibration
import Drivers
import Glibc
import LinuxIO
import Metrics
import Processing
import RealTimeProbe
import Rehearsal
import RingBuffer
import Samples
import Scratch
import Synchronization
import Testing

/// The thread that reads and computes, as the daemon makes it: a board in real time, holds, and somebody behind every bell.
struct BothHalvesTests {
    /// A pull of two and a half seconds in every five, with a tremor.
    private struct Pulls: SampleSource {
        private var start = 0.0
        private var index = 0
        var channelCount: Int { 1 }

        mutating func begin(at seconds: Double) { (start, index) = (seconds, 0) }

        mutating func nextTime() -> Double? {
            defer { index += 1 }
            return start + Double(index) / 1000
        }

        mutating func values(at trueSeconds: Double, into values: inout [Double]) {
            let phase = (Double(index) / 1000).truncatingRemainder(dividingBy: 5)
            let noise = Double(index &* 2_654_435_761 >> 7 & 1023) / 1024
            let isPull = phase >= 2 && phase < 4.5
            values = [noise + (isPull ? 400 * (1 - exp((2 - phase) / 0.08)) + 6 * sin(2 * .pi * 9 * phase) : 0)]
        }
    }

    private static let settings = PipelineSettings(
        kind: .cell, calibration: SensorCalibration(state: .settings, channels: 1), setUp: 0, onset: OnsetParameters(.cell))

    /// The second half with the far ends of its rings, which the test owns.
    private final class Second {
        let loop: ProcessLoop
        var analysis: RingConsumer<ProcessedItem>
        var commands: RingProducer<ProcessCommand>
        private let recording = Ring<RecordedOutcome>(minimumCapacity: 1 << 17)
        private let collector: Doorbell
        private let news: Doorbell
        private let reader: BellBoard.Place?
        private let memory: [MemoryFile]
        private(set) var closed = 0
        private(set) var marks = 0
        private(set) var lastMark: HostInstant?
        private(set) var readings = 0

        init(_ frames: Ring<Frame>, _ bell: Doorbell) throws {
            let layout = BroadcastLayout(minimumSlots: 1 << 10)
            memory = try ["a", "b"].map { try MemoryFile(name: $0, byteCount: layout.byteCount) }
            let bells = try BellBoard()
            (collector, news, reader) = (try Doorbell(), try Doorbell(), try bells.take())
            let items = Ring<ProcessedItem>(minimumCapacity: 1 << 17)
            let orders = Ring<ProcessCommand>(minimumCapacity: 64)
            analysis = items.makeConsumer()
            commands = orders.makeProducer()
            loop = ProcessLoop(
                processor: StationProcessor(sensors: [BothHalvesTests.settings], nextHold: 1), frames: frames.makeConsumer(),
                commands: orders.makeConsumer(),
                output: RingOutput(
                    broadcast: BroadcastWriter(memory: memory[0].memory, layout: layout, epoch: 1),
                    spectra: BroadcastWriter(memory: memory[1].memory, layout: layout, epoch: 1),
                    analysis: items.makeProducer(), recording: recording.makeProducer(),
                    events: Ring<HoldEvent>(minimumCapacity: 1 << 10).makeProducer(),
                    retired: Ring<StagesHandle>(minimumCapacity: 64).makeProducer()),
                doorbell: bell, listeners: [news], collectors: [collector], bells: bells,
                eventListeners: [try EventDescriptor()])
        }

        /// Takes what was written, and sleeps again behind every bell.
        func take() {
            while let item = analysis.pop() {
                switch item {
                case .reading: readings += 1
                case .event(let event):
                    if case .holdClosed = event.what { closed += 1 }
                    if case .mark = event.what { (marks, lastMark) = (marks + 1, event.time) }
                case .passed: break
                }
            }
            for bell in [collector, news] { bell.prepareToWait() }
        }
    }

    @Test(.enabled(if: probe_is_active(), "the probe is compiled out under sanitizers"))
    func readingAndComputingInOneThreadCostsNeitherMemoryNorLocks() throws {
        let name = "hf-both-probe"
        let slot = probe_watch(name)
        var second: Second?
        // What the thread does at last shows that the probe sees this thread.
        let station = try AcquireStation(
            threadName: name,
            nextHalf: { frames, bell in
                second = try? Second(frames, bell)
                let loop = second?.loop
                return NextHalf(turn: { loop?.turn() ?? false }, finish: { loop?.finish() })
            }, last: { #expect([Int](repeating: 3, count: Int.random(in: 100...200)).count >= 100) })
        let half = try #require(second)
        let bench = try PretendBench(
            folder: Scratch.path("both"),
            devices: [
                PretendBench.Device("board") { PretendText(.init(format: .init(decimals: 3)), source: Pulls(), epoch: $0) }
            ])
        defer { bench.stop() }
        var options = DriverOptions()
        (options.timeColumn, options.columns, options.timeWrapBits) = (1, [2], 32)
        let session = DeviceSession(
            port: try SerialPort(path: bench.path(of: "board"), baud: 115_200),
            dialogue: try TextLine.driver.makeDialogue(options, nil), sensors: [SensorNumber(0)], nextIndices: [0])
        station.attach(session)
        func waited(until condition: () -> Bool) -> Bool {
            let deadline = Clock.monotonic().advanced(bySeconds: 60)
            while !condition(), Clock.monotonic() < deadline {
                Clock.rest(nanoseconds: 10_000_000)
                station.takeReports()
                half.take()
            }
            return condition()
        }
        // A mark has the moment at which it was set.
        var set = Clock.monotonic()
        func mark(_ text: String) throws {
            set = Clock.monotonic()
            half.commands.push(ProcessCommand(sensor: SensorNumber(0), what: .mark(try #require(MarkText(text)), at: set)))
            station.doorbell.ring()
        }
        try #require(waited { !station.locks.isEmpty })
        // What `main` does: the filters for the rate, made where memory may be taken.
        let stages = try #require(SensorStages(rate: 1000, settings: Self.settings))
        half.commands.push(
            ProcessCommand(
                sensor: SensorNumber(0), what: .start(StagesHandle(stages), index: station.locks.first?.index ?? 0)))
        try mark("first")
        // Swift's runtime makes the description of a generic type when it is first used in a process, so the first hold is not counted.
        try #require(waited { half.closed >= 1 && half.marks >= 1 })
        let (readings, closed) = (half.readings, half.closed)
        probe_arm(slot, true)
        try mark("second")
        let came = waited { half.closed > closed && half.marks == 2 }
        let counted = [probe_allocations(slot), probe_locks(slot)]
        station.stop()
        let last = probe_allocations(slot)
        probe_arm(slot, false)
        #expect(came && half.readings > readings + 2000 && half.lastMark == set)
        #expect(counted == [0, 0])
        #expect(last > counted[0])
        #expect(session.status.corrupt.load(ordering: .relaxed) == 0)
    }
}
