/// A stored test of a plate or a band: its text, and the data that is needed without parsing the text.
public struct StoredBenchTest: Sendable, Equatable {
    /// The id of the record; one record may be in the store for several sensors.
    public var id: String
    public var sensor: String
    /// "corners", "points", "matrix" or "band".
    public var kind: String
    /// When and by which user it was added to this store.
    public var addedWallMicroseconds: Int64
    public var user: UInt32
    public var dueWallMicroseconds: Int64?
    /// The whole record.
    public var record: String
    /// Whether it is the one of its kind in force. Set by the reader.
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
