import Certificates
public import Interface
import LinuxIO
public import Samples
import Store

/// `org.holdfast.control1`: the calls that change the station. Each is logged with the user who made it.
public final class ControlService: VarlinkService {
    public let description = InterfaceDescription.control
    public let access = VarlinkPeer.Access.control
    /// The time after which a tare counts as unanswered, seconds.
    private static let tareSeconds = 2.0

    private let station: StationService
    private weak var server: VarlinkServer?
    private var pending: [PendingTare] = []
    private var nextTicket: UInt64 = 1

    private struct PendingTare {
        var client: UInt64
        /// The ticket of each sensor that has not answered yet.
        var open: [UInt64: String]
        var results: [(sensor: String, offset: Double, deviation: Double, quiet: Bool, unit: String)] = []
        var deadline: HostInstant
    }

    public init(station: StationService, server: VarlinkServer) {
        self.station = station
        self.server = server
    }

    /// Processes new events, and answers the calls that wait for them; returns the time of the next call at the latest. For the
    /// server's `everyTurn`.
    public func turn(at now: HostInstant) -> HostInstant? {
        station.turn { event, view in note(event, view) }
        for waiting in pending where waiting.deadline <= now {
            let sensor = waiting.open.values.sorted().first ?? ""
            answer(waiting.client, .error(refusal(sensor, "no_answer", "\(sensor) does not stream: see `holdfast sensors`")))
        }
        pending.removeAll { $0.deadline <= now }
        return pending.map(\.deadline).min()
    }

    public func handle(_ call: VarlinkCall, from peer: VarlinkPeer) -> VarlinkOutcome {
        var parameters = ParameterReader(call.parameters)
        do throws(VarlinkError) {
            switch call.member {
            case "Tare": return try tare(&parameters, peer)
            case "Annotate":
                let hold = try parameters.integer("hold", in: 0...Int64.max)
                let note = try annotation(&parameters, peer)
                log(peer, "annotates hold \(hold)")
                station.backend.annotate(hold: hold, note, answer: storeAnswer(hold, peer))
                return .later
            case "Annotations":
                let hold = try parameters.integer("hold", in: 0...Int64.max)
                try parameters.finish()
                return try annotations(of: hold)
            case "Exclude":
                let hold = try parameters.integer("hold", in: 0...Int64.max)
                let excluded = try parameters.bool("excluded")
                let reason = try parameters.optionalText("reason", longest: TextLimit.reason, in: description)
                try parameters.finish()
                log(peer, excluded ? "excludes hold \(hold)" : "includes hold \(hold) again")
                station.backend.exclude(
                    hold: hold, excluded: excluded, reason: reason, user: peer.user, answer: storeAnswer(hold, peer))
                return .later
            case "Reload":
                try parameters.finish()
                log(peer, "reloads the settings")
                return reload(peer)
            default: return .error(.methodNotImplemented(call.method))
            }
        } catch { return .error(error) }
    }

    private func log(_ peer: VarlinkPeer, _ text: String) {
        Log.notice("control", "user \(peer.user) (process \(peer.process)) \(text)")
    }

    private func answer(_ client: UInt64, _ answer: VarlinkServer.Answer) { server?.answer(client, answer) }

    // MARK: tare

    private func tare(_ parameters: inout ParameterReader, _ peer: VarlinkPeer) throws(VarlinkError) -> VarlinkOutcome {
        let name = try parameters.optionalString("sensor")
        try parameters.finish()
        let view = station.view
        let names: [String]
        if let name {
            guard view.number(of: name) != nil else { throw .noSuchSensor(name, in: description) }
            names = [name]
        } else {
            names = station.backend.sensors().filter { $0.state == "streaming" }.map(\.name)
        }
        guard !names.isEmpty else { return .error(refusal("", "no_samples", "no sensor streams: see `holdfast sensors`")) }
        log(peer, "tares \(names.joined(separator: ", "))")
        var waiting = PendingTare(
            client: peer.ticket, open: [:], deadline: Clock.monotonic().advanced(bySeconds: Self.tareSeconds))
        for name in names {
            guard let number = view.number(of: name) else { continue }
            waiting.open[nextTicket] = name
            station.backend.tare(number, ticket: nextTicket)
            nextTicket += 1
        }
        pending.append(waiting)
        return .later
    }

