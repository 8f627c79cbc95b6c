import Acquisition
import Analysis
import Calibration
import Drivers
import Interface
import LinuxIO
import Messages
import Publishing
import Recording
import Samples
import Settings
import Store

/// The station: the code that runs on `main`. It handles settings, devices, signals and requests, but no samples.
final class Station {
    private static let signalToken: UInt64 = 1
    private static let deviceToken: UInt64 = 2
    private static let reportToken: UInt64 = 3
    private static let requestToken: UInt64 = 4
    private static let timerToken: UInt64 = 5
    /// The interval between checks whether sensors still stream, seconds; everything else is done every fourth time.
    private static let lookSeconds = 0.25
    /// The free space on the disk below which a warning is given, bytes.
    private static let lowSpace = 1 << 30

    let options: DaemonOptions
    /// The recording that is played in place of devices.
    let replay: Replay?
    private let epoll: Epoll
    private let signals: SignalDescriptor
    private let monitor: DeviceMonitor?
    let reportBell: EventDescriptor
    private let requestBell: EventDescriptor
    private let timer: TimerDescriptor
    let publisher: Publisher
    private let storeThread: StoreThread
    /// The holds whose traces are to be cut: outlive engines.
    let traces: RecordRequests
    /// The samples of the last holds: outlive engines.
    let recent: RecentRecords
    /// The connection through which `main` reads the database.
    var reading: StoreReading
    /// The number of replaced databases for which the engine has been updated.
    private var replaced = 0
    private let stateLock: Descriptor
    var hostClock: HostClock
    /// When holds that are too old are looked for next.
    var nextRetirement = HostInstant(nanoseconds: 0)
    private let startedWall = Clock.wallMicroseconds()
    private let epochName: String

    var settings: StationSettings
    var engine: Engine
    var generation: UInt64
    var sensors: [SensorKeeper] = []
    var devices = DeviceCatalogue()
    /// The sensors of each open device, by slot.
    var sessions: [Int: [SensorNumber]] = [:]
    /// The nodes of devices whose return has been requested, by slot.
    var closing: [Int: String] = [:]
    /// Sensors that the settings no longer name: if one comes back, its indices continue.
    var gone: [SensorNumber: SensorKeeper] = [:]
    /// The devices' descriptions of what they measure, by sensor name.
    var said: [String: SaidDetails] = [:]
    var isStopping = false
    private var looks: UInt64 = 0
    private let blackboard: Blackboard
    let desk: SessionDesk
    private var watchdog: Watchdog
    var protocolProblems: [String] = []

    /// Makes everything except the threads.
    init(_ options: DaemonOptions, settings: StationSettings, plans: [SensorPlan], replay: Replay?) throws {
        self.options = options
        self.replay = replay
        self.settings = settings
        // Done first, so that every thread inherits the blocked signals.
        signals = try SignalDescriptor([.terminate, .interrupt, .hangUp])
        epoll = try Epoll()
        reportBell = try EventDescriptor()
        requestBell = try EventDescriptor()
        timer = try TimerDescriptor()
        generation = UInt64(clamping: startedWall)
        epochName = "\(startedWall)"
        do throws(SystemError) { monitor = try DeviceMonitor() } catch {
            Log.warning("devices", "udev does not answer (\(error)): only sensors with a path are found")
            monitor = nil
        }
        try Files.makeDirectory(options.stateDirectory, mode: 0o750)
        // Two daemons with one database and one directory of recordings would damage both, even with different sockets.
        stateLock = try Files.lockDirectory(options.stateDirectory)
        Self.keepFromOthers(options.stateDirectory)
        let database = options.stateDirectory + "/holdfast.db"
        let desk = SessionDesk(bell: requestBell)
        let publisher = try Publisher(options, settings: settings)
        let traces = RecordRequests()
        self.traces = traces
        self.desk = desk
        self.publisher = publisher
        storeThread = try StoreThread(database) { hold, store in
            publisher.tell(of: hold.number)
            if let request = TraceRequest(hold) { traces.post(request) }
            if hold.session != nil { desk.refresh(store) }
        }
        let store = storeThread.loop
        store.keep { (store) throws(StoreError) in desk.closeForgotten(store) }
        var reading = StoreReading(store.file)
        // A recording has the calibrations with which it was made.
        let plans = replay == nil ? Self.calibrated(plans, &reading, store) ?? plans : plans
        hostClock = HostClock(newest: Self.newestWall(&reading))
        let recent = RecentRecords()
        self.recent = recent
        let around = Self.surroundings(options, settings, store, recent, traces, reportBell, publisher, replay)
        self.reading = reading
        engine = try Engine(plans, generation: generation, nextHold: store.nextHold, around)
        blackboard = Blackboard(
            view: engine.view, bell: requestBell, desk: desk,
            rereader: try Rereader(stateDirectory: options.stateDirectory, store: store, recent: recent), store: store,
            records: traces)
        desk.beginAnew(engine, store)
        watchdog = Watchdog(interval: ServiceManager.watchdogInterval())
        sensors = Self.keepers(plans)
        if let replay { for place in sensors.indices { sensors[place].state = .replayed(rate: replay.rates[place]) } }
        devices = DeviceCatalogue(addresses: plans.map(\.address))
        readProtocols()
    }

