/// A reading without load that replaces the zero of a calibration.
public struct StoredZero: Sendable, Equatable {
    public var sensor: String
    public var calibration: String
    public var wallMicroseconds: Int64
    public var user: UInt32
    /// Raw units.
    public var zero: Double
    /// The distance from the zero with which the calibration was made, N, and its limit.
    public var drift: Double
    public var alarm: Double
    /// The disk has changed it, so the calibration's own zero is used. Set by the reader.
    public var isAltered = false

    public init(
        sensor: String, calibration: String, wallMicroseconds: Int64, user: UInt32, zero: Double, drift: Double, alarm: Double
    ) {
        self.sensor = sensor
        self.calibration = calibration
        self.wallMicroseconds = wallMicroseconds
        self.user = user
        self.zero = zero
        self.drift = drift
        self.alarm = alarm
    }

    /// Whether the zero drifted beyond the limit.
    public var isAlarming: Bool { abs(drift) > alarm }
}

/// The overloads of a sensor.
public struct StoredOverloads: Sendable, Equatable {
    public var count: Int64
    /// N, without sign.
    public var highest: Double
    public var lastWallMicroseconds: Int64
}
