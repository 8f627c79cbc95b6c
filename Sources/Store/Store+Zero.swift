/// Zeros and overloads are added, never changed.
extension Store {
    /// Keeps a zero; it is in force with its calibration from now on.
    public func insert(_ zero: StoredZero) throws(StoreError) {
        try connection.transaction { () throws(StoreError) in
            try connection.run(
                """
                INSERT INTO calibration_zero (sensor, calibration, wall_us, user, zero, drift, alarm) VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    .text(zero.sensor), .text(zero.calibration), .integer(zero.wallMicroseconds), .integer(Int64(zero.user)),
                    .real(zero.zero), .real(zero.drift), .real(zero.alarm),
                ])
            let number = try connection.integer("SELECT last_insert_rowid()")
            for row in try reader.zeroRows("number = ?", .integer(number)) { try seal(.zero, number, row.seal) }
        }
    }

    /// Keeps what a device has said, unless it said the same when it was read last.
    public func insert(_ said: StoredDeviceCalibration) throws(StoreError) {
        let last = try reader.deviceCalibrations(of: said.sensor).first { $0.channel == said.channel }
        guard last.map({ !$0.isSame(as: said) }) ?? true else { return }
        try connection.run(
            """
            INSERT INTO device_calibration (sensor, device, wall_us, channel, offset, scale, zero, scale_below)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .text(said.sensor), .text(said.device), .integer(said.wallMicroseconds), .integer(said.channel),
                .real(said.offset), .real(said.scale), .real(said.zero),
                said.scaleBelow == said.scale ? .null : .real(said.scaleBelow),
            ])
    }

    /// Keeps that a sensor was overloaded.
    ///
    /// - Parameters:
    ///   - begins: false when the overload that began before is over, and this was its highest force.
    public func insertOverload(sensor: String, wallMicroseconds: Int64, begins: Bool, newtons: Double) throws(StoreError) {
        try connection.run(
            "INSERT INTO overload (sensor, wall_us, begins, newtons) VALUES (?, ?, ?, ?)",
            [.text(sensor), .integer(wallMicroseconds), SQLValue(begins), .real(abs(newtons))])
    }
}

extension StoreReader {
    /// The zeros of a sensor, the newest first.
    public func zeros(of sensor: String) throws(StoreError) -> [StoredZero] {
        var zeros: [StoredZero] = []
        for row in try zeroRows("sensor = ?", .text(sensor)) {
            var zero = row.zero
            zero.isAltered = try !isGenuine(.zero, row.number, row.seal)
            zeros.append(zero)
        }
        return zeros
    }

    /// The newest first.
    func zeroRows(_ condition: String, _ value: SQLValue) throws(StoreError) -> [(number: Int64, zero: StoredZero, seal: Seal)] {
        try connection.rows(
            """
            SELECT sensor, calibration, wall_us, user, zero, drift, alarm, number FROM calibration_zero WHERE \(condition)
            ORDER BY number DESC
            """, [value]
        ) { row in
            var seal = Seal()
            row.add(0..<7, to: &seal)
            let zero = StoredZero(
                sensor: row.text(0), calibration: row.text(1), wallMicroseconds: row.integer(2),
                user: UInt32(clamping: row.integer(3)), zero: row.real(4), drift: row.real(5), alarm: row.real(6))
            return (row.integer(7), zero, seal)
        }
    }

    /// What devices have said of a sensor, or of all, the newest first.
    public func deviceCalibrations(of sensor: String? = nil) throws(StoreError) -> [StoredDeviceCalibration] {
        try connection.rows(
            """
            SELECT sensor, device, wall_us, channel, offset, scale, zero, coalesce(scale_below, scale) FROM device_calibration
            WHERE ?1 IS NULL OR sensor = ?1 ORDER BY number DESC
            """, [SQLValue(sensor)]
        ) { row in
            StoredDeviceCalibration(
                sensor: row.text(0), device: row.text(1), wallMicroseconds: row.integer(2), channel: row.integer(3),
                offset: row.real(4), scale: row.real(5), zero: row.real(6), scaleBelow: row.real(7))
        }
    }

    /// How often a sensor was overloaded; nil when it never was.
    public func overloads(of sensor: String) throws(StoreError) -> StoredOverloads? {
        let found = try connection.rows(
            "SELECT sum(begins), max(newtons), max(wall_us) FROM overload WHERE sensor = ? HAVING count(*) > 0", [.text(sensor)]
        ) { StoredOverloads(count: $0.integer(0), highest: $0.real(1), lastWallMicroseconds: $0.integer(2)) }
        return found.first
    }
}
