import Calibration
import LinuxIO
import Metrics
import RealTimeProbe
import RingBuffer
import Samples
import Synchronization
import Testing

@testable import Processing

struct ProcessLoopTests {
    /// What the probe has seen of the loop's thread; then the thread allocates, which the probe must see.
    private final class Counted: Sendable {
        let allocations = Atomic<UInt64>(0)
        let locks = Atomic<UInt64>(0)

        func take(_ slot: Int32) {
            allocations.store(probe_allocations(slot), ordering: .relaxed)
            locks.store(probe_locks(slot), ordering: .relaxed)
            #expect([Int](repeating: 3, count: Int.random(in: 100...200)).count >= 100)
        }
    }

    /// One station in memory: rings, the loop on a thread, and its consumers' ends.
    private func run(
        sensors: Int, seconds: Double, probeName: String, allocations: inout UInt64, locks: inout UInt64
    ) throws -> (output: ListOutput, recorded: Int, refused: UInt64, hops: UInt64) {
        let settings = [PipelineSettings](repeating: HoldFrames.settings, count: sensors)
        let frames = Ring<Frame>(minimumCapacity: 1 << 17)
        let commands = Ring<ProcessCommand>(minimumCapacity: 64)
        let retired = Ring<StagesHandle>(minimumCapacity: 64)
        let analysis = Ring<ProcessedItem>(minimumCapacity: 1 << 18)
        let recording = Ring<RecordedOutcome>(minimumCapacity: 1 << 18)
        let events = Ring<HoldEvent>(minimumCapacity: 1 << 12)
        let layout = BroadcastLayout(minimumSlots: 1 << 10)
        let memory = try MemoryFile(name: "test-ring", byteCount: layout.byteCount)
        let spectra = try MemoryFile(name: "test-ring-spectra", byteCount: layout.byteCount)
        let bell = try Doorbell()
        let loop = ProcessLoop(
            processor: StationProcessor(sensors: settings, nextHold: 1), frames: frames.makeConsumer(),
            commands: commands.makeConsumer(),
            output: RingOutput(
                broadcast: BroadcastWriter(memory: memory.memory, layout: layout, epoch: 1),
                spectra: BroadcastWriter(memory: spectra.memory, layout: layout, epoch: 1), analysis: analysis.makeProducer(),
                recording: recording.makeProducer(), events: events.makeProducer(), retired: retired.makeProducer()),
            doorbell: bell, listeners: [])
        var producer = frames.makeProducer()
        var asking = commands.makeProducer()
        for sensor in 0..<sensors {
            let stages = try #require(SensorStages(rate: 1000, settings: HoldFrames.settings))
            asking.push(
                ProcessCommand(sensor: SensorNumber(UInt16(sensor)), what: .start(StagesHandle(stages), index: 0)))
            // The same once more: what is replaced costs nothing either.
            asking.push(
                ProcessCommand(
                    sensor: SensorNumber(UInt16(sensor)), what: .measure(HoldFrames.settings, edition: 1, after: 0)))
            var conditions = HoldConditions()
            conditions.session = 3
            conditions.maximalForce = 330
            asking.push(ProcessCommand(sensor: SensorNumber(UInt16(sensor)), what: .conditions(conditions)))
        }
        let lists = (0..<sensors).map {
            HoldFrames(seconds: seconds, sensor: SensorNumber(UInt16($0)), trembling: true).list().dropFirst()
        }
        let slot = probe_watch(probeName)
        let counted = Counted()
        let thread = try Thread(name: probeName) { _ in
            probe_arm(slot, true)
            loop.run()
            counted.take(slot)
            probe_arm(slot, false)
        }
        var refused: UInt64 = 0
        for position in 0..<(lists.first?.count ?? 0) {
            for list in lists {
                let frame = list[list.startIndex + position]
                if !producer.push(frame) { refused += 1 }
            }
            bell.ring()
        }
        for list in lists {
            guard var mark = list.last else { continue }
            (mark.flags, mark.index) = (.ended, mark.index + 1)
            producer.push(mark)
        }
        loop.stop()
        thread.join()
        allocations = counted.allocations.load(ordering: .relaxed)
        locks = counted.locks.load(ordering: .relaxed)
        #expect(!probe_is_active() || probe_allocations(slot) > allocations, "the probe sees this thread")
        var unused = retired.makeConsumer()
        var freed = 0
        while let handle = unused.pop() {
            _ = handle.take()
            freed += 1
        }
        #expect(freed == sensors, "the stages of each stream that has ended come back")
        var output = ListOutput()
        var reader = analysis.makeConsumer()
        while let item = reader.pop() { output.items.append(item) }
        var recorded = 0
        var record = recording.makeConsumer()
        while record.pop() != nil { recorded += 1 }
        let hops = BroadcastReader<SpectrumHop>(memory: spectra.memory, byteCount: spectra.byteCount)?.next ?? 0
        return (output, recorded, refused + UInt64(analysis.refused + recording.refused), hops)
    }

