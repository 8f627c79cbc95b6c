public import Interface
import LinuxIO
import Messages
import Metrics
import Protocols
import Samples
import Store

/// `org.holdfast.session1`: athletes, sessions, cues, and the marks of operators. Cues are for everybody; the rest is not.
public final class SessionService: VarlinkService {
    public let description = InterfaceDescription.session
    public let access = VarlinkPeer.Access.control

    /// The largest number of holds from which the numbers of a session are computed: the newest.
    private static let holdsOfSession = 500

    let backend: any SessionBackend
    let station: StationService
    weak var server: VarlinkServer?

    public init(backend: any SessionBackend, station: StationService, server: VarlinkServer) {
        self.backend = backend
        self.station = station
        self.server = server
    }

    public func handle(_ call: VarlinkCall, from peer: VarlinkPeer) -> VarlinkOutcome {
        let given = call.parameters
        do throws(VarlinkError) {
            switch call.member {
            case "GetCue":
                _ = try Session1.GetCue(parameters: given)
                return .reply(cue())
            case "WatchCues":
                _ = try Session1.WatchCues(parameters: given)
                return .stream(CueStream(service: self))
            case "Watch":
                let call = try Session1.Watch(parameters: given)
                let request = try station.monitorRequest(
                    Station1.Monitor(
                        sensor: call.sensor, signals: call.signals, intervalMs: call.intervalMs, maxReplies: nil,
                        sinceSample: nil, onOverrun: nil), peer.access)
                return .stream(
                    WatchStream([
                        ("monitor", MonitorStream(request, view: station.view, service: station)),
                        ("holds", WatchHoldsStream(service: station, access: peer.access)), ("cues", CueStream(service: self)),
                    ]))
            case "Protocols":
                _ = try Session1.Protocols(parameters: given)
                return .reply(Session1.Protocols.Reply(protocols: backend.protocols.map(Session1.TrainingProtocol.init)).reply())
            case "GetSession":
                let setUp = try Session1.GetSession(parameters: given).setUp
                let session = try running(on: setUp, in: try underWay())
                return .reply(Session1.GetSession.Reply(session: session.map(Session1.Session.init)).reply())
            case "GetSessions":
                _ = try Session1.GetSessions(parameters: given)
                return .reply(Session1.GetSessions.Reply(sessions: try underWay().map(Session1.Session.init)).reply())
            case "GetNumbers": return try numbers(try Session1.GetNumbers(parameters: given))
            case "StartSession": return try start(try Session1.StartSession(parameters: given), peer)
            case "StopSession": return try stop(try Session1.StopSession(parameters: given), peer)
            case "Stand": return try stand(try Session1.Stand(parameters: given), peer)
            case "CompareStand": return try compareStand(try Session1.CompareStand(parameters: given))
            case "Athletes":
                _ = try Session1.Athletes(parameters: given)
                let athletes = try read { (reader) throws(StoreError) in try reader.athletes() }
                return .reply(Session1.Athletes.Reply(athletes: athletes.map(Session1.Athlete.init)).reply())
            case "AddAthlete":
                let pseudonym = try Session1.AddAthlete(parameters: given).pseudonym
                try description.checkName(pseudonym, "pseudonym")
                log(peer, "adds an athlete")
                backend.addAthlete(pseudonym, user: peer.user, answer: answer(peer, otherwise: .athleteExists(pseudonym)))
                return .later
            case "SetBodyMass":
                let call = try Session1.SetBodyMass(parameters: given)
                try description.checkName(call.athlete, "athlete")
                guard call.kilograms > 0, call.kilograms <= 1000 else { return .error(.invalidParameter("kilograms")) }
                log(peer, "sets a body mass")
                backend.setBodyMass(
                    call.kilograms, of: call.athlete, user: peer.user,
                    answer: answer(peer, otherwise: .noSuchAthlete(call.athlete)))
                return .later
            case "ListHolds": return try holds(try Session1.ListHolds(parameters: given), peer)
            case "RenameAthlete":
                let call = try Session1.RenameAthlete(parameters: given)
                try description.checkName(call.pseudonym, "pseudonym")
                log(peer, "renames an athlete")
                return correct(.rename(athlete: call.athlete, to: call.pseudonym), peer)
            case "CorrectBodyMass":
                let call = try Session1.CorrectBodyMass(parameters: given)
                guard call.kilograms > 0, call.kilograms <= 1000 else { throw .invalidParameter("kilograms") }
                log(peer, "corrects a body mass")
                return correct(.bodyMass(athlete: call.athlete, kilograms: call.kilograms), peer)
            case "ReassignHold":
                let call = try Session1.ReassignHold(parameters: given)
                log(peer, "reassigns hold \(call.hold)")
                switch (call.session, call.athlete) {
                case (let session?, nil): return correct(.reassignToSession(hold: call.hold, session: session), peer)
                case (nil, let athlete?): return correct(.reassignToAthlete(hold: call.hold, athlete: athlete), peer)
                default: throw .invalidParameter("session")
                }
            case "PersonalData": return try personalData(try Session1.PersonalData(parameters: given), peer)
            case "ForgetAthlete": return forget(try Session1.ForgetAthlete(parameters: given).athlete, peer)
            case "MarkOnset": return try mark(try Session1.MarkOnset(parameters: given), peer)
            case "OnsetMarks": return try marks(of: try Session1.OnsetMarks(parameters: given).hold)
            default: return .error(.methodNotImplemented(call.method))
            }
        } catch { return .error(error) }
    }

