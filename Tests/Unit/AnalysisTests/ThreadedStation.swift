import Analysis
import Certificates
import Glibc
import LinuxIO
import Metrics
import Processing
import Recording
import RingBuffer
import Samples
import Scratch
import Store
import Synchronization
import Testing

/// What stands behind the sensors in the daemon: its rings, its two threads, a store on the disk and a recording.
final class ThreadedStation {
    /// What has become of some frames.
    struct Outcome {
        /// Holds as the store has them, and as they were announced.
        var stored: [StoredHold]
        var announced: [StoredHold]
        var recorded: [RecordedOutcome]
        var refused: UInt64
    }

    private final class Announced: Sendable { let holds = Mutex<[StoredHold]>([]) }

    private let frames = Ring<Frame>(minimumCapacity: 1 << 15)
    private let commands = Ring<ProcessCommand>(minimumCapacity: 256)
    private let retired = Ring<StagesHandle>(minimumCapacity: 1024)
    private let analysis = Ring<ProcessedItem>(minimumCapacity: 1 << 17)
    private let recording: Ring<RecordedOutcome>
    private let events = Ring<HoldEvent>(minimumCapacity: 1 << 14)
    private let settings: [PipelineSettings]
    private let names: [SensorDescription]
    private let folder: String

    /// - Parameters:
    ///   - recorded: how many frames are recorded at most.
    init(_ sensors: [(name: String, settings: PipelineSettings)], recorded: Int = 2) throws {
        settings = sensors.map(\.settings)
        names = sensors.map { SensorDescription(name: $0.name, kind: $0.settings.kind, calibration: $0.settings.calibration) }
        // Samples leave room for events.
        recording = Ring<RecordedOutcome>(minimumCapacity: recorded > 2 ? recorded + 1024 : 2)
        folder = Scratch.makeFolder("analysis")
    }

    deinit {
        for name in ["", "-wal", "-shm"] { unlink(folder + "/db" + name) }
        rmdir(folder)
    }

    /// Sends pieces of frames, each sensor's first frame being the mark of its clock, as fast as the threads take them.
    ///
    /// - Parameters:
    ///   - ahead: how many items the threads may have before them.
    ///   - holds: how many holds there must be before it goes on to `then`, which may ask things while the threads run.
    func run(
        _ pieces: some Sequence<some Sequence<Frame>>, ahead: Int, holds: Int = 0, then: (RecentRecords) -> Void = { _ in }
    ) throws -> Outcome {
        let layout = BroadcastLayout(minimumSlots: 1 << 10)
        let memory = try MemoryFile(name: "analysis-tests", byteCount: layout.byteCount)
        let spectra = try MemoryFile(name: "analysis-tests-spectra", byteCount: layout.byteCount)
        let (processBell, analyseBell) = (try Doorbell(), try Doorbell())
        let told = Announced()
        let process = ProcessLoop(
            processor: StationProcessor(sensors: settings, nextHold: 1), frames: frames.makeConsumer(),
            commands: commands.makeConsumer(),
            output: RingOutput(
                broadcast: BroadcastWriter(memory: memory.memory, layout: layout, epoch: 1),
                spectra: BroadcastWriter(memory: spectra.memory, layout: layout, epoch: 1), analysis: analysis.makeProducer(),
                recording: recording.capacity > 2 ? recording.makeProducer() : nil, events: events.makeProducer(),
                retired: retired.makeProducer()),
            doorbell: processBell, listeners: [], collectors: [analyseBell])
        let file = StoreFile(path: folder + "/db")
        let store = try StoreLoop(file) { hold, _ in told.holds.withLock { $0.append(hold) } }
        let recent = RecentRecords()
        let analyse = AnalyseLoop(
            items: analysis.makeConsumer(), sensors: Editions(names), store: store, recent: recent,
            doorbell: analyseBell,
            recordingName: { nil })
        var producer = frames.makeProducer()
        var asking = commands.makeProducer()
        var unread = events.makeConsumer()
        let threads = [
            try Thread(name: "process") { _ in process.run() },
            try Thread(name: "analyse", stackBytes: 2 << 20) { _ in analyse.run() },
            try Thread(name: "store", stackBytes: 2 << 20) { _ in
                store.run { failure in if let failure { Issue.record("\(failure)") } }
            },
        ]
        for piece in pieces {
            for frame in piece {
                if frame.flags.contains(.clockLocked) {
                    // As the daemon does it: the thread may not take the memory that detection needs.
                    let number = Int(frame.sensor.value)
                    let stages = try #require(SensorStages(rate: frame.values[0], settings: settings[number]))
                    asking.push(ProcessCommand(sensor: frame.sensor, what: .start(StagesHandle(stages), index: frame.index)))
                    processBell.ring()
                    while commands.count > 0 { sched_yield() }
                } else {
                    // What is refused is counted.
                    _ = producer.push(frame)
                }
            }
            processBell.ring()
            // As `main` does it once a second.
            analyse.wake()
            while frames.count > ahead || analysis.count > ahead { sched_yield() }
            while unread.pop() != nil {}
        }
        while told.holds.withLock({ $0.count }) < holds { sched_yield() }
        then(recent)
        process.stop()
        threads[0].join()
        analyse.stop()
        threads[1].join()
        store.stop()
        threads[2].join()
        let announced = told.holds.withLock { $0 }
        var recorded: [RecordedOutcome] = []
        if recording.capacity > 2 {
            var reader = recording.makeConsumer()
            while let outcome = reader.pop() { recorded.append(outcome) }
        }
        var reading = StoreReading(file)
        var stored: [StoredHold] = []
        for hold in announced {
            let found = try reading.read { (reader) throws(StoreError) in try reader.hold(hold.number) }
            if let found { stored.append(found) }
        }
        return Outcome(
            stored: stored,
            announced: announced, recorded: recorded,
            refused: UInt64(frames.refused + analysis.refused + recording.refused + events.refused))
    }
}

/// A recording in memory.
final class MemoryRecording: AppendFile {
    private(set) var bytes: [UInt8] = []
    func append(_ bytes: UnsafeRawBufferPointer) throws(SystemError) { self.bytes += bytes }
    func synchronise() throws(SystemError) {}

    /// The bytes of the file that holds these outcomes.
    static func bytes(
        of outcomes: [RecordedOutcome], head: RecordingHead, sensors: Editions<SensorDescription>? = nil
    ) -> [UInt8] {
        let file = MemoryRecording()
        var writer = RecordingWriter(
            sensors: sensors ?? Editions(head.sensors), head: { _, _, _ in head },
            makeFile: { (_) throws(SystemError) in ("memory", file) })
        let moment = HostInstant(nanoseconds: 0)
        for outcome in outcomes { writer.append(outcome, at: moment, wallMicroseconds: 0) { _ in } }
        writer.close(at: moment) { _ in }
        return file.bytes
    }
}
