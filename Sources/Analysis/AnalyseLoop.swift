import Calibration
public import LinuxIO
public import Metrics
public import RingBuffer
public import Samples
public import Store
import Synchronization

/// What runs on the `analyse` thread: collects holds, computes their final numbers in slices, and keeps them in the store.
///
/// A hold is on the disk before anybody is told of it.
public final class AnalyseLoop: @unchecked Sendable {
    // Safety: `mailbox`, `stopping` and `shared` are for all; everything else belongs to the `analyse` thread once `run` was called.
    /// What others ask of the store; answered on the `analyse` thread.
    public enum Request: Sendable {
        case annotate(hold: Int64, StoredAnnotation, answer: @Sendable (Result<Bool, StoreError>) -> Void)
        case exclude(
            hold: Int64, excluded: Bool, reason: String?, user: UInt32, wallMicroseconds: Int64,
            answer: @Sendable (Result<Bool, StoreError>) -> Void)
        case event(StoredEvent)
        /// Anything else: the store has one owner, and this is how others come to it.
        case perform(@Sendable (Store) -> Void)
        case markOnset(
            hold: Int64, sensor: String?, onset: Double, user: UInt32, wallMicroseconds: Int64,
            /// What the hold was analysed from, when it has left the memory.
            record: HoldRecord? = nil, answer: @Sendable (Result<StoredOnsetMark, OnsetMarkFailure>) -> Void)
    }

    /// What anybody may ask.
    public struct Status: Sendable, Equatable {
        /// What the store said last, while it refuses.
        public var failure: StoreError?
        /// Final holds that wait for the store.
        public var waiting = 0
    }

    /// How long a store that refused is left alone, seconds.
    private static let retrySeconds = 5.0

    private var analysis: StationAnalysis
    private var items: RingConsumer<ProcessedItem>
    private let sensors: Editions<SensorName>
    private let store: Store
    private let doorbell: Doorbell
    private let epoll: Epoll
    private let recordingName: @Sendable () -> String?
    private let announce: @Sendable (StoredHold) -> Void
    private let maximaMayChange: @Sendable (Store) -> Void
    private let stopping = Atomic<Bool>(false)
    private let mailbox = Mutex<[Request]>([])
    private let shared = Mutex(Status())
    private var waiting: [StoredHold] = []
    /// The largest number that a hold was seen with.
    private var reserved: UInt64 = 0
    private var retryAt: HostInstant?

    /// - Parameters:
    ///   - sensors: in the order of their numbers, calibration by calibration.
    ///   - doorbell: rung after items were pushed.
    ///   - recordingName: the file in which samples are now.
    ///   - announce: told of a hold that is stored.
    ///   - maximaMayChange: called after a hold of a session was stored, or excluded.
    public init(
        analysis: StationAnalysis, items: consuming RingConsumer<ProcessedItem>, sensors: Editions<SensorName>, store: Store,
        doorbell: Doorbell, recordingName: @escaping @Sendable () -> String?,
        announce: @escaping @Sendable (StoredHold) -> Void, maximaMayChange: @escaping @Sendable (Store) -> Void
    ) throws(SystemError) {
        self.analysis = analysis
        self.items = items
        self.sensors = sensors
        self.store = store
        self.doorbell = doorbell
        self.recordingName = recordingName
        self.maximaMayChange = maximaMayChange
        self.announce = announce
        let epoll = try Epoll()
        try epoll.add(doorbell.number, token: 0)
        self.epoll = epoll
    }

    public var status: Status { shared.withLock { $0 } }

    /// Asks for something. Any thread.
    public func ask(_ request: Request) {
        mailbox.withLock { $0.append(request) }
        doorbell.ring()
    }

    /// Ends `run` soon. Any thread.
    public func stop() {
        stopping.store(true, ordering: .releasing)
        doorbell.ring()
    }

