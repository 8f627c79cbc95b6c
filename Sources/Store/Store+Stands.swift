public import Metrics

/// A trial of quiet standing, in a session.
public struct StoredStand: Sendable, Equatable {
    /// Given by the store; 0 before that.
    public var number: Int64
    public var session: Int64
    /// When it began.
    public var wallMicroseconds: Int64
    public var seconds: Double
    public var numbers: [QuietStanding.Number]

    public init(number: Int64 = 0, session: Int64, wallMicroseconds: Int64, seconds: Double, numbers: [QuietStanding.Number]) {
        self.number = number
        self.session = session
        self.wallMicroseconds = wallMicroseconds
        self.seconds = seconds
        self.numbers = numbers
    }
}

extension Store {
    /// Stores a trial and gives it the next number; nil when there is no such session.
    public func insert(_ stand: StoredStand, user: UInt32) throws(StoreError) -> StoredStand? {
        guard try reader.session(stand.session) != nil else { return nil }
        var stand = stand
        try connection.transaction { () throws(StoreError) in
            stand.number = try nextNumber(in: "stand")
            try connection.run(
                "INSERT INTO stand VALUES (?, ?, ?, ?, ?)",
                [
                    .integer(stand.number), .integer(stand.session), .integer(stand.wallMicroseconds), .real(stand.seconds),
                    .integer(Int64(user)),
                ])
            for (position, number) in stand.numbers.enumerated() {
                let measurement = number.measurement
                try connection.run(
                    "INSERT INTO stand_metric VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    [
                        .integer(stand.number), .integer(Int64(position)), SQLValue(number.seconds),
                        .text(number.sensors.joined(separator: " ")), .text(measurement.name), .text(measurement.unit.rawValue),
                        SQLValue(measurement.value), SQLValue(measurement.lower), SQLValue(measurement.upper),
                        SQLValue(measurement.reason?.rawValue),
                    ])
            }
            for (_, seal) in try reader.sealedStands("stand.number = ?", [.integer(stand.number)]) {
                try self.seal(.stand, stand.number, seal)
            }
        }
        return stand
    }
}

extension StoreReader {
    /// The trials of an athlete, the oldest first.
    public func stands(of athlete: String) throws(StoreError) -> [StoredStand] {
        try stands("athlete = (SELECT id FROM athlete WHERE pseudonym = ?)", [.text(athlete)])
    }

    /// The last trial before a hold of the athlete whose hold it is; nil without one, or when the hold is in no session.
    public func stand(before hold: StoredHold) throws(StoreError) -> StoredStand? {
        guard let session = hold.session else { return nil }
        return try stands(
            "athlete = (SELECT athlete FROM session WHERE number = ?) AND wall_us <= ?",
            [.integer(session), .integer(hold.startWallMicroseconds)]
        ).last
    }

    /// Where the disk has changed a trial or its session, it has no numbers.
    private func stands(_ condition: String, _ values: [SQLValue]) throws(StoreError) -> [StoredStand] {
        var found: [StoredStand] = []
        for (stand, seal) in try sealedStands(condition, values) {
            var stand = stand
            let isGenuine = try isGenuine(.stand, stand.number, seal)
            let isSessionGenuine = try session(stand.session)?.isAltered == false
            if !isGenuine || !isSessionGenuine {
                stand.numbers = stand.numbers.map { number in
                    let lost = Measurement(number.measurement.name, number.measurement.unit, null: .alteredOnDisk)
                    return QuietStanding.Number(sensors: number.sensors, seconds: number.seconds, measurement: lost)
                }
            }
            found.append(stand)
        }
        return found
    }

    func sealedStands(_ condition: String, _ values: [SQLValue]) throws(StoreError) -> [(StoredStand, Seal)] {
        let rows = try connection.rows(
            """
            SELECT stand.number, stand.session, wall_us, seconds, stand.user FROM stand JOIN session ON session.number = stand.session
            WHERE \(condition) ORDER BY stand.number
            """, values
        ) { row in
            var seal = Seal()
            row.add(0..<5, to: &seal)
            return (
                StoredStand(
                    number: row.integer(0), session: row.integer(1), wallMicroseconds: row.integer(2), seconds: row.real(3),
                    numbers: []), seal
            )
        }
        var found: [(StoredStand, Seal)] = []
        for (stand, seal) in rows {
            var (stand, seal) = (stand, seal)
            stand.numbers = try connection.rows(
                """
                SELECT sensors, name, unit, value, lower, upper, reason, NULL, NULL, position, seconds FROM stand_metric
                WHERE stand = ? ORDER BY position
                """, [.integer(stand.number)]
            ) { row in
                row.add(0..<11, to: &seal)
                return QuietStanding.Number(
                    sensors: row.text(0).split(separator: " ").map(String.init), seconds: row.optionalReal(10),
                    measurement: Self.measurement(row))
            }
            found.append((stand, seal))
        }
        return found
    }
}