    private func note(_ event: HoldEvent, _ view: StationView) {
        switch event.what {
        case .tared(let offset, let deviation, let quiet, let ticket):
            guard let index = pending.firstIndex(where: { $0.open[ticket] != nil }) else { return }
            let sensor = pending[index].open.removeValue(forKey: ticket) ?? ""
            let unit = view.sensor(named: sensor)?.unit ?? "N"
            pending[index].results.append((sensor, offset, deviation, quiet, unit))
            Log.notice("control", "\(sensor) is tared by \(offset) \(unit), SD \(deviation) \(unit)")
            guard pending[index].open.isEmpty else { return }
            let done = pending.remove(at: index)
            answer(
                done.client,
                .reply(
                    VarlinkReply.message { writer in
                        writer.array("tares") { writer in
                            for result in done.results {
                                writer.object { writer in
                                    writer.field("sensor", result.sensor)
                                    writer.field("offset", result.offset)
                                    writer.field("deviation", result.deviation)
                                    writer.field("quiet", result.quiet)
                                    writer.field("unit", result.unit)
                                }
                            }
                        }
                    }))
        case .tareRefused(let reason, let ticket):
            guard let index = pending.firstIndex(where: { $0.open[ticket] != nil }) else { return }
            let waiting = pending.remove(at: index)
            let sensor = waiting.open[ticket] ?? ""
            let done =
                waiting.results.isEmpty ? "" : "; tared before that: \(waiting.results.map(\.sensor).joined(separator: ", "))"
            switch reason {
            case .holdUnderWay:
                answer(
                    waiting.client,
                    .error(refusal(sensor, "hold_under_way", "\(sensor) is under load: let go, wait a second, try again\(done)")))
            case .noSamples:
                answer(
                    waiting.client,
                    .error(refusal(sensor, "no_samples", "\(sensor) does not measure yet: wait until it streams\(done)")))
            case .invalidSamples:
                answer(
                    waiting.client,
                    .error(
                        refusal(sensor, "invalid_samples", "\(sensor) sends values that are no numbers: check its cable\(done)")))
            }
        default: return
        }
    }

    private func refusal(_ sensor: String, _ reason: String, _ message: String) -> VarlinkError {
        VarlinkError(
            description.name + ".TareRefused",
            [("sensor", .string(sensor)), ("reason", .string(reason)), ("message", .string(message))])
    }

    // MARK: the store and the settings

    private func storeAnswer(_ hold: Int64, _ peer: VarlinkPeer) -> @Sendable (Result<Bool, StoreError>) -> Void {
        let server = server
        let description = description
        return { result in
            switch result {
            case .success(true): server?.answer(peer.ticket, .reply(VarlinkReply.message()))
            case .success(false): server?.answer(peer.ticket, .error(.noSuchHold(hold, in: description)))
            case .failure(let error): server?.answer(peer.ticket, .error(.storeUnavailable(error, in: description)))
            }
        }
    }

    /// A note with at least one of text, score and phase.
    private func annotation(_ parameters: inout ParameterReader, _ peer: VarlinkPeer) throws(VarlinkError) -> StoredAnnotation {
        let text = try parameters.optionalText("text", longest: TextLimit.note, in: description) ?? ""
        let score = try parameters.optionalInteger("score", in: 1...10)
        let phase = try parameters.optionalName("phase", in: description)
        try parameters.finish()
        guard !text.isEmpty || score != nil || phase != nil else { throw .invalidParameter("text") }
        return StoredAnnotation(
            wallMicroseconds: Clock.wallMicroseconds(), user: peer.user, text: text, score: score.map { Int(clamping: $0) },
            phase: phase)
    }

    private func annotations(of hold: Int64) throws(VarlinkError) -> VarlinkOutcome {
        let found: [StoredAnnotation]?
        do throws(StoreError) {
            found = try station.withReader { (reader) throws(StoreError) in
                try reader.hold(hold) == nil ? nil : reader.annotations(of: hold)
            }
        } catch { throw .storeUnavailable(error, in: description) }
        guard let found else { throw .noSuchHold(hold, in: description) }
        return .reply(
            VarlinkReply.message { writer in
                writer.array("annotations") { writer in
                    for annotation in found {
                        writer.object { writer in
                            writer.field("wallUs", annotation.wallMicroseconds)
                            writer.field("user", annotation.user)
                            writer.field("text", annotation.text)
                            writer.field("score", ifPresent: annotation.score)
                            writer.field("phase", ifPresent: annotation.phase)
                        }
                    }
                }
            })
    }

    private func reload(_ peer: VarlinkPeer) -> VarlinkOutcome {
        let server = server
        let description = description
        station.backend.reload { problems in
            if problems.isEmpty {
                server?.answer(peer.ticket, .reply(VarlinkReply.message()))
            } else {
                server?.answer(
                    peer.ticket,
                    .error(
                        VarlinkError(
                            description.name + ".SettingsRejected",
                            [
                                ("problems", .array(problems.map(JSONValue.string))),
                                ("message", .string("the settings cannot be used; those before stay in force")),
                            ])))
            }
        }
        return .later
    }
}
