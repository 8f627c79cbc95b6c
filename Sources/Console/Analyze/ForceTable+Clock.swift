import Formats

/// The times of the rows.
extension ForceTable {
    /// The rate of a table without times, hertz: what `--rate` says, or else the table itself.
    static func rateWithoutTimes(
        _ table: CSVTable, _ arguments: Arguments, _ notes: inout [String]
    ) throws(CommandError) -> Double {
        if let rate = try arguments.number("rate") { return rate }
        guard let stated = table.statedRate else {
            let names = table.columns.map(\.name).joined(separator: ", ")
            throw .data("no column has the times of the rows (columns: \(names)): give --time NAME, or --rate HZ")
        }
        notes.append(
            "no column has times: \(plain(stated.hertz)) Hz is taken from line \(stated.line) (--rate sets another)")
        return stated.hertz
    }

    /// What `--time-unit` may be.
    private static let timeUnits: [String: CSVTimeUnit] = [
        "s": .seconds, "ms": .milliseconds, "us": .microseconds, "ns": .nanoseconds, "min": .minutes, "days": .days,
    ]

    static func timeUnit(_ arguments: Arguments) throws(CommandError) -> CSVTimeUnit? {
        try arguments.choice("time-unit", timeUnits.keys.sorted()).flatMap { timeUnits[$0] }
    }

    /// The index of the column that tells the times of a column; nil when there is none.
    static func timeColumn(_ table: CSVTable, for column: Int, _ arguments: Arguments) throws(CommandError) -> Int? {
        guard let name = arguments["time"] else { return table.timing(for: column)?.column }
        return try reading { () throws(CSVError) in try table.columnIndex(name) }
    }

    /// - Parameter heading: of the column of times.
    static func judge(rate: Double, heading: String) throws(CommandError) {
        guard rate > highestRate else { return }
        throw .data(
            "the times of column \"\(heading)\" give \(plain(rate)) Hz: give their unit with --time-unit, or use --rate HZ")
    }

    /// The clock of the rows, narrowed to one trial; nil when no column tells the time.
    static func timing(_ table: inout CSVTable, _ column: Int, _ arguments: Arguments, _ notes: inout [String])
        throws(CommandError) -> CSVTiming?
    {
        let unit = try timeUnit(arguments)
        func found(_ table: CSVTable) throws(CommandError) -> CSVTiming? {
            try timeColumn(table, for: column, arguments).flatMap { table.timing(column: $0, unit: unit) }
        }
        guard var timing = try found(table) else {
            guard let name = arguments["time"] else { return nil }
            throw .data("column \"\(name)\" has fewer than three increasing times: choose another with --time, or use --rate HZ")
        }
        if timing.trials.count > 1 {
            let lines = timing.trials.dropFirst().prefix(4).map { "line \(table.lines[$0.lowerBound])" }.joined(separator: ", ")
            guard let wanted = try arguments.integer("trial", in: 1...timing.trials.count) else {
                throw .data(
                    "times start again on \(lines): the file holds \(timing.trials.count) trials; choose one with --trial 1…\(timing.trials.count)"
                )
            }
            let rows = timing.trials[wanted - 1]
            table = table.keeping(rows)
            guard let narrowed = try found(table) else {
                throw .data("trial \(wanted) has fewer than three rows: choose another with --trial")
            }
            timing = narrowed
        }
        try judge(rate: timing.rate, heading: table.columns[timing.column].header)
        notes += remarks(timing, table)
        return timing
    }

    private static func remarks(_ timing: CSVTiming, _ table: CSVTable) -> [String] {
        let name = table.columns[timing.column].header
        let rate = plain(timing.rate)
        func line(_ row: Int) -> String { "line \(table.lines[row])" }
        var notes: [String] = []
        if !timing.unitIsStated { notes.append(unitNote(name, timing.unit)) }
        if let step = timing.coarseStep {
            notes.append(
                "times in \"\(name)\" have steps of \(plain(step * 1000)) ms, coarser than the samples: the rate is the mean, \(rate) Hz"
            )
        }
        if timing.sharedStamps > 0 {
            notes.append("\(timing.sharedStamps) rows have the time of the row before: they are spread evenly")
        }
        if let first = timing.wrongStamps.first {
            notes.append(
                "times stand still, step back or run ahead, \(timing.wrongStamps.count) in all, the first on \(line(first)): they are interpolated"
            )
        }
        if let first = timing.gaps.first {
            let lost = timing.gaps.reduce(0) { $0 + $1.lost }
            notes.append(gapNote(lost: lost, places: timing.gaps.count, line: Int(table.lines[first.row])))
        }
        if let note = statedNote(table.statedRate, timing.rate) { notes.append(note) }
        return notes
    }

    static func unitNote(_ heading: String, _ unit: CSVTimeUnit) -> String {
        "the heading \"\(heading)\" names no unit of time: \(unit) are assumed (--time-unit)"
    }

    static func gapNote(lost: Int, places: Int, line: Int) -> String {
        "\(lost) samples are missing at \(places) places, the first before line \(line)"
    }

    static func statedNote(_ stated: StatedRate?, _ rate: Double) -> String? {
        guard let stated, abs(stated.hertz / rate - 1) > 0.02 else { return nil }
        return "line \(stated.line) says \(plain(stated.hertz)) Hz, the times give \(plain(rate)) Hz: the times are used"
    }
}
