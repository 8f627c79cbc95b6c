/// A stored calibration record: its text, and the data that is needed without parsing the text.
public struct StoredCalibration: Sendable, Equatable {
    /// The id of the record; one record may be in the store for several sensors.
    public var id: String
    public var sensor: String
    /// When and by which user it was added to this store.
    public var addedWallMicroseconds: Int64
    public var user: UInt32
    public var rangeClass: String
    public var dueWallMicroseconds: Int64?
    /// The whole record.
    public var record: String
    /// Whether it is the one in force. Set by the reader.
    public var isInForce = false
    /// The newest zero that was taken with it, raw units; nil while its own zero is used, and when the disk has changed the
    /// newest zero. Set by the reader.
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

/// A check of a calibrated sensor with a known force.
public struct StoredCheck: Sendable, Equatable {
    public var sensor: String
    public var calibration: String
    public var wallMicroseconds: Int64
    public var user: UInt32
    /// N.
    public var known: Double
    public var measured: Double
    public var expanded: Double
    /// Eₙ: the error divided by the root of the sum of both squared uncertainties.
    public var score: Double
    public var isPassed: Bool
    public var note: String
    /// The disk has changed it, so it is not used. Set by the reader.
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
