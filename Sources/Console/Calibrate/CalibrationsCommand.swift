import Certificates
import LinuxIO
import Messages

extension Command {
    static let calibrations = Command(
        name: "calibrations",
        arguments: "list|device [SENSOR] | show|certificate|export ID | revert SENSOR | import FILE",
        summary: "list, print, export, import and revert calibrations",
        details: """
            list          list calibrations, the newest first, and which one is in force
            device        list the calibrations that devices reported about themselves; their uncertainty is unknown
            show          show one with its figures, residuals and uncertainty
            certificate   print one, with its record; --html prints a page for paper
            revert        put the previous calibration in force, or the one of --to; `--to settings` puts none in force
            export        print the record as TOML, with every digit
            import        store a record of another station, for the sensor that it names or for --sensor
            temperature   compute the temperature coefficients: temperature COLD_ID WARM_ID --at 12:31 (°C)
            """,
        options: [
            Option("html", nil, "print the certificate as an HTML page"), Option("to", "ID", "the calibration to revert to"),
            Option("sensor", "NAME", "import for this sensor"),
            Option("at", "COLD:WARM", "temperatures of two calibrations, °C"),
            Option("out", "FILE", "write to FILE instead of standard output"),
            .controlSocket, .json,
        ]
    ) { arguments throws(CommandError) in
        let words = arguments.positional
        func word(_ what: String) throws(CommandError) -> String {
            guard words.count == 2 else { throw .usage("name \(what)") }
            return words[1]
        }
        switch words.first ?? "list" {
        case "list":
            guard words.count <= 2 else { throw .usage("one sensor, or none for all") }
            try list(words.count == 2 ? words[1] : nil, arguments)
        case "device":
            guard words.count <= 2 else { throw .usage("one sensor, or none for all") }
            try device(words.count == 2 ? words[1] : nil, arguments)
        case "show": try show(try word("a calibration: see `holdfast calibrations list`"), arguments)
        case "certificate": try certificate(try word("a calibration: see `holdfast calibrations list`"), arguments)
        case "revert": try revert(try word("a sensor"), arguments)
        case "export":
            try write(try record(try word("a calibration: see `holdfast calibrations list`"), arguments), arguments)
        case "import": try take(try word("a file"), arguments)
        case "temperature":
            guard words.count == 3 else { throw .usage("name two calibrations, the one in the cold first") }
            try temperature(try parsed(record(words[1], arguments)), try parsed(record(words[2], arguments)), arguments)
        default: throw .usage("list, device, show, certificate, revert, export, import or temperature, not \"\(words[0])\"")
        }
    }

    private static func station(_ arguments: Arguments) throws(CommandError) -> StationClient {
        try StationClient(arguments, control: true)
    }

    private static func list(_ sensor: String?, _ arguments: Arguments) throws(CommandError) {
        let call = Calibration1.List(sensor: sensor)
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

    private static func device(_ sensor: String?, _ arguments: Arguments) throws(CommandError) {
        let call = Calibration1.ListDeviceCalibrations(sensor: sensor)
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

    private static func show(_ id: String, _ arguments: Arguments) throws(CommandError) {
        guard !arguments.has("json") else {
            return Output.json(try station(arguments).answer(to: Calibration1.Show(id: id)))
        }
        Output.line(CertificateText.text(try parsed(try record(id, arguments))))
    }

    private static func certificate(_ id: String, _ arguments: Arguments) throws(CommandError) {
        let found = try parsed(try record(id, arguments))
        try write(
            arguments.has("html") ? CertificatePage.html(found) : CertificateText.text(found) + "\n\n" + found.text, arguments)
    }

    private static func write(_ text: String, _ arguments: Arguments) throws(CommandError) {
        guard let path = arguments["out"] else { return Output.record(text) }
        do throws(SystemError) { try Files.replace(path, with: Array(text.utf8)) } catch {
            throw .unavailable("\(path) cannot be written: \(error.message)")
        }
    }

    private static func revert(_ sensor: String, _ arguments: Arguments) throws(CommandError) {
        let answer = try station(arguments).call(Calibration1.Revert(sensor: sensor, to: arguments["to"]))
        Output.line("\(sensor): \(answer.id.map { "\($0) is in force" } ?? "the settings are in force")")
    }

    private static func take(_ path: String, _ arguments: Arguments) throws(CommandError) {
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
