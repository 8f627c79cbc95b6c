/// Zeros and overloads are added, never changed.
extension Store {
    /// Keeps a zero; it is in force with its calibration from now on.
    public func insert(_ zero: StoredZero) throws(StoreError) {
        try connection.run(
            "INSERT INTO calibration_zero (sensor, calibration, wall_us, user, zero, drift, alarm) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                .text(zero.sensor), .text(zero.calibration), .integer(zero.wallMicroseconds), .integer(Int64(zero.user)),
                .real(zero.zero), .real(zero.drift), .real(zero.alarm),
            ])
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
        try connection.rows(
            """
            SELECT calibration, wall_us, user, zero, drift, alarm FROM calibration_zero WHERE sensor = ? ORDER BY number DESC
            """, [.text(sensor)]
        ) { row in
            StoredZero(
                sensor: sensor, calibration: row.text(0), wallMicroseconds: row.integer(1),
                user: UInt32(clamping: row.integer(2)),
                zero: row.real(3), drift: row.real(4), alarm: row.real(5))
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
