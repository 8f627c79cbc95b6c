import Interface
import Messages
import Store

/// One person's data: corrected, shown, exported and forgotten.
extension SessionService {
    func holds(_ call: Session1.ListHolds, _ peer: VarlinkPeer) throws(VarlinkError) -> VarlinkOutcome {
        var kind: Station1.HoldKind?
        if let name = call.kind {
            kind = Station1.HoldKind(rawValue: name)
            if kind == nil { throw .invalidParameter("kind") }
        }
        let list = Station1.ListHolds(
            limit: call.limit, before: call.before, sensor: call.sensor, includeExcluded: call.includeExcluded,
            fromWallUs: call.fromWallUs, toWallUs: call.toWallUs, setUp: call.setUp, kind: kind, metrics: call.metrics,
            firstResults: call.firstResults)
        return .pieces(try station.listHolds(list, peer.access, athlete: call.athlete, session: call.session))
    }

    func correct(_ correction: PersonalCorrection, _ peer: VarlinkPeer) -> VarlinkOutcome {
        let server = server
        backend.correct(correction, user: peer.user) { result in
            switch result {
            case .success(.done): server?.answer(peer.ticket, .reply(VarlinkReply.message()))
            case .success(let outcome): server?.answer(peer.ticket, .error(correction.error(outcome)))
            case .failure(let error): server?.answer(peer.ticket, .error(.storeUnavailable(error, in: .session)))
            }
        }
        return .later
    }

    func personalData(_ call: Session1.PersonalData, _ peer: VarlinkPeer) throws(VarlinkError) -> VarlinkOutcome {
        guard call.export == true else {
            let found = try read { (reader) throws(StoreError) in try reader.personalData(of: call.athlete) }
            guard let found else { throw .noSuchAthlete(call.athlete) }
            return .reply(Session1.PersonalData.Reply(found).reply())
        }
        log(peer, "exports the data of an athlete")
        let server = server
        backend.export(athlete: call.athlete, user: peer.user) { result in
            switch result {
            case .success(let data?): server?.answer(peer.ticket, .reply(Session1.PersonalData.Reply(data).reply()))
            case .success(nil): server?.answer(peer.ticket, .error(.noSuchAthlete(call.athlete)))
            case .failure(let error): server?.answer(peer.ticket, .error(.storeUnavailable(error, in: .session)))
            }
        }
        return .later
    }

    func forget(_ athlete: String, _ peer: VarlinkPeer) -> VarlinkOutcome {
        log(peer, "forgets an athlete")
        let server = server
        backend.forget(athlete: athlete, user: peer.user) { result in
            switch result {
            case .success(.forgotten(let files)):
                server?.answer(peer.ticket, .reply(Session1.ForgetAthlete.Reply(remaining: files).reply()))
            case .success(.noSuchAthlete): server?.answer(peer.ticket, .error(.noSuchAthlete(athlete)))
            case .success(.running(let number)): server?.answer(peer.ticket, .error(.sessionRunning(number)))
            case .success(.failed(let text)): server?.answer(peer.ticket, .error(.cannotForget(text)))
            case .failure(let error): server?.answer(peer.ticket, .error(.storeUnavailable(error, in: .session)))
            }
        }
        return .later
    }
}

extension PersonalCorrection {
    fileprivate func error(_ outcome: Store.Correction) -> VarlinkError {
        switch (outcome, self) {
        case (.noSuchAthlete, .rename(let athlete, _)), (.noSuchAthlete, .bodyMass(let athlete, _)),
            (.noSuchAthlete, .reassignToAthlete(_, let athlete)):
            .noSuchAthlete(athlete)
        case (.athleteExists, .rename(_, let other)): .athleteExists(other)
        case (.noSuchHold, .reassignToSession(let hold, _)), (.noSuchHold, .reassignToAthlete(let hold, _)):
            .noSuchHold(hold, in: .session)
        case (.noSuchSession, .reassignToAthlete(let hold, _)):
            .cannotCorrect("hold \(hold) belongs to no session, so its position is not known: name a session")
        case (.noSuchSession, .reassignToSession(_, let session)): .noSuchSession(session)
        case (.noBodyMass, _): .cannotCorrect("the athlete has no body mass yet: set it")
        default: .cannotCorrect("the disk has changed the hold or its session: a correction would hide that")
        }
    }
}

extension Session1.PersonalData.Reply {
    fileprivate init(_ data: PersonalData) {
        self.init(
            athlete: Session1.Athlete(data.athlete),
            bodyMasses: data.bodyMasses.map { Session1.BodyMass(kilograms: $0.kilograms, wallUs: $0.wallMicroseconds) },
            sessions: data.sessions.map(Session1.Session.init), holds: data.holds, notes: Int64(data.notes),
            marks: Int64(data.marks), stands: data.stands.map(Session1.StandTrial.init))
    }
}
