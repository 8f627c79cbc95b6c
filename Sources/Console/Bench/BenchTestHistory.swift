import Certificates
import Help
import LinuxIO
import Messages

extension Command {
    /// What tests of plates and bands have in common.
    static let benchTestOptions = [
        Option("yes", nil, "accept without asking, unless there is a warning"),
        Option("note", "TEXT", "text that is stored with the record"),
        Option("valid", "DAYS", "days until the test is due again (365); 0 for never"),
    ]
}

/// What was kept of plates or bands: lists, certificates, export and import, going back.
struct BenchTestHistory {
    private let arguments: Arguments
    private let isBand: Bool

    /// The verbs of `plate` or `band` about what was kept.
    static func verbs(isBand: Bool) -> [Command] {
        let (command, test) = isBand ? ("band", "stretch test") : ("plate", "test")
        func verb(
            _ name: String, _ words: [Word], summary: String, details: String, options: [Option],
            _ run: @escaping @Sendable (BenchTestHistory) throws(CommandError) -> Void
        ) -> Command {
            Command(
                "\(command) \(name)", words: words, summary: summary, details: details, options: options,
                isPaged: ["list", "show", "export"].contains(name)
            ) { arguments throws(CommandError) in try run(BenchTestHistory(arguments: arguments, isBand: isBand)) }
        }
        return [
            verb(
                "list", ["[SENSOR]"], summary: "list the tests", details: "Lists the \(test)s of all sensors or of one.",
                options: []
            ) { history throws(CommandError) in try history.list() },
            verb(
                "show", ["ID"], summary: "show a test", details: "Shows the results of a \(test).", options: []
            ) { history throws(CommandError) in try history.show() },
            verb(
                "certificate", ["ID"], summary: "print the certificate of a test",
                details: """
                    Prints the certificate of a \(test): as text with its record, as a page for paper, or as a PDF file.
                    `holdfast help calibrations certificate` says more.
                    """,
                options: CertificateOutput.options
            ) { history throws(CommandError) in try history.certificate() },
            verb(
                "export", ["ID"], summary: "print the record with every digit",
                details: "Prints the record of a \(test) as TOML, with every digit.", options: [.out]
            ) { history throws(CommandError) in try history.export() },
            verb(
                "import", ["FILE"], summary: "store a record of another station",
                details: "Stores a record of another station, for the sensor that it names or for --sensor.",
                options: [.importing]
            ) { history throws(CommandError) in try history.take() },
            verb(
                "revert", isBand ? ["SENSOR"] : ["SENSOR", "TEST"], summary: "go back to the previous record",
                details: (isBand ? "" : "TEST is corners, points or matrix. ")
                    + "Puts the previous record in force, or the one of --to, or none (--to none).",
                options: [Option("to", "ID", "the record to revert to")]
            ) { history throws(CommandError) in try history.revert() },
        ]
    }

    private func client() throws(CommandError) -> StationClient { try StationClient(arguments, control: true) }

    private static func text(_ id: String, _ client: StationClient) throws(CommandError) -> String {
        try client.call(Calibration1.ExportBenchTest(id: id)).record
    }

    static func record(_ id: String, _ client: StationClient) throws(CommandError) -> BenchTestRecord {
        try parsed(try text(id, client))
    }

    /// The test of a kind that is in force on a sensor.
    static func inForce(_ kind: BenchTestKind, of sensor: String, _ client: StationClient) throws(CommandError)
        -> BenchTestRecord?
    {
        let tests = try client.call(Calibration1.ListBenchTests(sensor: sensor, test: Calibration1.TestKind(kind))).tests
        let found = tests.first { $0.state == .inForce }
        return try found.map { test throws(CommandError) in try record(test.id, client) }
    }

    private static func parsed(_ text: String) throws(CommandError) -> BenchTestRecord {
        do throws(RecordError) { return try BenchTestRecord(parsing: Array(text.utf8)) } catch { throw .data(error.text) }
    }

    private func list() throws(CommandError) {
        let sensor = arguments.positional.first
        let times = WallTime(arguments)
        let found = try client().call(Calibration1.ListBenchTests(sensor: sensor, test: nil)).tests.filter {
            ($0.test == .band) == isBand
        }
        if found.isEmpty { try Command.requireSensor(sensor, arguments) }
        guard !arguments.has("json") else { return Output.json(Calibration1.ListBenchTests.Reply(tests: found)) }
        guard !found.isEmpty else {
            return Output.line("There is no test yet: see `holdfast help \(isBand ? "band" : "plate")`.")
        }
        var rows = [["SENSOR", "TEST", "ID", "STATE", "ADDED", "DUE", "USER"]]
        for test in found {
            rows.append([
                test.sensor, test.test.rawValue, test.id, test.state.text, times.day(test.addedWallUs),
                test.dueWallUs.map(times.day) ?? "never", "\(test.user)",
            ])
        }
        Output.line(Output.table(rows, dropped: [4]))
    }

    private func show() throws(CommandError) {
        let id = arguments.positional[0]
        guard !arguments.has("json") else {
            return Output.json(try client().answer(to: Calibration1.ShowBenchTest(id: id)))
        }
        Output.line(BenchTestText.text(try Self.record(id, try client())))
    }

    private func certificate() throws(CommandError) {
        guard !arguments.has("json") else { return try show() }
        let output = try CertificateOutput(arguments)
        let found = try Self.record(arguments.positional[0], try client())
        try output.write { () throws(CommandError) in
            BenchTestText.text(found) + "\n\n" + found.text
        } page: { details, issued, software throws(CommandError) in
            BenchTestPage.html(found, details: details, issued: issued, software: software)
        }
    }

    private func export() throws(CommandError) {
        let call = Calibration1.ExportBenchTest(id: arguments.positional[0])
        guard !arguments.has("json") else { return Output.json(try client().answer(to: call)) }
        try ChosenFile.write(try client().call(call).record, arguments)
    }

    private func revert() throws(CommandError) {
        let sensor = arguments.positional[0]
        let test = isBand ? BenchTestKind.band.rawValue : arguments.positional[1]
        guard let kind = Calibration1.TestKind(rawValue: test), (kind == .band) == isBand else {
            throw .usage("the test must be corners, points or matrix, not \"\(test)\"")
        }
        let answer = try client().call(
            Calibration1.RevertBenchTest(sensor: sensor, test: kind, to: arguments["to"]))
        Output.done("\(sensor), \(test): \(answer.id.map { "\($0) is in force" } ?? "none is in force")", answer)
    }

    private func take() throws(CommandError) {
        let (sensor, text) = try Command.record(toImport: arguments) { text throws(CommandError) in
            try Self.parsed(text).draft.sensor
        }
        let answer = try client().call(Calibration1.ImportBenchTest(sensor: sensor, record: text))
        Output.done("\(answer.id) is in force on \(sensor)", answer)
    }
}

extension Calibration1.TestKind {
    init(_ kind: BenchTestKind) {
        switch kind {
        case .corners: self = .corners
        case .points: self = .points
        case .matrix: self = .matrix
        case .band: self = .band
        }
    }
}
