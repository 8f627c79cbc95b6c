/// The calibrations and the tests of plates and bands in force on sensors.
public struct StoredInForce: Sendable {
    public var calibrations: [StoredCalibration] = []
    public var tests: [StoredBenchTest] = []
}

extension StoreReader {
    /// The calibrations and tests in force.
    public func inForce() throws(StoreError) -> StoredInForce {
        StoredInForce(calibrations: try calibrationsInForce(), tests: try benchTestsInForce())
    }
}

/// Data that is copied to a new database when the old one is damaged: the calibrations and tests in force, and the running
/// sessions with their athletes. Everything else stays in the damaged file, which is preserved.
public struct StoreInheritance: Sendable {
    public private(set) var inForce = StoredInForce()
    public private(set) var sessions: [StoredSession] = []
    /// The last number that a session had; 0 when it could not be read.
    public private(set) var lastSession: Int64 = 0
    /// Their athletes.
    public private(set) var athletes: [StoredAthlete] = []
    /// Data that could not be read from the damaged file, in words.
    public private(set) var missing: [String] = []

    public init() {}

    /// Reads everything that is still readable.
    ///
    /// - Parameter known: used when the calibrations and tests in force cannot be read.
    init(_ reader: borrowing StoreReader, known: StoredInForce?) {
        do throws(StoreError) {
            inForce = try reader.inForce()
        } catch {
            inForce = known ?? StoredInForce()
            if known == nil { missing.append("calibrations and tests") }
        }
        do throws(StoreError) {
            lastSession = try reader.lastSession()
            let running = try reader.runningSessions()
            sessions = running.filter { !$0.isAltered }
            if sessions.count < running.count { missing.append("a session") }
            for name in Set(sessions.map(\.athlete)) {
                if let athlete = try reader.athlete(name) { athletes.append(athlete) }
            }
        } catch {
            sessions = []
            missing.append("the sessions")
        }
    }

    /// A summary of the data, in words.
    public var text: String {
        var parts = ["\(inForce.calibrations.count) calibrations and \(inForce.tests.count) tests in force"]
        parts += sessions.map { "session \($0.number)" }
        let found = "carried over: " + parts.joined(separator: ", ")
        return missing.isEmpty ? found : "\(found); not readable: \(missing.joined(separator: ", "))"
    }
}

extension Store {
    /// The data to be copied to another database.
    public func inheritance(known: StoredInForce?) -> StoreInheritance { StoreInheritance(reader, known: known) }

    /// Adds the data of another database to this new one.
    public func take(_ inherited: StoreInheritance) throws(StoreError) {
        for calibration in inherited.inForce.calibrations {
            try insert(calibration)
            guard let zero = calibration.zero else { continue }
            try insert(
                StoredZero(
                    sensor: calibration.sensor, calibration: calibration.id,
                    wallMicroseconds: calibration.addedWallMicroseconds, user: calibration.user, zero: zero, drift: 0, alarm: 0))
        }
        for test in inherited.inForce.tests { try insert(test) }
        for session in inherited.sessions {
            // An athlete may have several sessions.
            if try addAthlete(session.athlete, user: 0, wallMicroseconds: session.startWallMicroseconds),
                let athlete = inherited.athletes.first(where: { $0.pseudonym == session.athlete }), let mass = athlete.bodyMass
            {
                let wall = athlete.bodyMassWallMicroseconds ?? session.startWallMicroseconds
                _ = try setBodyMass(mass, of: session.athlete, user: 0, wallMicroseconds: wall)
            }
            guard try reader.session(session.number) == nil else { continue }
            _ = try insert(session, number: session.number, user: 0)
        }
    }
}
