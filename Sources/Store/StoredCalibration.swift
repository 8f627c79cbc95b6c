/// A calibration record as it is kept: its text, and what is asked of it without reading that.
public struct StoredCalibration: Sendable, Equatable {
    /// Of the record; one record may be in the store for several sensors.
    public var id: String
    public var sensor: String
    /// When and by whom it was added here.
    public var addedWallMicroseconds: Int64
    public var user: UInt32
    public var rangeClass: String
    public var dueWallMicroseconds: Int64?
    /// The whole record.
    public var record: String
    /// Whether it is the one in force; the reader says.
    public var isInForce = false
    /// The newest zero that was taken with it, raw units; nil while it has its own, and where the disk has changed it. The reader says.
    public var zero: Double?

    public init(
        id: String, sensor: String, addedWallMicroseconds: Int64, user: UInt32, rangeClass: String, dueWallMicroseconds: Int64?,
        record: String
    ) {
        self.id = id
        self.sensor = sensor
        self.addedWallMicroseconds = addedWallMicroseconds
        self.user = user
        self.rangeClass = rangeClass
        self.dueWallMicroseconds = dueWallMicroseconds
        self.record = record
    }
}

/// A known force on a calibrated sensor.
public struct StoredCheck: Sendable, Equatable {
    public var sensor: String
    public var calibration: String
    public var wallMicroseconds: Int64
    public var user: UInt32
    /// N.
    public var known: Double
    public var measured: Double
    public var expanded: Double
    /// Error over the root of both squared uncertainties.
    public var score: Double
    public var isPassed: Bool
    public var note: String
    /// The disk has changed it: it says nothing. The reader says.
    public var isAltered = false

    public init(
        sensor: String, calibration: String, wallMicroseconds: Int64, user: UInt32, known: Double, measured: Double,
        expanded: Double, score: Double, isPassed: Bool, note: String
    ) {
        self.sensor = sensor
        self.calibration = calibration
        self.wallMicroseconds = wallMicroseconds
        self.user = user
        self.known = known
        self.measured = measured
        self.expanded = expanded
        self.score = score
        self.isPassed = isPassed
        self.note = note
    }
}
