/// A change of the weights of the station.
public struct StoredWeight: Sendable, Equatable {
    public var serial: String
    /// When and by which user it was changed.
    public var wallMicroseconds: Int64
    public var user: UInt32
    /// What is known about the weight, as text; nil when the weight is removed.
    public var record: String?
    /// The disk has changed it, so it is not used. Set by the reader.
    public var isAltered = false

    public init(serial: String, wallMicroseconds: Int64, user: UInt32, record: String?) {
        self.serial = serial
        self.wallMicroseconds = wallMicroseconds
        self.user = user
        self.record = record
    }
}
