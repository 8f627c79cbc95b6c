public import Interface
import LinuxIO
import Metrics
import RingBuffer
import Samples
public import Store

/// `org.holdfast.station1`: reading, for all users.
public final class StationService: VarlinkService {
    public let description = InterfaceDescription.station
    public let access = VarlinkPeer.Access.read

    /// No force follows from the replies of these methods.
    private static let statusMethods = ["GetStatus", "ListDevices", "ListMetrics"]

    let backend: any StationBackend
    public let feed: EventFeed
    private var reading: StoreReading
    /// The number of clients of the server.
    public var clientCount: () -> Int = { 0 }

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

    public func access(of member: String) -> VarlinkPeer.Access { Self.statusMethods.contains(member) ? .status : access }

    public func handle(_ call: VarlinkCall, from peer: VarlinkPeer) -> VarlinkOutcome {
        var parameters = ParameterReader(call.parameters)
        do throws(VarlinkError) {
            switch call.member {
            case "GetStatus":
                try parameters.finish()
                return .reply(status(for: peer.access))
            case "ListSensors":
                try parameters.finish()
                return .reply(VarlinkReply.message { $0.array("sensors") { write(sensorsInto: &$0, only: nil) } })
            case "ListDevices":
                try parameters.finish()
                let devices = backend.devices()
                return .reply(
                    VarlinkReply.message { $0.array("devices") { writer in for device in devices { writer.value(device) } } })
            case "Monitor": return .stream(MonitorStream(try monitorRequest(&parameters, peer.access), view: view, service: self))
            case "WatchHolds":
                try parameters.finish()
                return .stream(WatchHoldsStream(service: self, access: peer.access))
            case "ListHolds": return .pieces(try listHolds(&parameters, peer.access))
            case "GetHold":
                let number = try parameters.integer("number", in: 0...Int64.max)
                try parameters.finish()
                let found = try storeReader { (reader) throws(StoreError) in try reader.hold(number) }
                guard let hold = found else { return .error(.noSuchHold(number, in: description)) }
                return .reply(
                    VarlinkReply.message { writer in
                        writer.key("hold")
                        writer.value(hold, for: peer.access, whole: true)
                    })
            case "ListMetrics":
                try parameters.finish()
                return .reply(metrics())
            default: return .error(.methodNotImplemented(call.method))
            }
        } catch { return .error(error) }
    }

    // MARK: parts

    private func status(for access: VarlinkPeer.Access) -> [UInt8] {
        let status = backend.status()
        let holds = (try? withReader { (reader) throws(StoreError) in try reader.holdCount() }) ?? 0
        return VarlinkReply.message { writer in
            writer.field("station", status.station)
            writer.field("version", status.version)
            writer.field("features", status.features)
            writer.field("startedWallUs", status.startedWallMicroseconds)
            writer.field("uptimeSeconds", status.uptimeSeconds)
            writer.field("epoch", status.epoch)
            writer.field("realTime", status.isRealTime)
            writer.field("sensors", status.sensors)
            writer.field("streaming", status.streaming)
            writer.field("holds", holds)
            writer.field("refused", status.refused)
            writer.field("recording", ifPresent: status.recording)
            writer.field("clients", clientCount())
            let all = status.findings + calibrationFindings()
            let findings = access >= .read ? all : all.map(\.withoutNumbers)
            writer.field("warnings", status.warnings + findings.map(\.sentence))
            writer.array("findings") { writer in
                for finding in findings {
                    writer.object { writer in
                        writer.field("condition", finding.condition)
                        writer.field("sensor", ifPresent: finding.sensor)
                        writer.field("text", finding.text)
                    }
                }
            }
        }
    }

    /// Every sensor, or one.
    func write(sensorsInto writer: inout JSONWriter, only name: String?) {
        let newest = newestReadings()
        for sensor in backend.sensors() where name == nil || sensor.name == name {
            let reading = view.number(of: sensor.name).flatMap { newest[$0.value] }
            writer.value(sensor, newest: reading.map(view.comparable), inForce: view.sensor(named: sensor.name))
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

    func monitorRequest(_ parameters: inout ParameterReader, _ access: VarlinkPeer.Access) throws(VarlinkError)
        -> MonitorStream.Request
    {
        var request = MonitorStream.Request()
        let name = try parameters.optionalString("sensor")
        if let names = try parameters.optionalStrings("signals") {
            guard !names.isEmpty, Set(names).count == names.count else { throw .invalidParameter("signals") }
            let series = names.filter { $0 != LiveBands.name }
            let signals = series.compactMap(LiveSignal.init)
            guard signals.count == series.count else { throw .invalidParameter("signals") }
            request.wantsBands = series.count < names.count
            // The reply names the signals that remain. If none remains, the call is an error.
            request.signals = signals.filter { access >= $0.access }
            guard request.wantsBands || !request.signals.isEmpty else { throw .permissionDenied }
        }
        if let interval = try parameters.optionalInteger("intervalMs", in: 0...1000) {
            guard interval == 0 || interval >= 10 else { throw .invalidParameter("intervalMs") }
            request.intervalSeconds = Double(interval) / 1000
        }
        request.repliesLeft = try parameters.optionalInteger("maxReplies", in: 1...Int64.max)
        let since = try parameters.optionalInteger("sinceSample", in: 0...Int64.max)
        switch try parameters.optionalString("onOverrun") {
        case nil, "skip"?: break
        case "disconnect"?: request.disconnectsOnOverrun = true
        default: throw .invalidParameter("onOverrun")
        }
        try parameters.finish()
        if let name {
            guard let number = view.number(of: name) else { throw .noSuchSensor(name, in: description) }
            request.sensor = number
        }
        if let since {
            guard request.sensor != nil else { throw .invalidParameter("sinceSample") }
            request.sinceSample = UInt64(clamping: since)
        }
        return request
    }

    private func listHolds(_ parameters: inout ParameterReader, _ access: VarlinkPeer.Access) throws(VarlinkError) -> HoldList {
        let limit = try parameters.optionalInteger("limit", in: 1...200) ?? 20
        let before = try parameters.optionalInteger("before", in: 0...Int64.max) ?? .max
        let sensor = try parameters.optionalString("sensor")
        let excluded = try parameters.optionalBool("includeExcluded") ?? false
        try parameters.finish()
        let numbers = try storeReader { (reader) throws(StoreError) in
            try reader.holdNumbers(before: before, limit: Int(limit) + 1, sensor: sensor, includeExcluded: excluded)
        }
        return HoldList(
            Array(numbers.prefix(Int(limit))), hasMore: numbers.count > Int(limit), for: access, service: self)
    }

    private func metrics() -> [UInt8] {
        VarlinkReply.message { writer in
            writer.array("metrics") { writer in
                for metric in MetricDefinition.all + MetricDefinition.sets {
                    writer.object { writer in
                        writer.field("name", metric.name)
                        writer.field("unit", metric.unit.rawValue)
                        writer.field("summary", metric.summary)
                        writer.field("source", metric.source)
                        writer.field("parameters", metric.parameters)
                    }
                }
            }
        }
    }

    /// A reply of `WatchHolds`.
    func message(hold: StoredHold?, events: [NamedEvent], dropped: UInt64, for access: VarlinkPeer.Access) -> [UInt8] {
        VarlinkReply.message(continues: true) { writer in
            if let hold {
                writer.key("hold")
                writer.value(hold, for: access)
            }
            writer.array("events") { writer in for event in events { writer.value(event) } }
            writer.field("dropped", dropped)
        }
    }

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
