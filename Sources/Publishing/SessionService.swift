public import Interface
import LinuxIO
import Metrics
import Protocols
import Samples
import Store

/// `org.holdfast.session1`: athletes, sessions, cues, and the marks of operators. Cues are for everybody; the rest is not.
public final class SessionService: VarlinkService {
    public let description = InterfaceDescription.session
    public let access = VarlinkPeer.Access.control

    /// The methods whose replies name nobody.
    private static let publicMethods = ["GetCue", "WatchCues", "Protocols"]
    /// The largest number of holds from which the numbers of a session are computed: the newest.
    private static let holdsOfSession = 500

    let backend: any SessionBackend
    private let station: StationService
    private weak var server: VarlinkServer?

    public init(backend: any SessionBackend, station: StationService, server: VarlinkServer) {
        self.backend = backend
        self.station = station
        self.server = server
    }

    public func access(of member: String) -> VarlinkPeer.Access { Self.publicMethods.contains(member) ? .read : access }

    public func handle(_ call: VarlinkCall, from peer: VarlinkPeer) -> VarlinkOutcome {
        var parameters = ParameterReader(call.parameters)
        do throws(VarlinkError) {
            switch call.member {
            case "GetCue":
                try parameters.finish()
                return .reply(cue())
            case "WatchCues":
                try parameters.finish()
                return .stream(CueStream(service: self))
            case "Watch":
                var request = try station.monitorRequest(&parameters, peer.access)
                request.repliesLeft = nil
                return .stream(
                    WatchStream([
                        ("monitor", MonitorStream(request, view: station.view, service: station)),
                        ("holds", WatchHoldsStream(service: station, access: peer.access)), ("cues", CueStream(service: self)),
                    ]))
            case "Protocols":
                try parameters.finish()
                let protocols = backend.protocols
                return .reply(
                    VarlinkReply.message { writer in
                        writer.array("protocols") { writer in for plan in protocols { writer.value(plan) } }
                    })
            case "GetSession":
                try parameters.finish()
                return .reply(Self.message(try read { (reader) throws(StoreError) in try reader.runningSession() }))
            case "GetNumbers": return try numbers(&parameters)
            case "StartSession": return try start(&parameters, peer)
            case "StopSession":
                try parameters.finish()
                log(peer, "ends the session")
                backend.stopSession(answer: sessionAnswer(peer, otherwise: .noSession))
                return .later
            case "Athletes":
                try parameters.finish()
                let athletes = try read { (reader) throws(StoreError) in try reader.athletes() }
                return .reply(
                    VarlinkReply.message { writer in
                        writer.array("athletes") { writer in for athlete in athletes { writer.value(athlete) } }
                    })
            case "AddAthlete":
                let pseudonym = try parameters.name("pseudonym", in: description)
                try parameters.finish()
                log(peer, "adds an athlete")
                backend.addAthlete(pseudonym, user: peer.user, answer: answer(peer, otherwise: .athleteExists(pseudonym)))
                return .later
            case "SetBodyMass":
                let athlete = try parameters.name("athlete", in: description)
                let kilograms = try parameters.number("kilograms")
                try parameters.finish()
                guard kilograms > 0, kilograms <= 1000 else { return .error(.invalidParameter("kilograms")) }
                log(peer, "sets a body mass")
                backend.setBodyMass(
                    kilograms, of: athlete, user: peer.user, answer: answer(peer, otherwise: .noSuchAthlete(athlete)))
                return .later
            case "MarkOnset": return try mark(&parameters, peer)
            case "OnsetMarks": return try marks(&parameters)
            default: return .error(.methodNotImplemented(call.method))
            }
        } catch { return .error(error) }
    }

    // MARK: sessions

    private func start(_ parameters: inout ParameterReader, _ peer: VarlinkPeer) throws(VarlinkError) -> VarlinkOutcome {
        let athlete = try parameters.name("athlete", in: description)
        let position = try parameters.name("position", in: description)
        let plan = try parameters.optionalString("protocol")
        let drop = try parameters.optionalNumber("effortDropPercent") ?? 20
        try parameters.finish()
        guard drop >= 1, drop <= 99 else { return .error(.invalidParameter("effortDropPercent")) }
        let known = backend.protocols.map(\.name)
        if let plan, !known.contains(plan) { return .error(.noSuchProtocol(plan, among: known)) }
        if let running = backend.runningSession() { return .error(.sessionRunning(running.number)) }
        // The log names nobody, because more people read the journal than the control socket.
        log(peer, "begins a session" + (plan.map { " of \($0)" } ?? ""))
        let session = StoredSession(
            number: 0, athlete: athlete, position: position, trainingProtocol: plan, effortDrop: drop,
            startWallMicroseconds: Clock.wallMicroseconds())
        backend.startSession(session, user: peer.user, answer: sessionAnswer(peer, otherwise: .noSuchAthlete(athlete)))
        return .later
    }

