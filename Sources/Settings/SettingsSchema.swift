/// A key that settings may have.
public struct SettingsKey: Sendable {
    public enum Section: String, Sendable, CaseIterable { case station, recording, sensor }

    /// What a value must be.
    public enum Form: Sendable, Equatable {
        case text(characters: ClosedRange<Int>)
        case choice([String])
        case integer(ClosedRange<Int64>)
        /// Finite and above zero.
        case positive
        case boolean
        /// One integer or several.
        case integers(ClosedRange<Int64>)
        /// One finite number, or one per channel.
        case numbers
    }

    public let section: Section
    public let name: String
    public let form: Form
    /// As TOML writes it; `nil` when there is none.
    public let standard: String?
    /// An example where there is no default.
    public let example: String
    public let summary: String

    init(
        _ section: Section, _ name: String, _ form: Form, standard: String? = nil, example: String = "", _ summary: String
    ) {
        self.section = section
        self.name = name
        self.form = form
        self.standard = standard
        self.example = example
        self.summary = summary
    }

    /// What a value must be, for people.
    var expectation: String {
        switch form {
        case .text(let range):
            range.lowerBound == range.upperBound
                ? "a text of \(range.lowerBound) character" : "a text of at most \(range.upperBound) characters"
        case .choice(let names): "one of " + names.map { "\"\($0)\"" }.joined(separator: ", ")
        case .integer(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .positive: "a number above 0"
        case .boolean: "true or false"
        case .integers(let range): "a list of whole numbers from \(range.lowerBound) to \(range.upperBound)"
        case .numbers: "a number, or a list of at most 8"
        }
    }
}

/// Every key, once: the parser, `config/holdfast.toml` and the manual are made of this table.
public enum SettingsSchema {
    private static let anyText = SettingsKey.Form.text(characters: 0...200)

    public static let keys: [SettingsKey] = [
        SettingsKey(
            .station, "name", .text(characters: 1...60), standard: "\"holdfast\"", "What this machine is called in messages."),
        SettingsKey(
            .station, "control_group", .text(characters: 1...32), standard: "\"holdfast\"",
            "Members of this group may use the control socket."),
        SettingsKey(.recording, "enabled", .boolean, standard: "true", "Whether raw samples are kept."),
        SettingsKey(
            .recording, "limit_megabytes", .integer(100...100_000_000), standard: "20000",
            "The oldest recordings are removed when all of them are larger than this."),
        SettingsKey(
            .sensor, "driver", anyText, example: "\"text\"", "The driver that reads it: see `holdfast devices`. Required."),
        SettingsKey(
            .sensor, "serial", .text(characters: 1...200), example: "\"A50285BI\"",
            "USB serial number of its device: it is found in whatever port it is plugged into."),
        SettingsKey(
            .sensor, "port", .text(characters: 1...200), example: "\"1-1.4\"",
            "Where its device is plugged in, for devices that share a serial number or have none."),
        SettingsKey(
            .sensor, "path", .text(characters: 1...200), example: "\"/dev/ttyS0\"",
            "Path of its terminal, for what is not USB. One of serial, port and path is required."),
        SettingsKey(
            .sensor, "kind", .choice(["cell", "plate"]), standard: "\"cell\"", "What it is; bands and handles are cells."),
        SettingsKey(.sensor, "role", anyText, standard: "\"\"", "What it measures on the athlete, such as \"left_hand\"."),
        SettingsKey(.sensor, "set_up", anyText, standard: "\"\"", "Sensors with the same set-up make one hold together."),
        SettingsKey(
            .sensor, "baud", .integer(50...4_000_000), example: "115200", "Line speed, where it is not what the driver takes."),
        SettingsKey(
            .sensor, "separator", .text(characters: 1...1), example: "\";\"",
            "What separates the columns of a text line; numbers are found by themselves without it."),
        SettingsKey(
            .sensor, "columns", .integers(1...64), example: "[2, 3]",
            "Columns of a text line that are channels, counted from 1; all of them without it."),
        SettingsKey(.sensor, "time_column", .integer(1...64), example: "1", "The column of the device's own time."),
        SettingsKey(.sensor, "time_unit", .choice(["s", "ms", "us", "ns"]), standard: "\"us\"", "The unit of that time."),
        SettingsKey(
            .sensor, "time_wrap_bits", .integer(8...63), example: "32",
            "Width of the counter behind that time, when it begins anew at its end."),
        SettingsKey(.sensor, "decimal_comma", .boolean, standard: "false", "Whether 12,5 is a number."),
        SettingsKey(.sensor, "start_command", anyText, standard: "\"\"", "Sent to the device after opening."),
        SettingsKey(.sensor, "stop_command", anyText, standard: "\"\"", "Sent to the device before closing."),
        SettingsKey(
            .sensor, "unit", .text(characters: 1...20), example: "\"counts\"",
            "The unit of the raw values. For N, kN, kgf, kg and lbf the scale is known."),
        SettingsKey(
            .sensor, "scale", .numbers, example: "0.0123", "Newtons per raw unit, for all channels or one by one. Not 0."),
        SettingsKey(.sensor, "offset", .numbers, example: "-1.5", "Newtons at a raw value of 0, for all channels or one by one."),
        SettingsKey(
            .sensor, "onset_threshold_newtons", .positive, example: "4", "How far force must leave the baseline for an onset."),
        SettingsKey(
            .sensor, "confirm_threshold_newtons", .positive, example: "15",
            "How far it must rise within 150 ms for an explosive hold."),
        SettingsKey(
            .sensor, "plate_width_millimetres", .positive, example: "500",
            "Distance of the cells of a plate, left to right: with it the centre of pressure is computed."),
        SettingsKey(.sensor, "plate_length_millimetres", .positive, example: "500", "The same, front to rear."),
        SettingsKey(
            .sensor, "capacity_newtons", .positive, example: "5000", "Above this the sensor counts as saturated."),
    ]

    static func key(_ section: String, _ name: String) -> SettingsKey? {
        keys.first { $0.section.rawValue == section && $0.name == name }
    }

    static func names(of section: String) -> [String] { keys.filter { $0.section.rawValue == section }.map(\.name) }

    /// `config/holdfast.toml`: every key, commented out, with its default or an example.
    public static var referenceText: String {
        var text = """
            # Settings of holdfastd. Every key is here, commented out, with its default, or with an example where it has none.
            # Read from /etc/holdfast/holdfast.toml, then from /etc/holdfast/conf.d/*.toml in the order of their names;
            # a later file overrides single keys. `holdfastd --check` says what is wrong, `systemctl reload holdfast` reads them again.

            """
        for section in SettingsKey.Section.allCases {
            if section == .sensor {
                text +=
                    "\n# One table per sensor. The name is yours: letters, digits, - and _. `holdfast assign` writes such a table.\n"
            }
            text += "\n# [\(section == .sensor ? "sensor.left" : section.rawValue)]\n"
            for key in keys where key.section == section {
                text += "\n# \(key.summary)\n# \(key.name) = \(key.standard ?? key.example)\n"
            }
        }
        return text
    }
}
