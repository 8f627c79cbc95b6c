import Acquisition
import Analysis
import Certificates
import Drivers
import Interface
import LinuxIO
import Processing
import Publishing
import Recording
import RingBuffer
import Samples
import Settings
import Store
import Synchronization

/// The measuring part of the station: rings, and the threads between them. Sensors are added, changed and removed while it runs;
/// a change of the station itself stops it and makes another.
///
/// Owned by `main`.
final class Engine {
    /// SCHED_FIFO priority of the threads that read sensors.
    static let acquirePriority: UInt64 = 20
    /// Events that may wait for a turn of the publishing threads.
    private static let eventSlots = 1 << 10
    /// Steps of spectra: 16 s of 32 sensors.
    private static let spectrumSlots = 1 << 11

    /// Indexed by sensor number; for a removed sensor, its last plan.
    var plans: [SensorPlan]
    let view: StationView
    let acquire: AcquireLoop
    /// The loop for libusb devices and for hidraw: when a report is written, the kernel waits for the device, unlike with a tty.
    let usb: AcquireLoop
    let process: ProcessLoop
    let analyse: AnalyseLoop
    let record: RecordLoop?
    private let rights = Rights()
    /// A recording is processed in place of devices, by a thread of its own: reading it allocates.
    private let isReplay: Bool

    private var attachments: RingProducer<AcquireCommand>
    private var usbAttachments: RingProducer<AcquireCommand>
    var processCommands: RingProducer<ProcessCommand>
    private var reports: RingConsumer<AcquireReport>
    private var usbReports: RingConsumer<AcquireReport>
    private var retired: RingConsumer<StagesHandle>
    let processBell: Doorbell
    let rings: Rings
    /// The rate of each sensor whose clock has locked, Hz; by sensor number.
    var rates: [UInt16: Double] = [:]
    /// Indexed by sensor number; one entry for each calibration.
    let sensors: Editions<SensorDescription>
    private var threads: [(thread: Thread, stop: () -> Void)] = []

    /// The rings themselves, for their counts of refused items.
    struct Rings {
        let frames = Ring<Frame>(minimumCapacity: RingSizes.frames)
        let usbFrames = Ring<Frame>(minimumCapacity: RingSizes.usbFrames, isTouched: false)
        let analysis: Ring<ProcessedItem>
        let recording: Ring<RecordedOutcome>
        let events = Ring<HoldEvent>(minimumCapacity: Engine.eventSlots)
        let controlEvents = Ring<HoldEvent>(minimumCapacity: Engine.eventSlots)
        let commands = Ring<AcquireCommand>(minimumCapacity: 256)
        let reports = Ring<AcquireReport>(minimumCapacity: 512)
        let usbCommands = Ring<AcquireCommand>(minimumCapacity: 256)
        let usbReports = Ring<AcquireReport>(minimumCapacity: 512)
        let processCommands = Ring<ProcessCommand>(minimumCapacity: 256)
        let retired = Ring<StagesHandle>(minimumCapacity: 1024)

        init(_ sizes: RingSizes) {
            analysis = Ring(minimumCapacity: sizes.analysis, limit: RingSizes.analysisLimit)
            recording = Ring(minimumCapacity: sizes.recording, limit: RingSizes.recordingLimit)
        }

        /// Keeps the rings and the code in memory on a host that is short of it, as far as that is allowed.
        func lock() {
            let blocks = [frames.memory, usbFrames.memory, analysis.memory, recording.memory]
            if blocks.reduce(Environment.lockProgram(), { Environment.lock($1) && $0 }) { return }
            Log.notice(
                "memory",
                "not all memory can be locked (LimitMEMLOCK, ulimit -l): a host that is short of memory can delay samples")
        }
    }

    /// Whether the host has granted the measuring threads their priority.
    private final class Rights: Sendable { let isRealTime = Atomic<Bool>(false) }
    var isRealTime: Bool { rights.isRealTime.load(ordering: .relaxed) }

