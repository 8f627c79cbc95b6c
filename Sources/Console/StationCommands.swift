import Interface

/// Commands that ask a station and show what it says.
extension Command {
    static let status = Command(
        name: "status", arguments: "", summary: "show whether the station runs, and its warnings",
        details:
            "Shows the state of the station: sensors that stream, stored holds, the recording, and warnings with their cures.",
        options: [.socket, .json]
    ) { arguments throws(CommandError) in
        let status = try StationClient(arguments).call(Method.station("GetStatus"))
        guard !arguments.has("json") else { return Output.json(.object(status)) }
        func number(_ name: String) -> String { status[name]?.integer.map(String.init) ?? "?" }
        let uptime = Int(status["uptimeSeconds"]?.number ?? 0)
        Output.line(
            Output.table([
                ["station", status["station"]?.string ?? ""],
                ["version", status["version"]?.string ?? ""],
                ["running for", "\(uptime / 86400) d \(uptime / 3600 % 24) h \(uptime / 60 % 60) min \(uptime % 60) s"],
                ["sensors", "\(number("streaming")) of \(number("sensors")) stream"],
                ["holds", number("holds")],
                ["recording", status["recording"]?.string ?? "none"],
                ["real time", status["realTime"]?.bool == true ? "yes" : "no"],
                ["clients", number("clients")],
            ]))
        for warning in status["warnings"]?.array ?? [] { Output.line("warning: \(warning.string ?? "")") }
    }

    static let sensors = Command(
        name: "sensors", arguments: "", summary: "list the sensors, their forces and their state",
        details: "Lists every sensor of the settings with its state. For a sensor that does not stream it gives the reason.",
        options: [.socket, .json, .unit]
    ) { arguments throws(CommandError) in
        let unit = try ForceUnit(arguments)
        let answer = try StationClient(arguments).call(Method.station("ListSensors"))
        guard !arguments.has("json") else { return Output.json(.object(answer)) }
        let sensors = (answer["sensors"]?.array ?? []).compactMap(\.object)
        guard !sensors.isEmpty else {
            return Output.line("The settings name no sensor: see `holdfast devices` and `holdfast assign`.")
        }
        var rows = [["NAME", "STATE", "FORCE", "± U", "RATE", "PHASE", "LOST", "CALIBRATION", "DEVICE"]]
        for sensor in sensors {
            func text(_ name: String) -> String { sensor[name]?.string ?? "" }
            let force = sensor["force"]?.number.map { unit.shown($0, text("unit")) }
            rows.append([
                text("name"), text("state"), force.map { Digits.fixed($0.value, places: 1) + " " + $0.unit } ?? "–",
                sensor["expanded"]?.number.map { Digits.text(unit.shown($0, text("unit")).value, digits: 2) } ?? "–",
                sensor["rate"]?.number.map { Digits.text($0) + " Hz" } ?? "–", text("phase"),
                sensor["lost"]?.integer.map(String.init) ?? "",
                calibrationText(sensor),
                text("device"),
            ])
        }
        Output.line(Output.table(rows, rightAligned: [2, 3, 4, 6]))
        for sensor in sensors {
            if let length = bandLength(sensor) { Output.line(length) }
            let name = sensor["name"]?.string ?? ""
            if let reason = sensor["reason"]?.string { Output.line("\(name): \(reason)") }
            for warning in (sensor["warnings"]?.array ?? []).compactMap(\.string) { Output.line("\(name): \(warning)") }
        }
    }

    /// The record with its class, or the tests of a plate, or where its newtons come from.
    private static func calibrationText(_ sensor: JSONObject) -> String {
        let own = sensor["calibrationId"]?.string.map { "\($0), \(classText(sensor["calibrationClass"]?.string ?? ""))" }
        let tests = sensor["benchTests"]?.array?.compactMap(\.string) ?? []
        return ([own ?? sensor["calibration"]?.string ?? ""] + tests).joined(separator: ", ")
    }

