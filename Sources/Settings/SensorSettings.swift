public import Samples

/// What the settings say of one sensor.
public struct SensorSettings: Sendable, Equatable {
    public var name: String
    public var driver: String
    /// Exactly one of the three.
    public var serial: String?
    public var port: String?
    public var path: String?
    public var kind = SensorKind.cell
    public var role = ""
    public var setUp = ""
    public var baud: UInt32?
    public var separator: UInt8?
    public var columns: [Int] = []
    public var timeColumn: Int?
    public var timeUnit = "us"
    public var timeWrapBits: Int?
    public var decimalComma = false
    public var startCommand = ""
    public var stopCommand = ""
    public var unit: String?
    /// One number for all channels, or one per channel; empty: none was given.
    public var scale: [Double] = []
    public var offset: [Double] = []
    public var onsetThresholdNewtons: Double?
    public var confirmThresholdNewtons: Double?
    public var plateWidthMillimetres: Double?
    public var plateLengthMillimetres: Double?
    public var capacityNewtons: Double?

    public init(name: String, driver: String) {
        self.name = name
        self.driver = driver
    }

    /// Newtons in one of the raw unit, when everybody knows it: standard gravity 9.80665 m/s², pound 0.45359237 kg (both exact).
    public var newtonsPerUnit: Double? {
        switch unit {
        case "N": 1
        case "kN": 1000
        case "kgf", "kg": 9.80665
        case "lbf", "lb": 9.80665 * 0.45359237
        default: nil
        }
    }

    /// Nanoseconds in the unit of the device's time.
    public var timeUnitNanoseconds: Int64 {
        switch timeUnit {
        case "s": 1_000_000_000
        case "ms": 1_000_000
        case "ns": 1
        default: 1000
        }
    }

    /// The table that says this, for a settings file; defaults are left out.
    public var tomlText: String {
        var lines = ["[sensor.\(TomlText.quoted(name))]"]
        func add(_ key: String, _ text: String?) { if let text { lines.append("\(key) = \(TomlText.quoted(text))") } }
        func add(_ key: String, number: Double?) { if let number { lines.append("\(key) = \(number)") } }
        func add(_ key: String, integer: Int?) { if let integer { lines.append("\(key) = \(integer)") } }
        func add(_ key: String, numbers: [Double]) {
            if !numbers.isEmpty { lines.append("\(key) = [\(numbers.map(\.description).joined(separator: ", "))]") }
        }
        add("driver", driver)
        add("serial", serial)
        add("port", port)
        add("path", path)
        if kind != .cell { add("kind", kind.name) }
        if !role.isEmpty { add("role", role) }
        if !setUp.isEmpty { add("set_up", setUp) }
        add("baud", integer: baud.map(Int.init))
        add("separator", separator.map { String(decoding: [$0], as: UTF8.self) })
        if !columns.isEmpty { lines.append("columns = [\(columns.map(String.init).joined(separator: ", "))]") }
        add("time_column", integer: timeColumn)
        if timeUnit != "us" { add("time_unit", timeUnit) }
        add("time_wrap_bits", integer: timeWrapBits)
        if decimalComma { lines.append("decimal_comma = true") }
        if !startCommand.isEmpty { add("start_command", startCommand) }
        if !stopCommand.isEmpty { add("stop_command", stopCommand) }
        add("unit", unit)
        add("scale", numbers: scale)
        add("offset", numbers: offset)
        add("onset_threshold_newtons", number: onsetThresholdNewtons)
        add("confirm_threshold_newtons", number: confirmThresholdNewtons)
        add("plate_width_millimetres", number: plateWidthMillimetres)
        add("plate_length_millimetres", number: plateLengthMillimetres)
        add("capacity_newtons", number: capacityNewtons)
        return lines.joined(separator: "\n") + "\n"
    }
}
