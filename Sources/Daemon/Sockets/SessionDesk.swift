import Analysis
import Certificates
import LinuxIO
import Metrics
import Protocols
import Publishing
import RingBuffer
import Samples
import Store
import Synchronization

/// The running sessions: their public data, and their conditions for the sensors. Any thread.
///
/// The database is authoritative. The `store` thread computes the conditions of each sensor; `main` passes them on.
final class SessionDesk: Sendable {
    private struct State {
        /// The oldest first.
        var running: [RunningSession] = []
        var protocols = TrainingProtocol.all
        /// Indexed by sensor number: the conditions that the sensors of this engine have; `waiting` has those that must still be
        /// sent.
        var told: [HoldConditions] = []
        var waiting: [(sensor: SensorNumber, conditions: HoldConditions)] = []
        /// The sensors of this engine.
        var sensors: Editions<SensorDescription>?
        /// The data of the athletes that the disk has changed.
        var warning: String?
    }

    private let state = Mutex(State())
    private let bell: EventDescriptor

    /// - Parameter bell: wakes `main`.
    init(bell: EventDescriptor) { self.bell = bell }

    var running: [RunningSession] { state.withLock { $0.running } }

    /// The data of the running sessions' athletes that the disk has changed; nobody is named.
    var warning: String? { state.withLock { $0.warning } }

    /// Sessions whose set-up is among none of these, in words: the settings have changed meanwhile.
    func withoutSensors(_ setUps: [String]) -> [String] {
        running.filter { !$0.setUp.isEmpty && !setUps.contains($0.setUp) }.map {
            "no sensor is in set-up \($0.setUp), which session \($0.number) is on: name one in the settings, or end it with "
                + "`holdfast session stop --set-up \($0.setUp)`"
        }
    }

    /// Every protocol that a session can have. A session continues with the one with which it began.
    var protocols: [TrainingProtocol] {
        get { state.withLock { $0.protocols } }
        set { state.withLock { $0.protocols = newValue } }
    }

    // MARK: on the store thread

    /// Ends the sessions that were open when the daemon stopped, because they were not guided meanwhile.
    func closeForgotten(_ store: borrowing Store) {
        do throws(StoreError) {
            for open in try store.reader.runningSessions() {
                guard let session = try store.stopSession(setUp: open.setUp, wallMicroseconds: Clock.wallMicroseconds()) else {
                    continue
                }
                Log.notice("sessions", "session \(session.number) was under way when the station stopped; it has been ended")
            }
        } catch { Log.error("store", error.text) }
    }

    func begin(_ session: StoredSession, _ store: borrowing Store, at start: HostInstant) {
        let plan = protocols.first { $0.name == session.trainingProtocol }
        state.withLock {
            $0.running.append(RunningSession(number: session.number, setUp: session.setUp, plan: plan, start: start))
        }
        refresh(store)
    }

    /// A session in the database, and what its holds are compared with.
    private struct Followed {
        var session: StoredSession
        var athlete: StoredAthlete?
        var target: ClosedRange<Double>?

        var warning: String? {
            session.isAltered || session.isEndAltered
                ? SessionDesk.altered(session) : athlete.flatMap { SessionDesk.warning($0, session) }
        }
    }

