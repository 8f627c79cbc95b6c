import Metrics
import Samples

/// Corrections of what people have entered. The sequence of changes has each of them, with its user and time, and no name.
extension Store {
    /// What became of a correction.
    public enum Correction: Sendable, Equatable {
        case done
        case noSuchAthlete
        /// The pseudonym is already used.
        case athleteExists
        /// The athlete has no body mass.
        case noBodyMass
        case noSuchHold
        case noSuchSession
        /// The disk has changed the hold or the session: a correction would hide it.
        case altered
    }

    public func rename(athlete pseudonym: String, to other: String, user: UInt32, wallMicroseconds: Int64)
        throws(StoreError) -> Correction
    {
        guard let id = try reader.row(ofAthlete: pseudonym) else { return .noSuchAthlete }
        if let found = try reader.row(ofAthlete: other), found != id { return .athleteExists }
        try connection.transaction { () throws(StoreError) in
            try declare(.athleteRenamed, athlete: id, user: user, wallMicroseconds)
            // The disk may have changed the pseudonym in the table or in its index.
            try connection.run("REINDEX athlete")
            try connection.run("UPDATE athlete SET pseudonym = ? WHERE id = ?", [.text(other), .integer(id)])
            try sealAgain(.athlete, id, StoreReader.seal(ofAthlete: id, other))
        }
        return .done
    }

    /// Replaces the newest body mass of an athlete, and computes N/kg of the holds that were measured with it again.
    public func correctBodyMass(of pseudonym: String, to kilograms: Double, user: UInt32, wallMicroseconds: Int64)
        throws(StoreError) -> Correction
    {
        guard let id = try reader.row(ofAthlete: pseudonym) else { return .noSuchAthlete }
        guard let wrong = try reader.bodyMass("athlete = ?", id) else { return .noBodyMass }
        try connection.transaction { () throws(StoreError) in
            try declare(.massCorrected, athlete: id, user: user, wallMicroseconds)
            try remove(
                from: "seal", where: "what IN (?, ?) AND id = ?",
                [.text(Sealed.bodyMass.rawValue), .text("\(Sealed.bodyMass.rawValue) of \(id)"), .integer(wrong.id)])
            try remove(from: "body_mass", where: "id = ?", [.integer(wrong.id)])
            try insertBodyMass(kilograms, athlete: id, user: user, since: wrong.wall)
            let holds = try connection.rows(
                """
                SELECT hold FROM hold_session JOIN session ON number = session WHERE athlete = ? AND hold IN (
                    SELECT number FROM hold WHERE start_wall_us >= ?)
                """, [.integer(id), .integer(wrong.wall)]
            ) { $0.integer(0) }
            for hold in holds { try rewriteNumbers(of: hold, mass: kilograms, keepingShares: true) }
        }
        return .done
    }

    /// A hold whose N/kg is that of the athlete's body mass as it was corrected while the hold was under way, or waited for the disk.
    public func corrected(_ hold: StoredHold) throws(StoreError) -> StoredHold {
        guard let session = hold.session, let athlete = try reader.sessionRows("number = ?", [.integer(session)]).first?.athlete,
            try connection.integer(
                "SELECT EXISTS (SELECT 1 FROM change WHERE kind = 'mass_corrected' AND athlete = \(athlete))") > 0,
            let mass = try reader.bodyMass(of: athlete, at: hold.startWallMicroseconds)
        else { return hold }
        var hold = hold
        for place in hold.sensors.indices { hold.sensors[place].result.correct(mass: mass) }
        return hold
    }

    /// Stores a body mass, kg, that counts from a moment on.
    func insertBodyMass(_ kilograms: Double, athlete: Int64, user: UInt32, since wallMicroseconds: Int64) throws(StoreError) {
        try connection.run(
            "INSERT INTO body_mass (athlete, wall_us, user, kilograms) VALUES (?, ?, ?, ?)",
            [.integer(athlete), .integer(wallMicroseconds), .integer(Int64(user)), .real(kilograms)])
        let row = try connection.integer("SELECT last_insert_rowid()")
        if let mass = try reader.bodyMass("id = ?", row) { try seal(.bodyMass, of: athlete, row, mass.seal.checksum) }
    }

