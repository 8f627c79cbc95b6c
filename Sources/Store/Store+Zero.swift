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

    /// How often a sensor was overloaded; nil when it never was.
    public func overloads(of sensor: String) throws(StoreError) -> StoredOverloads? {
        let found = try connection.rows(
            "SELECT sum(begins), max(newtons), max(wall_us) FROM overload WHERE sensor = ? HAVING count(*) > 0", [.text(sensor)]
        ) { StoredOverloads(count: $0.integer(0), highest: $0.real(1), lastWallMicroseconds: $0.integer(2)) }
        return found.first
    }
}
