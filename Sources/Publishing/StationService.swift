import Calibration
public import Interface
import LinuxIO
import Messages
import Metrics
import RingBuffer
import Samples
public import Store

/// `org.holdfast.station1`: reading, for all users.
public final class StationService: VarlinkService {
    public let description = InterfaceDescription.station
    public let access = VarlinkPeer.Access.read

    let backend: any StationBackend
    public let feed: EventFeed
    private var reading: StoreReading
    /// The laboratory's certificate of each record that was asked for, which never changes; nil for none.
    var knownRecords: [String: KnownRecord] = [:]
    /// The number of clients of the server.
    public var clientCount: () -> Int = { 0 }
    /// Makes the server look at its streams; any thread.
    public var wake: @Sendable () -> Void = {}

    /// - Parameter file: the database, which is opened when it is needed.
    public init(backend: any StationBackend, feed: EventFeed, file: StoreFile) {
        self.backend = backend
        self.feed = feed
        reading = StoreReading(file)
        view = backend.view()
    }

    /// The present rings; looked up once per turn.
    private(set) var view: StationView

    /// Processes new events. Called at every turn of the server's loop.
    func turn(_ look: (HoldEvent, StationView) -> Void) {
        view = backend.view()
        feed.drain(view, look)
    }

    public func handle(_ call: VarlinkCall, from peer: VarlinkPeer) -> VarlinkOutcome {
        let given = call.parameters
        do throws(VarlinkError) {
            switch call.member {
            case "GetStatus":
                _ = try Station1.GetStatus(parameters: given)
                return .reply(status(for: peer.access).reply())
            case "ListSensors":
                _ = try Station1.ListSensors(parameters: given)
                return .reply(Station1.ListSensors.Reply(sensors: sensors(only: nil, for: peer.access)).reply())
            case "ListDevices":
                _ = try Station1.ListDevices(parameters: given)
                return .reply(Station1.ListDevices.Reply(devices: backend.devices().map(Station1.Device.init)).reply())
            case "Monitor":
                let request = try monitorRequest(try Station1.Monitor(parameters: given), peer.access)
                return .stream(MonitorStream(request, view: view, service: self))
            case "OpenRing":
                _ = try Station1.OpenRing(parameters: given)
                return .stream(try RingStream(view: view, service: self))
            case "WatchHolds":
                _ = try Station1.WatchHolds(parameters: given)
                return .stream(WatchHoldsStream(service: self, access: peer.access))
            case "ListHolds": return .pieces(try listHolds(try Station1.ListHolds(parameters: given), peer.access))
            case "Changes": return try changes(try Station1.Changes(parameters: given), peer.access)
            case "GetHold":
                let call = try Station1.GetHold(parameters: given)
                let hold = try hold(call.number, result: call.result)
                var message = message(hold, for: peer.access, whole: true)
                if peer.access >= .control { message.marks = try marks(of: hold) }
                return .reply(Station1.GetHold.Reply(hold: message).reply())
            case "GetTrace": return .stream(try trace(try Station1.GetTrace(parameters: given), peer))
            case "ListMetrics":
                _ = try Station1.ListMetrics(parameters: given)
                return .reply(metrics)
            default: return .error(.methodNotImplemented(call.method))
            }
        } catch { return .error(error) }
    }

    // MARK: parts

    private func hold(_ number: Int64, result: Int64?) throws(VarlinkError) -> StoredHold {
        guard number >= 0 else { throw .invalidParameter("number") }
        let (found, isKnown) = try storeReader { (reader) throws(StoreError) in
            let found = try reader.hold(number, result: StoredResult.Choice(result))
            guard found == nil else { return (found, true) }
            return (nil as StoredHold?, try reader.hold(number) != nil)
        }
        guard let found else { throw isKnown ? .noSuchResult(result ?? 0, of: number) : .noSuchHold(number, in: description) }
        return found
    }

    /// A mark may name people.
    private func marks(of hold: StoredHold) throws(VarlinkError) -> [Station1.HoldMark] {
        try storeReader { (reader) throws(StoreError) in
            try reader.marks(from: hold.startWallMicroseconds, to: hold.endWallMicroseconds)
        }.map { Station1.HoldMark(wallUs: $0.wallMicroseconds, text: $0.text, sensor: $0.sensor) }
    }

    private func status(for access: VarlinkPeer.Access) -> Station1.GetStatus.Reply {
        let status = backend.status()
        let holds = (try? withReader { (reader) throws(StoreError) in try reader.holdCount() }) ?? 0
        let all = status.findings + calibrationFindings()
        let findings = access >= .read ? all : all.map(\.withoutNumbers)
        return Station1.GetStatus.Reply(
            station: status.station, version: status.version, features: status.features,
            startedWallUs: status.startedWallMicroseconds, uptimeSeconds: status.uptimeSeconds, epoch: status.epoch,
            realTime: status.isRealTime, sensors: Int64(status.sensors), streaming: Int64(status.streaming),
            holds: Int64(holds), refused: Int64(clamping: status.refused), recording: status.recording,
            clients: Int64(clientCount()), warnings: status.warnings + findings.map(\.sentence),
            findings: findings.map(Station1.Finding.init),
            clocks: .now(), dueDates: access >= .read ? dueDates(at: Clock.wallMicroseconds()) : nil)
    }

