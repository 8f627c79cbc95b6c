import Metrics
import Samples

/// Athletes, sessions, maxima and operators' onsets.
extension StoreReader {
    /// Every athlete, in the order of their pseudonyms.
    public func athletes() throws(StoreError) -> [StoredAthlete] {
        let names = try connection.rows("SELECT pseudonym FROM athlete ORDER BY pseudonym") { $0.text(0) }
        var athletes: [StoredAthlete] = []
        for name in names { if let athlete = try athlete(name) { athletes.append(athlete) } }
        return athletes
    }

    /// The athlete with this pseudonym.
    public func athlete(_ pseudonym: String) throws(StoreError) -> StoredAthlete? {
        guard let id = try row(ofAthlete: pseudonym) else { return nil }
        // The row was found through the index of pseudonyms; both may be changed.
        for name in try [pseudonym]
            + connection.rows("SELECT pseudonym FROM athlete WHERE id = ?", [.integer(id)], { $0.text(0) })
        where try !isGenuine(.athlete, id, Self.seal(ofAthlete: id, name)) {
            return StoredAthlete(
                pseudonym: pseudonym, bodyMass: nil, bodyMassWallMicroseconds: nil, maxima: [], isNameAltered: true)
        }
        var mass = try bodyMass("athlete = ?", id)
        let isAltered = try isAltered(mass, of: id)
        if isAltered { mass = nil }
        let (maxima, altered) = try maxima(of: id)
        return StoredAthlete(
            pseudonym: pseudonym, bodyMass: mass?.kilograms, bodyMassWallMicroseconds: mass?.wall, maxima: maxima,
            isBodyMassAltered: isAltered, alteredHolds: altered)
    }

    func row(ofAthlete pseudonym: String) throws(StoreError) -> Int64? {
        try connection.rows("SELECT id FROM athlete WHERE pseudonym = ?", [.text(pseudonym)]) { $0.integer(0) }.first
    }

    /// Whether this is not the newest body mass that was stored of an athlete.
    private func isAltered(_ mass: BodyMassRow?, of athlete: Int64) throws(StoreError) -> Bool {
        if let newest = try seals(.bodyMass, of: athlete).max(by: { $0.key < $1.key }) {
            return mass.map { ($0.id, $0.seal.checksum) != (newest.key, newest.value) } ?? true
        }
        return try mass.map { (mass) throws(StoreError) in try !isGenuine(.bodyMass, mass.id, mass.seal) } ?? false
    }

    /// A body mass, kg, and the time at which it was entered.
    struct BodyMassRow {
        var id: Int64
        var athlete: Int64
        var kilograms: Double
        var wall: Int64
        var seal: Seal
    }

    /// The newest body mass.
    func bodyMass(_ condition: String, _ value: Int64) throws(StoreError) -> BodyMassRow? {
        try connection.rows(
            "SELECT kilograms, wall_us, athlete, id FROM body_mass WHERE \(condition) ORDER BY id DESC LIMIT 1", [.integer(value)]
        ) { row in
            var seal = Seal()
            row.add(0..<3, to: &seal)
            return BodyMassRow(
                id: row.integer(3), athlete: row.integer(2), kilograms: row.real(0), wall: row.integer(1), seal: seal)
        }.first
    }

    /// The contribution of a hold to a maximum.
    struct MaximumRow {
        var id: Int64
        var athlete: Int64
        var number: Int64
        var isExcluded: Bool
        var isExclusionAltered: Bool
        var position: String
        var setUp: String
        var sensor: String
        var hold: MaximalForce.Hold
        var seal: Seal
    }

    /// Sorted by position, set-up and sensor.
    func maximumRows(_ condition: String, _ value: Int64) throws(StoreError) -> [MaximumRow] {
        try connection.rows(
            """
            SELECT m.position, m.set_up, m.sensor, m.newtons, m.wall_us, m.calibration, m.athlete, m.hold, m.id,
                excluded, \(Self.exclusionIsAltered)
            FROM maximum m JOIN hold ON hold.number = m.hold WHERE \(condition)
            ORDER BY m.position, m.set_up, m.sensor, m.id
            """, [.integer(value)]
        ) { row in
            var seal = Seal()
            row.add(0..<8, to: &seal)
            return MaximumRow(
                id: row.integer(8), athlete: row.integer(6), number: row.integer(7), isExcluded: row.integer(9) != 0,
                isExclusionAltered: row.integer(10) != 0, position: row.text(0), setUp: row.text(1), sensor: row.text(2),
                hold: MaximalForce.Hold(force: row.real(3), moment: Double(row.integer(4)) * 1e-6, calibration: row.text(5)),
                seal: seal)
        }
    }

