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

    /// The time from a force to the time stamp of its sample, and its expanded uncertainty, milliseconds.
    public var latencyMilliseconds = 0.0
    public var latencyUncertaintyMilliseconds: Double?
    /// The direction in which a band pulls: its angle to the ground and to the sagittal plane; empty for a sensor without a band.
    public var bandDirectionDegrees: [Double] = []

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
    /// Newtons, or the unit of the kind, per raw unit: one number for all channels or one for each; empty when not set.
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
    /// Where the middle of a plate lies in its set-up, to the right and forward; empty when not set.
    public var platePositionMillimetres: [Double] = []
    public var plateTurnDegrees = 0.0
    /// Above this force the sensor counts as saturated.
    public var capacityNewtons: Double?
    /// A force above this causes an alarm.
    public var overloadNewtons: Double?

    /// Of an electromyogram: the RMS of a maximal contraction, the frequency of the mains, and whether it is removed.
    public var maximumMillivolts: Double?
    public var mainsHertz = 50.0
    public var mainsNotch = false
    /// Of a cuff: the occlusion pressure, the limit in % of it, and the longest time above it.
    public var occlusionMmhg: Double?
    public var pressureLimitPercent = 80.0
    public var pressureLimitMinutes = 10.0
    /// Of any companion: expanded uncertainty of its values, in the unit of its kind and in % of the value.
    public var uncertainty: Double?
    public var uncertaintyPercent: Double?

    public init(name: String, driver: String) {
        self.name = name
        self.driver = driver
    }
}

extension SensorSettings {
    static let defaults = SensorSettings(name: "", driver: "")

    /// The keys of a sensor's table, in the order of the reference.
    static let properties = identity + device + force + companion

    /// The first key that configures the device, not the sensor, and that differs between two sensors of one device.
    func deviceKey(unlike other: SensorSettings) -> String? {
        driver == other.driver ? Self.device.first { $0.value(self) != $0.value(other) }?.key.name : "driver"
    }

    private static let identity: [SettingsProperty<SensorSettings>] = [
        SettingsProperty(
            "sensor.*.driver", \.driver, of: defaults, .line(1...40), example: .text("text"), isRequired: true,
            "The driver for the device, for example \"text\" or \"chronojump\"."),
        SettingsProperty(
            "sensor.*.serial", \.serial, of: defaults, .line(1...255), example: .text("A10K4XYZ"),
            "The USB serial number of the device, as \"holdfast devices\" shows it; if port is set too, both must match."),
        SettingsProperty(
            "sensor.*.port", \.port, of: defaults, .line(1...255), example: .text("pci-0000:00:14.0-usb-0:1.2:1.0"),
            "The physical port that the device is plugged into, for devices that have no serial number or share one."),
        SettingsProperty(
            "sensor.*.path", \.path, of: defaults, .line(1...4095), example: .text("/dev/ttyS0"),
            "The path of a serial port or pseudo-terminal, instead of serial and port."),
        SettingsProperty(
            "sensor.*.part", \.part, of: defaults, .integer(1...255),
            "The number of this sensor on a device that has several, where each plate or each group of eight inputs is one sensor."
        ),
        SettingsProperty(
            "sensor.*.kind", \.kind, of: defaults, .choice(SensorKind.allCases.map(\.name)),
            "What the sensor measures: a cell is pulled and a plate is stood on or pushed against, both in newtons; position in m, emg in mV, pressure in kPa and acceleration in m/s² open no hold and take part in those of their set-up."
        ),
        SettingsProperty(
            "sensor.*.role", \.role, of: defaults, .line(1...40), example: .text("left_hand"),
            "What the sensor measures in its set-up: push_leg and swing_leg, left_arm and right_arm, left_leg, right_leg, left_hand, right_hand, torso, left, right, or your own words; sides are compared by their roles."
        ),
        SettingsProperty(
            "sensor.*.set_up", \.setUp, of: defaults, .line(0...40),
            "The set-up that the sensor belongs to; sensors with the same set-up share holds."),
        SettingsProperty(
            "sensor.*.band_direction_degrees", \.bandDirectionDegrees, of: defaults, .tuple([-90...90, -180...180]),
            example: .numbers([-20, 0]),
            "For a sensor in a band: the direction in which the band pulls the athlete, as its angle to the ground (positive: upwards) and to the sagittal plane (positive: to the right); the numbers of bands are computed for sensors that have it."
        ),
        SettingsProperty(
            "sensor.*.latency_milliseconds", \.latencyMilliseconds, of: defaults, .number(0...1000),
            "The time from a force to the time stamp of its sample, as measured against the other sensors of the set-up; onsets are compared after it is subtracted."
        ),
        SettingsProperty(
            "sensor.*.latency_uncertainty_milliseconds", \.latencyUncertaintyMilliseconds, of: defaults, .number(0...1000),
            example: .number(2),
            "The expanded uncertainty of the latency; without it, an interval between two samples and 1 ms."),
    ]

