import Samples

/// The settings with which a daemon reads the sensors of a rehearsal.
public enum RehearsalSettings {
    /// A whole settings file, in TOML.
    ///
    /// - Parameter folder: the folder that contains the links to the terminals.
    public static func text(folder: String, scene: RehearsalScene) -> String {
        var lines = ["# Simulated sensors. Their true holds are in truth.json."]
        for sensor in sensors(of: scene) {
            lines.append("")
            lines.append("[sensor.\(quoted(sensor.name))]")
            lines.append("path = \(quoted(folder + "/" + sensor.name))")
            lines.append(contentsOf: sensor.lines)
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func sensors(of scene: RehearsalScene) -> [(name: String, lines: [String])] {
        switch scene {
        case .demonstration:
            let plate = DemonstrationScene.sensors.compactMap(\.plate).first ?? .init()
            return [
                (DemonstrationScene.leftBand, text(columns: 1, separator: ",") + ["kind = \"cell\""]),
                (DemonstrationScene.rightBand, ["driver = \"chronojump\"", "kind = \"cell\"", "unit = \"N\""]),
                (
                    DemonstrationScene.plate,
                    text(columns: 4, separator: "\\t") + [
                        "kind = \"plate\"", "plate_width_millimetres = \(millimetres(plate.width))",
                        "plate_length_millimetres = \(millimetres(plate.length))",
                    ]
                ),
            ]
        case .setUp: return SetUpScene.settings
        case .cell: return [(PretendCell.name, counts)]
        case .workshop:
            return [
                (PretendCell.name, counts), (PretendWorkshop.reference, counts),
                (
                    PretendWorkshop.plate,
                    text(columns: 4, separator: ",") + [
                        "kind = \"plate\"", "plate_width_millimetres = \(millimetres(PretendWorkshop.width))",
                        "plate_length_millimetres = \(millimetres(PretendWorkshop.length))",
                    ]
                ), (PretendWorkshop.sixAxis, text(columns: 6, separator: ",")),
            ]
        case .recording(let sensor):
            let speaks =
                sensor.voice == .text
                ? text(columns: sensor.columns.count, separator: ",") : ["driver = \"chronojump\"", "unit = \"N\""]
            return [(sensor.name, speaks + ["kind = \"\(sensor.kind.name)\""])]
        }
    }

    /// A cell with a converter, without calibration.
    private static let counts = ["driver = \"text\"", "columns = [1]", "separator = \",\"", "unit = \"counts\""]

    /// The board's time first, then the forces.
    static func text(columns: Int, separator: String, unit: String = "N") -> [String] {
        [
            "driver = \"text\"", "columns = [\((0..<columns).map { String($0 + 2) }.joined(separator: ", "))]",
            "separator = \"\(separator)\"", "time_column = 1", "time_unit = \"us\"", "unit = \"\(unit)\"",
        ]
    }

    static func millimetres(_ metres: Double) -> String { "\((metres * 1000).rounded())" }

    /// A basic string of TOML.
    private static func quoted(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": out += "\\\(scalar)"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                let digits = String(scalar.value, radix: 16)
                out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }
}
