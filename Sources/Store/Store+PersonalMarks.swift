/// A mark that somebody has set for an athlete.
public struct PersonalMark: Sendable, Equatable {
    /// The row of the event.
    let id: Int64
    public var wallMicroseconds: Int64
    public var text: String
}

extension PersonalData {
    /// How far the times of a mark in the database and in a recording may be from each other, microseconds.
    private static let apart = 60e6

    /// Whether a mark in a recording is the athlete's.
    public func isOwn(mark text: String, at wallMicroseconds: Int64) -> Bool {
        text.names(athlete.pseudonym)
            || ownMarks.contains {
                $0.text == text && abs(Double($0.wallMicroseconds) - Double(wallMicroseconds)) < Self.apart
            }
    }
}

extension StoreReader {
    /// The marks of the time of an athlete's sessions, unless somebody else had a session then, and those with the pseudonym.
    ///
    /// - Parameter id: the row of the athlete.
    func marks(ofAthlete id: Int64, _ pseudonym: String) throws(StoreError) -> [PersonalMark] {
        let during = "event.wall_us BETWEEN start_wall_us AND coalesce(stop_wall_us, event.wall_us)"
        return try connection.rows(
            """
            SELECT id, wall_us, text, EXISTS (SELECT 1 FROM session WHERE athlete = ?1 AND \(during))
                AND NOT EXISTS (SELECT 1 FROM session WHERE athlete <> ?1 AND \(during))
            FROM event WHERE kind = '\(StoredEvent.mark)' ORDER BY wall_us
            """, [.integer(id)]
        ) { (PersonalMark(id: $0.integer(0), wallMicroseconds: $0.integer(1), text: $0.text(2)), isOwn: $0.integer(3) != 0) }
        .filter { $0.isOwn || $0.0.text.names(pseudonym) }.map(\.0)
    }
}

extension String {
    /// Whether these words are in the text, in capital or small letters.
    fileprivate func names(_ words: String) -> Bool {
        let text = lowercased()
        func isPart(_ character: Character?) -> Bool { character.map { $0.isLetter || $0.isNumber } ?? false }
        return text.ranges(of: words.lowercased()).contains { range in
            !isPart(text[..<range.lowerBound].last) && !isPart(text[range.upperBound...].first)
        }
    }
}