    // MARK: running

    /// Serves until a signal ends it.
    func run() throws {
        try epoll.add(signals.number, token: Self.signalToken)
        if let monitor { try epoll.add(monitor.number, token: Self.deviceToken) }
        try epoll.add(reportBell.number, token: Self.reportToken)
        try epoll.add(requestBell.number, token: Self.requestToken)
        try epoll.add(timer.number, token: Self.timerToken)
        timer.set(first: Clock.monotonic().advanced(bySeconds: Self.lookSeconds), interval: Self.lookSeconds)
        devices.replace(with: monitor?.devices() ?? [])
        try engine.start()
        openDevices(changed: true)
        writeFacts()
        let rereader = blackboard.rereader
        let marking = try Thread(name: "hf-reread", niceness: 10, stackBytes: 2 << 20) { _ in rereader.run() }
        defer {
            rereader.stop()
            marking.join()
        }
        try publisher.start(blackboard, store.file)
        let looking = try Thread(name: "hf-check", niceness: 19, stackBytes: 2 << 20) { [options, store, traces] _ in
            Self.lookBack(options, store, traces)
        }
        defer {
            store.endCheck()
            looking.join()
        }
        ServiceManager.notify("READY=1", "STATUS=\(summary)")
        Log.information("station", "ready: \(sensors.count) sensor\(sensors.count == 1 ? "" : "s"), \(publisher.socketText)")
        while !isStopping {
            try epoll.wait(until: watchdog.next) { token, _ in serve(token) }
            watchdog.turn(
                Watchdog.Turns(prompt: engine.turns + publisher.turns, patient: [store.turns, rereader.turns]))
        }
        ServiceManager.notify("STOPPING=1")
        Log.information("station", "stopping")
        store.endCheck()
        looking.join()
        stopEngine()
        rereader.stop()
        marking.join()
        storeThread.stop()
        publisher.stop()
    }

    private func serve(_ token: UInt64) {
        switch token {
        case Self.signalToken:
            while let signal = signals.next() {
                if signal == .hangUp { _ = reload() } else { isStopping = true }
            }
        case Self.deviceToken:
            while let change = monitor?.next() { follow(change) }
            openDevices(changed: true)
        case Self.reportToken:
            reportBell.drain()
            takeReports()
        case Self.requestToken:
            requestBell.drain()
            for request in blackboard.takeRequests() { answer(request) }
            _ = desk.tell { engine.use($1, for: $0) }
        default:
            looks &+= timer.drain()
            guard looks >= 4 else { break }
            looks = 0
            lookAtClocks()
            engine.tick()
            store.passages.giveUp(at: Clock.monotonic())
            publisher.wake()
            followDatabase()
            retireHolds()
            _ = desk.tell { engine.use($1, for: $0) }
            openDevices(changed: false)
        }
        writeFacts()
    }

    private func follow(_ change: DeviceMonitor.Change) {
        switch change {
        case .added(let device): devices.add(device)
        case .removed(let path): devices.remove(systemPath: path)
        case .other: return
        }
    }

    // MARK: requests

