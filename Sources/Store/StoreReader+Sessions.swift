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

    /// The athlete of that pseudonym.
    public func athlete(_ pseudonym: String) throws(StoreError) -> StoredAthlete? {
        guard
            let id = try connection.rows("SELECT id FROM athlete WHERE pseudonym = ?", [.text(pseudonym)], { $0.integer(0) })
                .first
        else { return nil }
        var mass = try bodyMass("athlete = ?", id)
        let isAltered = if let mass { try !isGenuine(.bodyMass, mass.id, mass.seal) } else { false }
        if isAltered { mass = nil }
        let (maxima, altered) = try maxima(of: id)
        return StoredAthlete(
            pseudonym: pseudonym, bodyMass: mass?.kilograms, bodyMassWallMicroseconds: mass?.wall, maxima: maxima,
            isBodyMassAltered: isAltered, alteredHolds: altered)
    }

    /// A body mass, kg, and when it was said.
    struct BodyMassRow {
        var id: Int64
        var kilograms: Double
        var wall: Int64
        var seal: Seal
    }

    /// The newest.
    func bodyMass(_ condition: String, _ value: Int64) throws(StoreError) -> BodyMassRow? {
        try connection.rows(
            "SELECT kilograms, wall_us, athlete, id FROM body_mass WHERE \(condition) ORDER BY id DESC LIMIT 1", [.integer(value)]
        ) { row in
            var seal = Seal()
            row.add(0..<3, to: &seal)
            return BodyMassRow(id: row.integer(3), kilograms: row.real(0), wall: row.integer(1), seal: seal)
        }.first
    }

    /// What a hold said of a maximum.
    struct MaximumRow {
        var id: Int64
        var number: Int64
        var position: String
        var setUp: String
        var sensor: String
        var hold: MaximalForce.Hold
        var seal: Seal
    }

    /// In the order of where they count.
    func maximumRows(_ condition: String, _ value: Int64) throws(StoreError) -> [MaximumRow] {
        try connection.rows(
            """
            SELECT m.position, m.set_up, m.sensor, m.newtons, m.wall_us, m.calibration, m.athlete, m.hold, m.id
            FROM maximum m JOIN hold h ON h.number = m.hold WHERE \(condition)
            ORDER BY m.position, m.set_up, m.sensor, m.id
            """, [.integer(value)]
        ) { row in
            var seal = Seal()
            row.add(0..<8, to: &seal)
            return MaximumRow(
                id: row.integer(8), number: row.integer(7), position: row.text(0), setUp: row.text(1), sensor: row.text(2),
                hold: MaximalForce.Hold(force: row.real(3), moment: Double(row.integer(4)) * 1e-6, calibration: row.text(5)),
                seal: seal)
        }
    }

    /// From the holds that counted, without those that were excluded since; and the holds whose rows the disk has changed. Where there are
    /// any there are no maxima: which one is too small cannot be told.
    private func maxima(of athlete: Int64) throws(StoreError) -> ([StoredMaximum], altered: [Int64]) {
        var maxima: [StoredMaximum] = []
        var altered: Set<Int64> = []
        for row in try maximumRows("m.athlete = ? AND NOT h.excluded", athlete) {
            guard try isGenuine(.maximum, row.id, row.seal) else {
                altered.insert(row.number)
                continue
            }
            if maxima.last.map({ ($0.position, $0.setUp, $0.sensor) != (row.position, row.setUp, row.sensor) }) ?? true {
                maxima.append(
                    StoredMaximum(position: row.position, setUp: row.setUp, sensor: row.sensor, force: MaximalForce()))
            }
            // Flags were looked at when the row was written.
            _ = maxima[maxima.count - 1].force.offer(row.hold, flags: [])
        }
        return (altered.isEmpty ? maxima : [], altered.sorted())
    }

    /// The session that has not been stopped.
    public func runningSession() throws(StoreError) -> StoredSession? { try sessions("stop_wall_us IS NULL", []).first }

    /// The session of that number.
    public func session(_ number: Int64) throws(StoreError) -> StoredSession? {
        try sessions("number = ?", [.integer(number)]).first
    }

    private func sessions(_ condition: String, _ values: [SQLValue]) throws(StoreError) -> [StoredSession] {
        try connection.rows(
            """
            SELECT number, pseudonym, position, protocol, effort_drop, start_wall_us, stop_wall_us
            FROM session JOIN athlete ON athlete.id = session.athlete WHERE \(condition) ORDER BY number
            """, values
        ) { row in
            StoredSession(
                number: row.integer(0), athlete: row.text(1), position: row.text(2), trainingProtocol: row.optionalText(3),
                effortDrop: row.real(4), startWallMicroseconds: row.integer(5), stopWallMicroseconds: row.optionalInteger(6))
        }
    }

    /// The holds of a session that are not excluded, the oldest first; only the newest `limit`.
    public func holds(ofSession session: Int64, limit: Int) throws(StoreError) -> [StoredHold] {
        let numbers = try connection.rows(
            """
            SELECT hold FROM hold_session JOIN hold ON number = hold WHERE session = ? AND NOT excluded
            ORDER BY hold DESC LIMIT ?
            """, [.integer(session), .integer(Int64(clamping: limit))]
        ) { $0.integer(0) }
        var holds: [StoredHold] = []
        for number in numbers.reversed() { if let hold = try hold(number) { holds.append(hold) } }
        return holds
    }

    /// The holds of an athlete in a position, up to a session, on which some sensor saw the task fail; the oldest first, only the newest
    /// `limit`.
    public func holdsToFailure(
        of athlete: String, position: String, upToSession session: Int64, limit: Int
    ) throws(StoreError) -> [StoredHold] {
        let numbers = try connection.rows(
            """
            SELECT DISTINCT h.number FROM hold h JOIN hold_session s ON s.hold = h.number
                JOIN session ON session.number = s.session JOIN athlete ON athlete.id = session.athlete
                JOIN metric m ON m.hold = h.number AND m.name = 'time_to_failure' AND m.value IS NOT NULL
            WHERE pseudonym = ? AND session.position = ? AND s.session <= ? AND NOT h.excluded
            ORDER BY h.number DESC LIMIT ?
            """, [.text(athlete), .text(position), .integer(session), .integer(Int64(clamping: limit))]
        ) { $0.integer(0) }
        var holds: [StoredHold] = []
        for number in numbers.reversed() { if let hold = try hold(number) { holds.append(hold) } }
        return holds
    }

    /// The session that a hold belongs to.
    func session(ofHold hold: Int64) throws(StoreError) -> Int64? {
        try connection.rows("SELECT session FROM hold_session WHERE hold = ?", [.integer(hold)]) { $0.integer(0) }.first
    }

    /// What operators have marked on a hold, the oldest first.
    public func onsetMarks(of hold: Int64) throws(StoreError) -> [StoredOnsetMark] {
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
        var found: [StoredOnsetMark] = []
        for (id, mark) in marks {
            var mark = mark
            var seal = Seal()
            mark.result.measurements = try measurements(ofMark: id, &seal)
            if try !isGenuine(.onsetMark, id, seal) { mark.result.loseNumbers() }
            found.append(mark)
        }
        return found
    }

    /// The numbers from an operator's onset, and the checksum of all that was stored of it.
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
