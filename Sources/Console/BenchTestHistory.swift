import Certificates
import Interface
import LinuxIO

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
        try client.call(Method.calibration("ExportBenchTest"), [("id", .string(id))])["record"]?.string ?? ""
    }

    static func record(_ id: String, _ client: StationClient) throws(CommandError) -> BenchTestRecord {
        try parsed(try text(id, client))
    }

    /// The test of a kind that is in force on a sensor.
    static func inForce(_ kind: BenchTestKind, of sensor: String, _ client: StationClient) throws(CommandError)
        -> BenchTestRecord?
    {
        let answer = try client.call(
            Method.calibration("ListBenchTests"), [("sensor", .string(sensor)), ("test", .string(kind.rawValue))])
        let tests = (answer["tests"]?.array ?? []).compactMap(\.object)
        let id = tests.first { $0["state"]?.string == "in_force" }?["id"]?.string
        return try id.map { id throws(CommandError) in try record(id, client) }
    }

    private static func parsed(_ text: String) throws(CommandError) -> BenchTestRecord {
        do throws(RecordError) { return try BenchTestRecord(parsing: Array(text.utf8)) } catch { throw .data(error.text) }
    }

    private func list(_ sensor: String?) throws(CommandError) {
        let answer = try client().call(
            Method.calibration("ListBenchTests"), sensor.map { [("sensor", .string($0))] } ?? [])
        let found = (answer["tests"]?.array ?? []).compactMap(\.object).filter {
            ($0["test"]?.string == BenchTestKind.band.rawValue) == isBand
        }
        guard !arguments.has("json") else {
            return Output.json(.object(JSONObject([("tests", .array(found.map(JSONValue.object)))])))
        }
        guard !found.isEmpty else {
            return Output.line("There is no test yet: see `holdfast help \(isBand ? "band" : "plate")`.")
        }
        var rows = [["SENSOR", "TEST", "ID", "STATE", "ADDED", "DUE", "USER"]]
        for test in found {
            func day(_ name: String) -> String { test[name]?.integer.map { RecordDate.day($0) } ?? "never" }
            rows.append([
                test["sensor"]?.string ?? "", test["test"]?.string ?? "", test["id"]?.string ?? "",
                test["state"]?.string == "in_force" ? "in force" : "superseded", day("addedWallUs"), day("dueWallUs"),
                test["user"]?.integer.map(String.init) ?? "",
            ])
        }
        Output.line(Output.table(rows))
    }

    private func show(_ id: String) throws(CommandError) {
        guard !arguments.has("json") else {
            return Output.json(.object(try client().call(Method.calibration("ShowBenchTest"), [("id", .string(id))])))
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
        guard BenchTestKind(rawValue: test).map({ ($0 == .band) == isBand }) ?? false else {
            throw .usage("the test must be corners, points or matrix, not \"\(test)\"")
        }
        let answer = try client().call(
            Method.calibration("RevertBenchTest"),
            [("sensor", .string(sensor)), ("test", .string(test))] + (arguments["to"].map { [("to", .string($0))] } ?? []))
        Output.line("\(sensor), \(test): \(answer["id"]?.string.map { "\($0) is in force" } ?? "none is in force")")
    }

    private func take(_ path: String) throws(CommandError) {
        let bytes: [UInt8]
        do throws(SystemError) { bytes = try Files.read(path, limit: 1 << 22) } catch {
            throw .unavailable("\(path) cannot be read: \(error.message)")
        }
        let text = String(decoding: bytes, as: UTF8.self)
        let sensor: String
        if let named = arguments["sensor"] { sensor = named } else { sensor = try Self.parsed(text).draft.sensor }
        let answer = try client().call(
            Method.calibration("ImportBenchTest"), [("sensor", .string(sensor)), ("record", .string(text))])
        Output.line("\(answer["id"]?.string ?? "") is in force on \(sensor)")
    }
}
