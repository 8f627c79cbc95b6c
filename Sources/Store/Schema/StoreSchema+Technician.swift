extension StoreSchema {
    /// Zeros of calibrations, overloads of sensors, and the calibrations that devices report for themselves.
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
        CREATE TABLE device_calibration (
            number INTEGER PRIMARY KEY, sensor TEXT NOT NULL, device TEXT NOT NULL, wall_us INTEGER NOT NULL,
            channel INTEGER NOT NULL, offset ANY NOT NULL CHECK (typeof(offset) = 'real'),
            scale ANY NOT NULL CHECK (typeof(scale) = 'real'), zero ANY NOT NULL CHECK (typeof(zero) = 'real')
        ) STRICT;
        CREATE INDEX device_calibration_by_sensor ON device_calibration (sensor, number);
        \(appendOnly("device_calibration", "what a device has said"))
        \(appendOnly("calibration_zero", "a zero"))
        \(appendOnly("overload", "an overload"))
        """

    /// The slope that a device reports for loads below its zero, where it differs.
    static let deviceSlopes =
        """
        ALTER TABLE device_calibration ADD COLUMN scale_below ANY;
        """
}