    /// Every sensor, or one.
    func sensors(only name: String?, for access: VarlinkPeer.Access) -> [Station1.Sensor] {
        let newest = newestReadings()
        let now = Clock.wallMicroseconds()
        return backend.sensors().filter { name == nil || $0.name == name }.map { sensor in
            let reading = view.number(of: sensor.name).flatMap { newest[$0.value] }
            let inForce = view.sensor(named: sensor.name)
            var message = Station1.Sensor(sensor, newest: reading.map(view.comparable), inForce: inForce)
            if access < .control { message.acceptedWorse = nil }
            guard let inForce else { return message }
            let checks = checks(of: inForce)
            message.calibrationDue = inForce.dueWallMicroseconds.map { .init(DueState($0, at: now)) }
            message.checks = Station1.CheckSummary(checks)
            let doubts = doubts(about: inForce, checks, at: now)
            message.calibrationDoubts = doubts.isEmpty ? nil : doubts
            return message
        }
    }

    /// The newest reading of each sensor, if it is near the end of the ring.
    func newestReadings() -> [UInt16: Reading] {
        var newest: [UInt16: Reading] = [:]
        var place = view.readings.next
        let limit = max(view.readings.oldest, place > 1 << 14 ? place - 1 << 14 : 0)
        while place > limit, newest.count < view.editions.count {
            place -= 1
            guard case .element(let reading) = view.readings.read(at: place) else { break }
            if newest[reading.sensor.value] == nil { newest[reading.sensor.value] = reading }
        }
        return newest
    }

    /// The readings of a sensor in the last seconds, the newest first, as far as the ring goes back.
    func recentReadings(of sensor: SensorNumber, seconds: Double) -> [Reading] {
        var found: [Reading] = []
        var place = view.readings.next
        while place > view.readings.oldest {
            place -= 1
            guard case .element(let reading) = view.readings.read(at: place) else { break }
            guard reading.sensor == sensor else { continue }
            if let newest = found.first, newest.time.seconds(since: reading.time) > seconds { break }
            found.append(reading)
        }
        return found
    }

    func monitorRequest(_ call: Station1.Monitor, _ access: VarlinkPeer.Access) throws(VarlinkError) -> MonitorStream.Request {
        var request = MonitorStream.Request()
        if let names = call.signals {
            guard !names.isEmpty, Set(names).count == names.count else { throw .invalidParameter("signals") }
            let series = names.filter { $0 != LiveBands.name }
            let signals = series.compactMap(LiveSignal.init)
            guard signals.count == series.count else { throw .invalidParameter("signals") }
            request.wantsBands = series.count < names.count
            // The reply names the signals that remain. If none remains, the call is an error.
            request.signals = signals.filter { access >= $0.access }
            guard request.wantsBands || !request.signals.isEmpty else { throw .permissionDenied }
        }
        if let interval = call.intervalMs {
            guard interval == 0 || (10...1000).contains(interval) else { throw .invalidParameter("intervalMs") }
            request.intervalSeconds = Double(interval) / 1000
        }
        if let replies = call.maxReplies, replies < 1 { throw .invalidParameter("maxReplies") }
        request.repliesLeft = call.maxReplies
        request.disconnectsOnOverrun = call.onOverrun == .disconnect
        request.access = access
        if let name = call.sensor {
            guard let number = view.number(of: name) else { throw .noSuchSensor(name, in: description) }
            request.sensor = number
        }
        if let since = call.sinceSample {
            guard since >= 0, request.sensor != nil else { throw .invalidParameter("sinceSample") }
            request.sinceSample = UInt64(clamping: since)
        }
        return request
    }

    /// - Parameters:
    ///   - athlete: only holds of this athlete.
    ///   - session: only holds of this session.
    func listHolds(
        _ call: Station1.ListHolds, _ access: VarlinkPeer.Access, athlete: String? = nil, session: Int64? = nil
    ) throws(VarlinkError) -> HoldList {
        let limit = call.limit ?? 20
        guard (1...200).contains(limit) else { throw .invalidParameter("limit") }
        // One more tells whether there are more.
        var filter = HoldFilter(limit: Int(limit) + 1)
        filter.before = call.before ?? .max
        guard filter.before >= 0 else { throw .invalidParameter("before") }
        filter.includeExcluded = call.includeExcluded ?? false
        filter.sensor = call.sensor
        filter.fromWallMicroseconds = call.fromWallUs ?? .min
        filter.toWallMicroseconds = call.toWallUs ?? .max
        filter.setUp = call.setUp
        filter.kind = call.kind.map { $0 == .explosive ? .explosive : .sustained }
        filter.athlete = athlete
        filter.session = session
        if let names = call.metrics, !names.allSatisfy({ MetricDefinition.named($0) != nil }) {
            throw .invalidParameter("metrics")
        }
        let wanted = filter
        let numbers = try storeReader { (reader) throws(StoreError) in try reader.holdNumbers(wanted) }
        return HoldList(
            Array(numbers.prefix(Int(limit))), hasMore: numbers.count > Int(limit), for: access,
            metrics: call.metrics.map(Set.init), result: call.firstResults == true ? .first : .newest, service: self)
    }

