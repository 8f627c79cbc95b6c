import Calibration
public import Certificates
public import LinuxIO
public import Metrics
public import RingBuffer
public import Samples
public import Store
import Synchronization

/// The loop of the `analyse` thread: collects holds, computes their final numbers in slices, and passes them to the store.
public final class AnalyseLoop: @unchecked Sendable {
    // Safety: `mailbox` and `stopping` are for all threads; everything else belongs to the `analyse` thread once `run` was
    // called.
    /// An onset that an operator has marked.
    private struct OnsetRequest: Sendable {
        var hold: Int64
        var sensor: String?
        var onset: Double
        var user: UInt32
        var wallMicroseconds: Int64
        var record: HoldRecord?
        var answer: @Sendable (Result<StoredOnsetMark, OnsetMarkFailure>) -> Void
    }

    private var analysis: StationAnalysis
    private var items: RingConsumer<ProcessedItem>
    private let sensors: Editions<SensorDescription>
    private let store: StoreLoop
    private let doorbell: Doorbell
    private let recordingName: @Sendable () -> String?
    private let stopping = Atomic<Bool>(false)
    private let turnCount = Atomic<UInt64>(0)
    private let mailbox = Mutex<[OnsetRequest]>([])

    /// - Parameters:
    ///   - sensors: in the order of their numbers, calibration by calibration.
    ///   - store: stores the results.
    ///   - doorbell: rung after items were pushed.
    ///   - recordingName: the file to which samples are written now.
    public init(
        items: consuming RingConsumer<ProcessedItem>, sensors: Editions<SensorDescription>, store: StoreLoop, doorbell: Doorbell,
        recordingName: @escaping @Sendable () -> String?
    ) {
        analysis = StationAnalysis(sensors)
        self.items = items
        self.sensors = sensors
        self.store = store
        self.doorbell = doorbell
        self.recordingName = recordingName
    }

    /// Computes the numbers of a hold from an onset that an operator has marked, and stores them in addition to the existing
    /// ones. Any thread; the answer comes on another.
    ///
    /// - Parameter record: the samples from which the hold was analysed, if they are no longer in memory.
    public func markOnset(
        hold: Int64, sensor: String?, onset: Double, user: UInt32, wallMicroseconds: Int64, record: HoldRecord? = nil,
        answer: @escaping @Sendable (Result<StoredOnsetMark, OnsetMarkFailure>) -> Void
    ) {
        let request = OnsetRequest(
            hold: hold, sensor: sensor, onset: onset, user: user, wallMicroseconds: wallMicroseconds, record: record,
            answer: answer)
        mailbox.withLock { $0.append(request) }
        doorbell.ring()
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
        var reading = StoreReading(store.file)
        while true {
            turnCount.add(1, ordering: .relaxed)
            let last = stopping.load(ordering: .acquiring)
            if turn(&reading) { continue }
            if last { return }
            doorbell.prepareToWait()
            if turn(&reading) || stopping.load(ordering: .acquiring) {
                doorbell.cancelWait()
            } else {
                doorbell.wait()
            }
        }
    }

    /// Empties the ring, does one slice of analysis, and passes on finished holds; returns whether there is more to do.
    private func turn(_ reading: inout StoreReading) -> Bool {
        var worked = false
        for _ in 0..<8192 {
            guard let item = items.pop() else { break }
            switch item {
            case .reading(let reading): analysis.receive(reading)
            case .event(let event):
                analysis.receive(event)
                store.reserve(hold: event.hold)
                switch event.what {
                case .overload(let newtons, let begins): keepOverload(newtons, begins, event)
                case .calibrated(let edition): keepCalibration(edition, event)
                default: break
                }
            }
            worked = true
        }
        if !analysis.isIdle {
            analysis.work()
            worked = true
        }
        while let hold = analysis.nextCompleted() {
            store.keep(stored(hold))
            worked = true
        }
        return obey(&reading) || worked
    }

    /// Stores the beginning or end of an overload at once.
    private func keepOverload(_ newtons: Double, _ begins: Bool, _ event: HoldEvent) {
        guard let name = sensors[event.sensor.value, 0]?.name else { return }
        if begins { Log.warning("overload", "\(name): overload: \(newtons) N is above overload_newtons") }
        let wall = Clock.wallMicroseconds()
        store.keep { (store) throws(StoreError) in
            try store.insertOverload(sensor: name, wallMicroseconds: wall, begins: begins, newtons: newtons)
        }
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

    private func obey(_ reading: inout StoreReading) -> Bool {
        let requests = mailbox.withLock { requests in
            defer { requests = [] }
            return requests
        }
        for request in requests {
            do throws(OnsetMarkFailure) {
                let mark = try mark(request, &reading)
                store.ask({ (store) throws(StoreError) in try store.insert(mark, hold: request.hold) }) { result in
                    switch result {
                    case .success(true): request.answer(.success(mark))
                    case .success(false): request.answer(.failure(.noSuchHold))
                    case .failure(let error): request.answer(.failure(.store(error)))
                    }
                }
            } catch { request.answer(.failure(error)) }
        }
        return !requests.isEmpty
    }

    private func mark(_ request: OnsetRequest, _ reading: inout StoreReading) throws(OnsetMarkFailure) -> StoredOnsetMark {
        let known: StoredHold?
        do throws(StoreError) {
            known = try reading.read { (reader) throws(StoreError) in try reader.hold(request.hold) }
        } catch { throw .store(error) }
        guard let known else { throw .noSuchHold }
        let names = known.sensors.map(\.sensor)
        guard let name = request.sensor ?? (names.count == 1 ? names.first : nil),
            let part = known.sensors.first(where: { $0.sensor == name })
        else { throw .whichSensor(names) }
        // The sensor may have changed by now, or been removed.
        let place = sensors.newest.firstIndex { $0.name == name }
        let remembered = place.flatMap { UInt16(exactly: $0) }.flatMap {
            analysis.record(ofHold: UInt64(clamping: request.hold), sensor: SensorNumber($0))
        }
        guard var record = request.record ?? remembered else { throw .notInMemory }
        record.operatorOnset = request.onset
        var result = HoldAnalysis.result(of: record)
        guard result.onsetTime == request.onset else { throw .outside(seconds: record.time.last ?? 0) }
        // Use the calibration with which the hold was measured, not a later one.
        let editions = place.flatMap { UInt16(exactly: $0) }.map { sensors.all($0) } ?? []
        if let made = editions.last(where: { $0.recordID == part.calibrationID }) {
            made.uncertainty?.addUncertainty(to: &result)
        }
        return StoredOnsetMark(
            wallMicroseconds: request.wallMicroseconds, user: request.user, sensor: name, unit: part.unit, result: result)
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
            return StoredSensorHold(
                sensor: sensor?.name ?? "", calibration: sensor?.calibration.state.name ?? "none",
                calibrationID: sensor?.recordID,
                unit: sensor?.unit ?? "N", firstSample: part.firstIndex, result: result)
        }
        let first = hold.sensors.first.flatMap { sensors[$0.sensor.value, $0.calibration] }
        var kept = StoredHold(
            number: Int64(clamping: hold.number), kind: hold.kind, setUp: first?.setUpName ?? "",
            startWallMicroseconds: hold.sensors.map { wallTime($0.begin) }.min() ?? wall,
            onsetWallMicroseconds: hold.onset.map(wallTime),
            endWallMicroseconds: hold.sensors.map { wallTime($0.end) }.max() ?? wall, recording: recordingName(), sensors: parts)
        kept.session = hold.session
        return kept
    }
}
