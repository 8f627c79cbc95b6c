import Filtering
import Formats
import Samples

/// A column of forces in a table, as `holdfast analyze` takes it, and all that has to be said of how it was read.
struct ForceTable {
    let series: OfflineAnalysis.Series
    /// The name of the column.
    private(set) var column: String
    /// What was passed over, taken for granted, or found to contradict itself; each is a sentence.
    private(set) var notes: [String]

    /// The columns of `--columns`, which are the sensors of one set-up, or the only column.
    ///
    /// - Throws: ``CommandError/data(_:)`` and ``CommandError/usage(_:)``, which name the line, what was seen, and the option that
    ///   helps.
    static func list(_ bytes: [UInt8], _ arguments: Arguments) throws(CommandError) -> [ForceTable] {
        try judge(arguments)
        var layout = CSVTable.Layout()
        if let mark = try arguments.choice("decimal", ["comma", "point"]) { layout.decimalComma = mark == "comma" }
        let table = try reading { () throws(CSVError) in try CSVTable(bytes, layout: layout) }
        let columns = try columns(table, arguments)
        var tables: [ForceTable] = []
        for column in columns { tables.append(try ForceTable(table, column, arguments)) }
        let names = tables.map(\.column)
        guard columns.count > 1 else { return tables }
        for (place, column) in columns.enumerated() {
            // Names that are not distinct get the number of the column.
            if names.count(where: { $0 == names[place] }) > 1 { tables[place].column += " (\(column + 1))" }
            // What is said of the file is said once.
            let own = tables[place].notes.filter { place == 0 || !tables[0].notes.contains($0) }
            tables[place].notes = own
        }
        return tables
    }

    /// - Parameter place: the index of the column.
    private init(_ table: CSVTable, _ place: Int, _ arguments: Arguments) throws(CommandError) {
        var table = table
        let column = place
        notes = table.notes.map(\.description)
        let heading = table.columns[column]
        self.column = heading.name
        let newtons = try Self.newtons(heading, arguments["unit"], &notes) * (arguments.has("invert") ? -1 : 1)
        let kind: SensorKind = try arguments.choice("kind", SensorKind.forces.map(\.name)) == "plate" ? .plate : .cell

        var repeats = 1.0
        let values = table.columns[column].values.count { !$0.isNaN }
        guard values >= 2 else {
            throw .data("column \"\(heading.name)\" has fewer than two numbers: choose another with --column")
        }
        if values * 10 < table.rowCount * 7 {
            notes.append(
                "column \"\(heading.name)\" has a number in \(values) of \(table.rowCount) rows: only these are its samples")
            table = table.rows(with: column)
        }
        if let rows = RepeatedValues.conversions(table.columns[column].values) {
            notes.append(
                "each value of \"\(heading.name)\" is in \(Self.plain(Double(table.rowCount) / Double(rows.count))) rows (repeated): "
                    + "its \(rows.count) conversions are the samples")
            repeats = Double(table.rowCount) / Double(rows.count)
            table = table.keeping(rows)
        }
        let rate = try arguments.number("rate")
        if rate == nil, let timing = try Self.timing(&table, column, arguments, &notes) {
            let rows = timing.seconds.indices.filter { timing.seconds[$0].isFinite }
            series = OfflineAnalysis.Series(
                force: rows.map { newtons * table.columns[column].values[$0] }, seconds: rows.map { timing.seconds[$0] },
                index: rows.map { UInt64(timing.index[$0]) }, rate: timing.rate, kind: kind)
            return
        }
        guard var hertz = rate ?? table.statedRate?.hertz else {
            let names = table.columns.map(\.name).joined(separator: ", ")
            throw .data("no column has the times of the rows (columns: \(names)): give --time NAME, or --rate HZ")
        }
        if rate == nil, let stated = table.statedRate {
            notes.append(
                "no column has times: \(Self.plain(hertz)) Hz is taken from line \(stated.line) (--rate sets another)")
        }
        // Said of the rows, not of the conversions in them.
        hertz /= repeats
        let force = newtons == 1 ? table.columns[column].values : table.columns[column].values.map { $0 * newtons }
        series = OfflineAnalysis.Series(force: force, seconds: force.indices.map { Double($0) / hertz }, rate: hertz, kind: kind)
    }

    /// What makes no sense in any file.
    static func judge(_ arguments: Arguments) throws(CommandError) {
        _ = try arguments.choice("decimal", ["comma", "point"])
        _ = try arguments.choice("kind", SensorKind.forces.map(\.name))
        _ = try arguments.choice("unit", ForceScale.named.keys.sorted())
        _ = try arguments.choice("time-unit", timeUnits.keys.sorted())
        if arguments["columns"] != nil {
            for other in ["column", "search", "baseline"] where arguments[other] != nil {
                throw .usage("--columns and --\(other) exclude each other")
            }
        }
        _ = try (arguments.window("search"), arguments.window("baseline"), arguments.integer("trial", in: 1...Int.max))
        if let rate = try arguments.number("rate"), rate <= 0 || rate > highestRate {
            throw .usage("--rate must be above 0 and at most \(Int(highestRate)) Hz")
        }
    }

    private static let highestRate = 100_000.0

