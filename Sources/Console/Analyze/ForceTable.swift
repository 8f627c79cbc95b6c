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
        let layout = try layout(arguments)
        let table = try reading { () throws(CSVError) in try CSVTable(bytes, layout: layout) }
        let columns = try columns(table, arguments)
        var tables: [ForceTable] = []
        for column in columns { tables.append(try ForceTable(table, column, arguments)) }
        let names = distinct(tables.map(\.column), columns)
        guard columns.count > 1 else { return tables }
        for place in columns.indices {
            tables[place].column = names[place]
            // What is said of the file is said once.
            let own = tables[place].notes.filter { place == 0 || !tables[0].notes.contains($0) }
            tables[place].notes = own
        }
        return tables
    }

    /// What is known of the layout.
    static func layout(_ arguments: Arguments) throws(CommandError) -> CSVTable.Layout {
        CSVTable.Layout(decimalComma: try arguments.choice("decimal", ["comma", "point"]).map { $0 == "comma" })
    }

    static func kind(_ arguments: Arguments) throws(CommandError) -> SensorKind {
        try arguments.choice("kind", SensorKind.forces.map(\.name)) == "plate" ? .plate : .cell
    }

    /// The names of columns; those that are not distinct get the number of their column.
    static func distinct(_ names: [String], _ columns: [Int]) -> [String] {
        zip(names, columns).map { name, column in
            names.count { $0 == name } > 1 ? "\(name) (\(column + 1))" : name
        }
    }

    /// - Parameter place: the index of the column.
    private init(_ table: CSVTable, _ place: Int, _ arguments: Arguments) throws(CommandError) {
        var table = table
        let column = place
        notes = table.notes.map(\.description)
        let heading = table.columns[column]
        self.column = heading.name
        let newtons = try Self.newtons(heading, arguments, &notes)
        let kind = try Self.kind(arguments)

        var repeats = 1.0
        let values = table.columns[column].values.count { !$0.isNaN }
        guard values >= 2 else { throw Self.tooFewNumbers(heading.name) }
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
        if arguments["rate"] == nil, let timing = try Self.timing(&table, column, arguments, &notes) {
            let rows = timing.seconds.indices.filter { timing.seconds[$0].isFinite }
            series = OfflineAnalysis.Series(
                force: rows.map { newtons * table.columns[column].values[$0] }, seconds: rows.map { timing.seconds[$0] },
                index: rows.map { UInt64(timing.index[$0]) }, rate: timing.rate, kind: kind)
            return
        }
        var hertz = try Self.rateWithoutTimes(table, arguments, &notes)
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
        _ = try timeUnit(arguments)
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

    static let highestRate = 100_000.0

    static func tooFewNumbers(_ column: String) -> CommandError {
        .data("column \"\(column)\" has fewer than two numbers: choose another with --column")
    }

    static func reading<Value>(_ body: () throws(CSVError) -> Value) throws(CommandError) -> Value {
        do throws(CSVError) { return try body() } catch { throw .data(error.description) }
    }

    /// Six digits, without zeros at the end.
    static func plain(_ value: Double) -> String {
        var text = Digits.text(value, digits: 6)
        guard text.contains(".") else { return text }
        while text.last == "0" { text.removeLast() }
        return text.last == "." ? String(text.dropLast()) : text
    }

    // MARK: the columns

    static func columns(_ table: CSVTable, _ arguments: Arguments) throws(CommandError) -> [Int] {
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

    /// Newtons of one unit of the column, with the sign that is wanted.
    static func newtons(
        _ column: CSVTable.Column, _ arguments: Arguments, _ notes: inout [String]
    ) throws(CommandError) -> Double {
        try newtons(column, arguments["unit"], &notes) * (arguments.has("invert") ? -1 : 1)
    }

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
}