    // MARK: sessions

    private func start(_ call: Session1.StartSession, _ peer: VarlinkPeer) throws(VarlinkError) -> VarlinkOutcome {
        try description.checkName(call.athlete, "athlete")
        try description.checkName(call.position, "position")
        let drop = call.effortDropPercent ?? 20
        guard drop >= 1, drop <= 99 else { return .error(.invalidParameter("effortDropPercent")) }
        let known = backend.protocols.map(\.name)
        if let plan = call.protocol, !known.contains(plan) { return .error(.noSuchProtocol(plan, among: known)) }
        let setUp = try setUp(call.setUp)
        if let running = backend.runningSessions().first(where: { $0.has(setUp: setUp) || setUp.isEmpty }) {
            throw .sessionRunning(running.number, setUp: running.setUp)
        }
        // The log names nobody, because more people read the journal than the control socket.
        log(peer, "begins a session" + (call.protocol.map { " of \($0)" } ?? ""))
        let session = StoredSession(
            number: 0, athlete: call.athlete, setUp: setUp, position: call.position, trainingProtocol: call.protocol,
            effortDrop: drop,
            startWallMicroseconds: Clock.wallMicroseconds())
        backend.startSession(
            session, user: peer.user,
            answer: sessionAnswer(peer, otherwise: .noSuchAthlete(call.athlete)) {
                Session1.StartSession.Reply(session: Session1.Session($0)).reply()
            })
        return .later
    }

    private func numbers(_ call: Session1.GetNumbers) throws(VarlinkError) -> VarlinkOutcome {
        if let number = call.session, number < 1 { throw .invalidParameter("session") }
        let present = call.session == nil ? try running(on: call.setUp, in: try underWay())?.number : nil
        let found = try read { (reader) throws(StoreError) -> (StoredSession, SessionNumbers)? in
            guard let number = call.session ?? present, let session = try reader.session(number) else { return nil }
            let athlete = session.isAltered ? nil : try reader.athlete(session.athlete)
            let maxima =
                athlete?.maxima.filter {
                    $0.position == session.position && (session.setUp.isEmpty || $0.setUp == session.setUp)
                } ?? []
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
        guard let (session, numbers) = found else {
            if let number = call.session { throw .noSuchSession(number) }
            throw try noSession(on: call.setUp)
        }
        return .reply(
            Session1.GetNumbers.Reply(
                session: Session1.Session(session), numbers: numbers.groups.map(Session1.SessionNumbers.init)
            ).reply())
    }

    private func cue() -> [UInt8] {
        let now = Clock.monotonic()
        let cues = backend.runningSessions().map { session in
            var guided = GuidedSession(session)
            _ = guided.advance(to: now)
            return Session1.SessionCue(guided)
        }
        return Session1.GetCue.Reply(
            session: cues.first?.session, protocol: cues.first?.protocol, cue: cues.first?.cue, nowUs: now.nanoseconds / 1000,
            sessions: cues
        ).reply()
    }

    // MARK: onsets

    private func mark(_ call: Session1.MarkOnset, _ peer: VarlinkPeer) throws(VarlinkError) -> VarlinkOutcome {
        let hold = call.hold
        guard hold >= 1 else { throw .invalidParameter("hold") }
        guard call.onset >= 0, call.onset.isFinite else { return .error(.invalidParameter("onset")) }
        log(peer, "marks the onset of hold \(hold)")
        let server = server
        backend.markOnset(hold: hold, sensor: call.sensor, onset: call.onset, user: peer.user) { result in
            switch result {
            case .success(let mark):
                server?.answer(
                    peer.ticket, .reply(Session1.MarkOnset.Reply(mark: Session1.OnsetMark(mark)).reply()))
            case .failure(let failure): server?.answer(peer.ticket, .error(.marking(hold, failure)))
            }
        }
        return .later
    }

    private func marks(of hold: Int64) throws(VarlinkError) -> VarlinkOutcome {
        guard hold >= 0 else { throw .invalidParameter("hold") }
        let found = try read { (reader) throws(StoreError) in
            try reader.hold(hold) == nil ? nil : reader.onsetMarks(of: hold)
        }
        guard let found else { throw .noSuchHold(hold, in: description) }
        return .reply(Session1.OnsetMarks.Reply(marks: found.map(Session1.OnsetMark.init)).reply())
    }

    // MARK: parts

    func log(_ peer: VarlinkPeer, _ text: String) {
        Log.notice("control", "user \(peer.user) (process \(peer.process)) \(text)")
    }

    func read<Value>(_ body: (borrowing StoreReader) throws(StoreError) -> Value) throws(VarlinkError) -> Value {
        do throws(StoreError) { return try station.withReader(body) } catch {
            throw .storeUnavailable(error, in: description)
        }
    }

    func sessionAnswer(
        _ peer: VarlinkPeer, otherwise: VarlinkError, reply: @escaping @Sendable (StoredSession) -> [UInt8]
    ) -> @Sendable (Result<StoredSession?, StoreError>) -> Void {
        let server = server
        return { result in
            switch result {
            case .success(let session?): server?.answer(peer.ticket, .reply(reply(session)))
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
