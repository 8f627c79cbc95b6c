import Metrics
import Samples

/// Athletes, sessions and maxima.
extension Store {
    /// Adds an athlete; false when the pseudonym is already used.
    public func addAthlete(_ pseudonym: String, user: UInt32, wallMicroseconds: Int64) throws(StoreError) -> Bool {
        var added = false
        try connection.transaction { () throws(StoreError) in
            let number = try nextNumber(in: "athlete")
            try connection.run(
                "INSERT INTO athlete (id, pseudonym, wall_us, user) VALUES (?, ?, ?, ?) ON CONFLICT (pseudonym) DO NOTHING",
                [.integer(number), .text(pseudonym), .integer(wallMicroseconds), .integer(Int64(user))])
            added = connection.changes > 0
            guard added else { return }
            try sealAgain(.athlete, number, StoreReader.seal(ofAthlete: number, pseudonym))
            try declare(.athleteAdded, athlete: number, user: user, wallMicroseconds)
        }
        return added
    }

    /// Adds a body mass, kg; earlier ones remain. False when there is no such athlete.
    public func setBodyMass(_ kilograms: Double, of pseudonym: String, user: UInt32, wallMicroseconds: Int64)
        throws(StoreError) -> Bool
    {
        guard let athlete = try reader.row(ofAthlete: pseudonym) else { return false }
        try connection.transaction { () throws(StoreError) in
            try insertBodyMass(kilograms, athlete: athlete, user: user, since: wallMicroseconds)
            try declare(.mass, athlete: athlete, user: user, wallMicroseconds)
        }
        return true
    }

    /// Starts a session and gives it the next number. Nil when there is no such athlete; refused while another session
    /// has one of its sensors.
    public func startSession(_ session: StoredSession, user: UInt32) throws(StoreError) -> StoredSession? {
        try insert(session, number: nil, user: user).flatMap { (number) throws(StoreError) in try reader.session(number) }
    }

    /// Stores a session and returns its number; nil when there is no such athlete.
    ///
    /// - Parameter number: nil for the next one.
    func insert(_ session: StoredSession, number: Int64?, user: UInt32) throws(StoreError) -> Int64? {
        var inserted: Int64?
        try connection.transaction { () throws(StoreError) in
            let row: Int64
            if let number { row = number } else { row = try nextNumber(in: "session") }
            try connection.run(
                """
                INSERT INTO session (number, athlete, position, protocol, effort_drop, start_wall_us, stop_wall_us, user, set_up)
                SELECT ?, id, ?, ?, ?, ?, ?, ?, ? FROM athlete WHERE pseudonym = ?
                """,
                [
                    .integer(row), .text(session.position), SQLValue(session.trainingProtocol), .real(session.effortDrop),
                    .integer(session.startWallMicroseconds), SQLValue(session.stopWallMicroseconds), .integer(Int64(user)),
                    .text(session.setUp), .text(session.athlete),
                ])
            guard connection.changes > 0 else { return }
            inserted = row
            try seal(.sessionEnd, row, copying: session.stopWallMicroseconds ?? 0)
            for stored in try reader.sessionRows("number = ?", [.integer(row)]) {
                try seal(.session, of: stored.athlete, row, stored.seal.checksum)
            }
        }
        return inserted
    }

    /// Ends the session of a set-up, or that of the whole station; nil when none runs there.
    public func stopSession(setUp: String = "", wallMicroseconds: Int64) throws(StoreError) -> StoredSession? {
        guard var session = try reader.runningSessions().first(where: { $0.setUp == setUp }) else { return nil }
        try connection.transaction { () throws(StoreError) in
            try connection.run(
                "UPDATE session SET stop_wall_us = ? WHERE number = ?", [.integer(wallMicroseconds), .integer(session.number)])
            try seal(.sessionEnd, session.number, copying: wallMicroseconds)
        }
        session.stopWallMicroseconds = wallMicroseconds
        session.isEndAltered = false
        return session
    }

