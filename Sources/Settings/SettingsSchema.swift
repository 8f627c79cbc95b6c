import Samples

/// All keys of the settings: the parser's checks, the reference file and the manual are made from this table.
public enum SettingsSchema {
    /// At most this many sensors make a station.
    public static let sensorLimit = 64
    /// The longest name of a sensor, in characters.
    public static let sensorNameLimit = 40

    /// In the order of the reference.
    public static let keys: [SettingsKey] = station + recording + sensor + deviceText + instrument + force

    private static let stationDefaults = StationSettings()
    private static let sensorDefaults = SensorSettings(name: "", driver: "")

    private static let station: [SettingsKey] = [
        SettingsKey(
            "station.name", .line(1...100), fallback: .text(stationDefaults.name),
            "The name of this station in messages and recordings."),
        SettingsKey(
            "station.control_group", .line(1...32), fallback: .text(stationDefaults.controlGroup),
            "The group whose members may use the control socket, for example to calibrate, to zero and to assign sensors."),
        SettingsKey(
            "station.public", .choice(StationSettings.PublicAccess.allCases.map(\.rawValue)),
            fallback: .text(stationDefaults.publicAccess.rawValue),
            "What every user of this host can read on the public socket: live force and holds (\"force\"), or only the station's status (\"status\")."
        ),
    ]

    private static let recording: [SettingsKey] = [
        SettingsKey(
            "recording.enabled", .flag, fallback: .flag(stationDefaults.recordingEnabled),
            "Whether all data from the sensors is recorded on disk."),
        SettingsKey(
            "recording.limit_megabytes", .integer(100...100_000_000), fallback: .integer(stationDefaults.recordingLimitMegabytes),
            "The maximum size of the folder of recordings in megabytes (1000000 bytes); the oldest recordings are removed above this size, and also when less than 16777216 bytes of the disk are free."
        ),
    ]

    private static let sensor: [SettingsKey] = [
        SettingsKey(
            "sensor.*.driver", .line(1...40), example: .text("text"), isRequired: true,
            "The driver for the device, for example \"text\" or \"chronojump\"."),
        SettingsKey(
            "sensor.*.serial", .line(1...255), example: .text("A10K4XYZ"),
            "The USB serial number of the device, as \"holdfast devices\" shows it; if port is set too, both must match."),
        SettingsKey(
            "sensor.*.port", .line(1...255), example: .text("pci-0000:00:14.0-usb-0:1.2:1.0"),
            "The physical port that the device is plugged into, for devices that have no serial number or share one."),
        SettingsKey(
            "sensor.*.path", .line(1...4095), example: .text("/dev/ttyS0"),
            "The path of a serial port or pseudo-terminal, instead of serial and port."),
        SettingsKey(
            "sensor.*.kind", .choice(SensorKind.allCases.map(\.name)), fallback: .text(sensorDefaults.kind.name),
            "The kind of sensor, on which thresholds depend: a cell is pulled, a plate is stood on or pushed against."),
        SettingsKey(
            "sensor.*.role", .line(1...40), example: .text("left_hand"),
            "What the sensor measures in its set-up, in your own words."),
        SettingsKey(
            "sensor.*.set_up", .line(0...40), fallback: .text(sensorDefaults.setUp),
            "The set-up that the sensor belongs to; sensors with the same set-up share holds."),
    ]

    private static let deviceText: [SettingsKey] = [
        SettingsKey(
            "sensor.*.baud", .integer(300...4_000_000), example: .integer(115_200),
            "The bit rate of the serial port in bits per second, if the driver's default does not fit."),
        SettingsKey(
            "sensor.*.separator", .separator, example: .text(","),
            "The character between columns; without it, numbers are found anywhere in a line."),
        SettingsKey(
            "sensor.*.columns", .integers(1...64, count: Frame.channelLimit), example: .integers([2, 3]),
            "The columns whose forces are summed, counted from 1; without it, a line must contain one number in addition to the time."
        ),
        SettingsKey(
            "sensor.*.time_column", .integer(1...64), example: .integer(1), "The column of the device's own time, counted from 1."
        ),
        SettingsKey(
            "sensor.*.time_unit", .choice(TimeUnit.allCases.map(\.rawValue)), fallback: .text(sensorDefaults.timeUnit.rawValue),
            "The unit of the device's own time."),
        SettingsKey(
            "sensor.*.time_wrap_bits", .integer(8...64), example: .integer(32),
            "The width in bits of the counter of the device's own time, if the counter wraps to 0."),
        SettingsKey(
            "sensor.*.decimal_comma", .flag, fallback: .flag(sensorDefaults.decimalComma),
            "Whether the device prints a decimal comma, as in 12,5."),
        SettingsKey(
            "sensor.*.start_command", .command(255), fallback: .text(sensorDefaults.startCommand),
            "The text that is sent to the device once after opening, including the line ending, for example \"start\\r\\n\"."),
        SettingsKey(
            "sensor.*.stop_command", .command(255), fallback: .text(sensorDefaults.stopCommand),
            "The text that is sent to the device before closing, including the line ending."),
    ]