    private func answer(_ request: Blackboard.Request) {
        switch request {
        case .tare(let sensor, let ticket): engine.tare(sensor, ticket: ticket)
        case .mark(let text, let time): engine.mark(text, at: time)
        case .pass(let answer): pass(answer)
        case .reload(let answer): answer(reload())
        case .recalibrate(let sensor, let answer):
            recalibrate(sensor)
            // Written before the answer, so that a client that has the answer and asks for the sensors sees the change.
            writeFacts()
            answer()
        case .plans(let answer): answer(sensors.map(\.plan))
        }
    }

    var store: StoreLoop { storeThread.loop }

    /// Sends a ticket behind every mark and every condition that waits.
    private func pass(_ answer: @escaping @Sendable (Bool) -> Void) {
        let isSent = desk.tell { engine.use($1, for: $0) }
        let ticket = store.passages.begin(at: Clock.monotonic(), answer: answer)
        if !isSent || !engine.pass(ticket) { store.passages.end(ticket, hasPassed: false) }
    }

    /// A database that replaced a damaged one may have other calibrations in force.
    private func followDatabase() {
        let count = store.status.replaced
        guard count != replaced else { return }
        replaced = count
        recalibrate(nil)
    }

    // MARK: facts

    var summary: String {
        let streaming = sensors.count { $0.report().state == .streaming }
        return "\(streaming) of \(sensors.count) sensors stream"
    }

    func writeFacts() {
        let reports = sensors.map { $0.report(engine.signal(of: $0.number)) }
        var status = StationStatus()
        status.station = settings.name
        status.version = Release.version
        status.features = ["live", "holds", "recording", "calibration", "text", "chronojump", "sessions", "spectra"]
        status.startedWallMicroseconds = startedWall
        status.epoch = epochName
        status.calibrationMonths = settings.calibrationMonths
        status.isRealTime = engine.isRealTime
        status.sensors = reports.count
        status.streaming = reports.count { $0.state == .streaming }
        status.refused = engine.refused
        status.recording = engine.record?.status.name
        status.findings = findings() + reports.flatMap(\.findings)
        blackboard.write(
            status: status, sensors: reports, devices: DeviceAdvice.reports(devices, sensors), view: engine.view)
    }

    private func findings() -> [StationFinding] {
        var found = store.status.warnings.map { StationFinding("database", $0) }
        if let warning = desk.warning { found.append(StationFinding("database", warning)) }
        found += desk.withoutSensors(sensors.map(\.plan.settings.setUp)).map { StationFinding("sessions", $0) }
        found += hostClock.warnings.map { StationFinding("clock", $0) }
        found += protocolProblems.map { StationFinding("protocols", $0) }
        if !engine.isRealTime {
            let wanted = Engine.acquirePriority
            let limit = RealTimeLimit(wanted: wanted, .ofThisProcess())
            found.append(
                StationFinding(
                    "real_time",
                    "the measuring threads have no real-time priority, because \(limit.text(wanted: wanted))"))
        }
        if let failure = engine.record?.status.failure {
            found.append(
                StationFinding(
                    failure.isFull ? "disk_full" : "recording",
                    "nothing is recorded: \(failure); "
                        + (failure.isFull ? "free some disk space" : "check the disk, and who owns the state directory")))
        }
        if let failure = engine.record?.status.traceFailure {
            found.append(
                StationFinding(
                    failure.isFull ? "disk_full" : "recording",
                    "the traces of holds wait: \(failure); "
                        + (failure.isFull ? "free some disk space" : "check the disk, and who owns the state directory")))
        }
        if let space = Files.space(at: options.stateDirectory), space.free < Self.lowSpace, engine.record?.status.failure == nil {
            found.append(
                StationFinding(
                    "disk_low",
                    "\(space.free >> 20) MB are free where \(options.stateDirectory) is: free some space, or lower limit_megabytes below [recording]"
                ))
        }
        if let failure = store.status.failure {
            var condition = "database_waits"
            if case .full = failure { condition = "disk_full" }
            found.append(StationFinding(condition, "holds wait in memory: \(failure.text)"))
        }
        if engine.refused > 0 {
            found.append(
                StationFinding(
                    "overload", "\(engine.refused) samples were refused: this machine is overloaded; stop other programs on it"))
        }
        return found
    }
}
