import Analysis
import LinuxIO
import Metrics
import Protocols
import Publishing
import Samples
import Store

/// What clients ask about sessions: done on the `analyse` thread, which owns the store.
extension Blackboard: SessionBackend {
    var protocols: [TrainingProtocol] { desk.protocols }

    func runningSession() -> RunningSession? { desk.running }

    /// Does something with the store and answers with what came of it.
    private func answer<Value: Sendable>(
        _ answer: @escaping @Sendable (Result<Value, StoreError>) -> Void,
        _ work: @escaping @Sendable (Store, [AnalyseLoop.SensorName]) throws(StoreError) -> Value
    ) {
        ask(
            .store { engine in
                let names = engine.plans.map(\.naming)
                engine.analyse.ask(
                    .perform { store in answer(Result { () throws(StoreError) in try work(store, names) }) })
            })
    }

    func startSession(
        _ session: StoredSession, user: UInt32, answer: @escaping @Sendable (Result<StoredSession?, StoreError>) -> Void
    ) {
        self.answer(answer) { [desk] (store, names) throws(StoreError) in
            guard let begun = try store.startSession(session, user: user) else { return nil }
            desk.begin(begun, store, sensors: names, at: Clock.monotonic())
            return begun
        }
    }

    func stopSession(answer: @escaping @Sendable (Result<StoredSession?, StoreError>) -> Void) {
        self.answer(answer) { [desk] (store, names) throws(StoreError) in
            let ended = try store.stopSession(wallMicroseconds: Clock.wallMicroseconds())
            desk.end(store, sensors: names)
            return ended
        }
    }

    func addAthlete(_ pseudonym: String, user: UInt32, answer: @escaping @Sendable (Result<Bool, StoreError>) -> Void) {
        self.answer(answer) { (store, _) throws(StoreError) in
            try store.addAthlete(pseudonym, user: user, wallMicroseconds: Clock.wallMicroseconds())
        }
    }

    func setBodyMass(
        _ kilograms: Double, of athlete: String, user: UInt32, answer: @escaping @Sendable (Result<Bool, StoreError>) -> Void
    ) {
        self.answer(answer) { [desk] (store, names) throws(StoreError) in
            let wall = Clock.wallMicroseconds()
            let found = try store.setBodyMass(kilograms, of: athlete, user: user, wallMicroseconds: wall)
            desk.refresh(store, sensors: names)
            return found
        }
    }

    func markOnset(
        hold: Int64, sensor: String?, onset: Double, user: UInt32,
        answer: @escaping @Sendable (Result<StoredOnsetMark, OnsetMarkFailure>) -> Void
    ) {
        mark(onset, hold: hold, sensor: sensor, user: user) { [self] result in
            guard case .failure(.notInMemory) = result else { return answer(result) }
            records.read(hold: hold, sensor: sensor) { [self] record in
                guard let record else { return answer(result) }
                mark(onset, of: record, hold: hold, sensor: sensor, user: user, answer: answer)
            }
        }
    }

    private func mark(
        _ onset: Double, of record: HoldRecord? = nil, hold: Int64, sensor: String?, user: UInt32,
        answer: @escaping @Sendable (Result<StoredOnsetMark, OnsetMarkFailure>) -> Void
    ) {
        ask(
            .store {
                $0.analyse.ask(
                    .markOnset(
                        hold: hold, sensor: sensor, onset: onset, user: user, wallMicroseconds: Clock.wallMicroseconds(),
                        record: record, answer: answer))
            })
    }
}
