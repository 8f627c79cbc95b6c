import Metrics
import Samples

/// Results of holds: the first one is stored with the hold, later ones in addition.
extension Store {
    /// What became of a result that was computed again.
    public enum ResultOutcome: Sendable, Equatable {
        /// It is stored, under this number of the hold.
        case stored(Int64)
        /// Its numbers are those of the newest result, so that it is not stored.
        case unchanged(Int64)
        case noSuchHold
    }

    /// Stores a result of a hold in addition to those that it has.
    public func insert(_ again: RecomputedHold) throws(StoreError) -> ResultOutcome {
        guard let newest = try reader.hold(again.hold) else { return .noSuchHold }
        let number = newest.resultCount + 1
        guard !newest.isSame(as: again) else { return .unchanged(newest.resultCount) }
        var origin = again.origin
        origin.number = number
        try connection.transaction { () throws(StoreError) in
            let key = try insert(origin, ofHold: again.hold, kind: again.kind, onset: again.onsetWallMicroseconds)
            try insertNumbers(again.sensors, again.setUpNumbers, of: key, into: .result)
            try seal(.result, key, try reader.seal(ofResult: key))
            try declare(.reanalyzed, hold: again.hold, item: number, user: origin.user, origin.wallMicroseconds)
        }
        return .stored(number)
    }

    /// Stores how the first result of a hold was computed. Must be called in the transaction that stores the hold.
    func insert(_ origin: StoredResult, ofHold hold: StoredHold) throws(StoreError) {
        let key = try insert(origin, ofHold: hold.number, kind: hold.kind, onset: hold.onsetWallMicroseconds)
        try seal(.result, key, try reader.seal(ofResult: key))
    }

    private func insert(_ origin: StoredResult, ofHold hold: Int64, kind: HoldKind, onset: Int64?) throws(StoreError) -> Int64 {
        let key = try nextNumber(in: "result")
        try connection.run(
            "INSERT INTO result VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                .integer(key), .integer(hold), .integer(origin.number), .integer(origin.wallMicroseconds),
                SQLValue(origin.user.map(Int64.init)), .text(origin.version), .text(origin.calibration), .text(origin.settings),
                SQLValue(origin.reason), .text(kind.name), SQLValue(onset), SQLValue(origin.sensors),
            ])
        return key
    }

    /// Removes the results of a hold that is deleted. Must be called in the transaction that removes the hold.
    func removeResults(ofHold hold: Int64) throws(StoreError) {
        let number: [SQLValue] = [.integer(hold)]
        let results = "SELECT number FROM result WHERE hold = ?"
        try remove(from: "seal", where: "what = '\(Sealed.result.rawValue)' AND id IN (\(results))", number)
        for table in ["result_set_up_metric", "result_metric", "result_sensor"] {
            try remove(from: table, where: "result IN (\(results))", number)
        }
        try remove(from: "result", where: "hold = ?", number)
    }
}

extension StoreReader {
    private static let resultColumns = """
        SELECT number, position, wall_us, user, version, calibration, settings, reason, sensors, kind, onset_wall_us FROM result
        """

    private struct ResultRow {
        var key: Int64
        var origin: StoredResult
        var kind: HoldKind
        var onset: Int64?
    }

    private static func result(_ row: Statement) -> ResultRow {
        var origin = StoredResult(wallMicroseconds: row.integer(2), version: row.text(4))
        origin.number = row.integer(1)
        origin.user = row.optionalInteger(3).map { UInt32(clamping: $0) }
        (origin.calibration, origin.settings) = (row.text(5), row.text(6))
        (origin.reason, origin.sensors) = (row.optionalText(7), row.optionalText(8))
        return ResultRow(
            key: row.integer(0), origin: origin, kind: HoldKind(name: row.text(9)), onset: row.optionalInteger(10))
    }

    /// How each result of a hold was computed, the first one first. Of an old hold that of the first is not known.
    public func results(ofHold hold: Int64) throws(StoreError) -> [StoredResult] {
        try connection.rows("\(Self.resultColumns) WHERE hold = ? ORDER BY position", [.integer(hold)], Self.result).map(\.origin)
    }