    /// Assigns a hold to another session. N/kg is computed again with the body mass of that athlete. Where the athlete or the
    /// position differs, the numbers that were computed with the maximum or the target are null.
    public func reassign(hold number: Int64, toSession session: Int64, user: UInt32, wallMicroseconds: Int64)
        throws(StoreError) -> Correction
    {
        guard let hold = try reader.hold(number) else { return .noSuchHold }
        guard let target = try reader.sessionRows("number = ?", [.integer(session)]).first else { return .noSuchSession }
        let before = try hold.session.flatMap { (old) throws(StoreError) in
            try reader.sessionRows("number = ?", [.integer(old)]).first
        }
        guard !hold.isAltered, try reader.isGenuine(target) else { return .altered }
        let isSame =
            before.map { $0.athlete == target.athlete && $0.session.position == target.session.position } ?? false
        let mass = try reader.bodyMass(of: target.athlete, at: hold.startWallMicroseconds)
        try connection.transaction { () throws(StoreError) in
            try declare(.reassigned, hold: number, athlete: target.athlete, user: user, wallMicroseconds)
            try removeFromSession(hold: number)
            try forgetPerson(inTraceOf: number)
            try connection.run("INSERT INTO hold_session VALUES (?, ?)", [.integer(number), .integer(session)])
            try seal(.hold, of: session, number, 0)
            try sealAgain(hold: number)
            if !isSame { try rewriteNumbers(of: number, mass: mass, keepingShares: false) }
            if let moved = try reader.hold(number, result: .first) { try countForAthlete(moved, session: session) }
        }
        return .done
    }

    /// Assigns a hold to another athlete: to the athlete's session on the same set-up, in the same position, at the time of the
    /// hold's session, or to a new one with the same times.
    public func reassign(hold number: Int64, toAthlete pseudonym: String, user: UInt32, wallMicroseconds: Int64)
        throws(StoreError) -> Correction
    {
        guard let athlete = try reader.row(ofAthlete: pseudonym) else { return .noSuchAthlete }
        guard let hold = try reader.hold(number) else { return .noSuchHold }
        guard let old = try hold.session.flatMap({ (old) throws(StoreError) in try reader.session(old) }) else {
            return .noSuchSession
        }
        guard !hold.isAltered, !old.isAltered else { return .altered }
        let stop = old.stopWallMicroseconds ?? max(hold.endWallMicroseconds, old.startWallMicroseconds)
        var session = try connection.rows(
            """
            SELECT number FROM session WHERE athlete = ? AND set_up = ? AND position = ? AND start_wall_us <= ?
            AND coalesce(stop_wall_us, ?) >= ? ORDER BY number DESC LIMIT 1
            """,
            [
                .integer(athlete), .text(old.setUp), .text(old.position), .integer(stop), .integer(.max),
                .integer(old.startWallMicroseconds),
            ]
        ) { $0.integer(0) }.first
        if session == nil {
            var other = old
            (other.athlete, other.stopWallMicroseconds) = (pseudonym, stop)
            session = try insert(other, number: nil, user: user)
        }
        guard let session else { return .noSuchAthlete }
        return try reassign(hold: number, toSession: session, user: user, wallMicroseconds: wallMicroseconds)
    }

