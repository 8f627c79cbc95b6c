public import Protocols
public import Samples
public import Store

/// The part of the station that the service of sessions uses. Called on the publish thread; answers come on any thread.
public protocol SessionBackend: AnyObject, Sendable {
    /// Every protocol that a session can have: the presets, and those from protocol files.
    var protocols: [TrainingProtocol] { get }
    /// The running sessions, the oldest first, without anybody's name.
    func runningSessions() -> [RunningSession]
    /// Begins a session on the set-up that it names; nil when there is no such athlete.
    func startSession(
        _ session: StoredSession, user: UInt32, answer: @escaping @Sendable (Result<StoredSession?, StoreError>) -> Void)
    /// Ends the running session of a set-up, or of the whole station when it is empty; nil when there is none.
    func stopSession(
        setUp: String, answer: @escaping @Sendable (Result<StoredSession?, StoreError>) -> Void)
    /// False when the pseudonym is taken.
    func addAthlete(_ pseudonym: String, user: UInt32, answer: @escaping @Sendable (Result<Bool, StoreError>) -> Void)
    /// False when there is no such athlete.
    func setBodyMass(
        _ kilograms: Double, of athlete: String, user: UInt32, answer: @escaping @Sendable (Result<Bool, StoreError>) -> Void)
    func correct(
        _ correction: PersonalCorrection, user: UInt32, answer: @escaping @Sendable (Result<Store.Correction, StoreError>) -> Void
    )
    /// What is stored about an athlete, who has it exported; nil when there is no such athlete.
    func export(athlete: String, user: UInt32, answer: @escaping @Sendable (Result<PersonalData?, StoreError>) -> Void)
    func forget(athlete: String, user: UInt32, answer: @escaping @Sendable (Result<ForgetOutcome, StoreError>) -> Void)
    /// Stores a trial of quiet standing; nil when its session is gone.
    func keep(
        _ stand: StoredStand, user: UInt32, answer: @escaping @Sendable (Result<StoredStand?, StoreError>) -> Void)
    /// Computes a hold's numbers from another onset, in seconds since the first sample of its `HoldRecord`.
    func markOnset(
        hold: Int64, sensor: String?, onset: Double, user: UInt32,
        answer: @escaping @Sendable (Result<StoredOnsetMark, OnsetMarkFailure>) -> Void)
}

/// A running session, without data about the athlete.
public struct RunningSession: Sendable, Equatable {
    public var number: Int64
    /// The set-up whose sensors it has; empty when it has every sensor.
    public var setUp: String
    public var plan: TrainingProtocol?
    /// When its protocol began.
    public var start: HostInstant

    /// Whether the holds of a set-up are its holds.
    public func has(setUp other: String) -> Bool { setUp.isEmpty || setUp == other }

    public init(number: Int64, setUp: String = "", plan: TrainingProtocol?, start: HostInstant) {
        self.number = number
        self.setUp = setUp
        self.plan = plan
        self.start = start
    }
}
