extension StoreSchema {
    /// Zeros of calibrations, and what was more than a sensor should feel.
    static let zeros = """
        CREATE TABLE calibration_zero (
            number INTEGER PRIMARY KEY, sensor TEXT NOT NULL, calibration TEXT NOT NULL, wall_us INTEGER NOT NULL,
            user INTEGER NOT NULL, zero ANY NOT NULL CHECK (typeof(zero) = 'real'),
            drift ANY NOT NULL CHECK (typeof(drift) = 'real'), alarm ANY NOT NULL CHECK (typeof(alarm) = 'real'),
            FOREIGN KEY (sensor, calibration) REFERENCES calibration (sensor, id)
        ) STRICT;
        CREATE INDEX calibration_zero_by_sensor ON calibration_zero (sensor, calibration, number);
        CREATE TABLE overload (
            number INTEGER PRIMARY KEY, sensor TEXT NOT NULL, wall_us INTEGER NOT NULL, begins INTEGER NOT NULL
            CHECK (begins IN (0, 1)), newtons ANY NOT NULL CHECK (typeof(newtons) = 'real')
        ) STRICT;
        CREATE INDEX overload_by_sensor ON overload (sensor);
        \(appendOnly("calibration_zero", "a zero"))
        \(appendOnly("overload", "an overload"))
        """
}