    /// The checksum of a result.
    func seal(ofResult key: Int64) throws(StoreError) -> Seal {
        var seal = Seal()
        _ = try connection.rows("\(Self.resultColumns) WHERE number = ?", [.integer(key)]) { $0.add(0..<11, to: &seal) }
        _ = try parts(of: key, in: .result, &seal)
        _ = try setUpNumbers(of: key, in: .result, &seal)
        return seal
    }

    /// A hold with one of its results in place of the first; nil where it has no such result.
    func take(_ choice: StoredResult.Choice, of first: StoredHold) throws(StoreError) -> StoredHold? {
        let rows = try connection.rows(
            "\(Self.resultColumns) WHERE hold = ? ORDER BY position", [.integer(first.number)], Self.result)
        var hold = first
        hold.resultCount = max(rows.last?.origin.number ?? 1, 1)
        let wanted =
            switch choice {
            case .first: 1 as Int64
            case .newest: hold.resultCount
            case .number(let number): number
            }
        guard (1...hold.resultCount).contains(wanted) else { return nil }
        guard let row = rows.first(where: { $0.origin.number == wanted }) else { return wanted == 1 ? hold : nil }
        hold.origin = row.origin
        guard wanted > 1 else { return hold }
        var seal = Seal()
        (hold.kind, hold.onsetWallMicroseconds) = (row.kind, row.onset)
        hold.sensors = try parts(of: row.key, in: .result, &seal)
        hold.setUpNumbers = try setUpNumbers(of: row.key, in: .result, &seal)
        let isGenuine = try isGenuine(.result, row.key, try self.seal(ofResult: row.key))
        if first.isAltered || !isGenuine { hold.loseNumbers() }
        return hold
    }

    /// The rows of the results of a hold that have numbers of their own.
    func resultKeys(ofHold hold: Int64) throws(StoreError) -> [(key: Int64, number: Int64)] {
        try connection.rows(
            "SELECT number, position FROM result WHERE hold = ? AND position > 1 ORDER BY position", [.integer(hold)]
        ) { ($0.integer(0), $0.integer(1)) }
    }

    /// Whether the numbers of a hold may differ from those that were measured because somebody has corrected whose hold it is, or the
    /// body mass; and the body mass that counts now, kg.
    public func correction(ofHold hold: Int64) throws(StoreError) -> HoldCorrection {
        let (reassigned, corrected) =
            try connection.rows(
                """
                SELECT EXISTS (SELECT 1 FROM change WHERE hold = ?1 AND kind = 'reassigned'),
                    EXISTS (SELECT 1 FROM change c JOIN session s ON s.athlete = c.athlete JOIN hold_session h ON h.session = s.number
                        WHERE h.hold = ?1 AND c.kind = 'mass_corrected')
                """, [.integer(hold)]
            ) { ($0.integer(0) != 0, $0.integer(1) != 0) }.first ?? (false, false)
        let mass = try connection.rows(
            """
            SELECT kilograms FROM body_mass JOIN session ON session.athlete = body_mass.athlete
            JOIN hold_session ON hold_session.session = session.number JOIN hold ON hold.number = hold_session.hold
            WHERE hold.number = ? AND body_mass.wall_us <= hold.start_wall_us ORDER BY body_mass.id DESC LIMIT 1
            """, [.integer(hold)]
        ) { $0.real(0) }.first
        return HoldCorrection(isReassigned: reassigned, isMassCorrected: corrected, mass: mass)
    }
}

/// What was corrected about whose hold it is.
public struct HoldCorrection: Sendable, Equatable {
    public var isReassigned: Bool
    public var isMassCorrected: Bool
    /// The body mass that counts now, kg.
    public var mass: Double?
}

extension StoredHold {
    /// Whether the numbers are the same to the bit, and come from the same calibrations.
    fileprivate func isSame(as again: RecomputedHold) -> Bool {
        guard kind == again.kind, setUpNumbers == again.setUpNumbers, sensors.count == again.sensors.count else { return false }
        return zip(sensors, again.sensors).allSatisfy { a, b in
            var b = b
            // The class belongs to the calibration.
            b.calibrationClass = a.calibrationClass
            return a == b
        }
    }
}
