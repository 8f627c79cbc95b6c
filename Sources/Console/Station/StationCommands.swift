import Help
import Messages
import Samples

/// Commands that ask a station and show what it says.
extension Command {
    static let status = Command(
        "status", summary: "show whether the station runs, and its warnings",
        details:
            "Shows the state of the station: sensors that stream, stored holds, the recording, and warnings with their cures."
    ) { arguments throws(CommandError) in
        let client = try StationClient(arguments)
        guard !arguments.has("json") else { return Output.json(try client.answer(to: Station1.GetStatus())) }
        let status = try client.call(Station1.GetStatus())
        let sessions = try client.call(Session1.GetCue()).sessions ?? []
        let uptime = Int(exactly: status.uptimeSeconds.rounded(.down)) ?? 0
        Output.line(
            Output.table(
                [
                    ["station", status.station],
                    ["version", status.version],
                    ["running for", duration(uptime)],
                    ["sensors", "\(status.streaming) of \(status.sensors) stream"],
                    ["holds", "\(status.holds)"],
                    ["sessions", sessions.isEmpty ? "none" : sessions.map(sessionText).joined(separator: ", ")],
                    ["recording", status.recording ?? "none"],
                    ["real time", status.realTime ? "yes" : "no"],
                    ["clients", "\(status.clients)"],
                ] + DueText.rows(status.dueDates ?? [], WallTime(arguments))))
        for warning in status.warnings { Output.line("warning: \(warning)", .warning) }
    }

    /// "41 s", "3 h 12 min", "5 d 7 h".
    static func duration(_ seconds: Int) -> String {
        let parts = [(seconds / 86400, "d"), (seconds / 3600 % 24, "h"), (seconds / 60 % 60, "min"), (seconds % 60, "s")]
        let shown = parts.drop { $0.0 == 0 }.prefix(2)
        return shown.isEmpty ? "0 s" : shown.map { "\($0) \($1)" }.joined(separator: " ")
    }

    private static func sessionText(_ session: Session1.SessionCue) -> String {
        (["\(session.session)"] + (session.setUp.map { ["on \($0)"] } ?? []) + (session.protocol.map { ["(\($0))"] } ?? []))
            .joined(separator: " ")
    }

    static let sensors = Command(
        "sensors", summary: "list the sensors, their forces and their state",
        details: "Lists every sensor of the settings with its state. For a sensor that does not stream it gives the reason.",
        isPaged: true
    ) { arguments throws(CommandError) in
        let unit = try ForceUnit(arguments)
        let client = try StationClient(arguments)
        guard !arguments.has("json") else { return Output.json(try client.answer(to: Station1.ListSensors())) }
        let sensors = try client.call(Station1.ListSensors()).sensors
        guard !sensors.isEmpty else {
            return Output.line("The settings name no sensor: see `holdfast devices` and `holdfast assign`.")
        }
        var rows = [["NAME", "STATE", "FORCE", "± U", "RATE", "PHASE", "LOST", "CALIBRATION", "DEVICE"]]
        for sensor in sensors {
            let force = sensor.force.map { unit.shown($0, sensor.unit) }
            let expanded = sensor.expanded.map { unit.shown($0, sensor.unit).value }
            rows.append([
                sensor.name, sensor.state.rawValue,
                force.map { live($0.value, expanded) + " " + $0.unit } ?? "–",
                expanded.map(Digits.uncertainty) ?? "–",
                sensor.rate.map { Digits.text($0) + " Hz" } ?? "–", sensor.phase.rawValue,
                "\(sensor.lost)", calibrationText(sensor), sensor.device ?? "",
            ])
        }
        Output.line(Output.table(rows, rightAligned: [2, 3, 4, 6], dropped: [6, 5, 4]))
        for sensor in sensors {
            if let length = bandLength(sensor) { Output.line(length) }
            if let reason = sensor.reason { Output.line("\(sensor.name): \(reason)") }
            for warning in sensor.warnings { Output.line("\(sensor.name): \(warning)", .warning) }
            let doubts = (sensor.calibrationDoubts ?? []).map(DueText.sentence)
            for doubt in DueText.worse(sensor.calibrationClass, because: sensor.acceptedWorse) + doubts {
                Output.line("\(sensor.name): \(doubt)", .warning)
            }
        }
    }