    /// Stores what a hold contributes to the numbers of its athlete, in the transaction that stores the hold.
    func countForAthlete(_ hold: StoredHold, session number: Int64) throws(StoreError) {
        // Where the disk has changed the session, nobody knows whose hold it is.
        guard let session = try reader.sessionRows("number = ?", [.integer(number)]).first,
            try reader.isGenuine(session)
        else { return }
        try insertMaxima(of: hold, session: number, athlete: session.athlete)
        if hold.sensors.contains(where: { $0.result["time_to_failure"]?.value != nil }) {
            try seal(.failure, of: session.athlete, hold.number, 0)
        }
    }

    private func insertMaxima(of hold: StoredHold, session: Int64, athlete: Int64) throws(StoreError) {
        var checksum: Int64?
        for part in hold.sensors {
            // Without a calibration the values are not newtons.
            guard part.calibration != "none", let force = part.result["mvc_500"]?.value else { continue }
            // Forces measured with two calibrations are not comparable.
            let calibration = part.calibrationID ?? part.calibration
            var maximum = MaximalForce()
            let moment = Double(hold.startWallMicroseconds) * 1e-6
            guard
                maximum.offer(
                    MaximalForce.Hold(force: force, moment: moment, calibration: calibration), flags: part.result.flags)
            else { continue }
            try connection.run(
                """
                INSERT INTO maximum (athlete, position, set_up, sensor, hold, wall_us, newtons, calibration)
                SELECT athlete, position, ?, ?, ?, ?, ?, ? FROM session WHERE number = ?
                """,
                [
                    .text(hold.setUp), .text(part.sensor), .integer(hold.number), .integer(hold.startWallMicroseconds),
                    .real(force), .text(calibration), .integer(session),
                ])
            let row = try connection.integer("SELECT last_insert_rowid()")
            for maximum in try reader.maximumRows("m.id = ?", row) {
                checksum = (checksum ?? 0) + maximum.seal.checksum
            }
        }
        if let checksum { try seal(.maximum, of: athlete, hold.number, checksum) }
    }

    /// Stores an onset marked by an operator, and its numbers, in addition to those of the hold; false when the hold has no
    /// such sensor.
    public func insert(_ mark: StoredOnsetMark, hold: Int64) throws(StoreError) -> Bool {
        guard let onset = mark.result.onsetTime,
            let part = try connection.rows(
                "SELECT position FROM hold_sensor WHERE hold = ? AND sensor = ?", [.integer(hold), .text(mark.sensor)],
                { $0.integer(0) }
            ).first
        else { return false }
        try connection.transaction { () throws(StoreError) in
            let number = try nextNumber(in: "onset_mark")
            try connection.run(
                """
                INSERT INTO onset_mark (id, hold, part, wall_us, user, onset_seconds, flags, onset_sample, onset_uncertainty_ms)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    .integer(number), .integer(hold), .integer(part), .integer(mark.wallMicroseconds), .integer(Int64(mark.user)),
                    .real(onset),
                    .integer(Int64(mark.result.flags.rawValue)), SQLValue(mark.result.onsetSample),
                    SQLValue(mark.result.onsetUncertainty),
                ])
            let metric = try connection.prepare("INSERT INTO onset_mark_metric VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
            for (position, measurement) in mark.result.measurements.enumerated() {
                try metric.bind([
                    .integer(number), .integer(Int64(position)), .text(measurement.name), .text(measurement.unit.rawValue),
                    SQLValue(measurement.value), SQLValue(measurement.lower), SQLValue(measurement.upper),
                    SQLValue(measurement.reason?.rawValue),
                ])
                _ = try metric.step()
            }
            var seal = Seal()
            _ = try reader.measurements(ofMark: number, &seal)
            try self.seal(.onsetMark, number, seal)
            try declare(.mark, hold: hold, item: number, user: mark.user, mark.wallMicroseconds)
        }
        return true
    }
}