    /// Forgets the sessions that have ended, and computes anew the conditions with which the holds of each sensor are compared.
    func refresh(_ store: borrowing Store) {
        guard let sensors = state.withLock({ $0.sensors }) else { return }
        var followed: [Followed] = []
        do throws(StoreError) {
            let running = running
            for session in try store.reader.runningSessions() {
                followed.append(
                    Followed(
                        session: session, athlete: try store.reader.athlete(session.athlete),
                        target: running.first { $0.number == session.number }?.plan?.target))
            }
        } catch {
            Log.error("store", error.text)
            return
        }
        let fresh = sensors.newest.map { sensor in
            Self.conditions(followed.first { $0.session.setUp.isEmpty || $0.session.setUp == sensor.setUpName }, sensor)
        }
        let warnings = followed.compactMap(\.warning)
        state.withLock { state in
            // A database that replaced a damaged one may not contain a session.
            state.running.removeAll { one in !followed.contains { $0.session.number == one.number } }
            state.warning = warnings.isEmpty ? nil : warnings.joined(separator: "; ")
            // The conditions may belong to an engine that has been replaced meanwhile.
            guard state.sensors === sensors else { return }
            for (place, conditions) in fresh.enumerated() {
                let before = state.told.indices.contains(place) ? state.told[place] : HoldConditions()
                if before != conditions {
                    state.waiting.append((SensorNumber(UInt16(truncatingIfNeeded: place)), conditions))
                }
            }
            state.told = fresh
        }
        bell.ring()
    }

    private static func altered(_ session: StoredSession) -> String {
        "the disk has changed session \(session.number), so its holds count for no athlete: "
            + "`holdfast session stop\(session.setUp.isEmpty ? "" : " --set-up \(session.setUp)")`, and start it again"
    }

    private static func warning(_ athlete: StoredAthlete, _ session: StoredSession) -> String? {
        var altered = athlete.isBodyMassAltered ? ["the body mass"] : []
        if athlete.isNameAltered { altered.append("the pseudonym") }
        if !athlete.alteredHolds.isEmpty {
            altered.append("the maximal force of hold \(athlete.alteredHolds.map(String.init).joined(separator: ", "))")
        }
        guard !altered.isEmpty else { return nil }
        return
            "the disk has changed the stored data of the athlete of session \(session.number): \(altered.joined(separator: " and ")); "
            + "`holdfast athletes` shows the cure"
    }

    private static func conditions(
        _ followed: Followed?, _ sensor: SensorDescription
    ) -> HoldConditions {
        var conditions = HoldConditions()
        guard let session = followed?.session, let athlete = followed?.athlete else { return conditions }
        conditions.session = session.number
        guard !session.isAltered else { return conditions }
        conditions.effortDrop = session.effortDrop
        conditions.bodyMass = athlete.bodyMass ?? .nan
        let maximum = athlete.maxima.first {
            $0.position == session.position && $0.setUp == sensor.setUpName && $0.sensor == sensor.name
        }
        // The newtons of two calibrations are not comparable.
        guard let best = maximum?.force.best, best.calibration == sensor.calibrationName
        else { return conditions }
        conditions.maximalForce = best.force
        if let target = followed?.target {
            conditions.targetLow = target.lowerBound / 100 * best.force
            conditions.targetHigh = target.upperBound / 100 * best.force
        }
        return conditions
    }

    // MARK: on main

    /// The sensors have changed, and have no conditions yet.
    func beginAnew(_ engine: Engine, _ store: StoreLoop) {
        state.withLock { state in
            state.told = []
            state.waiting = []
            state.sensors = engine.sensors
        }
        follow(store)
    }

    /// A sensor has a new calibration, and has lost its conditions.
    func forget(_ sensor: SensorNumber) {
        state.withLock { state in
            if state.told.indices.contains(Int(sensor.value)) { state.told[Int(sensor.value)] = HoldConditions() }
            state.waiting.removeAll { $0.sensor == sensor }
        }
    }

    /// Computes anew the conditions for the present sensors.
    func follow(_ store: StoreLoop) { store.keep { [self] (store) throws(StoreError) in refresh(store) } }

    /// Sends the waiting conditions in order; those for which there is no room are sent with the next call. Returns whether all were
    /// sent.
    func tell(_ body: (SensorNumber, HoldConditions) -> Bool) -> Bool {
        let waiting = state.withLock { state in
            defer { state.waiting = [] }
            return state.waiting
        }
        guard let failed = waiting.firstIndex(where: { !body($0.sensor, $0.conditions) }) else { return true }
        state.withLock { $0.waiting = Array(waiting[failed...]) + $0.waiting }
        return false
    }
}
