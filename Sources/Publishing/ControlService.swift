import Certificates
public import Interface
import LinuxIO
import Messages
public import Samples
import Store

/// `org.holdfast.control1`: the calls that change the station. Each is logged with the user who made it.
public final class ControlService: VarlinkService {
    public let description = InterfaceDescription.control
    public let access = VarlinkPeer.Access.control
    /// The time after which a tare counts as unanswered, seconds.
    private static let tareSeconds = 2.0

    let station: StationService
    weak var server: VarlinkServer?
    private var pending: [PendingTare] = []
    private var nextTicket: UInt64 = 1

    private struct PendingTare {
        var client: UInt64
        /// The ticket of each sensor that has not answered yet.
        var open: [UInt64: String]
        var results: [Control1.TareResult] = []
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
        let given = call.parameters
        do throws(VarlinkError) {
            switch call.member {
            case "Tare": return try tare(try Control1.Tare(parameters: given).sensor, peer)
            case "Mark":
                let text = try Control1.Mark(parameters: given).text
                try description.checkText(text, "text", longest: MarkText.limit)
                guard let mark = MarkText(text) else { throw .invalidParameter("text") }
                log(peer, "sets a mark")
                station.backend.mark(mark)
                return .reply(Control1.Mark.Reply().reply())
            case "Annotate":
                let call = try Control1.Annotate(parameters: given)
                let note = try annotation(call, peer)
                log(peer, "annotates hold \(call.hold)")
                station.backend.annotate(
                    hold: call.hold, note, answer: storeAnswer(peer, otherwise: .noSuchHold(call.hold, in: description)))
                return .later
            case "Annotations": return try annotations(of: try Control1.Annotations(parameters: given).hold)
            case "Withdraw":
                let call = try Control1.Withdraw(parameters: given)
                log(peer, "withdraws note \(call.number) of hold \(call.hold)")
                station.backend.withdraw(
                    note: call.number, of: call.hold, user: peer.user,
                    answer: storeAnswer(peer, otherwise: .noSuchNote(call.number, of: call.hold)))
                return .later
            case "DeleteHold":
                let hold = try Control1.DeleteHold(parameters: given).hold
                log(peer, "deletes hold \(hold)")
                station.backend.delete(
                    hold: hold, user: peer.user, answer: storeAnswer(peer, otherwise: .noSuchHold(hold, in: description)))
                return .later
            case "Exclude":
                let call = try Control1.Exclude(parameters: given)
                guard call.hold >= 0 else { throw .invalidParameter("hold") }
                try description.checkText(call.reason, "reason", longest: TextLimit.reason)
                log(peer, call.excluded ? "excludes hold \(call.hold)" : "includes hold \(call.hold) again")
                station.backend.exclude(
                    hold: call.hold, excluded: call.excluded, reason: call.reason, user: peer.user,
                    answer: storeAnswer(peer, otherwise: .noSuchHold(call.hold, in: description)))
                return .later
            case "Reanalyze": return try reanalyze(try Control1.Reanalyze(parameters: given), peer)
            case "Reload":
                _ = try Control1.Reload(parameters: given)
                log(peer, "reloads the settings")
                return reload(peer)
            default: return .error(.methodNotImplemented(call.method))
            }
        } catch { return .error(error) }
    }

    func log(_ peer: VarlinkPeer, _ text: String) {
        Log.notice("control", "user \(peer.user) (process \(peer.process)) \(text)")
    }

    private func answer(_ client: UInt64, _ answer: VarlinkServer.Answer) { server?.answer(client, answer) }

    // MARK: tare

