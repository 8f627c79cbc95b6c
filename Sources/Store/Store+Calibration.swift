/// Calibration records are added and superseded; triggers refuse all other changes.
extension Store {
    /// Stores a record and puts it in force: all of it or nothing. A record that the sensor already has is put in force again.
    public func insert(_ calibration: StoredCalibration) throws(StoreError) {
        try connection.transaction { () throws(StoreError) in
            if try reader.calibration(calibration.id, sensor: calibration.sensor) == nil {
                try connection.run(
                    "INSERT INTO calibration VALUES (?, ?, ?, ?, ?, ?, ?)",
                    [
                        .text(calibration.id), .text(calibration.sensor), .integer(calibration.addedWallMicroseconds),
                        .integer(Int64(calibration.user)), .text(calibration.rangeClass),
                        SQLValue(calibration.dueWallMicroseconds), .text(calibration.record),
                    ])
            }
            try use(
                calibration.id, sensor: calibration.sensor, user: calibration.user,
                wallMicroseconds: calibration.addedWallMicroseconds)
            try insert(
                StoredEvent(
                    wallMicroseconds: calibration.addedWallMicroseconds, kind: "calibration", sensor: calibration.sensor,
                    user: calibration.user, text: "\(calibration.id) in force"))
        }
    }

    /// Puts another calibration of the sensor in force.
    ///
    /// - Parameter id: nil selects the one that was in force before; "settings" puts no record in force.
    /// - Returns: the calibration that is now in force, or nil for none; outer nil when there is no such calibration.
    public func revert(sensor: String, to id: String?, user: UInt32, wallMicroseconds: Int64) throws(StoreError) -> String?? {
        var result: String??
        try connection.transaction { () throws(StoreError) in
            guard let target = Self.reverted(to: id, none: "settings", try reader.uses(of: sensor)) else { return }
            if let target, try reader.calibration(target, sensor: sensor) == nil { return }
            try use(target, sensor: sensor, user: user, wallMicroseconds: wallMicroseconds)
            try insert(
                StoredEvent(
                    wallMicroseconds: wallMicroseconds, kind: "calibration", sensor: sensor, user: user,
                    text: target.map { "back to \($0)" } ?? "back to the settings"))
            result = .some(target)
        }
        return result
    }

    /// What a return puts in force: the record that is named, or the one before the last change; nil for none, outer nil when
    /// nothing was in force yet.
    ///
    /// - Parameter history: what was in force, the newest first.
    static func reverted(to id: String?, none: String, _ history: [String?]) -> String?? {
        if let id { return .some(id == none ? nil : id) }
        return history.first.map { current in history.first { $0 != current } ?? nil }
    }

    private func use(_ id: String?, sensor: String, user: UInt32, wallMicroseconds: Int64) throws(StoreError) {
        try connection.run(
            "INSERT INTO calibration_use (sensor, calibration, wall_us, user) VALUES (?, ?, ?, ?)",
            [.text(sensor), SQLValue(id), .integer(wallMicroseconds), .integer(Int64(user))])
    }