    private static let instrument: [SettingsKey] = [
        SettingsKey(
            "sensor.*.rate", .positive, example: .number(1000),
            "The sampling rate that is requested from the device, in samples per second, if the driver's default does not fit."),
        SettingsKey(
            "sensor.*.inputs", .integers(0...63, count: 64), example: .integers([0, 1]),
            "The inputs of an instrument that are read, with the numbers printed on its case; the forces of all inputs of a sensor are summed."
        ),
        SettingsKey(
            "sensor.*.gains", .numbers(count: 64, zero: false), example: .numbers([128]),
            "The gain of the inputs: one number for all inputs, or a list with one for each."),
        SettingsKey(
            "sensor.*.differential", .flag, fallback: .flag(sensorDefaults.differential),
            "Whether each input is read as the difference between two terminals."),
        SettingsKey(
            "sensor.*.range", .line(1...20), example: .text("3kN"), "The measuring range, written as the device names it."),
        SettingsKey(
            "sensor.*.part", .integer(1...255), fallback: .integer(sensorDefaults.part),
            "The number of this sensor on a device that has several, where each plate or each group of eight inputs is one sensor."
        ),
    ]

    private static let force: [SettingsKey] = [
        SettingsKey(
            "sensor.*.unit", .line(1...20), example: .text("kgf"),
            "The unit of the raw values; N, kN, kgf (or kg) and lbf are converted to newtons if scale is not set."),
        SettingsKey(
            "sensor.*.scale", .numbers(count: Frame.channelLimit, zero: false), example: .numbers([0.01]),
            "Newtons per raw unit; if neither scale nor a unit of force is set, raw values are shown until the sensor is calibrated."
        ),
        SettingsKey(
            "sensor.*.offset", .numbers(count: Frame.channelLimit, zero: true), fallback: .numbers(sensorDefaults.offset),
            "The force in newtons that is added after scaling."),
        SettingsKey(
            "sensor.*.invert", .flag, fallback: .flag(sensorDefaults.invert),
            "Whether the sign of the force is reversed, for a sensor that is mounted or wired in reverse and has no certificate."),
        SettingsKey(
            "sensor.*.standing", .flag, example: .flag(false),
            "Whether an athlete stands on the plate; set false for a plate that is pushed against, so that stepping on and off is not detected."
        ),
        SettingsKey(
            "sensor.*.onset_threshold_newtons", .positive, example: .number(4),
            "The minimum rise of force above its baseline that begins a hold, if the default threshold of the kind does not fit."),
        SettingsKey(
            "sensor.*.confirm_threshold_newtons", .positive, example: .number(12),
            "The minimum rise of force above its baseline that confirms a hold, if the default threshold of the kind does not fit."
        ),
        SettingsKey(
            "sensor.*.plate_width_millimetres", .positive, example: .number(400),
            "The distance between the centres of a plate's left and right cells."),
        SettingsKey(
            "sensor.*.plate_length_millimetres", .positive, example: .number(600),
            "The distance between the centres of a plate's front and back cells."),
        SettingsKey(
            "sensor.*.capacity_newtons", .positive, example: .number(5000),
            "The force above which the sensor counts as saturated."),
        SettingsKey(
            "sensor.*.overload_newtons", .positive, example: .number(4000),
            "The force that must never act on the sensor; a greater force is reported as a warning and an event, and counted."),
    ]
}