    /// Runs until `stop`; what is in the ring by then is still analysed and stored.
    public func run() throws(SystemError) {
        while true {
            let last = stopping.load(ordering: .acquiring)
            if turn() { continue }
            if last { return }
            doorbell.prepareToWait()
            if turn() || stopping.load(ordering: .acquiring) {
                doorbell.cancelWait()
                continue
            }
            try epoll.wait(until: retryAt) { _, _ in doorbell.drain() }
            doorbell.cancelWait()
        }
    }

    /// Empties the ring, does one slice of analysis, and keeps what is finished; whether there is more to do.
    private func turn() -> Bool {
        var worked = false
        for _ in 0..<8192 {
            guard let item = items.pop() else { break }
            switch item {
            case .reading(let reading): analysis.receive(reading)
            case .event(let event):
                analysis.receive(event)
                reserve(event.hold)
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
            if !hold.sensors.isEmpty { waiting.append(stored(hold)) }
            worked = true
        }
        keep()
        return obey() || worked
    }

    /// An alarm is on the disk as soon as it is one.
    private func keepOverload(_ newtons: Double, _ begins: Bool, _ event: HoldEvent) {
        guard let name = sensors[event.sensor.value, 0]?.name else { return }
        if begins { Log.warning("overload", "\(name): \(newtons) N is more than it should feel") }
        do throws(StoreError) {
            try store.insertOverload(
                sensor: name, wallMicroseconds: Clock.wallMicroseconds(), begins: begins, newtons: newtons)
        } catch { Log.error("store", error.text) }
    }

    /// From which sample on a sensor is measured otherwise is on the disk with both ids.
    private func keepCalibration(_ edition: UInt16, _ event: HoldEvent) {
        guard edition > 0, let fresh = sensors[event.sensor.value, edition], let old = sensors[event.sensor.value, edition - 1]
        else { return }
        let text =
            "\(fresh.calibrationID ?? fresh.calibration) in place of \(old.calibrationID ?? old.calibration), after sample "
            + "\(event.index)"
        Log.notice("calibration", "\(fresh.name): \(text)")
        do throws(StoreError) {
            try store.insert(
                StoredEvent(
                    wallMicroseconds: Clock.wallMicroseconds(), kind: "calibration", sensor: fresh.name, text: text))
        } catch { Log.error("store", error.text) }
    }

    private func reserve(_ hold: UInt64) {
        guard hold > reserved else { return }
        reserved = hold
        // A store that refuses this will refuse the hold too, and that is told.
        try? store.reserve(hold: Int64(clamping: hold))
    }

    private func obey() -> Bool {
        let requests = mailbox.withLock { requests in
            defer { requests = [] }
            return requests
        }
        for request in requests {
            switch request {
            case .annotate(let hold, let annotation, let answer):
                answer(Result { () throws(StoreError) in try store.annotate(hold: hold, with: annotation) })
            case .exclude(let hold, let excluded, let reason, let user, let wall, let answer):
                answer(
                    Result { () throws(StoreError) in
                        try store.setExcluded(excluded, hold: hold, reason: reason, user: user, wallMicroseconds: wall)
                    })
                maximaMayChange(store)
            case .event(let event):
                do throws(StoreError) { try store.insert(event) } catch { Log.error("store", error.text) }
            case .perform(let work): work(store)
            case .markOnset(let hold, let sensor, let onset, let user, let wall, let record, let answer):
                answer(
                    Result { () throws(OnsetMarkFailure) in
                        try mark(onset, of: record, hold: hold, sensor: sensor, user: user, wallMicroseconds: wall)
                    })
            }
        }
        return !requests.isEmpty
    }

    /// The numbers of a hold from an operator's onset (ON-MAN), kept beside those that it has.
    private func mark(_ onset: Double, of given: HoldRecord?, hold: Int64, sensor: String?, user: UInt32, wallMicroseconds: Int64)
        throws(OnsetMarkFailure) -> StoredOnsetMark
    {
        let known: StoredHold?
        do throws(StoreError) { known = try store.reader.hold(hold) } catch { throw .store(error) }
        guard let known else { throw .noSuchHold }
        let names = known.sensors.map(\.sensor)
        guard let name = sensor ?? (names.count == 1 ? names.first : nil),
            let part = known.sensors.first(where: { $0.sensor == name })
        else { throw .whichSensor(names) }
        // The sensor may be another one by now, or gone.
        let place = sensors.newest.firstIndex { $0.name == name }
        let remembered = place.flatMap { UInt16(exactly: $0) }.flatMap {
            analysis.record(ofHold: UInt64(clamping: hold), sensor: SensorNumber($0))
        }
        guard var record = given ?? remembered else { throw .notInMemory }
        record.operatorOnset = onset
        var result = HoldAnalysis.result(of: record)
        guard result.onsetTime == onset else { throw .outside(seconds: record.time.last ?? 0) }
        // By the calibration that the hold was measured with, not by one that came after it.
        let editions = place.flatMap { UInt16(exactly: $0) }.map { sensors.all($0) } ?? []
        if let made = editions.last(where: { $0.calibrationID == part.calibrationID }) {
            made.evaluation?.addUncertainty(to: &result)
        }
        let mark = StoredOnsetMark(wallMicroseconds: wallMicroseconds, user: user, sensor: name, unit: part.unit, result: result)
        do throws(StoreError) {
            guard try store.insert(mark, hold: hold) else { throw StoreError.refused("no such part") }
        } catch { throw .store(error) }
        return mark
    }

    // MARK: keeping

    private func keep() {
        guard !waiting.isEmpty else { return }
        let now = Clock.monotonic()
        if let retryAt, retryAt > now { return }
        do throws(StoreError) {
            while let hold = waiting.first {
                do throws(StoreError) { try store.insert(hold) } catch {
                    guard case .refused(let message) = error else { throw error }
                    // Waiting would help nobody, and would hold up all others. The recording has it.
                    Log.error("store", "hold \(hold.number) cannot be kept: \(message)")
                    waiting.removeFirst()
                    continue
                }
                waiting.removeFirst()
                announce(hold)
                if hold.session != nil { maximaMayChange(store) }
            }
            retryAt = nil
            shared.withLock { $0 = Status() }
        } catch {
            retryAt = now.advanced(bySeconds: Self.retrySeconds)
            let isNews = shared.withLock { status in
                defer { status = Status(failure: error, waiting: waiting.count) }
                return status.failure == nil
            }
            if isNews { Log.error("store", "\(error.text); holds wait in memory until it is") }
        }
    }

    /// A hold on the wall clock: the two clocks are compared now, a few seconds after it.
    private func stored(_ hold: CompletedHold) -> StoredHold {
        let wall = Clock.wallMicroseconds()
        let now = Clock.monotonic()
        func wallTime(_ moment: HostInstant) -> Int64 { wall &- (now.nanoseconds &- moment.nanoseconds) / 1000 }
        let parts = hold.sensors.map { part in
            let sensor = sensors[part.sensor.value, part.calibration]
            var result = part.result
            sensor?.evaluation?.addUncertainty(to: &result)
            return StoredSensorHold(
                sensor: sensor?.name ?? "", calibration: sensor?.calibration ?? "none", calibrationID: sensor?.calibrationID,
                unit: sensor?.unit ?? "N", firstSample: part.firstIndex, result: result)
        }
        let first = hold.sensors.first.flatMap { sensors[$0.sensor.value, 0] }
        var kept = StoredHold(
            number: Int64(clamping: hold.number), kind: hold.kind, setUp: first?.setUp ?? "",
            startWallMicroseconds: hold.sensors.map { wallTime($0.begin) }.min() ?? wall,
            onsetWallMicroseconds: hold.onset.map(wallTime),
            endWallMicroseconds: hold.sensors.map { wallTime($0.end) }.max() ?? wall, recording: recordingName(), sensors: parts)
        kept.session = hold.session
        return kept
    }
}
