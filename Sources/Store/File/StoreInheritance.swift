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
/// session with its athlete. Everything else stays in the damaged file, which is preserved.
public struct StoreInheritance: Sendable {
    public private(set) var inForce = StoredInForce()
    public private(set) var session: StoredSession?
    public private(set) var athlete: StoredAthlete?
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
            session = try reader.runningSession()
            if session?.isAltered == true {
                session = nil
                missing.append("the session")
            }
            if let session { athlete = try reader.athlete(session.athlete) }
        } catch {
            session = nil
            missing.append("the session")
        }
    }

    /// A summary of the data, in words.
    public var text: String {
        var parts = ["\(inForce.calibrations.count) calibrations and \(inForce.tests.count) tests in force"]
        if let session { parts.append("session \(session.number)") }
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
        guard let session = inherited.session else { return }
        _ = try addAthlete(session.athlete, user: 0, wallMicroseconds: session.startWallMicroseconds)
        if let mass = inherited.athlete?.bodyMass {
            let wall = inherited.athlete?.bodyMassWallMicroseconds ?? session.startWallMicroseconds
            _ = try setBodyMass(mass, of: session.athlete, user: 0, wallMicroseconds: wall)
        }
        guard try reader.session(session.number) == nil else { return }
        _ = try insert(session, number: session.number, user: 0)
    }
}