    private static func reading<Value>(_ body: () throws(CSVError) -> Value) throws(CommandError) -> Value {
        do throws(CSVError) { return try body() } catch { throw .data(error.description) }
    }

    /// Six digits, without zeros at the end.
    private static func plain(_ value: Double) -> String {
        var text = Digits.text(value, digits: 6)
        guard text.contains(".") else { return text }
        while text.last == "0" { text.removeLast() }
        return text.last == "." ? String(text.dropLast()) : text
    }

    // MARK: the columns

    private static func columns(_ table: CSVTable, _ arguments: Arguments) throws(CommandError) -> [Int] {
        guard let wanted = arguments["columns"] else { return [try column(table, arguments)] }
        if wanted == "all" {
            let forces = table.forceColumns(time: arguments["time"])
            guard !forces.isEmpty else {
                throw .data(
                    "no column is in a unit of force: name the columns, --columns \(table.columns.map(\.name).joined(separator: ","))"
                )
            }
            return forces
        }
        let names = wanted.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        var places: [Int] = []
        for name in names { places.append(try reading { () throws(CSVError) in try table.columnIndex(name) }) }
        guard Set(places).count == places.count else { throw .usage("--columns names a column twice") }
        guard places.count <= SensorNumber.limit else { throw .usage("--columns: at most \(SensorNumber.limit) columns") }
        return places
    }

    private static func column(_ table: CSVTable, _ arguments: Arguments) throws(CommandError) -> Int {
        do throws(CSVTable.ForceChoice) {
            return try table.forceColumn(arguments["column"], time: arguments["time"])
        } catch {
            switch error {
            case .unreadable(let error): throw .data(error.description)
            case .none(let columns):
                throw .data("the table has no column of forces: it has \(columns.joined(separator: ", "))")
            case .several(let columns):
                throw .usage(
                    "choose the column of the force with --column and its name or number, or the sensors of one set-up with "
                        + "--columns: \(columns.joined(separator: ", "))")
            }
        }
    }

    // MARK: the unit

    /// Newtons of one unit of the column.
    private static func newtons(_ column: CSVTable.Column, _ told: String?, _ notes: inout [String]) throws(CommandError)
        -> Double
    {
        let own = column.unit.flatMap(ForceScale.init(heading:))?.newtons
        if let told {
            guard let factor = ForceScale.named[told]?.newtons else {
                throw .usage("--unit must be one of \(ForceScale.named.keys.sorted().joined(separator: ", ")), not \"\(told)\"")
            }
            if let unit = column.unit, own != factor {
                notes.append("the heading \"\(column.header)\" says \(unit), --unit says \(told): \(told) is used")
            }
            return factor
        }
        guard let unit = column.unit else {
            notes.append("the heading \"\(column.header)\" names no unit: newtons are assumed (--unit sets another)")
            return 1
        }
        guard let own else {
            throw .usage(
                "column \"\(column.header)\" is in \(unit), which is not a unit of force: choose another with --column, or give its unit with --unit"
            )
        }
        return own
    }

    // MARK: the time

    /// What `--time-unit` may be.
    private static let timeUnits: [String: CSVTimeUnit] = [
        "s": .seconds, "ms": .milliseconds, "us": .microseconds, "ns": .nanoseconds, "min": .minutes, "days": .days,
    ]

    /// The clock of the rows, narrowed to one trial; nil when no column tells the time.
    private static func timing(_ table: inout CSVTable, _ column: Int, _ arguments: Arguments, _ notes: inout [String])
        throws(CommandError) -> CSVTiming?
    {
        let unit = try arguments.choice("time-unit", timeUnits.keys.sorted()).flatMap { timeUnits[$0] }
        var place: Int?
        if let name = arguments["time"] { place = try reading { () throws(CSVError) in try table.columnIndex(name) } }
        func found(_ table: CSVTable) -> CSVTiming? {
            guard let place = place ?? table.timing(for: column)?.column else { return nil }
            return table.timing(column: place, unit: unit)
        }
        guard var timing = found(table) else {
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
            guard let narrowed = found(table) else {
                throw .data("trial \(wanted) has fewer than three rows: choose another with --trial")
            }
            timing = narrowed
        }
        guard timing.rate <= highestRate else {
            throw .data(
                "the times of column \"\(table.columns[timing.column].header)\" give \(plain(timing.rate)) Hz: "
                    + "give their unit with --time-unit, or use --rate HZ")
        }
        notes += remarks(timing, table)
        return timing
    }

    private static func remarks(_ timing: CSVTiming, _ table: CSVTable) -> [String] {
        let name = table.columns[timing.column].header
        let rate = plain(timing.rate)
        func line(_ row: Int) -> String { "line \(table.lines[row])" }
        var notes: [String] = []
        if !timing.unitIsStated {
            notes.append("the heading \"\(name)\" names no unit of time: \(timing.unit) are assumed (--time-unit)")
        }
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
            notes.append("\(lost) samples are missing at \(timing.gaps.count) places, the first before \(line(first.row))")
        }
        if let stated = table.statedRate, abs(stated.hertz / timing.rate - 1) > 0.02 {
            notes.append("line \(stated.line) says \(plain(stated.hertz)) Hz, the times give \(rate) Hz: the times are used")
        }
        return notes
    }
}
