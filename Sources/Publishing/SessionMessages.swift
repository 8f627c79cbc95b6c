import Interface
import Messages
import Metrics
import Protocols
import Samples
import Store

/// The messages of `org.holdfast.session1`.
extension Session1.Session {
    init(_ session: StoredSession) {
        self.init(
            number: session.number, athlete: session.athlete, position: session.position, protocol: session.trainingProtocol,
            effortDropPercent: session.effortDrop, startWallUs: session.startWallMicroseconds,
            stopWallUs: session.isEndAltered ? nil : session.stopWallMicroseconds,
            altered: session.isAltered || session.isEndAltered ? true : nil,
            setUp: session.setUp.isEmpty ? nil : session.setUp)
    }
}

extension Session1.Athlete {
    init(_ athlete: StoredAthlete) {
        self.init(
            pseudonym: athlete.pseudonym, bodyMassKg: athlete.bodyMass, bodyMassWallUs: athlete.bodyMassWallMicroseconds,
            bodyMassAltered: athlete.isBodyMassAltered ? true : nil, maxima: athlete.maxima.compactMap(Session1.Maximum.init),
            alteredHolds: athlete.alteredHolds.isEmpty ? nil : athlete.alteredHolds,
            nameAltered: athlete.isNameAltered ? true : nil)
    }
}

extension Session1.Maximum {
    /// Nil if there is no maximal force yet.
    init?(_ maximum: StoredMaximum) {
        guard let best = maximum.force.best else { return nil }
        self.init(
            position: maximum.position, setUp: maximum.setUp, sensor: maximum.sensor, newtons: best.force,
            // The seconds come from whole microseconds of this century, which a double represents exactly.
            wallUs: Int64(exactly: (best.moment * 1e6).rounded()) ?? 0, calibration: best.calibration ?? "",
            confirmed: maximum.force.isConfirmed)
    }
}

extension Session1.TrainingProtocol {
    init(_ plan: Protocols.TrainingProtocol) {
        self.init(
            name: plan.name, summary: plan.summary, preparationSeconds: plan.preparation, sets: Int64(plan.sets),
            holds: Int64(plan.holds), holdSeconds: plan.holdSeconds, restSeconds: plan.restSeconds,
            setRestSeconds: plan.setRestSeconds, targetLow: plan.target?.lowerBound, targetHigh: plan.target?.upperBound)
    }
}

extension Session1.CueName {
    init(_ kind: Cue.Kind) {
        switch kind {
        case .prepare: self = .prepare
        case .hold: self = .hold
        case .rest: self = .rest
        case .setRest: self = .setRest
        case .finished: self = .finished
        }
    }
}

extension Session1.Cue {
    init(_ run: ProtocolRun) {
        self.init(
            name: Session1.CueName(run.cue.kind), set: Int64(run.cue.set), sets: Int64(run.plan.sets),
            hold: Int64(run.cue.hold), holds: Int64(run.plan.holds), beginsUs: run.cue.begins.nanoseconds / 1000,
            endsUs: run.cue.ends.map { $0.nanoseconds / 1000 })
    }
}

extension Session1.Metric {
    /// - Parameter force: the unit of forces: newtons, or the raw unit of a sensor that nobody has calibrated.
    init(_ measurement: Measurement, force: String) {
        self.init(
            name: measurement.name, unit: measurement.unit.text(force: force), value: measurement.value,
            lower: measurement.lower, upper: measurement.upper, reason: measurement.reason?.rawValue,
            expanded: measurement.expanded, expandedReason: measurement.expandedReason)
    }
}

extension Session1.SessionNumbers {
    init(_ group: SessionNumbers.Group) {
        self.init(
            sensor: group.sensor, judgedBy: group.judgedBy, holds: group.holds, valid: group.valid, outliers: group.outliers,
            calibrationIds: group.calibrations,
            metrics: group.measurements.map { Session1.Metric($0, force: group.unit) })
    }
}

