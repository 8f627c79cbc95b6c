public import Samples

/// The present task of the athlete, and when it ends.
public struct Cue: Sendable, Equatable {
    public enum Kind: String, Sendable, CaseIterable {
        /// Get ready.
        case prepare
        /// Pull.
        case hold
        /// Let go until the next hold of the set.
        case rest
        /// Let go until the next set.
        case setRest = "set_rest"
        /// The protocol is finished.
        case finished
    }

    public var kind: Kind
    /// The set, and the hold in it, that is current or comes next; from 1.
    public var set: Int
    public var hold: Int
    public var begins: HostInstant
    /// Nil when nothing follows.
    public var ends: HostInstant?

    public init(kind: Kind, set: Int, hold: Int, begins: HostInstant, ends: HostInstant?) {
        self.kind = kind
        self.set = set
        self.hold = hold
        self.begins = begins
        self.ends = ends
    }
}