    /// How long a band is, by its stretch in force.
    private static func bandLength(_ sensor: JSONObject) -> String? {
        guard let band = sensor["band"]?.object else { return nil }
        let name = sensor["name"]?.string ?? ""
        func metres(_ key: String) -> String? { band[key]?.number.map { Digits.fixed($0, places: 3) } }
        guard let length = metres("length") else {
            return
                "\(name): the band has no length now (\(band["lengthReason"]?.string ?? "")), slack below \(metres("slackLength") ?? "–") m"
        }
        let expanded = metres("lengthExpanded") ?? "– (\(band["lengthExpandedReason"]?.string ?? ""))"
        return "\(name): the band is \(length) m ± U \(expanded) m long, slack below \(metres("slackLength") ?? "–") m"
    }

    static func classText(_ name: String) -> String { name == "unclassified" ? name : "class \(name)" }

    static let devices = Command(
        name: "devices", arguments: "", summary: "list the devices that are plugged in, and their sensors",
        details:
            """
            Lists the devices that are plugged in and could be sensors, and below them the drivers with their maturity. The station
            never opens a generic serial adapter by itself: use `holdfast assign` to assign it to a sensor.
            """,
        options: [.socket, .json]
    ) { arguments throws(CommandError) in
        let answer = try StationClient(arguments).call(Method.station("ListDevices"))
        guard !arguments.has("json") else { return Output.json(.object(answer)) }
        let devices = (answer["devices"]?.array ?? []).compactMap(\.object)
        defer { Output.line("\n" + DriverList.text) }
        guard !devices.isEmpty else { return Output.line("Nothing that could be a sensor is plugged in.") }
        var rows = [["PATH", "USB", "SERIAL", "PORT", "PRODUCT", "SENSOR", "DRIVER", "MATURITY"]]
        for device in devices {
            func text(_ name: String) -> String { device[name]?.string ?? "–" }
            rows.append([
                text("path"), text("usbId"), text("serial"), text("port"), text("product"), text("sensor"), text("driver"),
                text("maturity"),
            ])
        }
        Output.line(Output.table(rows))
        for device in devices {
            if let advice = device["advice"]?.string { Output.line("\(device["path"]?.string ?? ""): \(advice)") }
        }
    }

    static let tare = Command(
        name: "tare", arguments: "[SENSOR]", summary: "set the present load of a sensor to zero",
        details:
            """
            Subtracts the mean of the last half second from now on, such as a harness or the weight of the body. Without SENSOR it
            applies to all sensors that stream. It is refused during a hold. It does not change the calibration: `holdfast zero`
            sets the reading without load.
            """,
        options: [.controlSocket, .json, .unit]
    ) { arguments throws(CommandError) in
        guard arguments.positional.count <= 1 else { throw .usage("one sensor, or none for all") }
        let unit = try ForceUnit(arguments)
        let parameters = arguments.positional.first.map { [("sensor", JSONValue.string($0))] } ?? []
        let answer = try StationClient(arguments, control: true).call(Method.control("Tare"), parameters)
        guard !arguments.has("json") else { return Output.json(.object(answer)) }
        for tare in (answer["tares"]?.array ?? []).compactMap(\.object) {
            let own = tare["unit"]?.string ?? "N"
            let offset = unit.shown(tare["offset"]?.number ?? .nan, own)
            let deviation = unit.shown(tare["deviation"]?.number ?? .nan, own)
            Output.line(
                "\(tare["sensor"]?.string ?? ""): \(Digits.text(offset.value)) \(offset.unit) subtracted, SD \(Digits.text(deviation.value)) \(offset.unit)"
                    + (tare["quiet"]?.bool == false ? "; it was not quiet: let it rest and tare again" : ""))
        }
    }
}

extension Output {
    /// JSON on one line.
    static func json(_ value: JSONValue) {
        var writer = JSONWriter(reserving: 4096)
        writer.value(value)
        line(writer.text)
    }
}