    /// The maxima, computed from the holds that counted, without those excluded since; and the holds whose rows the disk has
    /// changed or assigned to another athlete. If there are any such holds there are no maxima, because a maximum could be too
    /// small.
    private func maxima(of athlete: Int64) throws(StoreError) -> ([StoredMaximum], altered: [Int64]) {
        let rows = try maximumRows("m.athlete = ?", athlete)
        let kept = try seals(.maximum, of: athlete)
        var found: [Int64: Int64] = [:]
        for row in rows { found[row.number, default: 0] += row.seal.checksum }
        var altered = Set(kept.filter { found[$0.key] != $0.value }.keys)
        for row in rows where kept[row.number] == nil {
            if try !isGenuine(.maximum, row.id, row.seal) { altered.insert(row.number) }
        }
        for hold in altered where try isExcluded(hold) { altered.remove(hold) }
        for row in rows where row.isExclusionAltered { altered.insert(row.number) }
        guard altered.isEmpty else { return ([], altered.sorted()) }
        var maxima: [StoredMaximum] = []
        for row in rows where !row.isExcluded {
            if maxima.last.map({ ($0.position, $0.setUp, $0.sensor) != (row.position, row.setUp, row.sensor) }) ?? true {
                maxima.append(
                    StoredMaximum(position: row.position, setUp: row.setUp, sensor: row.sensor, force: MaximalForce()))
            }
            // The flags were checked when the row was written.
            _ = maxima[maxima.count - 1].force.offer(row.hold, flags: [])
        }
        return (maxima, [])
    }

    private func isExcluded(_ hold: Int64) throws(StoreError) -> Bool {
        try connection.rows("SELECT excluded FROM hold WHERE number = ?", [.integer(hold)]) { $0.integer(0) != 0 }.first ?? false
    }

    /// The running sessions, the oldest first; each has sensors of its own.
    public func runningSessions() throws(StoreError) -> [StoredSession] { try sessions("stop_wall_us IS NULL", []) }

    /// The session with this number.
    public func session(_ number: Int64) throws(StoreError) -> StoredSession? {
        try sessions("number = ?", [.integer(number)]).first
    }

    func sessions(_ condition: String, _ values: [SQLValue]) throws(StoreError) -> [StoredSession] {
        var sessions: [StoredSession] = []
        for row in try sessionRows(condition, values) {
            var session = row.session
            let isName = try isGenuine(.athlete, row.athlete, Self.seal(ofAthlete: row.athlete, session.athlete))
            let isRow = try isGenuine(row)
            session.isAltered = !isName || !isRow
            sessions.append(session)
        }
        return sessions
    }

    func isGenuine(_ row: SessionRow) throws(StoreError) -> Bool {
        if let kept = try seals(.session, of: row.athlete)[row.session.number] { return kept == row.seal.checksum }
        return try isOlder(.session, row.session.number)
    }

    /// A session, its athlete and its checksum. When it ended may change, and is not part of the checksum.
    struct SessionRow {
        var session: StoredSession
        var athlete: Int64
        var seal: Seal
    }

    /// Sorted by number.
    func sessionRows(_ condition: String, _ values: [SQLValue]) throws(StoreError) -> [SessionRow] {
        try connection.rows(
            """
            SELECT session.athlete, position, protocol, effort_drop, start_wall_us, session.user, number, pseudonym, stop_wall_us,
                coalesce(stop_wall_us, 0) IS NOT (
                    SELECT checksum FROM seal WHERE what = '\(Sealed.sessionEnd.rawValue)' AND id = number), set_up
            FROM session JOIN athlete ON athlete.id = session.athlete WHERE \(condition) ORDER BY number
            """, values
        ) { row in
            var seal = Seal()
            row.add(0..<6, to: &seal)
            // The checksums of sessions of the whole station are older than set-ups.
            if !row.text(10).isEmpty { row.add(10..<11, to: &seal) }
            var session = StoredSession(
                number: row.integer(6), athlete: row.text(7), setUp: row.text(10), position: row.text(1),
                trainingProtocol: row.optionalText(2),
                effortDrop: row.real(3), startWallMicroseconds: row.integer(4), stopWallMicroseconds: row.optionalInteger(8))
            session.isEndAltered = row.integer(9) != 0
            return SessionRow(session: session, athlete: row.integer(0), seal: seal)
        }
    }

    /// The holds of a session that are not excluded, the oldest first, limited to the newest `limit`. A hold that the disk has
    /// removed or assigned to another session is among them, without its numbers.
    public func holds(ofSession session: Int64, limit: Int) throws(StoreError) -> [StoredHold] {
        let numbers = try connection.rows(
            """
            SELECT id FROM (SELECT hold AS id FROM hold_session WHERE session = ?1 UNION SELECT id FROM seal WHERE what = ?2)
                LEFT JOIN hold ON number = id
            WHERE NOT coalesce(excluded, 0) OR \(Self.exclusionIsAltered) ORDER BY id DESC LIMIT ?3
            """, [.integer(session), .text("\(Sealed.hold.rawValue) of \(session)"), .integer(Int64(clamping: limit))]
        ) { $0.integer(0) }
        var holds: [StoredHold] = []
        for number in numbers.reversed() {
            let hold = try hold(number) ?? StoredHold(removed: number)
            if hold.session == session || hold.isAltered { holds.append(hold) }
        }
        return holds
    }

