import Drivers
import LinuxIO
import Samples
import Settings

extension Command {
    static let assign = Command(
        name: "assign", arguments: "NAME --driver DRIVER (--serial S | --port P | --path PATH)",
        summary: "say which sensor a device is",
        details: """
            Writes conf.d/NAME.toml beside the settings of the station and lets the station read it. The device is named by its USB
            serial number, or by its port when several share one, as `holdfast devices` shows them. Every other key of the settings
            can be given with --set. A device that prints lines is listened to first: the number that would be taken is shown, and
            what has to be set where none can be.

            \(DriverList.text)
            """,
        options: [
            Option("driver", "DRIVER", "what speaks with it"),
            Option("serial", "S", "USB serial number"), Option("port", "P", "port that it is plugged into"),
            Option("path", "PATH", "path of a terminal that is no USB device"), Option("kind", "KIND", "cell or plate (cell)"),
            Option("role", "TEXT", "what it measures on the athlete"),
            Option("set-up", "TEXT", "sensors of one set-up share holds"),
            Option("set", "KEY=VALUE", "another key, as in the settings; several are separated by semicolons"),
            Option("config", "FOLDER", "folder of the settings (/etc/holdfast)"), .controlSocket,
        ]
    ) { arguments throws(CommandError) in
        guard arguments.positional.count == 1, let name = arguments.positional.first else { throw .usage("name one sensor") }
        guard let driver = arguments["driver"] else { throw .usage("name a driver with --driver") }
        guard DriverTable.named(driver) != nil else {
            let names = DriverTable.all.map(\.name)
            throw .usage(
                "there is no driver \"\(driver)\""
                    + (NearestName.find(driver, among: names).map { "; did you mean \"\($0)\"?" } ?? ""))
        }
        var sensor = SensorSettings(name: name, driver: driver)
        sensor.serial = arguments["serial"]
        sensor.port = arguments["port"]
        sensor.path = arguments["path"]
        if try arguments.choice("kind", SensorKind.allCases.map(\.name)) == SensorKind.plate.name { sensor.kind = .plate }
        sensor.role = arguments["role"]
        sensor.setUp = arguments["set-up"] ?? ""
        let more = (arguments["set"] ?? "").split(separator: ";").map { $0.trimmingSpaces }
        let text = sensor.tomlText + more.map { $0 + "\n" }.joined()
        let folder = arguments["config"] ?? "/etc/holdfast"
        let parsed = try write(text, to: "\(folder)/conf.d/\(name).toml", in: folder)
        for remark in LineLook.remarks(parsed.sensors.first { $0.name == name } ?? sensor) { Output.line(remark) }
        do throws(CommandError) {
            _ = try StationClient(arguments, control: true).call(Method.control("Reload"))
            Output.line("\(name) is assigned, and the station has read it: see `holdfast sensors`")
        } catch {
            if case .refused = error { throw error }
            Output.line("\(name) is assigned; no station runs that could read it now (\(error.text))")
        }
    }

    /// Writes the file if the settings are good with it; all settings.
    private static func write(_ text: String, to path: String, in folder: String) throws(CommandError) -> StationSettings {
        var files = ((try? SettingsFolder.files(folder)) ?? []).filter { $0.name != path }
        files.append((path, Array(text.utf8)))
        let parsed: StationSettings
        do throws(SettingsErrors) { parsed = try StationSettings.parse(files) } catch { throw .data(error.description) }
        do throws(SystemError) {
            try Files.makeDirectory(folder + "/conf.d")
            try Files.replace(path, with: Array(text.utf8))
        } catch {
            if error.isPermission { throw .permission("\(path) cannot be written: run this as root") }
            throw .unavailable("\(error)")
        }
        return parsed
    }
}

extension Substring {
    /// Without spaces at its ends.
    fileprivate var trimmingSpaces: String {
        var rest = self
        while rest.first == " " { rest.removeFirst() }
        while rest.last == " " { rest.removeLast() }
        return String(rest)
    }
}
