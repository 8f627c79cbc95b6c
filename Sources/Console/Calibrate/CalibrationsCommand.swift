import Certificates
import Help
import LinuxIO
import Messages
import Samples

extension Command {
    static let calibrations = Command(
        "calibrations", summary: "list, print, export, import and revert calibrations",
        details: "Lists the calibrations, the newest first, and which one is in force.",
        verbs: [
            Command(
                "calibrations list", words: ["[SENSOR]"], summary: "list calibrations",
                details: "Lists the calibrations of all sensors or of one, the newest first, and which one is in force.",
                isPaged: true, run: list),
            Command(
                "calibrations device", words: ["[SENSOR]"], summary: "list what devices reported about themselves",
                details: "Lists the calibrations that devices reported about themselves. Their uncertainty is unknown.",
                isPaged: true, run: device),
            Command(
                "calibrations show", words: ["ID"], summary: "show one with its figures, residuals and uncertainty",
                details: "Shows a calibration with its figures, residuals and uncertainty.",
                isPaged: true, run: show),
            Command(
                "calibrations certificate", words: ["ID"], summary: "print the certificate of one",
                details: """
                    Prints the certificate of a calibration: as text with its record, as a page for paper, or as a PDF file. A PDF is
                    made by WeasyPrint or Chromium, whichever is installed. Laboratory, place, customer and names are asked for once
                    at a terminal, and kept in ~/.config/holdfast/certificate.json.
                    """,
                options: CertificateOutput.options, run: certificate),
            Command(
                "calibrations export", words: ["ID"], summary: "print the record with every digit",
                details: "Prints the record of a calibration as TOML, with every digit.", options: [.out],
                isPaged: true, run: export),
            Command(
                "calibrations import", words: ["FILE"], summary: "store a record of another station",
                details: "Stores a record of another station, for the sensor that it names or for --sensor.",
                options: [.importing], run: take),
            Command(
                "calibrations revert", words: ["SENSOR"], summary: "put the previous calibration in force",
                details: """
                    Puts the previous calibration of SENSOR in force, or the one of --to. `--to settings` puts none in force: the
                    settings apply.
                    """, options: [Option("to", "ID", "the calibration to revert to")], run: revert),
            Command(
                "calibrations temperature", words: ["COLD_ID", "WARM_ID"], needs: "--at 12:31",
                summary: "compute the temperature coefficients",
                details: "Computes the temperature coefficients from two calibrations at different temperatures.",
                options: [Option("at", "COLD:WARM", "temperatures of the two calibrations, °C")],
                run: temperature),
        ], isPaged: true, run: list)

    private static func station(_ arguments: Arguments) throws(CommandError) -> StationClient {
        try StationClient(arguments, control: true)
    }

    private static func list(_ arguments: Arguments) throws(CommandError) {
        let sensor = arguments.positional.first
        let times = WallTime(arguments)
        let client = try station(arguments)
        let answer = try client.answer(to: Calibration1.List(sensor: sensor))
        let found = try client.understood(answer, as: Calibration1.List.Reply.self).calibrations
        if found.isEmpty { try requireSensor(sensor, arguments) }
        guard !arguments.has("json") else { return Output.json(answer) }
        guard !found.isEmpty else { return Output.line("There is no calibration yet: see `holdfast help calibrate`.") }
        var rows = [["SENSOR", "ID", "STATE", "CLASS", "ADDED", "DUE", "USER"]]
        for calibration in found {
            rows.append([
                calibration.sensor, calibration.id, calibration.state.text, calibration.class,
                times.day(calibration.addedWallUs), calibration.dueWallUs.map(times.day) ?? "never",
                "\(calibration.user)",
            ])
        }
        Output.line(Output.table(rows, dropped: [4, 3]))
    }

    private static func device(_ arguments: Arguments) throws(CommandError) {
        let sensor = arguments.positional.first
        let times = WallTime(arguments)
        let client = try station(arguments)
        let answer = try client.answer(to: Calibration1.ListDeviceCalibrations(sensor: sensor))
        let found = try client.understood(answer, as: Calibration1.ListDeviceCalibrations.Reply.self).calibrations
        if found.isEmpty { try requireSensor(sensor, arguments) }
        guard !arguments.has("json") else { return Output.json(answer) }
        guard !found.isEmpty else { return Output.line("No device has reported a calibration of its own.") }
        var rows = [["SENSOR", "CHANNEL", "N PER UNIT", "ZERO", "OFFSET N", "± U", "READ", "DEVICE"]]
        for said in found {
            func number(_ value: Double) -> String { Digits.text(value, digits: 7) }
            rows.append([
                said.sensor, "\(said.channel)", number(said.scale), number(said.zero), number(said.offset),
                said.expanded.map(Digits.uncertainty) ?? said.expandedReason ?? "", times.day(said.readWallUs), said.device,
            ])
        }
        Output.line(Output.table(rows, rightAligned: [1, 2, 3, 4], dropped: [6, 4, 1]))
    }

