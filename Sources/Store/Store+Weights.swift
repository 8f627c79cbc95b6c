/// Weights are added, replaced and removed; what was known before stays in the history.
extension Store {
    /// The number of weights that a station may have.
    public static let mostWeights = 1000

    /// Stores a weight in place of the one of the same serial number, or removes it.
    ///
    /// - Returns: false when a weight that does not exist is to be removed, or when there are too many.
    public func insert(_ weight: StoredWeight) throws(StoreError) -> Bool {
        var isDone = false
        try connection.transaction { () throws(StoreError) in
            let present = try reader.weights()
            let isKnown = present.contains { $0.serial == weight.serial }
            guard isKnown || weight.record != nil && present.count < Self.mostWeights else { return }
            try connection.run(
                "INSERT INTO weight (serial, wall_us, user, record) VALUES (?, ?, ?, ?)",
                [
                    .text(weight.serial), .integer(weight.wallMicroseconds), .integer(Int64(weight.user)),
                    SQLValue(weight.record),
                ])
            let number = try connection.integer("SELECT last_insert_rowid()")
            for row in try reader.weightRows("number = ?1", .integer(number)) { try seal(.weight, number, row.seal) }
            try insert(
                StoredEvent(
                    wallMicroseconds: weight.wallMicroseconds, kind: "weight", sensor: nil, user: weight.user,
                    text: "weight \(weight.serial) \(weight.record == nil ? "removed" : isKnown ? "changed" : "added")"))
            isDone = true
        }
        return isDone
    }
}

extension StoreReader {
    /// The weights of the station, in the order in which they were first added.
    public func weights() throws(StoreError) -> [StoredWeight] {
        var weights: [StoredWeight] = []
        let isLast = "record IS NOT NULL AND number = (SELECT max(number) FROM weight WHERE serial = last.serial)"
        for row in try weightRows("?1 IS NULL AND \(isLast)", .null) {
            var weight = row.weight
            weight.isAltered = try !isGenuine(.weight, row.number, row.seal)
            weights.append(weight)
        }
        return weights
    }

    func weightRows(_ condition: String, _ value: SQLValue) throws(StoreError) -> [(
        number: Int64, weight: StoredWeight, seal: Seal
    )] {
        try connection.rows(
            """
            SELECT serial, wall_us, user, record, number FROM weight AS last WHERE \(condition)
            ORDER BY (SELECT min(number) FROM weight WHERE serial = last.serial)
            """, [value]
        ) { row in
            var seal = Seal()
            row.add(0..<4, to: &seal)
            let weight = StoredWeight(
                serial: row.text(0), wallMicroseconds: row.integer(1), user: UInt32(clamping: row.integer(2)),
                record: row.optionalText(3))
            return (row.integer(4), weight, seal)
        }
    }
}