    private func changes(_ call: Station1.Changes, _ access: VarlinkPeer.Access) throws(VarlinkError) -> VarlinkOutcome {
        let (since, limit) = (call.since ?? 0, call.limit ?? 100)
        guard since >= 0 else { throw .invalidParameter("since") }
        guard (1...1000).contains(limit) else { throw .invalidParameter("limit") }
        let (database, found) = try storeReader { (reader) throws(StoreError) in
            (
                try reader.identity(),
                try reader.changes(since: since, limit: Int(limit) + 1, publicOnly: access < .control)
            )
        }
        let changes = found.prefix(Int(limit))
        return .reply(
            Station1.Changes.Reply(
                database: database, changes: changes.map { Station1.Change($0, for: access) },
                next: changes.last?.sequence ?? since, more: found.count > changes.count, clocks: .now()
            ).reply())
    }

    private func trace(_ call: Station1.GetTrace, _ peer: VarlinkPeer) throws(VarlinkError) -> TraceStream {
        let access = peer.access
        var query = TraceQuery(hold: call.hold, sensor: call.sensor)
        guard query.hold >= 0 else { throw .invalidParameter("hold") }
        query.result = call.result
        if let names = call.signals {
            let signals = names.compactMap(LiveSignal.init)
            guard !names.isEmpty, signals.count == names.count, Set(names).count == names.count else {
                throw .invalidParameter("signals")
            }
            query.signals = signals.filter { access >= $0.access }
            guard !query.signals.isEmpty else { throw .permissionDenied }
        }
        if let from = call.from { query.from = from }
        if let to = call.to { query.to = to }
        guard query.from <= query.to else { throw .invalidParameter("to") }
        if let rate = call.rate {
            guard rate > 0, rate <= 100_000 else { throw .invalidParameter("rate") }
            query.rate = rate
        }
        return TraceStream(query, traceTurns.turn(of: peer.user), for: access, wake: wake) { [backend] query, answer in
            backend.trace(query, answer: answer)
        }
    }

    private lazy var traceTurns = TraceTurns(wake: wake)

    /// The reply of `ListMetrics`. It is always the same, and all clients that it waits for share it.
    private lazy var metrics = Station1.ListMetrics.Reply(
        metrics: MetricDefinition.everything.map {
            Station1.MetricDefinition(
                name: $0.name, unit: $0.unit.rawValue, summary: $0.summary, source: $0.source, parameters: $0.parameters)
        }
    ).reply()

    // MARK: the store

    func withReader<Value>(_ body: (borrowing StoreReader) throws(StoreError) -> Value) throws(StoreError) -> Value {
        do throws(StoreError) { return try reading.read(body) } catch {
            if case .damaged = error { backend.databaseIsDamaged() }
            throw error
        }
    }

    func storeReader<Value>(_ body: (borrowing StoreReader) throws(StoreError) -> Value) throws(VarlinkError) -> Value {
        do throws(StoreError) { return try withReader(body) } catch { throw .storeUnavailable(error, in: description) }
    }
}

/// The errors of Holdfast's own interfaces.
extension VarlinkError {
    static func noSuchSensor(_ name: String, in description: InterfaceDescription) -> VarlinkError {
        VarlinkError(
            description.name + ".NoSuchSensor",
            [("sensor", .string(name)), ("message", .string("no sensor is called \"\(name)\": see `holdfast sensors`"))])
    }
    static func noSuchHold(_ number: Int64, in description: InterfaceDescription) -> VarlinkError {
        VarlinkError(
            description.name + ".NoSuchHold",
            [("number", .integer(number)), ("message", .string("there is no hold \(number): see `holdfast holds`"))])
    }
    static func noSuchResult(_ result: Int64, of hold: Int64) -> VarlinkError {
        VarlinkError(
            InterfaceDescription.station.name + ".NoSuchResult",
            [
                ("number", .integer(hold)), ("result", .integer(result)),
                ("message", .string("hold \(hold) has no result \(result): see `holdfast holds results \(hold)`")),
            ])
    }
    static func storeUnavailable(_ error: StoreError, in description: InterfaceDescription) -> VarlinkError {
        VarlinkError(description.name + ".StoreUnavailable", [("message", .string(error.text))])
    }
    static func subscriberTooSlow(_ dropped: UInt64) -> VarlinkError {
        VarlinkError(
            InterfaceDescription.station.name + ".SubscriberTooSlow",
            [
                ("dropped", .integer(Int64(clamping: dropped))),
                ("message", .string("this client read too slowly; \(dropped) readings were overwritten")),
            ])
    }
    static let sensorsChanged = VarlinkError(
        InterfaceDescription.station.name + ".SensorsChanged",
        [("message", .string("the settings were read again, and a sensor of this call has changed: call again"))])
}
