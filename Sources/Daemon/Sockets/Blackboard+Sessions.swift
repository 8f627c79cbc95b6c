import Analysis
import LinuxIO
import Protocols
import Publishing
import Samples
import Store

/// Requests of clients about sessions. They are done on the `store` thread, which owns the database.
extension Blackboard: SessionBackend {
    var protocols: [TrainingProtocol] { desk.protocols }

    func runningSessions() -> [RunningSession] { desk.running }

    func startSession(
        _ session: StoredSession, user: UInt32, answer: @escaping @Sendable (Result<StoredSession?, StoreError>) -> Void
    ) {
        store.ask(
            { [desk] (store) throws(StoreError) in
                guard let begun = try store.startSession(session, user: user) else { return nil }
                desk.begin(begun, store, at: Clock.monotonic())
                return begun
            }, answer: answer)
    }

    func stopSession(setUp: String, answer: @escaping @Sendable (Result<StoredSession?, StoreError>) -> Void) {
        store.ask(
            { [desk] (store) throws(StoreError) in
                let ended = try store.stopSession(setUp: setUp, wallMicroseconds: Clock.wallMicroseconds())
                desk.refresh(store)
                return ended
            }, answer: answer)
    }

    func addAthlete(_ pseudonym: String, user: UInt32, answer: @escaping @Sendable (Result<Bool, StoreError>) -> Void) {
        store.ask(
            { (store) throws(StoreError) in
                try store.addAthlete(pseudonym, user: user, wallMicroseconds: Clock.wallMicroseconds())
            }, answer: answer)
    }

    func setBodyMass(
        _ kilograms: Double, of athlete: String, user: UInt32, answer: @escaping @Sendable (Result<Bool, StoreError>) -> Void
    ) {
        store.ask(
            { [desk] (store) throws(StoreError) in
                let wall = Clock.wallMicroseconds()
                let found = try store.setBodyMass(kilograms, of: athlete, user: user, wallMicroseconds: wall)
                desk.refresh(store)
                return found
            }, answer: answer)
    }

    func keep(_ stand: StoredStand, user: UInt32, answer: @escaping @Sendable (Result<StoredStand?, StoreError>) -> Void) {
        store.ask({ (store) throws(StoreError) in try store.insert(stand, user: user) }, answer: answer)
    }

    func markOnset(
        hold: Int64, sensor: String?, onset: Double, user: UInt32,
        answer: @escaping @Sendable (Result<StoredOnsetMark, OnsetMarkFailure>) -> Void
    ) {
        rereader.mark(
            Rereader.Mark(
                hold: hold, sensor: sensor, onset: onset, user: user, wallMicroseconds: Clock.wallMicroseconds(),
                sensors: view().editions, answer: answer))
    }
}