    /// The holds of an athlete in a position, up to and including a session, in which at least one sensor measured task
    /// failure; the oldest first, limited to the newest `limit`. Nil when the disk has changed which holds they are.
    public func holdsToFailure(
        of athlete: String, position: String, upToSession last: Int64, limit: Int
    ) throws(StoreError) -> [StoredHold]? {
        let numbers = try connection.rows(
            """
            SELECT seal.id FROM seal JOIN athlete a ON what = ?2 || a.id WHERE pseudonym = ?1
            UNION SELECT m.hold FROM metric m JOIN hold_session s ON s.hold = m.hold
                JOIN session ON session.number = s.session JOIN athlete ON athlete.id = session.athlete
                WHERE pseudonym = ?1 AND m.name = 'time_to_failure' AND m.value IS NOT NULL
            ORDER BY 1 DESC
            """, [.text(athlete), .text("\(Sealed.failure.rawValue) of ")]
        ) { $0.integer(0) }
        var holds: [StoredHold] = []
        var sessions: [Int64: StoredSession] = [:]
        for number in numbers where holds.count < limit {
            guard let hold = try hold(number) else { return nil }
            if hold.isExcluded { continue }
            if !hold.isAltered {
                guard let own = hold.session else { return nil }
                if sessions[own] == nil { sessions[own] = try self.session(own) }
                guard let session = sessions[own], !session.isAltered, session.athlete == athlete else { return nil }
                if session.position != position || own > last { continue }
            }
            holds.append(hold)
        }
        return holds.reversed()
    }

    /// The session that a hold belongs to.
    func session(ofHold hold: Int64) throws(StoreError) -> Int64? {
        try connection.rows("SELECT session FROM hold_session WHERE hold = ?", [.integer(hold)]) { $0.integer(0) }.first
    }

    /// The onsets that operators have marked on a hold, the oldest first.
    public func onsetMarks(of hold: Int64) throws(StoreError) -> [StoredOnsetMark] {
        try numberedMarks(of: hold).map(\.mark)
    }

    func numberedMarks(of hold: Int64) throws(StoreError) -> [(id: Int64, mark: StoredOnsetMark)] {
        let marks = try connection.rows(
            """
            SELECT m.id, m.wall_us, m.user, s.sensor, s.kind, m.flags, s.rate, m.onset_seconds, m.onset_sample,
                m.onset_uncertainty_ms, s.unit
            FROM onset_mark m JOIN hold_sensor s ON s.hold = m.hold AND s.position = m.part WHERE m.hold = ? ORDER BY m.id
            """, [.integer(hold)]
        ) { row in
            (
                id: row.integer(0),
                mark: StoredOnsetMark(
                    wallMicroseconds: row.integer(1), user: UInt32(clamping: row.integer(2)), sensor: row.text(3),
                    unit: row.text(10),
                    result: HoldResult(
                        kind: HoldKind(name: row.text(4)), flags: HoldFlags(rawValue: UInt32(clamping: row.integer(5))),
                        rate: row.real(6), onsetTime: row.real(7), onsetSample: row.optionalReal(8),
                        onsetUncertainty: row.optionalReal(9), measurements: []))
            )
        }
        var found: [(id: Int64, mark: StoredOnsetMark)] = []
        for (id, mark) in marks {
            var mark = mark
            var seal = Seal()
            mark.result.measurements = try measurements(ofMark: id, &seal)
            if try !isGenuine(.onsetMark, id, seal) { mark.result.loseNumbers() }
            found.append((id, mark))
        }
        return found
    }

    /// The numbers computed from an onset marked by an operator, and the checksum of all stored data of the mark.
    func measurements(ofMark mark: Int64, _ seal: inout Seal) throws(StoreError) -> [Measurement] {
        _ = try connection.rows(
            """
            SELECT hold, part, wall_us, user, onset_seconds, flags, onset_sample, onset_uncertainty_ms
            FROM onset_mark WHERE id = ?
            """, [.integer(mark)]
        ) { $0.add(0..<8, to: &seal) }
        return try connection.rows(
            """
            SELECT mark, name, unit, value, lower, upper, reason, NULL, NULL, position FROM onset_mark_metric
            WHERE mark = ? ORDER BY position
            """, [.integer(mark)]
        ) { row in
            row.add(1..<10, to: &seal)
            return Self.measurement(row)
        }
    }
}
