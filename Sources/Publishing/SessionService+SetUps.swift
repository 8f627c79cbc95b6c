import Certificates
import Interface
import LinuxIO
import Messages
import Store

/// Which of several sessions is meant, and which set-up a new one is on.
extension SessionService {
    func stop(_ call: Session1.StopSession, _ peer: VarlinkPeer) throws(VarlinkError) -> VarlinkOutcome {
        guard let session = try running(on: call.setUp, in: try underWay()) else { throw try noSession(on: call.setUp) }
        log(peer, "ends session \(session.number)")
        backend.stopSession(
            setUp: session.setUp,
            answer: sessionAnswer(peer, otherwise: .noSession(on: session.setUp)) {
                Session1.StopSession.Reply(session: Session1.Session($0)).reply()
            })
        return .later
    }

    /// The sessions under way, as the database has them.
    func underWay() throws(VarlinkError) -> [StoredSession] {
        try read { (reader) throws(StoreError) in try reader.runningSessions() }
    }

    /// The session under way on a set-up, even on one that the settings no longer name; without a name the only one.
    func running(on setUp: String?, in running: [StoredSession]) throws(VarlinkError) -> StoredSession? {
        if let setUp { return running.first { $0.setUp == setUp || $0.setUp.isEmpty } }
        guard running.count > 1 else { return running.first }
        throw .whichSetUp("sessions of several set-ups are under way", running.map(\.setUp))
    }

    /// Why `running` finds none: a name with an error is told before a session that is missing.
    func noSession(on given: String?) throws(VarlinkError) -> VarlinkError {
        .noSession(on: try given.map { name throws(VarlinkError) in try setUp(name) } ?? "")
    }

    /// The set-up of a new session. Where all sensors are of one set-up this is the one; where some have none, the session has every
    /// sensor: empty.
    func setUp(_ given: String?) throws(VarlinkError) -> String {
        let all = Set(station.view.sensors.map(\.setUpName))
        let named = all.filter { !$0.isEmpty }.sorted()
        if let given {
            guard named.contains(given) else { throw .noSuchSetUp(given, among: named) }
            return given
        }
        guard named.count < 2 else { throw .whichSetUp("the station has several set-ups", named) }
        return all.count == 1 ? named.first ?? "" : ""
    }
}