    private func tare(_ name: String?, _ peer: VarlinkPeer) throws(VarlinkError) -> VarlinkOutcome {
        let view = station.view
        let names: [String]
        if let name {
            guard view.number(of: name) != nil else { throw .noSuchSensor(name, in: description) }
            names = [name]
        } else {
            names = station.backend.sensors().filter { $0.state == .streaming }.map(\.name)
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
            pending[index].results.append(
                Control1.TareResult(sensor: sensor, offset: offset, deviation: deviation, quiet: quiet, unit: unit))
            Log.notice("control", "\(sensor) is tared by \(Digits.text(offset)) \(unit), SD \(Digits.text(deviation)) \(unit)")
            guard pending[index].open.isEmpty else { return }
            let done = pending.remove(at: index)
            answer(done.client, .reply(Control1.Tare.Reply(tares: done.results).reply()))
        case .tareRefused(let reason, let ticket):
            guard let index = pending.firstIndex(where: { $0.open[ticket] != nil }) else { return }
            let waiting = pending.remove(at: index)
            let sensor = waiting.open[ticket] ?? ""
            let done =
                waiting.results.isEmpty ? "" : "; tared before that: \(waiting.results.map(\.sensor).joined(separator: ", "))"
            let message =
                switch reason {
                case .holdUnderWay: "\(sensor) is under load: let go, wait a second, try again\(done)"
                case .noSamples: "\(sensor) does not measure yet: wait until it streams\(done)"
                case .invalidSamples: "\(sensor) sends values that are not numbers: check its cable\(done)"
                }
            answer(waiting.client, .error(refusal(sensor, Station1.TareRefusal(reason).rawValue, message)))
        default: return
        }
    }

    private func refusal(_ sensor: String, _ reason: String, _ message: String) -> VarlinkError {
        VarlinkError(
            description.name + ".TareRefused",
            [("sensor", .string(sensor)), ("reason", .string(reason)), ("message", .string(message))])
    }

    // MARK: the store and the settings

    private func storeAnswer(
        _ peer: VarlinkPeer, otherwise: VarlinkError
    ) -> @Sendable (Result<Bool, StoreError>) -> Void {
        let server = server
        let description = description
        return { result in
            switch result {
            case .success(true): server?.answer(peer.ticket, .reply(VarlinkReply.message()))
            case .success(false): server?.answer(peer.ticket, .error(otherwise))
            case .failure(let error): server?.answer(peer.ticket, .error(.storeUnavailable(error, in: description)))
            }
        }
    }

    /// A note with at least one of text, score and phase.
    private func annotation(_ call: Control1.Annotate, _ peer: VarlinkPeer) throws(VarlinkError) -> StoredAnnotation {
        guard call.hold >= 0 else { throw .invalidParameter("hold") }
        try description.checkText(call.text, "text", longest: TextLimit.note)
        if let score = call.score, !(1...10).contains(score) { throw .invalidParameter("score") }
        if let phase = call.phase { try description.checkName(phase, "phase") }
        let text = call.text ?? ""
        guard !text.isEmpty || call.score != nil || call.phase != nil else { throw .invalidParameter("text") }
        return StoredAnnotation(
            wallMicroseconds: Clock.wallMicroseconds(), user: peer.user, text: text,
            score: call.score.map { Int(clamping: $0) }, phase: call.phase)
    }

    private func annotations(of hold: Int64) throws(VarlinkError) -> VarlinkOutcome {
        guard hold >= 0 else { throw .invalidParameter("hold") }
        let found: [StoredAnnotation]?
        do throws(StoreError) {
            found = try station.withReader { (reader) throws(StoreError) in
                try reader.hold(hold) == nil ? nil : reader.annotations(of: hold)
            }
        } catch { throw .storeUnavailable(error, in: description) }
        guard let found else { throw .noSuchHold(hold, in: description) }
        let annotations = found.map {
            Control1.Annotation(
                wallUs: $0.wallMicroseconds, user: Int64($0.user), text: $0.text, score: $0.score.map { Int64($0) },
                phase: $0.phase, number: $0.number)
        }
        return .reply(Control1.Annotations.Reply(annotations: annotations).reply())
    }

    private func reload(_ peer: VarlinkPeer) -> VarlinkOutcome {
        let server = server
        let description = description
        station.backend.reload { problems in
            if problems.isEmpty {
                server?.answer(peer.ticket, .reply(Control1.Reload.Reply().reply()))
            } else {
                server?.answer(
                    peer.ticket,
                    .error(
                        VarlinkError(
                            description.name + ".SettingsRejected",
                            [
                                ("problems", .array(problems.map(JSONValue.string))),
                                ("message", .string("the settings cannot be used; the previous settings stay in force")),
                            ])))
            }
        }
        return .later
    }
}

extension VarlinkError {
    fileprivate static func noSuchNote(_ number: Int64, of hold: Int64) -> VarlinkError {
        VarlinkError(
            InterfaceDescription.control.name + ".NoSuchNote",
            [
                ("number", .integer(number)),
                ("message", .string("hold \(hold) has no note \(number): see `holdfast holds notes \(hold)`")),
            ])
    }
}