    /// Computes the numbers of a hold and of its marks that depend on the athlete again.
    ///
    /// - Parameter keepingShares: whether the numbers that were computed with the maximum or the target remain.
    private func rewriteNumbers(of hold: Int64, mass: Double?, keepingShares: Bool) throws(StoreError) {
        guard let stored = try reader.hold(hold, result: .first), !stored.isAltered else { return }
        try rewriteNumbers(stored.sensors, of: hold, in: .hold, mass, keepingShares)
        try sealAgain(hold: hold)
        for (key, number) in try reader.resultKeys(ofHold: hold) {
            guard let later = try reader.hold(hold, result: .number(number)), !later.isAltered else { continue }
            try rewriteNumbers(later.sensors, of: key, in: .result, mass, keepingShares)
            try sealAgain(.result, key, try reader.seal(ofResult: key))
        }
        for (id, mark) in try reader.numberedMarks(of: hold) where !mark.result.flags.contains(.alteredOnDisk) {
            for (position, number) in mark.result.changed(mass: mass, keepingShares: keepingShares) {
                try connection.run(
                    "UPDATE onset_mark_metric SET value = ?, lower = NULL, upper = NULL, reason = ? WHERE mark = ? AND position = ?",
                    [
                        SQLValue(number.value), SQLValue(number.reason?.rawValue), .integer(id), .integer(Int64(position)),
                    ])
            }
            var seal = Seal()
            _ = try reader.measurements(ofMark: id, &seal)
            try sealAgain(.onsetMark, id, seal)
        }
    }

    private func rewriteNumbers(
        _ sensors: [StoredSensorHold], of key: Int64, in tables: NumberTables, _ mass: Double?, _ keepingShares: Bool
    ) throws(StoreError) {
        for (part, sensor) in sensors.enumerated() {
            for (position, number) in sensor.result.changed(mass: mass, keepingShares: keepingShares) {
                try connection.run(
                    """
                    UPDATE \(tables.metric) SET value = ?, lower = NULL, upper = NULL, reason = ?, expanded = NULL,
                        expanded_reason = NULL WHERE \(tables.key) = ? AND part = ? AND position = ?
                    """,
                    [
                        SQLValue(number.value), SQLValue(number.reason?.rawValue), .integer(key), .integer(Int64(part)),
                        .integer(Int64(position)),
                    ])
            }
        }
    }

    private func sealAgain(hold: Int64) throws(StoreError) {
        var seal = Seal()
        _ = try reader.read(hold: hold, &seal)
        try sealAgain(.hold, hold, seal)
    }
}

extension StoreReader {
    /// The body mass that counts for an athlete's holds at a moment, kg.
    fileprivate func bodyMass(of athlete: Int64, at wallMicroseconds: Int64) throws(StoreError) -> Double? {
        try connection.rows(
            "SELECT kilograms FROM body_mass WHERE athlete = ? AND wall_us <= ? ORDER BY id DESC LIMIT 1",
            [.integer(athlete), .integer(wallMicroseconds)]
        ) { $0.real(0) }.first
    }
}

extension HoldResult {
    /// Computes N/kg again where it was computed with another body mass, kg.
    fileprivate mutating func correct(mass: Double) {
        for (position, number) in changed(mass: mass, keepingShares: true) where number.value != measurements[position].value {
            measurements[position] = number
        }
    }

    /// The numbers that differ for an athlete of this mass, each with its place in the list.
    fileprivate func changed(mass: Double?, keepingShares: Bool) -> [(position: Int, measurement: Measurement)] {
        var found: [(position: Int, measurement: Measurement)] = []
        for (position, old) in measurements.enumerated() where MetricDefinition.personal.contains(old.name) {
            var new = old
            if let absolute = MetricDefinition.perMass[old.name] {
                if let mass {
                    new =
                        self[absolute]?.value.map { Measurement(old.name, old.unit, $0 / mass) }
                        ?? Measurement(old.name, old.unit, null: self[absolute]?.reason ?? .noBaseline)
                } else {
                    new = Measurement(old.name, old.unit, null: .noBodyMass)
                }
            } else if !keepingShares, old.name != "mvc_500" {
                new = Measurement(old.name, old.unit, null: .reassigned)
            }
            if new != old { found.append((position, new)) }
        }
        return found
    }
}