extension Session1.OnsetMark {
    init(_ mark: StoredOnsetMark) {
        self.init(
            wallUs: mark.wallMicroseconds, user: Int64(mark.user), sensor: mark.sensor, onset: mark.result.onsetTime ?? 0,
            flags: mark.result.flags.list,
            metrics: mark.result.measurements.map { Session1.Metric($0, force: mark.unit) })
    }
}

/// The errors of `org.holdfast.session1`.
extension VarlinkError {
    private static func session(_ name: String, _ parameters: [(String, JSONValue)], _ message: String) -> VarlinkError {
        VarlinkError(InterfaceDescription.session.name + "." + name, parameters + [("message", .string(message))])
    }

    static func noSuchAthlete(_ athlete: String) -> VarlinkError {
        session("NoSuchAthlete", [("athlete", .string(athlete))], "there is no athlete \"\(athlete)\": see `holdfast athletes`")
    }
    static func athleteExists(_ athlete: String) -> VarlinkError {
        session("AthleteExists", [("athlete", .string(athlete))], "there is an athlete \"\(athlete)\" already")
    }
    static func noSuchProtocol(_ name: String, among names: [String]) -> VarlinkError {
        let near = NearestName.find(name, among: names).map { "; did you mean \"\($0)\"?" } ?? "."
        return session(
            "NoSuchProtocol", [("protocol", .string(name))],
            "there is no protocol \"\(name)\"\(near) Protocols are \(names.joined(separator: ", "))")
    }
    /// - Parameter setUp: the set-up that the session is on; empty for one of the whole station.
    static func sessionRunning(_ number: Int64, setUp: String = "") -> VarlinkError {
        session(
            "SessionRunning", [("number", .integer(number))],
            "session \(number) runs\(setUp.isEmpty ? "" : " on set-up \(setUp)"): "
                + "end it first with `holdfast session stop\(setUp.isEmpty ? "" : " --set-up \(setUp)")`")
    }
    static func noSuchSession(_ number: Int64) -> VarlinkError {
        session("NoSession", [], "there is no session \(number)")
    }
    static func noSession(on setUp: String) -> VarlinkError {
        let (place, option) = setUp.isEmpty ? ("", "") : (" on set-up \"\(setUp)\"", " --set-up \(setUp)")
        return session(
            "NoSession", [],
            "no session is under way\(place): begin one with `holdfast session start --athlete NAME --position TEXT\(option)`")
    }
    static func noSuchSetUp(_ name: String, among names: [String]) -> VarlinkError {
        let near = NearestName.find(name, among: names).map { "; did you mean \"\($0)\"?" } ?? "."
        let all = names.isEmpty ? "The settings name none" : "Set-ups are \(names.joined(separator: ", "))"
        return session("NoSuchSetUp", [("setUp", .string(name))], "there is no set-up \"\(name)\"\(near) \(all)")
    }
    static func whichSetUp(_ what: String, _ names: [String]) -> VarlinkError {
        session(
            "WhichSetUp", [("setUps", .array(names.map(JSONValue.string)))],
            "\(what): name one of \(names.joined(separator: ", ")) with --set-up")
    }
    static func cannotCorrect(_ message: String) -> VarlinkError { session("CannotCorrect", [], message) }
    static func cannotStand(_ message: String) -> VarlinkError { session("CannotStand", [], message) }
    static func cannotForget(_ message: String) -> VarlinkError { session("CannotForget", [], message) }
    static func cannotMark(_ hold: Int64, _ message: String) -> VarlinkError {
        session("CannotMark", [("number", .integer(hold))], message)
    }

    /// The reason why an onset was not stored.
    static func marking(_ hold: Int64, _ failure: OnsetMarkFailure) -> VarlinkError {
        switch failure {
        case .noSuchHold: noSuchHold(hold, in: .session)
        case .notInMemory:
            cannotMark(hold, "hold \(hold) has left the memory, and its recording is gone or does not hold it whole")
        case .whichSensor(let names):
            cannotMark(hold, "name one of the sensors of hold \(hold): \(names.joined(separator: ", "))")
        case .outside(let seconds):
            cannotMark(hold, "the record has \(Digits.text(seconds)) s, and the onset must lie in it before the end of the hold")
        case .store(let error): storeUnavailable(error, in: .session)
        }
    }
}
