import Interface
import Metrics
import Protocols
import Samples
import Store

/// The types of `org.holdfast.session1` as JSON.
extension JSONWriter {
    mutating func value(_ session: StoredSession) {
        object { writer in
            writer.field("number", session.number)
            writer.field("athlete", session.athlete)
            writer.field("position", session.position)
            writer.field("protocol", ifPresent: session.trainingProtocol)
            writer.field("effortDropPercent", session.effortDrop)
            writer.field("startWallUs", session.startWallMicroseconds)
            writer.field("stopWallUs", ifPresent: session.stopWallMicroseconds)
            if session.isAltered { writer.field("altered", true) }
        }
    }

    mutating func value(_ athlete: StoredAthlete) {
        object { writer in
            writer.field("pseudonym", athlete.pseudonym)
            writer.field("bodyMassKg", ifPresent: athlete.bodyMass)
            writer.field("bodyMassWallUs", ifPresent: athlete.bodyMassWallMicroseconds)
            if athlete.isBodyMassAltered { writer.field("bodyMassAltered", true) }
            writer.array("maxima") { writer in for maximum in athlete.maxima { writer.value(maximum) } }
            if !athlete.alteredHolds.isEmpty {
                writer.array("alteredHolds") { writer in for number in athlete.alteredHolds { writer.value(number) } }
            }
        }
    }

    mutating func value(_ maximum: StoredMaximum) {
        guard let best = maximum.force.best else { return }
        object { writer in
            writer.field("position", maximum.position)
            writer.field("setUp", maximum.setUp)
            writer.field("sensor", maximum.sensor)
            writer.field("newtons", best.force)
            // The seconds come from whole microseconds of this century, which a double represents exactly.
            writer.field("wallUs", Int64(exactly: (best.moment * 1e6).rounded()) ?? 0)
            writer.field("calibration", best.calibration ?? "")
            writer.field("confirmed", maximum.force.isConfirmed)
        }
    }

    mutating func value(_ plan: TrainingProtocol) {
        object { writer in
            writer.field("name", plan.name)
            writer.field("summary", plan.summary)
            writer.field("preparationSeconds", plan.preparation)
            writer.field("sets", plan.sets)
            writer.field("holds", plan.holds)
            writer.field("holdSeconds", plan.holdSeconds)
            writer.field("restSeconds", plan.restSeconds)
            writer.field("setRestSeconds", plan.setRestSeconds)
            writer.field("targetLow", ifPresent: plan.target?.lowerBound)
            writer.field("targetHigh", ifPresent: plan.target?.upperBound)
        }
    }

    mutating func value(_ run: ProtocolRun) {
        object { writer in
            writer.field("name", run.cue.kind.rawValue)
            writer.field("set", run.cue.set)
            writer.field("sets", run.plan.sets)
            writer.field("hold", run.cue.hold)
            writer.field("holds", run.plan.holds)
            writer.field("beginsUs", run.cue.begins.nanoseconds / 1000)
            writer.field("endsUs", ifPresent: run.cue.ends.map { $0.nanoseconds / 1000 })
        }
    }

    mutating func value(_ group: SessionNumbers.Group) {
        object { writer in
            writer.field("sensor", group.sensor)
            writer.field("judgedBy", group.judgedBy)
            for (name, holds) in [("holds", group.holds), ("valid", group.valid), ("outliers", group.outliers)] {
                writer.array(name) { writer in for hold in holds { writer.value(hold) } }
            }
            writer.field("calibrationIds", group.calibrations)
            writer.array("metrics") { writer in
                for measurement in group.measurements { writer.value(measurement, force: group.unit) }
            }
        }
    }

    mutating func value(_ mark: StoredOnsetMark) {
        object { writer in
            writer.field("wallUs", mark.wallMicroseconds)
            writer.field("user", mark.user)
            writer.field("sensor", mark.sensor)
            writer.field("onset", mark.result.onsetTime ?? 0)
            writer.field("flags", mark.result.flags.list)
            writer.array("metrics") { writer in
                for measurement in mark.result.measurements { writer.value(measurement, force: mark.unit) }
            }
        }
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
    static func sessionRunning(_ number: Int64) -> VarlinkError {
        session(
            "SessionRunning", [("number", .integer(number))],
            "session \(number) runs: end it first with `holdfast session stop`")
    }
    static var noSession: VarlinkError { session("NoSession", [], "no session runs, or none has that number") }
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
            cannotMark(hold, "the record has \(seconds) s, and the onset must lie in it before the end of the hold")
        case .store(let error): storeUnavailable(error, in: .session)
        }
    }
}
