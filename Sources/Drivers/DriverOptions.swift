/// What the settings say to a driver. Keys are those of a `[sensor.NAME]` table; a driver takes what it knows.
public struct DriverOptions: Sendable, Equatable {
    /// What separates columns: `nil` finds numbers wherever they stand.
    public var separator: UInt8?
    /// Columns that are channels, counted from 1; empty: every number of a line is one.
    public var columns: [Int] = []
    /// The column of the device's own time, counted from 1.
    public var timeColumn: Int?
    /// Nanoseconds in a unit of that time.
    public var timeUnitNanoseconds: Int64 = 1000
    /// Width of the counter behind it, when it wraps.
    public var timeWrapBits: Int?
    /// `12,5` is a number.
    public var decimalComma = false
    /// Sent once after opening, before listening; and before closing. Backslash escapes are already resolved.
    public var startCommand: [UInt8] = []
    public var stopCommand: [UInt8] = []
    /// The unit of the raw values, for people: `counts`, `mV/V`, `N`.
    public var unit: String?

    public init() {}
}

/// One channel of a sensor, as its dialogue knows it.
public struct ChannelDescription: Sendable, Equatable {
    public var name: String
    /// The unit of the raw values; `N` when the device calibrates itself.
    public var unit: String

    public init(name: String, unit: String) {
        self.name = name
        self.unit = unit
    }
}
