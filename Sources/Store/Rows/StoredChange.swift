/// A change of the stored data. Its number increases; changes are never removed, so whoever reads all of them misses nothing.
public struct StoredChange: Sendable, Equatable {
    public enum Kind: String, Sendable, CaseIterable {
        /// A hold was stored.
        case hold
        case excluded
        case included
        /// A hold belongs to another session now.
        case reassigned
        case deleted
        /// A hold has another result.
        case reanalyzed
        case note
        case noteWithdrawn = "note_withdrawn"
        /// An operator has marked an onset.
        case mark
        case athleteAdded = "athlete_added"
        case athleteRenamed = "athlete_renamed"
        case mass
        case massCorrected = "mass_corrected"
        case athleteForgotten = "athlete_forgotten"
        case athleteExported = "athlete_exported"

        /// Whether everybody may see that there was such a change.
        public var isPublic: Bool {
            switch self {
            case .hold, .excluded, .included, .reassigned, .deleted, .reanalyzed: true
            default: false
            }
        }
    }

    public var sequence: Int64 = 0
    public var wallMicroseconds: Int64
    /// The user who made the change; nil for the station.
    public var user: UInt32?
    public var kind: Kind
    public var hold: Int64?
    /// The athlete's present pseudonym; nil when the change is about nobody, or about somebody who is forgotten.
    public var athlete: String?
    /// The number of the note, of the mark or of the result.
    public var item: Int64?
}
