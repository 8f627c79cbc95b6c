import Interface

/// The place, time, user and equipment with which a record was made.
public struct RecordOrigin: Sendable, Hashable {
    public var station: String
    public var software: String
    public var driver: String
    /// The device as named in the settings: its serial number, port or path.
    public var device: String
    /// Microseconds since 1970.
    public var madeWallMicroseconds: Int64
    /// Number of the user who accepted it.
    public var user: UInt32

    public init(
        station: String, software: String, driver: String, device: String, madeWallMicroseconds: Int64, user: UInt32
    ) {
        self.station = station
        self.software = software
        self.driver = driver
        self.device = device
        self.madeWallMicroseconds = madeWallMicroseconds
        self.user = user
    }

    init(_ reader: FieldReader) throws(RecordError) {
        station = try reader.requiredText("station")
        software = try reader.requiredText("software")
        driver = try reader.requiredText("driver")
        device = try reader.requiredText("device")
        madeWallMicroseconds = try reader.requiredInteger("madeWallUs", in: 0...Int64.max)
        user = UInt32(clamping: try reader.requiredInteger("user", in: 0...Int64(UInt32.max)))
    }

    /// The fields of records, in this order.
    var fields: [(String, JSONValue)] {
        [
            ("station", .string(station)), ("software", .string(software)), ("driver", .string(driver)),
            ("device", .string(device)), ("madeWallUs", .integer(madeWallMicroseconds)), ("user", .integer(Int64(user))),
        ]
    }

    /// The lines of certificates, with their names.
    var lines: [(String, String)] {
        [
            ("driver and device", "\(driver), \(device)"), ("station", "\(station), \(software)"),
            ("made", "\(RecordDate.text(madeWallMicroseconds)) by user \(user)"),
        ]
    }
}
