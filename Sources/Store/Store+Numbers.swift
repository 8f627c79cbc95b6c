import Metrics
import Samples

/// The tables of the numbers of a result: those of the first one have the hold as their key, those of later ones the result.
struct NumberTables {
    let sensor: String
    let metric: String
    let setUp: String
    let key: String

    static let hold = NumberTables(sensor: "hold_sensor", metric: "metric", setUp: "set_up_metric", key: "hold")
    static let result = NumberTables(
        sensor: "result_sensor", metric: "result_metric", setUp: "result_set_up_metric", key: "result")
}

extension Store {
    /// Must be called in the transaction that stores the hold or the result.
    func insertNumbers(
        _ sensors: [StoredSensorHold], _ setUpNumbers: [SetUpNumber], of key: Int64, into tables: NumberTables
    ) throws(StoreError) {
        let metric = try connection.prepare("INSERT INTO \(tables.metric) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        for (index, part) in sensors.enumerated() {
            let parameters = try part.result.parameters.map { (parameters) throws(StoreError) in try keep(parameters) }
            try connection.run(
                "INSERT INTO \(tables.sensor) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    .integer(key), .integer(Int64(index)), .text(part.sensor), .text(part.result.kind.name),
                    .integer(Int64(part.result.flags.rawValue)), .text(part.calibration), .real(part.result.rate),
                    .integer(Int64(bitPattern: part.firstSample)), SQLValue(part.result.onsetSample),
                    SQLValue(part.result.onsetTime), SQLValue(part.result.onsetUncertainty), SQLValue(part.calibrationID),
                    .text(part.unit), SQLValue(parameters),
                ])
            for (position, measurement) in part.result.measurements.enumerated() {
                try metric.bind(
                    [.integer(key), .integer(Int64(index)), .integer(Int64(position))] + Self.values(of: measurement))
                _ = try metric.step()
            }
        }
        for (position, number) in setUpNumbers.enumerated() {
            try connection.run(
                "INSERT INTO \(tables.setUp) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [.integer(key), .integer(Int64(position)), .text(number.sensors.joined(separator: " "))]
                    + Self.values(of: number.measurement))
        }
    }

    private static func values(of measurement: Measurement) -> [SQLValue] {
        [
            .text(measurement.name), .text(measurement.unit.rawValue), SQLValue(measurement.value),
            SQLValue(measurement.lower), SQLValue(measurement.upper), SQLValue(measurement.reason?.rawValue),
            SQLValue(measurement.expanded), SQLValue(measurement.expandedReason),
        ]
    }
}

extension StoreReader {
    func setUpNumbers(of key: Int64, in tables: NumberTables, _ seal: inout Seal) throws(StoreError) -> [SetUpNumber] {
        try connection.rows(
            """
            SELECT sensors, name, unit, value, lower, upper, reason, expanded, expanded_reason, position FROM \(tables.setUp)
            WHERE \(tables.key) = ? ORDER BY position
            """, [.integer(key)]
        ) { row in
            row.add(0..<10, to: &seal)
            return SetUpNumber(
                sensors: row.text(0).split(separator: " ").map(String.init), measurement: Self.measurement(row))
        }
    }

    func parts(of key: Int64, in tables: NumberTables, _ seal: inout Seal) throws(StoreError) -> [StoredSensorHold] {
        var parameters: [Int64?] = []
        var parts = try connection.rows(
            """
            SELECT sensor, kind, flags, calibration, rate, first_sample, onset_sample, onset_seconds, onset_uncertainty_ms,
                calibration_id, unit,
                (SELECT class FROM calibration WHERE id = calibration_id AND calibration.sensor = \(tables.sensor).sensor),
                onset_parameters, (SELECT numbers FROM onset_parameters WHERE id = \(tables.sensor).onset_parameters)
            FROM \(tables.sensor) WHERE \(tables.key) = ? ORDER BY position
            """, [.integer(key)]
        ) { row in
            // The class belongs to the calibration's row, which may be added later.
            row.add(0..<11, to: &seal)
            row.add(12..<14, to: &seal)
            parameters.append(row.optionalInteger(12))
            var part = StoredSensorHold(
                sensor: row.text(0), calibration: row.text(3), calibrationID: row.optionalText(9), unit: row.text(10),
                firstSample: UInt64(bitPattern: row.integer(5)),
                result: HoldResult(
                    kind: HoldKind(name: row.text(1)), flags: HoldFlags(rawValue: UInt32(clamping: row.integer(2))),
                    rate: row.real(4), onsetTime: row.optionalReal(7), onsetSample: row.optionalReal(6),
                    onsetUncertainty: row.optionalReal(8), measurements: []))
            part.calibrationClass = row.optionalText(11)
            return part
        }
        for (index, row) in parameters.enumerated() {
            if let row { parts[index].result.parameters = try onsetParameters(row) }
        }
        let metrics = try connection.rows(
            """
            SELECT part, name, unit, value, lower, upper, reason, expanded, expanded_reason, position FROM \(tables.metric)
            WHERE \(tables.key) = ? ORDER BY part, position
            """,
            [.integer(key)]
        ) { row in
            row.add(0..<10, to: &seal)
            return (part: Int(row.integer(0)), measurement: Self.measurement(row))
        }
        for (part, measurement) in metrics where parts.indices.contains(part) {
            parts[part].result.measurements.append(measurement)
        }
        return parts
    }

    /// Reads columns 1 to 6: name, unit, value, lower, upper, reason.
    static func measurement(_ row: Statement) -> Measurement {
        let name = row.text(1)
        let unit = MetricUnit(rawValue: row.text(2)) ?? .count
        guard let value = row.optionalReal(3) else {
            return Measurement(name, unit, null: row.optionalText(6).flatMap(NullReason.init) ?? .notFinite)
        }
        var found = Measurement(name, unit, value, lower: row.optionalReal(4), upper: row.optionalReal(5))
        found.expanded = row.optionalReal(7)
        found.expandedReason = row.optionalText(8)
        return found
    }
}
