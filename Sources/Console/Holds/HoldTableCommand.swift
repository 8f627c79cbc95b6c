import Formats
import Help
import LinuxIO
import Messages
import Metrics

extension Command {
    static let holdTable = Command(
        "holds table", summary: "print holds and all their numbers as one CSV table",
        details: """
            Prints a row for each sensor of each hold, the newest first, with a column for every number, for pandas, R and
            spreadsheets. Lines of "#" give the units. An empty cell is a number that the data do not support;
            `holdfast holds show N` gives the reason. With --json, prints the holds in lists of 200, one in each line.
            """,
        options: HoldQuery.options + [
            Option("intervals", nil, "columns for the bounds of the interval and for U, too"),
            Option("decimal", "MARK", "decimal mark: point or comma (point)"),
        ], run: table)

    private static func table(_ arguments: Arguments) throws(CommandError) {
        let query = try HoldQuery(arguments)
        let client = try query.client(arguments)
        var table = HoldTable(
            hasIntervals: arguments.has("intervals"),
            decimalComma: try arguments.choice("decimal", ["point", "comma"]) == "comma", isUTC: arguments.has("utc"))
        var before: Int64?
        while true {
            let answer = try query.answer(client, limit: 200, before: before)
            let list = try client.understood(answer, as: Station1.ListHolds.Reply.self)
            if Output.isForPrograms {
                Output.json(answer)
            } else {
                for hold in list.holds { table.add(hold) }
                Output.record(table.take())
            }
            guard list.more, let last = list.holds.last?.number else { return }
            before = last
        }
    }
}

/// Holds as one flat table.
struct HoldTable {
    private var writer: CSVWriter
    private let metrics: [String]
    private let hasIntervals: Bool
    private let decimalComma: Bool
    private let isUTC: Bool

    private static let heading = [
        "hold", "start", "onset", "end", "set_up", "session", "excluded", "sensor", "kind", "flags", "calibration", "unit",
        "rate_Hz", "onset_s", "onset_uncertainty_ms", "result", "version",
    ]

    init(hasIntervals: Bool, decimalComma: Bool, isUTC: Bool) {
        metrics = MetricDefinition.all.map(\.name)
        self.hasIntervals = hasIntervals
        self.decimalComma = decimalComma
        self.isUTC = isUTC
        let comments =
            ["unit: replaces N in the units of a sensor that is not calibrated"]
            + MetricDefinition.all.map { "\($0.name): \($0.unit.rawValue), \($0.summary)" }
        let columns = metrics.flatMap { hasIntervals ? [$0, $0 + "_lower", $0 + "_upper", $0 + "_U"] : [$0] }
        writer = CSVWriter(comments: comments, header: Self.heading + columns, decimalComma: decimalComma)
    }

    mutating func add(_ hold: Station1.Hold) {
        for part in hold.sensors {
            let numbers = Dictionary(part.metrics.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
            var cells = [
                String(hold.number), time(hold.startWallUs), time(hold.onsetWallUs), time(hold.endWallUs), hold.setUp,
                hold.session.map(String.init) ?? "", hold.excluded ? "1" : "0", part.sensor, part.kind.rawValue,
                part.flags.joined(separator: " "), part.calibrationId ?? part.calibration.rawValue, part.unit ?? "N",
                text(part.rate), text(part.onset), text(part.onsetUncertaintyMs), hold.computation.map { "\($0.result)" } ?? "1",
                hold.computation?.version ?? "",
            ]
            for name in metrics {
                let number = numbers[name]
                cells.append(text(number?.value))
                if hasIntervals { cells += [number?.lower, number?.upper, number?.expanded].map(text) }
            }
            writer.line(cells)
        }
    }

    /// The text so far, which is removed.
    mutating func take() -> String {
        defer { writer.bytes.removeAll(keepingCapacity: true) }
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private func time(_ wallMicroseconds: Int64?) -> String {
        wallMicroseconds.map { Clock.isoText($0, isUTC: isUTC) } ?? ""
    }

    private func text(_ value: Double?) -> String {
        guard let value else { return "" }
        let text = CSVWriter.text(value)
        return decimalComma ? String(text.map { $0 == "." ? "," : $0 }) : text
    }
}
