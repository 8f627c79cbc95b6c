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
            "What this station is called in messages and recordings."),
        SettingsKey(
            "station.control_group", .line(1...32), fallback: .text(stationDefaults.controlGroup),
            "The group whose members may use the control socket: calibrate, zero, assign sensors."),
        SettingsKey(
            "station.public", .choice(StationSettings.PublicAccess.allCases.map(\.rawValue)),
            fallback: .text(stationDefaults.publicAccess.rawValue),
            "What the public socket gives to every user of this machine: live force and holds, or the station's status alone."),
    ]

    private static let recording: [SettingsKey] = [
        SettingsKey(
            "recording.enabled", .flag, fallback: .flag(stationDefaults.recordingEnabled),
            "Whether everything that the sensors say is kept on disk."),
        SettingsKey(
            "recording.limit_megabytes", .integer(100...100_000_000), fallback: .integer(stationDefaults.recordingLimitMegabytes),
            "The size of the folder of recordings, in megabytes of 1000000 bytes, above which its oldest files are removed, as they are where less than 16777216 bytes of the disk are free."
        ),
    ]

    private static let sensor: [SettingsKey] = [
        SettingsKey(
            "sensor.*.driver", .line(1...40), example: .text("text"), isRequired: true,
            "How to talk with the device, for example \"text\" or \"chronojump\"."),
        SettingsKey(
            "sensor.*.serial", .line(1...255), example: .text("A10K4XYZ"),
            "The USB serial number of the device, as \"holdfast devices\" shows it; together with port both must match."),
        SettingsKey(
            "sensor.*.port", .line(1...255), example: .text("pci-0000:00:14.0-usb-0:1.2:1.0"),
            "The physical port that the device is plugged into, for devices that share a serial number or have none."),
        SettingsKey(
            "sensor.*.path", .line(1...4095), example: .text("/dev/ttyS0"),
            "The path of a terminal, in place of serial and port."),
        SettingsKey(
            "sensor.*.kind", .choice(SensorKind.allCases.map(\.name)), fallback: .text(sensorDefaults.kind.name),
            "Whether somebody pulls on it or stands on it: thresholds depend on it."),
        SettingsKey(
            "sensor.*.role", .line(1...40), example: .text("left_hand"),
            "What the sensor measures in its set-up, in words of your own."),
        SettingsKey(
            "sensor.*.set_up", .line(0...40), fallback: .text(sensorDefaults.setUp),
            "Sensors that name the same set-up share holds."),
    ]

    private static let deviceText: [SettingsKey] = [
        SettingsKey(
            "sensor.*.baud", .integer(300...4_000_000), example: .integer(115_200),
            "Bits per second on the wire, where the driver's own choice does not fit."),
        SettingsKey(
            "sensor.*.separator", .separator, example: .text(","),
            "What stands between columns; without it numbers are found wherever they stand."),
        SettingsKey(
            "sensor.*.columns", .integers(1...64, count: Frame.channelLimit), example: .integers([2, 3]),
            "Columns whose forces are summed, counted from 1; without it a line must hold one number beside the time."),
        SettingsKey(
            "sensor.*.time_column", .integer(1...64), example: .integer(1), "The column of the device's own time, counted from 1."
        ),
        SettingsKey(
            "sensor.*.time_unit", .choice(TimeUnit.allCases.map(\.rawValue)), fallback: .text(sensorDefaults.timeUnit.rawValue),
            "The unit of that time."),
        SettingsKey(
            "sensor.*.time_wrap_bits", .integer(8...64), example: .integer(32),
            "The width of the counter behind that time, where it begins again at 0 when it is full."),
        SettingsKey(
            "sensor.*.decimal_comma", .flag, fallback: .flag(sensorDefaults.decimalComma), "Whether 12,5 is a number."),
        SettingsKey(
            "sensor.*.start_command", .command(255), fallback: .text(sensorDefaults.startCommand),
            "What is sent to the device once after opening, with its line end: \"start\\r\\n\"."),
        SettingsKey(
            "sensor.*.stop_command", .command(255), fallback: .text(sensorDefaults.stopCommand),
            "What is sent to the device before closing, with its line end."),
    ]

    private static let instrument: [SettingsKey] = [
        SettingsKey(
            "sensor.*.rate", .positive, example: .number(1000),
            "Samples per second that the device is asked for, where the driver's own choice does not fit."),
        SettingsKey(
            "sensor.*.inputs", .integers(0...63, count: 64), example: .integers([0, 1]),
            "Inputs of an instrument that are read, by the numbers on its case; the forces of one sensor's inputs are summed."),
        SettingsKey(
            "sensor.*.gains", .numbers(count: 64, zero: false), example: .numbers([128]),
            "Amplification of the inputs: one number for all, or one for each."),
        SettingsKey(
            "sensor.*.differential", .flag, fallback: .flag(sensorDefaults.differential),
            "Whether inputs are read as differences of two terminals."),
        SettingsKey(
            "sensor.*.range", .line(1...20), example: .text("3kN"), "The measuring range, in the words of the device."),
        SettingsKey(
            "sensor.*.part", .integer(1...255), fallback: .integer(sensorDefaults.part),
            "Which sensor of its device it is, where a device has several: each eight inputs, or each plate, are one."),
    ]

    private static let force: [SettingsKey] = [
        SettingsKey(
            "sensor.*.unit", .line(1...20), example: .text("kgf"),
            "The unit of the raw values; N, kN, kgf (or kg) and lbf are converted when scale is not set."),
        SettingsKey(
            "sensor.*.scale", .numbers(count: Frame.channelLimit, zero: false), example: .numbers([0.01]),
            "Newtons per raw unit; without it and without a unit of force raw values are shown, until the sensor is calibrated."),
        SettingsKey(
            "sensor.*.offset", .numbers(count: Frame.channelLimit, zero: true), fallback: .numbers(sensorDefaults.offset),
            "Newtons that are added after scaling."),
        SettingsKey(
            "sensor.*.invert", .flag, fallback: .flag(sensorDefaults.invert),
            "Whether forces count the other way round, of a sensor that is mounted or wired in reverse and has no certificate."),
        SettingsKey(
            "sensor.*.standing", .flag, example: .flag(false),
            "Whether an athlete stands on a plate: false for one that is pushed against, where stepping on and off means nothing."
        ),
        SettingsKey(
            "sensor.*.onset_threshold_newtons", .positive, example: .number(4),
            "How far force must rise above its baseline at least to begin a hold, where the kind's own threshold does not fit."),
        SettingsKey(
            "sensor.*.confirm_threshold_newtons", .positive, example: .number(12),
            "How far force must rise above its baseline at least to be a hold, where the kind's own threshold does not fit."),
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
            "The force that the sensor should never feel: more is an alarm, counted and kept."),
    ]
}
