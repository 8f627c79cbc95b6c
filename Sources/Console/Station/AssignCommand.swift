import Drivers
import Help
import Interface
import LinuxIO
import Messages
import Samples
import Settings

extension Command {
    static let assign = Command(
        "assign", words: ["NAME"], needs: "--driver DRIVER (--serial S | --port P | --path PATH)",
        summary: "assign a device to a sensor name",
        details: """
            Assigns a device to the sensor NAME: writes conf.d/NAME.toml next to the settings of the station and reloads it.
            Name the device by its USB serial number, or by its port if several devices share a serial number; `holdfast devices`
            shows both. --set sets any other key of the settings. If the device prints lines of text, assign reads some first. It
            shows the number that it would use, or which settings are needed to find one.

            \(DriverList.text(width: nil))
            """,
        options: [
            Option("driver", "DRIVER", "driver of the device, from the table above"),
            Option("serial", "S", "USB serial number"), Option("port", "P", "USB port of the device"),
            Option("path", "PATH", "path of a serial port that is not on USB"),
            Option("kind", "KIND", "cell, plate, position, emg, pressure or acceleration (cell)"),
            Option("role", "TEXT", "what the sensor measures on the athlete"),
            Option("set-up", "TEXT", "name of the set-up; its sensors share holds"),
            Option("set", "KEY=VALUE", "another key of the settings; separate several with semicolons"),
            Option("config", "FOLDER", "folder of the settings (/etc/holdfast)"),
        ]
    ) { arguments throws(CommandError) in
        let name = arguments.positional[0]
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
        let kind = try arguments.choice("kind", SensorKind.allCases.map(\.name))
        sensor.kind = SensorKind.allCases.first { $0.name == kind } ?? .cell
        sensor.role = arguments["role"]
        sensor.setUp = arguments["set-up"] ?? ""
        let more = (arguments["set"] ?? "").split(separator: ";").map { $0.trimmingSpaces }
        let text = sensor.tomlText + more.map { $0 + "\n" }.joined()
        let folder = arguments["config"] ?? "/etc/holdfast"
        let parsed = try write(text, to: "\(folder)/conf.d/\(name).toml", in: folder)
        let remarks = LineLook.remarks(parsed.sensors.first { $0.name == name } ?? sensor)
        for remark in remarks { Output.line(remark) }
        var silence: String?
        do throws(CommandError) {
            _ = try StationClient(arguments, control: true).call(Control1.Reload())
        } catch {
            if case .refused = error { throw error }
            silence = error.text
        }
        Output.done(
            silence.map { "\(name) is assigned, but no station could read it (\($0))" }
                ?? "\(name) is assigned, and the station has read it: see `holdfast sensors`",
            JSONObject([
                ("sensor", .string(name)), ("read", .bool(silence == nil)), ("remarks", .array(remarks.map { .string($0) })),
            ]))
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
            if error.isPermission {
                throw .permission("\(path) cannot be written: join group holdfast, or run this as root")
            }
            throw .output("\(error)")
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
