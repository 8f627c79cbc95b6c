public import Samples

/// The settings of one sensor: a table `[sensor.NAME]`.
///
/// ``SettingsSchema`` explains each key. A key without a default is nil when it is not set.
public struct SensorSettings: Sendable, Equatable {
    public var name: String
    /// The driver's name, as `holdfast drivers` lists them.
    public var driver: String
    /// The device: by USB serial number, by port, or by both; or else by the path of a terminal.
    public var serial: String?
    public var port: String?
    public var path: String?
    public var kind = SensorKind.cell
    public var role: String?
    /// Sensors with the same name here share holds.
    public var setUp = ""

    /// Bits per second; nil leaves the choice to the driver.
    public var baud: Int?
    /// One ASCII character.
    public var separator: UInt8?
    /// Columns that are channels, counted from 1; empty for all columns.
    public var columns: [Int] = []
    public var timeColumn: Int?
    public var timeUnit = TimeUnit.microseconds
    public var timeWrapBits: Int?
    public var decimalComma = false
    /// Sent as UTF-8 without additions; TOML has resolved the escapes.
    public var startCommand = ""
    public var stopCommand = ""

    /// Requested samples per second; nil leaves the choice to the driver.
    public var rate: Double?
    /// Inputs of an instrument; empty leaves the choice to the driver.
    public var inputs: [Int] = []
    /// Gain of the inputs: one number for all or one for each.
    public var gains: [Double] = []
    public var differential = false
    /// The measuring range, as the device names it.
    public var range: String?
    /// The number of this sensor on its device, counted from 1.
    public var part = 1

    /// The unit of the raw values.
    public var unit: String?
    /// Newtons per raw unit: one number for all channels or one for each; empty when not set.
    public var scale: [Double] = []
    /// Newtons that are added after scaling: one number for all channels or one for each.
    public var offset: [Double] = [0]
    /// Reverses the sign of forces.
    public var invert = false
    /// For a plate: whether an athlete stands on it. Nil leaves the choice to the kind.
    public var standing: Bool?
    public var onsetThresholdNewtons: Double?
    public var confirmThresholdNewtons: Double?
    public var plateWidthMillimetres: Double?
    public var plateLengthMillimetres: Double?
    /// Above this force the sensor counts as saturated.
    public var capacityNewtons: Double?
    /// A force above this causes an alarm.
    public var overloadNewtons: Double?

    public init(name: String, driver: String) {
        self.name = name
        self.driver = driver
    }

    /// Newtons per raw unit, one number for all channels or one for each; nil when the value of a raw unit is unknown.
    ///
    /// `scale` when it is set. Otherwise it follows from `unit` if that is a unit of force: newton, kilonewton, kilogram-force
    /// (9.80665 N: the standard acceleration of gravity, CGPM 1901) or pound-force (4.4482216152605 N: the same with the
    /// international pound of 1959).
    public var newtonsPerUnit: [Double]? {
        if !scale.isEmpty { return scale }
        return unit.flatMap(Self.newtons).map { [$0] }
    }

    /// Newtons in a unit of force, or in the weight of a unit of mass at standard gravity; nil for other units.
    public static func newtons(per unit: String) -> Double? {
        switch unit {
        case "N": 1
        case "kN": 1000
        case "mN": 0.001
        case "kgf", "kg": 9.80665
        case "gf", "g": 0.00980665
        case "lbf": 4.4482216152605
        case "ozf", "oz": 4.4482216152605 / 16
        default: nil
        }
    }

    /// The first key that configures the device, not the sensor, and that differs between two sensors of one device.
    func deviceKey(unlike other: SensorSettings) -> String? {
        [
            "driver", "baud", "separator", "columns", "time_column", "time_unit", "time_wrap_bits", "decimal_comma",
            "start_command",
            "stop_command", "rate", "inputs", "gains", "differential", "range",
        ].first { value(of: $0) != other.value(of: $0) }
    }
}