    @Test(.enabled(if: probe_is_active(), "the probe is compiled out under sanitizers"))
    func eightSensorsWithHoldsCostNeitherMemoryNorLocks() throws {
        var allocations: UInt64 = 0
        var locks: UInt64 = 0
        // Swift's runtime makes the description of a generic type when it is first used in a process, so the first hold is not counted.
        _ = try run(sensors: 1, seconds: 12, probeName: "hf-proc-warm", allocations: &allocations, locks: &locks)
        let run = try run(sensors: 8, seconds: 12, probeName: "hf-proc-test", allocations: &allocations, locks: &locks)
        #expect(run.refused == 0)
        #expect(run.output.readings.count == 8 * 12000)
        // Frames, and for each sensor one mark of the clock, one of its end, its calibration and its conditions.
        #expect(run.recorded == 8 * 12004)
        let shaking = run.output.events.count { if case .shakingBegan = $0.what { true } else { false } }
        let zones = run.output.events.count { if case .zoneEntered = $0.what { true } else { false } }
        #expect(shaking == 8 && zones >= 8)
        // One second, and then every quarter of one.
        #expect(run.hops == 8 * 45)
        let ended = run.output.events.count { if case .ended = $0.what { true } else { false } }
        let closed = run.output.events.count { if case .holdClosed = $0.what { true } else { false } }
        #expect(ended == 8 && closed == 1)
        #expect([allocations, locks] == [0, 0])
    }

    @Test func stagesOfAStreamThatHasEndedComeBackUnused() throws {
        let processor = StationProcessor(sensors: [HoldFrames.settings], nextHold: 1)
        var output = ListOutput()
        let frames = HoldFrames().list()
        for frame in frames[1..<100] { processor.process(frame, into: &output) }
        var mark = frames[100]
        mark.flags = .ended
        processor.process(mark, into: &output)
        let stages = try #require(SensorStages(rate: 1000, settings: HoldFrames.settings))
        var recorded = 0
        processor.start(
            stages, of: SensorNumber(0), lockedAt: 50, at: frames[100].time, into: &output, record: { _, _ in recorded += 1 })
        #expect(output.retired.last === stages && recorded == 0)
    }

    /// A loop that this thread turns, with one sensor and the bell of one that collects samples.
    private struct Turned {
        let frames = Ring<Frame>(minimumCapacity: 1 << 12)
        let commands = Ring<ProcessCommand>(minimumCapacity: 64)
        let analysis = Ring<ProcessedItem>(minimumCapacity: 1 << 12)
        let collector: Doorbell
        let news: Doorbell
        let loop: ProcessLoop
        private let memory: [MemoryFile]

        init() throws {
            let layout = BroadcastLayout(minimumSlots: 64)
            memory = try ["a", "b"].map { try MemoryFile(name: $0, byteCount: layout.byteCount) }
            (collector, news) = (try Doorbell(), try Doorbell())
            loop = ProcessLoop(
                processor: StationProcessor(sensors: [HoldFrames.settings], nextHold: 1), frames: frames.makeConsumer(),
                commands: commands.makeConsumer(),
                output: RingOutput(
                    broadcast: BroadcastWriter(memory: memory[0].memory, layout: layout, epoch: 1),
                    spectra: BroadcastWriter(memory: memory[1].memory, layout: layout, epoch: 1),
                    analysis: analysis.makeProducer(), recording: nil,
                    events: Ring<HoldEvent>(minimumCapacity: 64).makeProducer(),
                    retired: Ring<StagesHandle>(minimumCapacity: 64).makeProducer()),
                doorbell: try Doorbell(), listeners: [news], collectors: [collector])
        }

        /// Whether a bell has been rung since this was last asked; its owner sleeps again.
        func isRung(_ bell: Doorbell) throws -> Bool {
            let epoll = try Epoll()
            try epoll.add(bell.number, token: 0)
            var rung = false
            try epoll.wait(until: Clock.monotonic()) { _, _ in rung = true }
            bell.drain()
            bell.prepareToWait()
            return rung
        }
    }

    @Test func samplesAloneDoNotWakeThoseWhoCollectThem() throws {
        let turned = try Turned()
        var frames = turned.frames.makeProducer()
        var commands = turned.commands.makeProducer()
        let list = HoldFrames().list()
        // A stream begins with an event.
        frames.push(list[1])
        #expect(turned.loop.turn())
        _ = try (turned.isRung(turned.collector), turned.isRung(turned.news))
        #expect(try !turned.isRung(turned.collector) && !turned.isRung(turned.news))
        for frame in list[2...100] {
            frames.push(frame)
            #expect(turned.loop.turn())
        }
        #expect(try !turned.isRung(turned.collector) && turned.isRung(turned.news))
        #expect(!turned.loop.turn(), "nothing waits")
        // An event does, at once.
        commands.push(ProcessCommand(sensor: SensorNumber(0), what: .tare(ticket: 1)))
        #expect(turned.loop.turn())
        #expect(try turned.isRung(turned.collector))
        // So does a ring that fills: these are a quarter of it, with those before.
        for frame in list[101...1020] { frames.push(frame) }
        #expect(turned.loop.turn())
        #expect(try !turned.isRung(turned.collector))
        for frame in list[1021...1030] { frames.push(frame) }
        #expect(turned.loop.turn())
        #expect(try turned.isRung(turned.collector))
        var reader = turned.analysis.makeConsumer()
        while reader.pop() != nil {}
        frames.push(list[1031])
        #expect(turned.loop.turn())
        #expect(try !turned.isRung(turned.collector))
    }
}
