/// The calibrations, and the tests of plates and bands, that sensors are measured with.
public struct StoredInForce: Sendable {
    public var calibrations: [StoredCalibration] = []
    public var tests: [StoredBenchTest] = []
}

extension StoreReader {
    /// What sensors are to be measured with.
    public func inForce() throws(StoreError) -> StoredInForce {
        StoredInForce(calibrations: try calibrationsInForce(), tests: try benchTestsInForce())
    }
}

/// What the station goes on with when its database turns out damaged and a new one is begun: the calibrations and tests in force, the
/// session under way and its athlete. Everything else stays in the file that is kept.
public struct StoreInheritance: Sendable {
    public private(set) var inForce = StoredInForce()
    public private(set) var session: StoredSession?
    public private(set) var athlete: StoredAthlete?
    /// What could not be read from the damaged file, in words.
    public private(set) var missing: [String] = []

    public init() {}

    /// Reads what can be read.
    ///
    /// - Parameter known: what is taken when the calibrations and tests in force cannot be read.
    init(_ reader: borrowing StoreReader, known: StoredInForce?) {
        do throws(StoreError) {
            inForce = try reader.inForce()
        } catch {
            inForce = known ?? StoredInForce()
            if known == nil { missing.append("calibrations and tests") }
        }
        do throws(StoreError) {
            session = try reader.runningSession()
            if let session { athlete = try reader.athlete(session.athlete) }
        } catch {
            session = nil
            missing.append("the session")
        }
    }

    /// How much it is, in words.
    public var text: String {
        var parts = ["\(inForce.calibrations.count) calibrations and \(inForce.tests.count) tests in force"]
        if let session { parts.append("session \(session.number)") }
        let found = "carried over: " + parts.joined(separator: ", ")
        return missing.isEmpty ? found : "\(found); not readable: \(missing.joined(separator: ", "))"
    }
}

extension Store {
    /// What another database is to begin with.
    public func inheritance(known: StoredInForce?) -> StoreInheritance { StoreInheritance(reader, known: known) }

    /// Begins with what another one had.
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
        try connection.run(
            """
            INSERT INTO session (number, athlete, position, protocol, effort_drop, start_wall_us, user)
            SELECT ?, id, ?, ?, ?, ?, 0 FROM athlete WHERE pseudonym = ?
            """,
            [
                .integer(session.number), .text(session.position), SQLValue(session.trainingProtocol), .real(session.effortDrop),
                .integer(session.startWallMicroseconds), .text(session.athlete),
            ])
    }
}