    /// The parts of the station outside the engine that the engine uses.
    struct Surroundings {
        var store: StoreLoop
        var recent: RecentRecords
        /// The directory for recordings; `nil` when nothing is recorded.
        var recordings: RecordingFolder?
        /// Finds the recordings in which a hold took place; `record` calls it.
        var holdRecordings: @Sendable () -> Set<String>
        /// The holds whose traces are to be cut, and where the traces are.
        var traces: (folder: TraceFolder, requests: RecordRequests)
        var station: String
        var reportBell: EventDescriptor
        /// Wake the threads that serve clients; rung for readings and for events.
        var newsBells: [Doorbell]
        var eventBells: [EventDescriptor]
        /// A recording that is played in place of devices.
        var replay: Replay?
    }

    init(_ plans: [SensorPlan], generation: UInt64, nextHold: UInt64, _ around: Surroundings) throws(SystemError) {
        self.plans = plans
        isReplay = around.replay != nil
        let sizes = RingSizes(samplesPerSecond: Double(plans.count) * RingSizes.usualRate)
        let rings = Rings(sizes)
        self.rings = rings
        rings.lock()
        let sensors = Editions(plans.map(\.sensor))
        self.sensors = sensors
        let layout = BroadcastLayout(minimumSlots: sizes.broadcast)
        let memory = try MemoryFile(name: "holdfast-readings", byteCount: layout.byteCount)
        let writer = BroadcastWriter<Reading>(memory: memory.memory, layout: layout, epoch: generation)
        let spectrumLayout = BroadcastLayout(minimumSlots: Self.spectrumSlots)
        let spectrumMemory = try MemoryFile(name: "holdfast-spectra", byteCount: spectrumLayout.byteCount)
        let spectrumWriter = BroadcastWriter<SpectrumHop>(
            memory: spectrumMemory.memory, layout: spectrumLayout, epoch: generation)
        guard let readings = BroadcastReader<Reading>(memory: memory.memory, byteCount: memory.byteCount),
            let spectra = BroadcastReader<SpectrumHop>(memory: spectrumMemory.memory, byteCount: spectrumMemory.byteCount)
        else { throw SystemError("map", "the broadcast ring", number: 22) }
        let bells = try BellBoard()
        view = StationView(
            generation: generation, sensors: sensors, readings: readings, spectra: spectra,
            events: rings.events, controlEvents: rings.controlEvents, memory: [memory, spectrumMemory],
            shared: StationView.SharedRing(memory: memory, bells: bells))
        let processBell = try Doorbell()
        let analyseBell = try Doorbell()
        let recordBell = try Doorbell()
        self.processBell = processBell
        usb = try AcquireLoop(
            frames: rings.usbFrames.makeProducer(), commands: rings.usbCommands.makeConsumer(),
            reports: rings.usbReports.makeProducer(), processBell: processBell, reportBell: around.reportBell, servesUSB: true)
        record = try Self.recorder(sensors, rings.recording, recordBell, around)
        let collectors = record == nil ? [analyseBell] : [analyseBell, recordBell]
        let recorded = around.replay.map { replay in
            (
                feed: replay.feed(sensors) {
                    rings.analysis.count < rings.analysis.capacity / 2
                        && rings.recording.count < rings.recording.capacity / 2
                        && max(rings.events.count, rings.controlEvents.count) < Self.eventSlots / 2
                }, sensors: sensors
            )
        }
        process = ProcessLoop(
            processor: StationProcessor(sensors: plans.map(\.pipeline), places: SensorNumber.limit, nextHold: nextHold),
            frames: rings.frames.makeConsumer(),
            usbFrames: rings.usbFrames.makeConsumer(), commands: rings.processCommands.makeConsumer(),
            output: RingOutput(
                broadcast: writer, spectra: spectrumWriter, analysis: rings.analysis.makeProducer(),
                recording: record == nil ? nil : rings.recording.makeProducer(), events: rings.events.makeProducer(),
                controlEvents: rings.controlEvents.makeProducer(),
                retired: rings.retired.makeProducer()),
            doorbell: processBell, listeners: around.newsBells, collectors: collectors, bells: bells,
            eventListeners: around.eventBells,
            recorded: recorded)
        acquire = try AcquireLoop(
            frames: rings.frames.makeProducer(), commands: rings.commands.makeConsumer(), reports: rings.reports.makeProducer(),
            processBell: processBell, reportBell: around.reportBell,
            nextHalf: isReplay ? nil : NextHalf(turn: { [process] in process.turn() }, finish: { [process] in process.finish() }))
        let recorder = record
        analyse = AnalyseLoop(
            items: rings.analysis.makeConsumer(), sensors: sensors, store: around.store, recent: around.recent,
            doorbell: analyseBell,
            recordingName: { recorder?.status.name })
        attachments = rings.commands.makeProducer()
        usbAttachments = rings.usbCommands.makeProducer()
        processCommands = rings.processCommands.makeProducer()
        reports = rings.reports.makeConsumer()
        usbReports = rings.usbReports.makeConsumer()
        retired = rings.retired.makeConsumer()
    }

