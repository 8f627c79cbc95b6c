import Calibration
public import Certificates
import Interface
public import LinuxIO
import Metrics
public import RingBuffer
public import Samples
import Store
import Synchronization

/// The loop of the `analyse` thread: collects holds, computes their final numbers in slices, and passes them to the store.
public final class AnalyseLoop: @unchecked Sendable {
    // Safety: `stopping` and `turnCount` are for all threads; everything else belongs to the `analyse` thread once `run` was called.
    private var analysis: StationAnalysis
    private var items: RingConsumer<ProcessedItem>
    private let sensors: Editions<SensorDescription>
    private let store: StoreLoop
    private let recent: RecentRecords
    private let doorbell: Doorbell
    private let recordingName: @Sendable () -> String?
    private var edges = EdgeBudget()
    /// How long two clocks may take to be read, seconds.
    private static let oneMoment = 20e-6
    private let stopping = Atomic<Bool>(false)
    private let turnCount = Atomic<UInt64>(0)

    /// - Parameters:
    ///   - sensors: in the order of their numbers, calibration by calibration.
    ///   - store: stores the results.
    ///   - recent: keeps the samples of the last holds.
    ///   - doorbell: rung after an event was pushed, and when the ring fills. `wake` is called at least once a second.
    ///   - recordingName: the file to which samples are written now.
    public init(
        items: consuming RingConsumer<ProcessedItem>, sensors: Editions<SensorDescription>, store: StoreLoop,
        recent: RecentRecords, doorbell: Doorbell,
        recordingName: @escaping @Sendable () -> String?
    ) {
        analysis = StationAnalysis(sensors)
        self.items = items
        self.sensors = sensors
        self.store = store
        self.recent = recent
        self.doorbell = doorbell
        self.recordingName = recordingName
    }

    /// Counts the turns of the loop: a loop that no longer turns has hung.
    public var turns: UInt64 { turnCount.load(ordering: .relaxed) }

    /// Makes the loop turn once. Any thread.
    public func wake() { doorbell.ring() }

    /// Ends `run` soon. Any thread.
    public func stop() {
        stopping.store(true, ordering: .releasing)
        doorbell.ring()
    }

    /// Runs until `stop`; items that are in the ring by then are still analysed and passed to the store.
    public func run() {
        while true {
            turnCount.add(1, ordering: .relaxed)
            let last = stopping.load(ordering: .acquiring)
            if turn() { continue }
            if last { return }
            doorbell.prepareToWait()
            if turn() || stopping.load(ordering: .acquiring) {
                doorbell.cancelWait()
            } else {
                doorbell.wait()
            }
        }
    }

    /// Empties the ring, does one slice of analysis, and passes on finished holds; returns whether there is more to do.
    private func turn() -> Bool {
        var worked = false
        for _ in 0..<8192 {
            guard let item = items.pop() else { break }
            switch item {
            case .reading(let reading): analysis.receive(reading)
            case .passed(let ticket): store.passages.end(ticket, hasPassed: true)
            case .event(let event):
                analysis.receive(event)
                store.reserve(hold: event.hold)
                switch event.what {
                case .overload(let newtons, let begins): keepOverload(newtons, begins, event)
                case .calibrated(let edition): keepCalibration(edition, event)
                case .mark(let mark): keepMark(mark.text, event)
                case .trigger(let rose): keepEdge(rose, event)
                default: break
                }
            }
            worked = true
        }
        if !analysis.isIdle {
            analysis.work()
            worked = true
        }
        while let (hold, records) = analysis.nextCompleted() {
            var kept = stored(hold)
            if kept.recording != nil {
                kept.detection = HoldDetection.text(zip(kept.sensors, records).map { HoldDetection($1, of: $0.sensor) })
            }
            // Kept first: an onset may be marked as soon as the hold is announced.
            for (part, collected) in zip(kept.sensors, records) where collected.record.sensorKind.isForce {
                recent.keep(collected.record, hold: kept.number, sensor: part.sensor)
            }
            store.keep(kept)
            worked = true
        }
        return worked
    }

