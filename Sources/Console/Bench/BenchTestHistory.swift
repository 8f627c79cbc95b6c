import Certificates
import LinuxIO
import Messages

extension Command {
    /// What `plate` and `band` have in common.
    static let benchTestOptions = [
        Option("yes", nil, "accept without asking, unless there is a warning"),
        Option("note", "TEXT", "text that is stored with the record"),
        Option("valid", "DAYS", "days until the test is due again (365); 0 for never"),
        Option("html", nil, "print the certificate as an HTML page"), Option("to", "ID", "the record to revert to"),
        Option("sensor", "NAME", "import for this sensor"), Option("out", "FILE", "write to FILE instead of standard output"),
        .socket, .controlSocket, .json,
    ]
}

/// What was kept of plates or bands: lists, certificates, export and import, going back.
struct BenchTestHistory {
    private let arguments: Arguments
    private let isBand: Bool

    init(_ arguments: Arguments, isBand: Bool) {
        self.arguments = arguments
        self.isBand = isBand
    }

    /// - Returns: false when the command line asks for none of these.
    func run() throws(CommandError) -> Bool {
        let words = arguments.positional
        switch (words.first, words.count) {
        case ("list", 1), ("list", 2): try list(words.count == 2 ? words[1] : nil)
        case ("show", 2): try show(words[1])
        case ("certificate", 2): try certificate(words[1])
        case ("export", 2): try write(try Self.text(words[1], try client()))
        case ("revert", isBand ? 2 : 3): try revert(words[1], isBand ? BenchTestKind.band.rawValue : words[2])
        case ("import", 2): try take(words[1])
        default: return false
        }
        return true
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

    private func list(_ sensor: String?) throws(CommandError) {
        let found = try client().call(Calibration1.ListBenchTests(sensor: sensor, test: nil)).tests.filter {
            ($0.test == .band) == isBand
        }
        guard !arguments.has("json") else { return Output.json(Calibration1.ListBenchTests.Reply(tests: found)) }
        guard !found.isEmpty else {
            return Output.line("There is no test yet: see `holdfast help \(isBand ? "band" : "plate")`.")
        }
        var rows = [["SENSOR", "TEST", "ID", "STATE", "ADDED", "DUE", "USER"]]
        for test in found {
            rows.append([
                test.sensor, test.test.rawValue, test.id, test.state.text, RecordDate.day(test.addedWallUs),
                test.dueWallUs.map { RecordDate.day($0) } ?? "never", "\(test.user)",
            ])
        }
        Output.line(Output.table(rows))
    }

    private func show(_ id: String) throws(CommandError) {
        guard !arguments.has("json") else {
            return Output.json(try client().answer(to: Calibration1.ShowBenchTest(id: id)))
        }
        Output.line(BenchTestText.text(try Self.record(id, try client())))
    }

    private func certificate(_ id: String) throws(CommandError) {
        let found = try Self.record(id, try client())
        try write(arguments.has("html") ? BenchTestPage.html(found) : BenchTestText.text(found) + "\n\n" + found.text)
    }

    private func write(_ text: String) throws(CommandError) {
        guard let path = arguments["out"] else { return Output.record(text) }
        do throws(SystemError) { try Files.replace(path, with: Array(text.utf8)) } catch {
            throw .unavailable("\(path) cannot be written: \(error.message)")
        }
    }

    private func revert(_ sensor: String, _ test: String) throws(CommandError) {
        guard let kind = Calibration1.TestKind(rawValue: test), (kind == .band) == isBand else {
            throw .usage("the test must be corners, points or matrix, not \"\(test)\"")
        }
        let answer = try client().call(
            Calibration1.RevertBenchTest(sensor: sensor, test: kind, to: arguments["to"]))
        Output.line("\(sensor), \(test): \(answer.id.map { "\($0) is in force" } ?? "none is in force")")
    }

    private func take(_ path: String) throws(CommandError) {
        let bytes: [UInt8]
        do throws(SystemError) { bytes = try Files.read(path, limit: 1 << 22) } catch {
            throw .unavailable("\(path) cannot be read: \(error.message)")
        }
        let text = String(decoding: bytes, as: UTF8.self)
        let sensor: String
        if let named = arguments["sensor"] { sensor = named } else { sensor = try Self.parsed(text).draft.sensor }
        let answer = try client().call(Calibration1.ImportBenchTest(sensor: sensor, record: text))
        Output.line("\(answer.id) is in force on \(sensor)")
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