    /// Zero of a sensor is noise: its digits say nothing where no uncertainty says how many there are.
    private static func live(_ value: Double, _ expanded: Double?) -> String {
        expanded == nil && abs(value) < 1 ? Digits.fixed(value, places: 3) : Digits.text(value, expanded: expanded)
    }

    /// The record with its class, or the tests of a plate, or where its newtons come from.
    private static func calibrationText(_ sensor: Station1.Sensor) -> String {
        let own = sensor.calibrationId.map { "\($0), \(classText(sensor.calibrationClass ?? ""))" }
        return ([own ?? sensor.calibration.rawValue] + (sensor.benchTests ?? [])).joined(separator: ", ")
    }

    /// How long a band is, by its stretch in force.
    private static func bandLength(_ sensor: Station1.Sensor) -> String? {
        guard let band = sensor.band else { return nil }
        func metres(_ length: Double) -> String { Digits.fixed(length, places: 3) }
        let slack = metres(band.slackLength)
        guard let length = band.length else {
            return "\(sensor.name): the band has no length now (\(band.lengthReason ?? "")), slack below \(slack) m"
        }
        let expanded = band.lengthExpanded.map(Digits.uncertainty) ?? "– (\(band.lengthExpandedReason ?? ""))"
        return
            "\(sensor.name): the band is \(Digits.text(length, expanded: band.lengthExpanded)) m ± U \(expanded) m long, slack below \(slack) m"
    }

    static func classText(_ name: String) -> String {
        switch name {
        case "unclassified": name
        case "worse": "worse than allowed"
        default: "class \(name)"
        }
    }

    static let devices = Command(
        "devices", summary: "list the devices that are plugged in, and their sensors",
        details:
            """
            Lists the devices that are plugged in and could be sensors, and below them the drivers with their maturity. The station
            never opens a generic serial adapter by itself: use `holdfast assign` to assign it to a sensor.
            """, isPaged: true
    ) { arguments throws(CommandError) in
        let client = try StationClient(arguments)
        guard !arguments.has("json") else { return Output.json(try client.answer(to: Station1.ListDevices())) }
        let devices = try client.call(Station1.ListDevices()).devices
        defer { Output.line("\n" + DriverList.text(width: Look.current.columns)) }
        guard !devices.isEmpty else { return Output.line("Nothing that could be a sensor is plugged in.") }
        var rows = [["PATH", "USB", "SERIAL", "PORT", "PRODUCT", "SENSOR", "DRIVER", "MATURITY"]]
        for device in devices {
            rows.append([
                device.path, device.usbId, device.serial, device.port, device.product, device.sensor ?? "–",
                device.driver ?? "–", device.maturity?.rawValue ?? "–",
            ])
        }
        Output.line(Output.table(rows, dropped: [1, 4, 3]))
        for device in devices {
            if let advice = device.advice { Output.line("\(device.path): \(advice)") }
        }
    }

    static let tare = Command(
        "tare", words: ["[SENSOR]"], summary: "set the present load of a sensor to zero",
        details:
            """
            Subtracts the mean of the last half second, such as a harness or the weight of the body, until the next tare, zero
            or calibration of the sensor, or a restart of the service. Without SENSOR it applies to all sensors that stream.
            It is refused during a hold. It does not change the calibration: `holdfast zero` sets the reading without load.
            """
    ) { arguments throws(CommandError) in
        guard arguments.positional.count <= 1 else { throw .usage("one sensor, or none for all") }
        let unit = try ForceUnit(arguments)
        let call = Control1.Tare(sensor: arguments.positional.first)
        let client = try StationClient(arguments, control: true)
        guard !arguments.has("json") else { return Output.json(try client.answer(to: call)) }
        for tare in try client.call(call).tares {
            let offset = unit.shown(tare.offset, tare.unit)
            let deviation = unit.shown(tare.deviation, tare.unit)
            Output.line(
                "\(tare.sensor): \(Digits.text(offset.value)) \(offset.unit) subtracted, SD \(Digits.text(deviation.value)) \(offset.unit)"
                    + (tare.quiet ? "" : "; it was not quiet: let it rest and tare again"))
        }
    }
}
