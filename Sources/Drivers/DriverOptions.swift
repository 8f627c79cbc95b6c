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
    /// Samples per second that the device is asked for; `nil`: what its driver thinks right for force.
    public var rate: Double?
    /// Which inputs of an instrument are read, by the numbers on its case; empty: those that its driver thinks right.
    public var inputs: [Int] = []
    /// Amplification of the inputs: one number for all or one for each; empty: the driver's choice.
    public var gains: [Double] = []
    /// Whether inputs are read as differences of two terminals.
    public var differential = false
    /// The measuring range, in the device's words: `3kN`.
    public var range: String?

    public init() {}
}
