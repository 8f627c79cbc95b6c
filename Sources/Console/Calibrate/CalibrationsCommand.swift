import Certificates
import Help
import LinuxIO
import Messages

extension Command {
    static let calibrations = Command(
        "calibrations", summary: "list, print, export, import and revert calibrations",
        details: "Lists the calibrations, the newest first, and which one is in force.", options: [.controlSocket, .json],
        verbs: [
            Command(
                "calibrations list", words: ["[SENSOR]"], summary: "list calibrations",
                details: "Lists the calibrations of all sensors or of one, the newest first, and which one is in force.",
                options: [.controlSocket, .json], run: list),
            Command(
                "calibrations device", words: ["[SENSOR]"], summary: "list what devices reported about themselves",
                details: "Lists the calibrations that devices reported about themselves. Their uncertainty is unknown.",
                options: [.controlSocket, .json], run: device),
            Command(
                "calibrations show", words: ["ID"], summary: "show one with its figures, residuals and uncertainty",
                details: "Shows a calibration with its figures, residuals and uncertainty.", options: [.controlSocket, .json],
                run: show),
            Command(
                "calibrations certificate", words: ["ID"], summary: "print one, with its record",
                details: "Prints the certificate of a calibration, with its record. With --html, prints a page for paper.",
                options: [.html, .out, .controlSocket], run: certificate),
            Command(
                "calibrations export", words: ["ID"], summary: "print the record with every digit",
                details: "Prints the record of a calibration as TOML, with every digit.", options: [.out, .controlSocket],
                run: export),
            Command(
                "calibrations import", words: ["FILE"], summary: "store a record of another station",
                details: "Stores a record of another station, for the sensor that it names or for --sensor.",
                options: [.importing, .controlSocket], run: take),
            Command(
                "calibrations revert", words: ["SENSOR"], summary: "put the previous calibration in force",
                details: """
                    Puts the previous calibration of SENSOR in force, or the one of --to. `--to settings` puts none in force: the
                    settings apply.
                    """, options: [Option("to", "ID", "the calibration to revert to"), .controlSocket], run: revert),
            Command(
                "calibrations temperature", words: ["COLD_ID", "WARM_ID"], needs: "--at 12:31",
                summary: "compute the temperature coefficients",
                details: "Computes the temperature coefficients from two calibrations at different temperatures.",
                options: [Option("at", "COLD:WARM", "temperatures of the two calibrations, °C"), .controlSocket],
                run: temperature),
        ], run: list)

    private static func station(_ arguments: Arguments) throws(CommandError) -> StationClient {
        try StationClient(arguments, control: true)
    }

    private static func list(_ arguments: Arguments) throws(CommandError) {
        let call = Calibration1.List(sensor: arguments.positional.first)
        let client = try station(arguments)
        guard !arguments.has("json") else { return Output.json(try client.answer(to: call)) }
        let found = try client.call(call).calibrations
        guard !found.isEmpty else { return Output.line("There is no calibration yet: see `holdfast help calibrate`.") }
        var rows = [["SENSOR", "ID", "STATE", "CLASS", "ADDED", "DUE", "USER"]]
        for calibration in found {
            rows.append([
                calibration.sensor, calibration.id, calibration.state.text, calibration.class,
                RecordDate.day(calibration.addedWallUs), calibration.dueWallUs.map { RecordDate.day($0) } ?? "never",
                "\(calibration.user)",
            ])
        }
        Output.line(Output.table(rows))
    }

    private static func device(_ arguments: Arguments) throws(CommandError) {
        let call = Calibration1.ListDeviceCalibrations(sensor: arguments.positional.first)
        let client = try station(arguments)
        guard !arguments.has("json") else { return Output.json(try client.answer(to: call)) }
        let found = try client.call(call).calibrations
        guard !found.isEmpty else { return Output.line("No device has reported a calibration of its own.") }
        var rows = [["SENSOR", "CHANNEL", "N PER UNIT", "ZERO", "OFFSET N", "± U", "READ", "DEVICE"]]
        for said in found {
            func number(_ value: Double) -> String { Digits.text(value, digits: 7) }
            rows.append([
                said.sensor, "\(said.channel)", number(said.scale), number(said.zero), number(said.offset),
                said.expanded.map { Digits.text($0) } ?? said.expandedReason ?? "", RecordDate.day(said.readWallUs), said.device,
            ])
        }
        Output.line(Output.table(rows, rightAligned: [1, 2, 3, 4]))
    }

    private static func record(_ id: String, _ arguments: Arguments) throws(CommandError) -> String {
        try station(arguments).call(Calibration1.Export(id: id)).record
    }

    private static func parsed(_ text: String) throws(CommandError) -> CalibrationRecord {
        do throws(RecordError) { return try CalibrationRecord(parsing: Array(text.utf8)) } catch { throw .data(error.text) }
    }

    private static func show(_ arguments: Arguments) throws(CommandError) {
        let id = arguments.positional[0]
        guard !arguments.has("json") else {
            return Output.json(try station(arguments).answer(to: Calibration1.Show(id: id)))
        }
        Output.line(CertificateText.text(try parsed(try record(id, arguments))))
    }

    private static func certificate(_ arguments: Arguments) throws(CommandError) {
        let found = try parsed(try record(arguments.positional[0], arguments))
        try write(
            arguments.has("html") ? CertificatePage.html(found) : CertificateText.text(found) + "\n\n" + found.text, arguments)
    }

    private static func export(_ arguments: Arguments) throws(CommandError) {
        try write(try record(arguments.positional[0], arguments), arguments)
    }

    private static func temperature(_ arguments: Arguments) throws(CommandError) {
        guard let range = try arguments.window("at") else { throw .usage("give the two temperatures: --at 12:31, in °C") }
        let records = try arguments.positional.map { id throws(CommandError) in try parsed(try record(id, arguments)) }
        for line in try TemperatureComparison(cold: records[0], warm: records[1], at: range).lines { Output.line(line) }
    }

    private static func write(_ text: String, _ arguments: Arguments) throws(CommandError) {
        guard let path = arguments["out"] else { return Output.record(text) }
        do throws(SystemError) { try Files.replace(path, with: Array(text.utf8)) } catch {
            throw .unavailable("\(path) cannot be written: \(error.message)")
        }
    }

    private static func revert(_ arguments: Arguments) throws(CommandError) {
        let sensor = arguments.positional[0]
        let answer = try station(arguments).call(Calibration1.Revert(sensor: sensor, to: arguments["to"]))
        Output.line("\(sensor): \(answer.id.map { "\($0) is in force" } ?? "the settings are in force")")
    }

    private static func take(_ arguments: Arguments) throws(CommandError) {
        let path = arguments.positional[0]
        let bytes: [UInt8]
        do throws(SystemError) { bytes = try Files.read(path, limit: 1 << 20) } catch {
            throw .unavailable("\(path) cannot be read: \(error.message)")
        }
        let text = String(decoding: bytes, as: UTF8.self)
        let sensor: String
        if let named = arguments["sensor"] { sensor = named } else { sensor = try parsed(text).draft.sensor }
        let answer = try station(arguments).call(Calibration1.Import(sensor: sensor, record: text))
        Output.line("\(answer.id) is in force on \(sensor)")
    }
}

extension Calibration1.RecordState {
    /// For people.
    var text: String { self == .inForce ? "in force" : "superseded" }
}
