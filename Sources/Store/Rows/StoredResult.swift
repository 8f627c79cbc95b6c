public import Metrics
public import Samples

/// How the numbers of a hold were computed. The first result of a hold is what the station said when it was measured.
public struct StoredResult: Sendable, Equatable {
    /// Which result of a hold is read.
    public enum Choice: Sendable, Equatable {
        case first
        case newest
        case number(Int64)
    }

    /// What stands for the calibration or the settings with which the hold was measured, and for those in force at the time of the
    /// result.
    public static let then = "then"
    public static let now = "now"

    /// Counts the results of the hold from 1.
    public var number: Int64 = 1
    public var wallMicroseconds: Int64
    /// The user who had it computed; nil for the first.
    public var user: UInt32?
    /// The version of Holdfast that computed it.
    public var version: String
    /// "then", "now" or the record that was named.
    public var calibration = Self.then
    /// "then" or "now".
    public var settings = Self.then
    /// Why it was computed, in the words of the user.
    public var reason: String?
    /// What the sensors were described with, as a JSON object; nil for the first.
    public var sensors: String?

    public init(wallMicroseconds: Int64, version: String) {
        self.wallMicroseconds = wallMicroseconds
        self.version = version
    }
}

/// The numbers of a hold that were computed again.
public struct RecomputedHold: Sendable {
    public var hold: Int64
    public var kind: HoldKind
    public var onsetWallMicroseconds: Int64?
    public var sensors: [StoredSensorHold]
    public var setUpNumbers: [SetUpNumber]
    public var origin: StoredResult

    /// - Parameter hold: with the numbers that were computed.
    public init(_ hold: StoredHold, _ origin: StoredResult) {
        (self.hold, kind, onsetWallMicroseconds) = (hold.number, hold.kind, hold.onsetWallMicroseconds)
        (sensors, setUpNumbers) = (hold.sensors, hold.setUpNumbers)
        self.origin = origin
    }
}