    /// Stores the beginning or end of an overload at once.
    private func keepOverload(_ newtons: Double, _ begins: Bool, _ event: HoldEvent) {
        guard let name = sensors[event.sensor.value, 0]?.name else { return }
        if begins { Log.warning("overload", "\(name): overload: \(Digits.text(newtons)) N is above overload_newtons") }
        let wall = Clock.wallMicroseconds()
        store.keep { (store) throws(StoreError) in
            try store.insertOverload(sensor: name, wallMicroseconds: wall, begins: begins, newtons: newtons)
        }
    }

    /// Stores an edge of a trigger input as a mark of its sensor. An input that bounces or hums fills no disk: the recording has all edges.
    private func keepEdge(_ rose: Bool, _ event: HoldEvent) {
        guard edges.admits(at: event.time) else { return }
        keepMark(rose ? "trigger_rose" : "trigger_fell", event, sensor: sensors[event.sensor.value, 0]?.name)
    }

    /// Stores a mark at the time at which it was set.
    private func keepMark(_ text: String, _ event: HoldEvent, sensor: String? = nil) {
        // Both clocks at one moment, even on a host that is late: the mark belongs to the session during which it was set.
        var (before, wall, after) = (Clock.monotonic(), Clock.wallMicroseconds(), Clock.monotonic())
        for _ in 0..<10 where after.seconds(since: before) > Self.oneMoment {
            (before, wall, after) = (Clock.monotonic(), Clock.wallMicroseconds(), Clock.monotonic())
        }
        let since = (before.nanoseconds &- event.time.nanoseconds) / 1000
        let kept = StoredEvent(
            wallMicroseconds: wall &- since, kind: StoredEvent.mark, sensor: sensor, text: text)
        store.keep { (store) throws(StoreError) in try store.insert(kept) }
    }

    /// Stores, with both IDs, the sample from which a sensor has a new calibration.
    private func keepCalibration(_ edition: UInt16, _ event: HoldEvent) {
        guard edition > 0, let fresh = sensors[event.sensor.value, edition], let old = sensors[event.sensor.value, edition - 1]
        else { return }
        let (now, before) = (fresh.calibrationName, old.calibrationName)
        let text = (now == before ? "other settings" : "\(now) in place of \(before)") + ", after sample \(event.index)"
        Log.notice("calibration", "\(fresh.name): \(text)")
        let kept = StoredEvent(
            wallMicroseconds: Clock.wallMicroseconds(), kind: "calibration", sensor: fresh.name, text: text)
        store.keep { (store) throws(StoreError) in try store.insert(kept) }
    }

    /// A hold with wall-clock times: the two clocks are compared now, a few seconds after the hold.
    private func stored(_ hold: CompletedHold) -> StoredHold {
        let wall = Clock.wallMicroseconds()
        let now = Clock.monotonic()
        func wallTime(_ moment: HostInstant) -> Int64 { wall &- (now.nanoseconds &- moment.nanoseconds) / 1000 }
        let parts = hold.sensors.map { part in
            let sensor = sensors[part.sensor.value, part.calibration]
            var result = part.result
            sensor?.uncertainty?.addUncertainty(to: &result)
            if let sensor, !sensor.kind.isForce { sensor.companion.addUncertainty(to: &result) }
            return StoredSensorHold(
                sensor: sensor?.name ?? "", calibration: sensor?.calibration.state.name ?? "none",
                calibrationID: sensor?.recordID,
                unit: sensor?.numberUnit ?? "N", firstSample: part.firstIndex, result: result)
        }
        let first = hold.sensors.first.flatMap { sensors[$0.sensor.value, $0.calibration] }
        var kept = StoredHold(
            number: Int64(clamping: hold.number), kind: hold.kind, setUp: first?.setUpName ?? "",
            startWallMicroseconds: hold.sensors.map { wallTime($0.begin) }.min() ?? wall,
            onsetWallMicroseconds: hold.onset.map(wallTime),
            endWallMicroseconds: hold.sensors.map { wallTime($0.end) }.max() ?? wall, recording: recordingName(), sensors: parts)
        kept.setUpNumbers = hold.setUp
        kept.addSetUpUncertainty()
        kept.session = hold.session
        kept.origin = StoredResult(wallMicroseconds: wall, version: Release.version)
        let zone = Clock.zone(at: kept.startWallMicroseconds)
        (kept.utcOffsetSeconds, kept.timeZone) = (zone.offsetSeconds, zone.name)
        return kept
    }
}