    /// Stores a check.
    public func insert(_ check: StoredCheck) throws(StoreError) {
        try connection.transaction { () throws(StoreError) in
            try connection.run(
                """
                INSERT INTO calibration_check
                (sensor, calibration, wall_us, user, known, measured, expanded, score, passed, note)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    .text(check.sensor), .text(check.calibration), .integer(check.wallMicroseconds),
                    .integer(Int64(check.user)), .real(check.known), .real(check.measured), .real(check.expanded),
                    .real(check.score), SQLValue(check.isPassed), .text(check.note),
                ])
            let number = try connection.integer("SELECT last_insert_rowid()")
            for row in try reader.checkRows("number = ?", .integer(number)) { try seal(.check, number, row.seal) }
        }
    }
}

extension StoreReader {
    private static let columns = """
        SELECT id, sensor, added_wall_us, user, class, due_wall_us, record, id IS (
            SELECT calibration FROM calibration_use WHERE sensor = calibration.sensor ORDER BY number DESC LIMIT 1
        ), (
            SELECT zero FROM calibration_zero WHERE sensor = calibration.sensor AND calibration = calibration.id
            ORDER BY number DESC LIMIT 1
        ) FROM calibration
        """

    private static func stored(_ row: Statement) -> StoredCalibration {
        var found = StoredCalibration(
            id: row.text(0), sensor: row.text(1), addedWallMicroseconds: row.integer(2), user: UInt32(clamping: row.integer(3)),
            rangeClass: row.text(4), dueWallMicroseconds: row.optionalInteger(5), record: row.text(6))
        found.isInForce = row.integer(7) != 0
        found.zero = row.optionalReal(8)
        return found
    }

    /// Every calibration, or those of one sensor, the newest first.
    public func calibrations(sensor: String? = nil) throws(StoreError) -> [StoredCalibration] {
        try withoutAlteredZeros(
            connection.rows(
                "\(Self.columns) WHERE ?1 IS NULL OR sensor = ?1 ORDER BY rowid DESC", [SQLValue(sensor)], Self.stored))
    }

    private func withoutAlteredZeros(_ calibrations: [StoredCalibration]) throws(StoreError) -> [StoredCalibration] {
        var calibrations = calibrations
        for (place, found) in calibrations.enumerated() where found.zero != nil {
            let newest = try zeros(of: found.sensor).first { $0.calibration == found.id }
            if newest?.isAltered ?? true { calibrations[place].zero = nil }
        }
        return calibrations
    }

    /// One calibration of a sensor, or of the first sensor that has it.
    public func calibration(_ id: String, sensor: String? = nil) throws(StoreError) -> StoredCalibration? {
        try withoutAlteredZeros(
            connection.rows(
                "\(Self.columns) WHERE id = ?1 AND (?2 IS NULL OR sensor = ?2) ORDER BY rowid LIMIT 1",
                [.text(id), SQLValue(sensor)], Self.stored)
        ).first
    }

    /// When a calibration or a test of a plate or a band is due again, microseconds since 1970; nil when it never is, or there is no
    /// such record.
    public func dueDate(of id: String) throws(StoreError) -> Int64? {
        try connection.rows(
            "SELECT due_wall_us FROM calibration WHERE id = ?1 UNION SELECT due_wall_us FROM bench_test WHERE id = ?1",
            [.text(id)]
        ) { $0.optionalInteger(0) }.compactMap(\.self).min()
    }

    /// The calibration in force on each sensor.
    public func calibrationsInForce() throws(StoreError) -> [StoredCalibration] {
        try calibrations().filter(\.isInForce)
    }

    /// The history of calibrations in force on a sensor, the newest first; nil for none.
    func uses(of sensor: String) throws(StoreError) -> [String?] {
        try connection.rows(
            "SELECT calibration FROM calibration_use WHERE sensor = ? ORDER BY number DESC", [.text(sensor)]
        ) { $0.optionalText(0) }
    }

    /// The checks of a sensor, the newest first.
    public func checks(of sensor: String) throws(StoreError) -> [StoredCheck] {
        var checks: [StoredCheck] = []
        for row in try checkRows("sensor = ?", .text(sensor)) {
            var check = row.check
            check.isAltered = try !isGenuine(.check, row.number, row.seal)
            checks.append(check)
        }
        return checks
    }

    /// The newest first.
    func checkRows(_ condition: String, _ value: SQLValue) throws(StoreError) -> [(number: Int64, check: StoredCheck, seal: Seal)]
    {
        try connection.rows(
            """
            SELECT sensor, calibration, wall_us, user, known, measured, expanded, score, passed, note, number
            FROM calibration_check WHERE \(condition) ORDER BY number DESC
            """, [value]
        ) { row in
            var seal = Seal()
            row.add(0..<10, to: &seal)
            let check = StoredCheck(
                sensor: row.text(0), calibration: row.text(1), wallMicroseconds: row.integer(2),
                user: UInt32(clamping: row.integer(3)), known: row.real(4), measured: row.real(5), expanded: row.real(6),
                score: row.real(7), isPassed: row.integer(8) != 0, note: row.text(9))
            return (row.integer(10), check, seal)
        }
    }
}
