import Analysis
import Calibration
import LinuxIO
import Messages
import Publishing
import Recording
import Samples
import Store
import Synchronization

/// Data that `main` writes and the publish thread reads, and requests of the publish thread to `main`.
final class Blackboard: StationBackend {
    /// A request to `main`.
    enum Request: Sendable {
        case tare(SensorNumber, ticket: UInt64)
        /// Set at this moment: on a host that is late, the session during which it was set may have ended when the mark is processed.
        case mark(MarkText, at: HostInstant)
        /// Answers when every mark and every condition that was set before is with `store` and `record`; false when that takes too long.
        case pass(answer: @Sendable (Bool) -> Void)
        case reload(answer: @Sendable ([String]) -> Void)
        /// The calibrations of a sensor that are in force in the store differ from those of the engine.
        case recalibrate(sensor: String, answer: @Sendable () -> Void)
        /// The sensors as they are measured now.
        case plans(answer: @Sendable ([SensorPlan]) -> Void)
    }

    private struct Facts {
        var status = StationStatus()
        var sensors: [SensorReport] = []
        var devices: [DeviceReport] = []
        var view: StationView
    }

    private let facts: Mutex<Facts>
    private let version = Atomic<UInt64>(1)
    private let requests = Mutex<[Request]>([])
    private let bell: EventDescriptor
    private let started = Clock.monotonic()
    let desk: SessionDesk
    let rereader: Rereader
    let store: StoreLoop
    let records: RecordRequests

    /// - Parameter bell: wakes `main`.
    init(
        view: StationView, bell: EventDescriptor, desk: SessionDesk, rereader: Rereader, store: StoreLoop,
        records: RecordRequests
    ) {
        self.store = store
        self.records = records
        self.desk = desk
        self.rereader = rereader
        facts = Mutex(Facts(view: view))
        self.bell = bell
    }

    // MARK: for main

    func write(status: StationStatus, sensors: [SensorReport], devices: [DeviceReport], view: StationView) {
        let changed = facts.withLock { facts in
            defer { facts = Facts(status: status, sensors: sensors, devices: devices, view: view) }
            return facts.sensors.map(\.newsworthy) != sensors.map(\.newsworthy)
        }
        if changed { version.add(1, ordering: .releasing) }
    }

    func takeRequests() -> [Request] {
        requests.withLock { requests in
            defer { requests = [] }
            return requests
        }
    }

    func ask(_ request: Request) {
        requests.withLock { $0.append(request) }
        bell.ring()
    }

    // MARK: for the publish thread

    func status() -> StationStatus {
        var status = facts.withLock { $0.status }
        status.uptimeSeconds = Clock.monotonic().seconds(since: started)
        return status
    }
    func sensors() -> [SensorReport] { facts.withLock { $0.sensors } }
    func devices() -> [DeviceReport] { facts.withLock { $0.devices } }
    func view() -> StationView { facts.withLock { $0.view } }
    var stateVersion: UInt64 { version.load(ordering: .acquiring) }

    func tare(_ sensor: SensorNumber, ticket: UInt64) { ask(.tare(sensor, ticket: ticket)) }
    func mark(_ text: MarkText) { ask(.mark(text, at: Clock.monotonic())) }

    func annotate(
        hold: Int64, _ annotation: StoredAnnotation, answer: @escaping @Sendable (Result<Bool, StoreError>) -> Void
    ) {
        store.ask({ (store) throws(StoreError) in try store.annotate(hold: hold, with: annotation) }, answer: answer)
    }

    func exclude(
        hold: Int64, excluded: Bool, reason: String?, user: UInt32,
        answer: @escaping @Sendable (Result<Bool, StoreError>) -> Void
    ) {
        let wall = Clock.wallMicroseconds()
        store.ask(
            { [desk] (store) throws(StoreError) in
                let found = try store.setExcluded(excluded, hold: hold, reason: reason, user: user, wallMicroseconds: wall)
                desk.refresh(store)
                return found
            }, answer: answer)
    }

    /// Stores the calibration first, then puts it into force, then answers.
    func calibrate(
        _ change: CalibrationChange, answer: @escaping @Sendable (Result<CalibrationOutcome, StoreError>) -> Void
    ) {
        store.ask({ (store) throws(StoreError) in try change.make(in: store) }) { [self] result in
            guard case .success(.done) = result, let sensor = change.sensor else { return answer(result) }
            ask(.recalibrate(sensor: sensor) { answer(result) })
        }
    }

    func trace(_ query: TraceQuery, answer: @escaping @Sendable (Result<HoldTrace, TraceFailure>) -> Void) {
        rereader.trace(query, answer: answer)
    }

    func reanalyze(
        _ query: ReanalysisQuery, answer: @escaping @Sendable (Result<Store.ResultOutcome, ReanalysisFailure>) -> Void
    ) {
        ask(.plans { [rereader] plans in rereader.reanalyze(Rereader.Reanalysis(query: query, plans: plans, answer: answer)) })
    }

    func databaseIsDamaged() { store.examine() }

    func reload(answer: @escaping @Sendable ([String]) -> Void) { ask(.reload(answer: answer)) }
}

extension SensorReport {
    /// The fields whose changes are reported to clients at once.
    fileprivate var newsworthy: [String?] {
        [name, kind.name, role, setUp, driver, state.rawValue, reason, calibration.name, calibrationID, unit]
    }
}

extension CalibrationChange {
    /// The sensor whose forces it changes; nil when it changes none.
    fileprivate var sensor: String? {
        switch self {
        case .insert(let calibration): calibration.sensor
        case .check, .weight: nil
        case .zero(let zero): zero.sensor
        case .insertBenchTest(let test): test.sensor
        case .revert(let sensor, _, _, _), .revertBenchTest(let sensor, _, _, _, _): sensor
        }
    }

    fileprivate func make(in store: borrowing Store) throws(StoreError) -> CalibrationOutcome {
        switch self {
        case .insert(let calibration):
            try store.insert(calibration)
            return .done(calibration.id)
        case .revert(let sensor, let id, let user, let wall):
            guard let now = try store.revert(sensor: sensor, to: id, user: user, wallMicroseconds: wall) else { return .unknown }
            return .done(now)
        case .check(let check):
            try store.insert(check)
            return .done(check.calibration)
        case .zero(let zero):
            try store.insert(zero)
            return .done(zero.calibration)
        case .insertBenchTest(let test):
            try store.insert(test)
            return .done(test.id)
        case .revertBenchTest(let sensor, let kind, let id, let user, let wall):
            let now = try store.revertBenchTest(sensor: sensor, kind: kind, to: id, user: user, wallMicroseconds: wall)
            guard let now else { return .unknown }
            return .done(now)
        case .weight(let weight):
            guard try store.insert(weight) else { return .unknown }
            return .done(nil)
        }
    }
}
