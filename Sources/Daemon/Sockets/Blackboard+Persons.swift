import Analysis
import LinuxIO
import Publishing
import Recording
import Samples
import Store

/// Corrections of whose hold it is, and of what is stored about a person. They are done on the `store` thread, which owns the
/// database; what they change in the session under way is passed on.
extension Blackboard {
    func withdraw(note: Int64, of hold: Int64, user: UInt32, answer: @escaping @Sendable (Result<Bool, StoreError>) -> Void) {
        store.ask(
            { (store) throws(StoreError) in
                try store.withdraw(note: note, of: hold, user: user, wallMicroseconds: Clock.wallMicroseconds())
            }, answer: answer)
    }

    func correct(
        _ correction: PersonalCorrection, user: UInt32, answer: @escaping @Sendable (Result<Store.Correction, StoreError>) -> Void
    ) {
        store.ask(
            { [desk, records] (store) throws(StoreError) in
                let wall = Clock.wallMicroseconds()
                let outcome =
                    switch correction {
                    case .rename(let athlete, let other):
                        try store.rename(athlete: athlete, to: other, user: user, wallMicroseconds: wall)
                    case .bodyMass(let athlete, let mass):
                        try store.correctBodyMass(of: athlete, to: mass, user: user, wallMicroseconds: wall)
                    case .reassignToSession(let hold, let session):
                        try store.reassign(hold: hold, toSession: session, user: user, wallMicroseconds: wall)
                    case .reassignToAthlete(let hold, let athlete):
                        try store.reassign(hold: hold, toAthlete: athlete, user: user, wallMicroseconds: wall)
                    }
                switch correction {
                case .reassignToSession(let hold, _), .reassignToAthlete(let hold, _):
                    if outcome == .done { records.forgetPerson(ofHold: hold) }
                case .rename, .bodyMass: break
                }
                desk.refresh(store)
                return outcome
            }, answer: answer)
    }

    func export(athlete: String, user: UInt32, answer: @escaping @Sendable (Result<PersonalData?, StoreError>) -> Void) {
        store.ask(
            { (store) throws(StoreError) in
                try store.export(athlete: athlete, user: user, wallMicroseconds: Clock.wallMicroseconds())
            }, answer: answer)
    }
}