    private func numbers(_ parameters: inout ParameterReader) throws(VarlinkError) -> VarlinkOutcome {
        let number = try parameters.optionalInteger("session", in: 1...Int64.max)
        try parameters.finish()
        let found = try read { (reader) throws(StoreError) -> (StoredSession, SessionNumbers)? in
            let session = if let number { try reader.session(number) } else { try reader.runningSession() }
            guard let session else { return nil }
            let athlete = session.isAltered ? nil : try reader.athlete(session.athlete)
            let maxima = athlete?.maxima.filter { $0.position == session.position } ?? []
            return (
                session,
                SessionNumbers(
                    try reader.holds(ofSession: session.number, limit: Self.holdsOfSession),
                    maxima: Dictionary(
                        maxima.compactMap { maximum in maximum.force.best.map { (maximum.sensor, $0.force) } },
                        uniquingKeysWith: max), isAllOut: session.trainingProtocol == "all-out",
                    failures: session.isAltered
                        ? nil
                        : try reader.holdsToFailure(
                            of: session.athlete, position: session.position, upToSession: session.number,
                            limit: Self.holdsOfSession))
            )
        }
        guard let (session, numbers) = found else { return .error(.noSession) }
        return .reply(
            VarlinkReply.message { writer in
                writer.key("session")
                writer.value(session)
                writer.array("numbers") { writer in for group in numbers.groups { writer.value(group) } }
            })
    }

    private static func message(_ session: StoredSession?) -> [UInt8] {
        VarlinkReply.message { writer in
            guard let session else { return }
            writer.key("session")
            writer.value(session)
        }
    }

    private func cue() -> [UInt8] {
        let now = Clock.monotonic()
        let session = backend.runningSession()
        var run = session.flatMap { session in session.plan.map { ProtocolRun($0, start: session.start) } }
        _ = run?.advance(to: now)
        return Self.message(session, run, at: now, continues: false)
    }

    /// The present cue.
    static func message(_ session: RunningSession?, _ run: ProtocolRun?, at now: HostInstant, continues: Bool) -> [UInt8] {
        VarlinkReply.message(continues: continues) { writer in
            writer.field("session", ifPresent: session?.number)
            writer.field("protocol", ifPresent: session?.plan?.name)
            if let run {
                writer.key("cue")
                writer.value(run)
            }
            writer.field("nowUs", now.nanoseconds / 1000)
        }
    }

    // MARK: onsets

    private func mark(_ parameters: inout ParameterReader, _ peer: VarlinkPeer) throws(VarlinkError) -> VarlinkOutcome {
        let hold = try parameters.integer("hold", in: 1...Int64.max)
        let sensor = try parameters.optionalString("sensor")
        let onset = try parameters.number("onset")
        try parameters.finish()
        guard onset >= 0, onset.isFinite else { return .error(.invalidParameter("onset")) }
        log(peer, "marks the onset of hold \(hold)")
        let server = server
        backend.markOnset(hold: hold, sensor: sensor, onset: onset, user: peer.user) { result in
            switch result {
            case .success(let mark):
                server?.answer(
                    peer.ticket,
                    .reply(
                        VarlinkReply.message { writer in
                            writer.key("mark")
                            writer.value(mark)
                        }))
            case .failure(let failure): server?.answer(peer.ticket, .error(.marking(hold, failure)))
            }
        }
        return .later
    }

    private func marks(_ parameters: inout ParameterReader) throws(VarlinkError) -> VarlinkOutcome {
        let hold = try parameters.integer("hold", in: 0...Int64.max)
        try parameters.finish()
        let found = try read { (reader) throws(StoreError) in
            try reader.hold(hold) == nil ? nil : reader.onsetMarks(of: hold)
        }
        guard let found else { throw .noSuchHold(hold, in: description) }
        return .reply(
            VarlinkReply.message { writer in
                writer.array("marks") { writer in for mark in found { writer.value(mark) } }
            })
    }

    // MARK: parts

    private func log(_ peer: VarlinkPeer, _ text: String) {
        Log.notice("control", "user \(peer.user) (process \(peer.process)) \(text)")
    }

    private func read<Value>(_ body: (borrowing StoreReader) throws(StoreError) -> Value) throws(VarlinkError) -> Value {
        do throws(StoreError) { return try station.withReader(body) } catch {
            throw .storeUnavailable(error, in: description)
        }
    }

    private func sessionAnswer(_ peer: VarlinkPeer, otherwise: VarlinkError)
        -> @Sendable (Result<StoredSession?, StoreError>) -> Void
    {
        let server = server
        return { result in
            switch result {
            case .success(let session?): server?.answer(peer.ticket, .reply(Self.message(session)))
            case .success(nil): server?.answer(peer.ticket, .error(otherwise))
            case .failure(let error): server?.answer(peer.ticket, .error(.storeUnavailable(error, in: .session)))
            }
        }
    }

    private func answer(_ peer: VarlinkPeer, otherwise: VarlinkError) -> @Sendable (Result<Bool, StoreError>) -> Void {
        let server = server
        return { result in
            switch result {
            case .success(true): server?.answer(peer.ticket, .reply(VarlinkReply.message()))
            case .success(false): server?.answer(peer.ticket, .error(otherwise))
            case .failure(let error): server?.answer(peer.ticket, .error(.storeUnavailable(error, in: .session)))
            }
        }
    }
}
