/// A test of a plate or a band as it is kept: its text, and what is asked of it without reading that.
public struct StoredBenchTest: Sendable, Equatable {
    /// Of the record; one record may be in the store for several sensors.
    public var id: String
    public var sensor: String
    /// "corners", "points", "matrix" or "band".
    public var kind: String
    /// When and by whom it was added here.
    public var addedWallMicroseconds: Int64
    public var user: UInt32
    public var dueWallMicroseconds: Int64?
    /// The whole record.
    public var record: String
    /// Whether it is the one of its kind in force; the reader says.
    public var isInForce = false

    public init(
        id: String, sensor: String, kind: String, addedWallMicroseconds: Int64, user: UInt32, dueWallMicroseconds: Int64?,
        record: String
    ) {
        self.id = id
        self.sensor = sensor
        self.kind = kind
        self.addedWallMicroseconds = addedWallMicroseconds
        self.user = user
        self.dueWallMicroseconds = dueWallMicroseconds
        self.record = record
    }
}
