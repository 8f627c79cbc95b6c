import Formats
import Help
import Samples

/// CSV: the tables that `export` writes, and those of others as `analyze` takes them.
extension ImportedFile {
    /// - Returns: nil for a table of events, which are found again.
    init?(table bytes: [UInt8], path: String, _ arguments: Arguments) throws(CommandError) {
        let facts = Self.facts(bytes)
        if let sensor = facts["sensor"], !Command.tableOptions.contains(where: { arguments.isGiven($0.name) }) {
            try self.init(exported: bytes, sensor, facts, path)
            return
        }
        if facts["begin"] != nil, facts["values"] != nil { return nil }
        let tables: [ForceTable]
        do throws(CommandError) { tables = try ForceTable.list(bytes, arguments) } catch {
            if case .data(let text) = error { throw .data("\(path): \(text)") }
            throw error
        }
        let begin = tables.compactMap(\.series.seconds.first).min() ?? 0
        self.init(
            sensors: tables.map { table in
                ImportedSensor(name: table.column, table.series, start: (table.series.seconds.first ?? begin) - begin)
            })
        notes = tables.flatMap(\.notes)
    }

    /// The lines of the head of an exported table, `# rate: 1000 Hz`, by their first word.
    private static func facts(_ bytes: [UInt8]) -> [String: String] {
        var facts: [String: String] = [:]
        for line in bytes.prefix(1 << 16).split(separator: 0x0A) {
            let text = String(decoding: line, as: UTF8.self)
            guard text.hasPrefix("# ") else { break }
            guard let colon = text.firstRange(of: ": ") else { continue }
            let name = String(text[..<colon.lowerBound].dropFirst(2))
            facts[name] = facts[name] ?? String(text[colon.upperBound...].filter { $0 != "\r" })
        }
        return facts
    }

    /// - Parameter sensor: its name, kind and driver.
    private init(exported bytes: [UInt8], _ sensor: String, _ facts: [String: String], _ path: String) throws(CommandError) {
        let table: CSVTable
        do throws(CSVError) { table = try CSVTable(bytes) } catch { throw .data("\(path): \(error.description)") }
        if let damage = table.damage { throw .data("\(path): \(damage.description)") }
        let parts = sensor.split(separator: ", ").map(String.init)
        func column(_ wanted: (String) -> Bool) -> CSVTable.Column? { table.columns.first { wanted($0.header) } }
        guard let times = column({ $0 == "time_s" })?.values, let samples = column({ $0 == "sample" })?.values,
            times.allSatisfy(\.isFinite), samples.allSatisfy({ $0 >= 0 && $0 < 0x1p63 }), table.rowCount > 0
        else { throw .data("\(path): an exported table has the columns time_s and sample") }
        guard let force = column({ $0.hasPrefix("force_") }) else {
            throw .data("\(path): this export has no force; export it with --signals force")
        }
        let (moments, index) = (times.map(ImportedSensor.nanoseconds), samples.map { UInt64($0) })
        let stated = facts["rate"].flatMap { $0.split(separator: " ").first }.flatMap { Double($0) }
        guard let rate = stated ?? ImportedSensor.rate(times: moments, index: index) else {
            throw .data("\(path): the table has fewer than two samples")
        }
        let name = parts.count > 2 ? parts.dropLast(2).joined(separator: ", ") : sensor
        let kind = parts.dropLast().last.flatMap { text in SensorKind.allCases.first { $0.name == text } }
        self.init(
            sensors: [
                ImportedSensor(
                    name: name, kind: kind ?? .cell, unit: String(force.header.dropFirst("force_".count)),
                    calibration: facts["calibration"] ?? "settings", rate: rate, times: moments, index: index,
                    force: force.values)
            ])
        wallMicroseconds = facts["begin"].flatMap { $0.split(separator: " ").first }.flatMap { Moment.iso(String($0)) }
        if table.lastLineCutOff { notes.append("the last line is cut off and was left out") }
    }
}