    private static func recorder(
        _ sensors: Editions<SensorDescription>, _ ring: Ring<RecordedOutcome>, _ bell: Doorbell, _ around: Surroundings
    ) throws(SystemError) -> RecordLoop? {
        guard let folder = around.recordings else { return nil }
        let station = around.station
        let store = around.store
        let folderOfTraces = around.traces.folder
        let traces = (
            folder: folderOfTraces, requests: around.traces.requests,
            answer: { @Sendable (hold: Int64, outcome: TraceOutcome) in
                store.keep { (store) throws(StoreError) in
                    // The hold may have been deleted while its trace was cut.
                    if try !store.set(StoredTrace(outcome), ofHold: hold) { try? folderOfTraces.remove(hold: hold) }
                }
            }
        )
        return try RecordLoop(
            folder: folder, traces: traces, holds: around.holdRecordings, sensors: sensors, ring: ring, doorbell: bell
        ) {
            wall, now, sensors in
            RecordingHead(
                station: station, software: "holdfast \(Release.version)", wallMicroseconds: wall, monotonic: now,
                sensors: sensors)
        }
    }

    /// Starts the threads.
    func start() throws(SystemError) {
        let acquire = acquire
        let process = process
        let analyse = analyse
        let rights = rights
        // A loop ends on its own only when the kernel refuses a call that it never refuses; the watchdog then detects that the
        // loop has stopped.
        let usb = usb
        try run("hf-usb", priority: Int32(Self.acquirePriority), usb.stop) { _ in usb.run() }
        try run("hf-acquire", priority: Int32(Self.acquirePriority), acquire.stop) { realTime in
            rights.isRealTime.store(realTime, ordering: .relaxed)
            acquire.run()
        }
        if isReplay { try run("hf-process", process.stop) { _ in process.run() } }
        try run("hf-analyse", stackBytes: 2 << 20, analyse.stop) { _ in analyse.run() }
        guard let record else { return }
        try run("hf-record", record.stop) { _ in
            do throws(SystemError) { try record.run() } catch { Log.error("recording", "\(error)") }
        }
    }

    private func run(
        _ name: String, priority: Int32? = nil, stackBytes: Int = 512 << 10, _ stop: @escaping () -> Void,
        _ body: @escaping @Sendable (_ realTime: Bool) -> Void
    ) throws(SystemError) {
        threads.append((try Thread(name: name, priority: priority, stackBytes: stackBytes, body: body), stop))
    }

    /// Stops the threads in the order of the data flow, so that everything that was measured is processed, stored and written.
    func stop() {
        for (thread, stop) in threads {
            stop()
            thread.join()
        }
        threads = []
        freeRetired()
    }

    // MARK: commands and reports of main

    /// The number of devices that can be open at once. The first half of their slots is for ttys.
    static let slots = 2 * AcquireLoop.slots

    /// A slot for a device that is not in `used`, in the loop that serves devices of its kind.
    func freeSlot(_ transport: TransportNeed, used: some Collection<Int>) -> Int? {
        let first = if case .serial = transport { 0 } else { AcquireLoop.slots }
        return (first..<first + AcquireLoop.slots).first { !used.contains($0) }
    }

