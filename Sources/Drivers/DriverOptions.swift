/// The settings for a driver. Keys are those of a `[sensor.NAME]` table; a driver uses those that it knows.
public struct DriverOptions: Sendable, Equatable {
    /// The separator of columns; `nil` finds numbers anywhere in the line.
    public var separator: UInt8?
    /// Columns that are channels, counted from 1; empty: a line has one number that is not the time.
    public var columns: [Int] = []
    /// The column of the device's own time, counted from 1.
    public var timeColumn: Int?
    /// Nanoseconds in a unit of that time.
    public var timeUnitNanoseconds: Int64 = 1000
    /// Width of the counter for that time, if it wraps.
    public var timeWrapBits: Int?
    /// `12,5` is a number.
    public var decimalComma = false
    /// Sent once after opening, before reading; and before closing. Backslash escapes are already resolved.
    public var startCommand: [UInt8] = []
    public var stopCommand: [UInt8] = []
    /// The unit of the raw values, for people: `counts`, `mV/V`, `N`.
    public var unit: String?
    /// The requested samples per second; `nil`: the driver's choice for force.
    public var rate: Double?
    /// The inputs of an instrument that are read, by the numbers on its case; empty: the driver's choice.
    public var inputs: [Int] = []
    /// Amplification of the inputs: one number for all or one for each; empty: the driver's choice.
    public var gains: [Double] = []
    /// Whether inputs are read as differences of two terminals.
    public var differential = false
    /// The measuring range, in the device's own notation: `3kN`.
    public var range: String?

    public init() {}
}
