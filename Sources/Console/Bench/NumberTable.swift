import Formats

/// Rows of numbers in a file, each column in the unit that a test is computed with.
enum NumberTable {
    /// What a column is of. Without a unit in its heading it is in the first of its units.
    enum Quantity {
        case length, force, moment
        /// In whatever unit the sensor has.
        case signal

        /// What a value in this unit is multiplied by; nil for another quantity.
        func factor(_ unit: String) -> Double? {
            switch self {
            case .length: DisplacementStretch.metres(per: unit)
            case .force: ForceScale(heading: unit)?.newtons
            case .moment: ["N·m": 1, "Nm": 1, "N.m": 1, "N*m": 1, "N·mm": 1e-3, "Nmm": 1e-3, "N.mm": 1e-3][unit]
            case .signal: 1
            }
        }

        var name: String {
            switch self {
            case .length: "length"
            case .force: "force"
            case .moment: "moment"
            case .signal: "signal"
            }
        }
    }

    /// - Parameter quantities: of the columns; the signals may be left out.
    static func read(_ path: String, _ quantities: [Quantity]) throws(CommandError) -> [[Double]] {
        try parse(try ChosenFile.read(path, limit: 4 << 20), path, quantities)
    }

    static func parse(_ bytes: [UInt8], _ path: String, _ quantities: [Quantity]) throws(CommandError) -> [[Double]] {
        let table: CSVTable
        do throws(CSVError) { table = try CSVTable(bytes) } catch { throw .data("\(path): \(error.description)") }
        // Each number counts here: a row less is another test.
        if let damage = table.damage { throw .data("\(path): \(damage.description)") }
        guard !table.lastLineCutOff else { throw .data("\(path): the last line is cut off: copy the whole table") }
        // A row that is taken for a heading, or for words above the table, would be lost.
        if let number = table.columns.first(where: { Double(withComma: $0.header) != nil })?.header {
            throw .data("\(path): \"\(number)\" is in the line of headings: if that is a row, each of its cells must be a number")
        }
        for case .preamble(let lines) in table.notes {
            throw .data("\(path): the first \(lines) lines are no rows: begin them with #, or correct them")
        }
        let counts = Set([quantities.count, quantities.count { $0 != .signal }]).sorted()
        guard counts.contains(table.columns.count) else {
            throw .data(
                "\(path) has \(table.columns.count) columns where \(counts.map(String.init).joined(separator: " or ")) are needed"
            )
        }
        let columns = try zip(table.columns, quantities).map { column, quantity throws(CommandError) in
            guard !column.isText, column.values.allSatisfy(\.isFinite) else {
                throw .data("\(path): column \"\(column.header)\" must have a number in every row")
            }
            guard let unit = column.unit else { return column.values }
            guard let factor = quantity.factor(unit) else {
                throw .data("\(path): column \"\(column.header)\" is in \(unit), which is no unit of \(quantity.name)")
            }
            return factor == 1 ? column.values : column.values.map { $0 * factor }
        }
        return (0..<table.rowCount).map { row in columns.map { $0[row] } }
    }
}
