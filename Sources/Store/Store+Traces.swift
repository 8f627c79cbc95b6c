/// What has become of the trace of a hold.
public enum StoredTrace: Sendable, Equatable {
    /// It is not cut yet.
    case pending
    /// It is a file in the folder of traces; the reason is given when it lacks samples.
    case kept(reason: String?)
    /// There is none, in one word: "not_recorded", "recording_gone" or "deleted".
    case none(reason: String)
}

/// A hold whose trace is not cut yet.
public struct PendingTrace: Sendable, Equatable {
    public var hold: Int64
    /// The recording in which the hold ended.
    public var recording: String
    /// What the detector has decided, as a JSON object.
    public var detection: String
}

extension Store {
    /// Must be called in the transaction that stores the hold.
    func insertTrace(of hold: StoredHold) throws(StoreError) {
        guard let detection = hold.detection else { return }
        try connection.run(
            "INSERT INTO hold_trace (hold, state, detection) VALUES (?, 'pending', ?)", [.integer(hold.number), .text(detection)])
    }

    /// Removes what the detection of a trace that is not cut yet says about the athlete, because the hold is assigned to somebody else.
    func forgetPerson(inTraceOf hold: Int64) throws(StoreError) {
        try connection.run(
            """
            UPDATE hold_trace SET detection = (
                SELECT json_object('sensors', json_group_array(json_remove(value, '$.maximal_force', '$.body_mass', '$.target')))
                FROM json_each(detection, '$.sensors'))
            WHERE hold = ? AND detection IS NOT NULL
            """, [.integer(hold)])
    }

    /// Stores what has become of the trace of a hold; false when the hold was deleted meanwhile.
    public func set(_ trace: StoredTrace, ofHold hold: Int64) throws(StoreError) -> Bool {
        let (state, reason): (String, String?)
        switch trace {
        case .pending: return true
        case .kept(let why): (state, reason) = ("kept", why)
        case .none(let why): (state, reason) = ("none", why)
        }
        try connection.run(
            "UPDATE hold_trace SET state = ?, reason = ?, detection = NULL WHERE hold = ?",
            [.text(state), SQLValue(reason), .integer(hold)])
        return connection.changes > 0
    }
}

extension StoreReader {
    /// What has become of the trace of a hold; a hold without a row was not recorded.
    public func trace(ofHold hold: Int64) throws(StoreError) -> StoredTrace {
        try connection.rows("SELECT state, reason FROM hold_trace WHERE hold = ?", [.integer(hold)]) { row -> StoredTrace in
            switch row.text(0) {
            case "pending": .pending
            case "kept": .kept(reason: row.optionalText(1))
            default: .none(reason: row.optionalText(1) ?? "not_recorded")
            }
        }.first ?? .none(reason: "not_recorded")
    }

    /// The recordings in which a hold ended.
    public func recordingsOfHolds() throws(StoreError) -> Set<String> {
        Set(try connection.rows("SELECT DISTINCT recording FROM hold WHERE recording IS NOT NULL") { $0.text(0) })
    }

    /// The holds whose traces are not cut yet, the oldest first.
    public func pendingTraces() throws(StoreError) -> [PendingTrace] {
        try connection.rows(
            """
            SELECT hold, recording, detection FROM hold_trace JOIN hold ON number = hold
            WHERE state = 'pending' AND recording IS NOT NULL ORDER BY hold
            """
        ) { PendingTrace(hold: $0.integer(0), recording: $0.text(1), detection: $0.text(2)) }
    }
}