    /// How the device is read: the same for all sensors of one device.
    private static let device: [SettingsProperty<SensorSettings>] = [
        SettingsProperty(
            "sensor.*.baud", \.baud, of: defaults, .integer(300...4_000_000), example: .integer(115_200),
            "The bit rate of the serial port in bits per second, if the driver's default does not fit."),
        SettingsProperty(
            "sensor.*.separator", \.separator, of: defaults, .separator, example: .text(","),
            "The character between columns; without it, numbers are found anywhere in a line."),
        SettingsProperty(
            "sensor.*.columns", \.columns, of: defaults, .integers(1...64, count: Frame.channelLimit),
            example: .integers([2, 3]),
            "The columns whose forces are summed, counted from 1; without it, a line must contain one number in addition to the time."
        ),
        SettingsProperty(
            "sensor.*.time_column", \.timeColumn, of: defaults, .integer(1...64), example: .integer(1),
            "The column of the device's own time, counted from 1."
        ),
        SettingsProperty(
            "sensor.*.time_unit", \.timeUnit, of: defaults, .choice(TimeUnit.allCases.map(\.rawValue)),
            "The unit of the device's own time."),
        SettingsProperty(
            "sensor.*.time_wrap_bits", \.timeWrapBits, of: defaults, .integer(8...64), example: .integer(32),
            "The width in bits of the counter of the device's own time, if the counter wraps to 0."),
        SettingsProperty(
            "sensor.*.decimal_comma", \.decimalComma, of: defaults, .flag,
            "Whether the device prints a decimal comma, as in 12,5."),
        SettingsProperty(
            "sensor.*.start_command", \.startCommand, of: defaults, .command(255),
            "The text that is sent to the device once after opening, including the line ending, for example \"start\\r\\n\"."),
        SettingsProperty(
            "sensor.*.stop_command", \.stopCommand, of: defaults, .command(255),
            "The text that is sent to the device before closing, including the line ending."),
        SettingsProperty(
            "sensor.*.rate", \.rate, of: defaults, .positive, example: .number(1000),
            "The sampling rate that is requested from the device, in samples per second, if the driver's default does not fit."),
        SettingsProperty(
            "sensor.*.inputs", \.inputs, of: defaults, .integers(0...63, count: 64), example: .integers([0, 1]),
            "The inputs of an instrument that are read, with the numbers printed on its case; the forces of all inputs of a sensor are summed."
        ),
        SettingsProperty(
            "sensor.*.gains", \.gains, of: defaults, .numbers(count: 64, zero: false), example: .numbers([128]),
            "The gain of the inputs: one number for all inputs, or a list with one for each."),
        SettingsProperty(
            "sensor.*.differential", \.differential, of: defaults, .flag,
            "Whether each input is read as the difference between two terminals."),
        SettingsProperty(
            "sensor.*.range", \.range, of: defaults, .line(1...20), example: .text("3kN"),
            "The measuring range, written as the device names it."),
    ]

    private static let force: [SettingsProperty<SensorSettings>] = [
        SettingsProperty(
            "sensor.*.unit", \.unit, of: defaults, .line(1...20), example: .text("kgf"),
            "The unit of the raw values; N, kN, kgf (or kg) and lbf are converted to newtons if scale is not set, and of the other kinds m, cm, mm, in; V, mV, uV; kPa, Pa, hPa, bar, mbar, psi, mmHg; m/s2, g."
        ),
        SettingsProperty(
            "sensor.*.scale", \.scale, of: defaults, .numbers(count: Frame.channelLimit, zero: false), example: .numbers([0.01]),
            "Newtons (or m, mV, kPa, m/s² by the kind) per raw unit; if neither scale nor a known unit is set, raw values are shown until the sensor is calibrated."
        ),
        SettingsProperty(
            "sensor.*.offset", \.offset, of: defaults, .numbers(count: Frame.channelLimit, zero: true),
            "The force in newtons that is added after scaling; of other kinds the value in the unit of the kind."),
        SettingsProperty(
            "sensor.*.invert", \.invert, of: defaults, .flag,
            "Whether the sign of the force is reversed, for a sensor that is mounted or wired in reverse and has no certificate."),
        SettingsProperty(
            "sensor.*.standing", \.standing, of: defaults, .flag, example: .flag(false),
            "Whether an athlete stands on the plate; set false for a plate that is pushed against, so that stepping on and off is not detected."
        ),
        SettingsProperty(
            "sensor.*.onset_threshold_newtons", \.onsetThresholdNewtons, of: defaults, .positive, example: .number(4),
            "The minimum rise of force above its baseline that begins a hold, if the default threshold of the kind does not fit."),
        SettingsProperty(
            "sensor.*.confirm_threshold_newtons", \.confirmThresholdNewtons, of: defaults, .positive, example: .number(12),
            "The minimum rise of force above its baseline that confirms a hold, if the default threshold of the kind does not fit."
        ),
        SettingsProperty(
            "sensor.*.plate_width_millimetres", \.plateWidthMillimetres, of: defaults, .positive, example: .number(400),
            "The distance between the centres of a plate's left and right cells."),
        SettingsProperty(
            "sensor.*.plate_length_millimetres", \.plateLengthMillimetres, of: defaults, .positive, example: .number(600),
            "The distance between the centres of a plate's front and back cells."),
        SettingsProperty(
            "sensor.*.plate_position_millimetres", \.platePositionMillimetres, of: defaults,
            .tuple([-100_000...100_000, -100_000...100_000]), example: .numbers([-250, 0]),
            "Where the middle of a plate lies in its set-up, to the right and forward of a point of your choice; the plates of a set-up that have it get a common centre of pressure."
        ),
        SettingsProperty(
            "sensor.*.plate_turn_degrees", \.plateTurnDegrees, of: defaults, .number(-180...180),
            "By how much a plate is turned to the left in its set-up."),
        SettingsProperty(
            "sensor.*.capacity_newtons", \.capacityNewtons, of: defaults, .positive, example: .number(5000),
            "The force above which the sensor counts as saturated."),
        SettingsProperty(
            "sensor.*.overload_newtons", \.overloadNewtons, of: defaults, .positive, example: .number(4000),
            "The force that must never act on the sensor; a greater force is reported as a warning and an event, and counted."),
    ]
}