    /// Passes a device to its loop; returns whether there was room for the command.
    func attach(_ session: DeviceSession, slot: Int) -> Bool {
        let handle = SessionHandle(session)
        guard command(.attach(slot: slot % AcquireLoop.slots, handle), slot: slot) else {
            _ = handle.take()
            return false
        }
        return true
    }

    /// Requests the return of a device; returns whether there was room for the command.
    func detach(slot: Int) -> Bool { command(.detach(slot: slot % AcquireLoop.slots), slot: slot) }

    private func command(_ command: AcquireCommand, slot: Int) -> Bool {
        let isUSB = slot >= AcquireLoop.slots
        let fits = isUSB ? usbAttachments.push(command) : attachments.push(command)
        (isUSB ? usb : acquire).wake()
        return fits
    }

    func nextReport() -> AcquireReport? {
        if let report = reports.pop() { return report }
        guard let report = usbReports.pop() else { return nil }
        if case .returned(let slot, let handle, let reason) = report {
            return .returned(slot: slot + AcquireLoop.slots, handle, reason)
        }
        return report
    }

    /// Begins the detection of holds on a sensor whose clock has locked.
    func startDetection(_ sensor: SensorNumber, rate: Double, index: UInt64) -> Bool {
        guard Int(sensor.value) < plans.count,
            let stages = SensorStages(rate: rate, settings: plans[Int(sensor.value)].pipeline)
        else { return false }
        let handle = StagesHandle(stages)
        guard processCommands.push(ProcessCommand(sensor: sensor, what: .start(handle, index: index))) else {
            _ = handle.take()
            return false
        }
        rates[sensor.value] = rate
        growRings()
        processBell.ring()
        return true
    }

    func tare(_ sensor: SensorNumber, ticket: UInt64) {
        processCommands.push(ProcessCommand(sensor: sensor, what: .tare(ticket: ticket)))
        processBell.ring()
    }

    func mark(_ text: MarkText, at time: HostInstant) {
        processCommands.push(ProcessCommand(sensor: SensorNumber(0), what: .mark(text, at: time)))
        processBell.ring()
    }

    /// Sends a ticket after everything that was asked until now; returns whether there was room for it.
    func pass(_ ticket: UInt64) -> Bool {
        defer { processBell.ring() }
        return processCommands.push(ProcessCommand(sensor: SensorNumber(0), what: .pass(ticket: ticket)))
    }

    /// Sets the values with which holds that begin from now on are compared; returns whether there was room for the command.
    func use(_ conditions: HoldConditions, for sensor: SensorNumber) -> Bool {
        defer { processBell.ring() }
        return processCommands.push(ProcessCommand(sensor: sensor, what: .conditions(conditions)))
    }

    /// Called once a second: holds are closed, memory is freed, and the loops show that they turn.
    func tick() {
        processCommands.push(ProcessCommand(sensor: SensorNumber(0), what: .tick))
        processBell.ring()
        acquire.wake()
        usb.wake()
        analyse.wake()
        record?.wake()
        freeRetired()
    }

    /// The counts of the turns of all loops.
    var turns: [UInt64] {
        [acquire.turns, usb.turns, process.turns, analyse.turns] + (record.map { [$0.turns] } ?? [])
    }

    private func freeRetired() { while let handle = retired.pop() { _ = handle.take() } }

    /// The present state of a sensor's signal.
    func signal(of sensor: SensorNumber) -> SignalStatus.Snapshot? {
        let signals = process.signals
        return signals.indices.contains(Int(sensor.value)) ? signals[Int(sensor.value)].snapshot : nil
    }

    /// Frames, items and events that a ring refused.
    var refused: UInt64 {
        acquire.refused + usb.refused + UInt64(rings.analysis.refused) + UInt64(rings.recording.refused)
            + UInt64(rings.events.refused) + UInt64(rings.controlEvents.refused)
    }
}
