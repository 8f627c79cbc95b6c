/// A reading without load that took the place of the calibration's own.
public struct StoredZero: Sendable, Equatable {
    public var sensor: String
    public var calibration: String
    public var wallMicroseconds: Int64
    public var user: UInt32
    /// Raw units.
    public var zero: Double
    /// How far it lies from the zero that the calibration was made with, N, and how far it may.
    public var drift: Double
    public var alarm: Double
    /// The disk has changed it: the calibration's own is used. The reader says.
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

    /// Whether it drifted further than it may.
    public var isAlarming: Bool { abs(drift) > alarm }
}

/// What a sensor has felt beyond what it should.
public struct StoredOverloads: Sendable, Equatable {
    public var count: Int64
    /// N, without sign.
    public var highest: Double
    public var lastWallMicroseconds: Int64
}