    private static func record(_ id: String, _ arguments: Arguments) throws(CommandError) -> String {
        try station(arguments).call(Calibration1.Export(id: id)).record
    }

    /// A record in a file, and the sensor that it is for: that of --sensor, or the one that it names.
    static func record(toImport arguments: Arguments, sensor: (String) throws(CommandError) -> String) throws(CommandError) -> (
        sensor: String, text: String
    ) {
        let text = String(decoding: try ChosenFile.read(arguments.positional[0], limit: 1 << 22), as: UTF8.self)
        if let named = arguments["sensor"] { return (named, text) }
        return (try sensor(text), text)
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
        guard !arguments.has("json") else { return try show(arguments) }
        let output = try CertificateOutput(arguments)
        let stored = try station(arguments).call(Calibration1.Show(id: arguments.positional[0]))
        let found = try parsed(stored.record)
        let checks = try checks(of: stored.calibration, arguments)
        try output.write { () throws(CommandError) in
            CertificateText.text(found, checks: checks) + "\n\n" + found.text
        } page: { details, issued, software throws(CommandError) in
            CertificatePage.html(
                found, previous: try previous(found, arguments), checks: checks, details: details, issued: issued,
                software: software)
        }
    }

    /// Those that can be used, the oldest first.
    private static func checks(of calibration: Calibration1.Calibration, _ arguments: Arguments) throws(CommandError)
        -> [CertificateCheck]
    {
        let all = try station(arguments).call(Calibration1.ListChecks(sensor: calibration.sensor)).checks
        return all.filter { $0.calibration == calibration.id && $0.altered != true }.reversed().map { check in
            CertificateCheck(
                wallMicroseconds: check.wallUs, known: check.known, measured: check.measured, expanded: check.expanded,
                score: check.signedScore, isPassed: check.passed)
        }
    }

    /// The calibration that was added before another one of the same sensor.
    private static func previous(_ record: CalibrationRecord, _ arguments: Arguments) throws(CommandError) -> CalibrationRecord? {
        let call = Calibration1.List(sensor: record.draft.sensor)
        let older = try station(arguments).call(call).calibrations.drop { $0.id != record.id }.dropFirst().first
        return try older.map { older throws(CommandError) in try parsed(try self.record(older.id, arguments)) }
    }

    private static func export(_ arguments: Arguments) throws(CommandError) {
        let call = Calibration1.Export(id: arguments.positional[0])
        let client = try station(arguments)
        guard !arguments.has("json") else { return Output.json(try client.answer(to: call)) }
        try ChosenFile.write(try client.call(call).record, arguments)
    }

    private static func temperature(_ arguments: Arguments) throws(CommandError) {
        guard let range = try arguments.window("at") else { throw .usage("give the two temperatures: --at 12:31, in °C") }
        let records = try arguments.positional.map { id throws(CommandError) in try parsed(try record(id, arguments)) }
        let found = try TemperatureComparison(cold: records[0], warm: records[1], at: range)
        Output.done(found.lines.joined(separator: "\n"), found.object)
    }

    private static func revert(_ arguments: Arguments) throws(CommandError) {
        let sensor = arguments.positional[0]
        let answer = try station(arguments).call(Calibration1.Revert(sensor: sensor, to: arguments["to"]))
        Output.done("\(sensor): \(answer.id.map { "\($0) is in force" } ?? "the settings are in force")", answer)
    }

    private static func take(_ arguments: Arguments) throws(CommandError) {
        let (sensor, text) = try record(toImport: arguments) { text throws(CommandError) in try parsed(text).draft.sensor }
        let answer = try station(arguments).call(Calibration1.Import(sensor: sensor, record: text))
        Output.done("\(answer.id) is in force on \(sensor)", answer)
    }
}

extension Calibration1.RecordState {
    /// For people.
    var text: String { self == .inForce ? "in force" : "superseded" }
}
