public import Samples

/// The maximal voluntary force of one context (see <doc:ForceZones>), from the holds that were offered. It is confirmed when
/// three holds lie within 5 % of the best.
///
/// The store offers no hold of an uncalibrated sensor and none that was excluded. The best effort of a session is another matter, with
/// more flags: ``EffortWatch``.
public struct MaximalForce: Sendable, Equatable {
    /// A hold that counted.
    public struct Hold: Sendable, Equatable {
        /// Highest mean net force over 0.5 s, N.
        public let force: Double
        /// The moment, in seconds of wall-clock time since 1970, and the calibration in use.
        public let moment: Double
        public let calibration: String?

        public init(force: Double, moment: Double, calibration: String?) {
            self.force = force
            self.moment = moment
            self.calibration = calibration
        }
    }

    /// A hold with one of these flags never counts.
    public static let disqualifying: HoldFlags = [.slackImpact, .knock, .saturated, .gapInside]
    /// How many holds must agree, and how closely, as a share of the best.
    public static let needed = 3
    public static let agreement = 0.05

    /// The holds that count, strongest first; only as many as are needed.
    public private(set) var holds: [Hold] = []

    public init() {}

    /// Adds a hold with its flags; false when it may not count. A calibration other than that of the earlier holds starts a new
    /// maximum, because forces of two calibrations are not comparable.
    public mutating func offer(_ hold: Hold, flags: HoldFlags) -> Bool {
        guard hold.force > 0, hold.force.isFinite, hold.moment.isFinite, flags.isDisjoint(with: Self.disqualifying) else {
            return false
        }
        if let first = holds.first, first.calibration != hold.calibration { holds = [] }
        let place = holds.firstIndex { $0.force < hold.force } ?? holds.count
        holds.insert(hold, at: place)
        if holds.count > Self.needed { holds.removeLast() }
        return true
    }

    /// The best hold; nil before the first.
    public var best: Hold? { holds.first }

    /// True when three holds are within 5 % of the best; before that the maximum is provisional.
    public var isConfirmed: Bool {
        guard let best, holds.count >= Self.needed, let last = holds.last else { return false }
        return last.force >= (1 - Self.agreement) * best.force
    }

    /// A net force in % of the best; nil before the first hold.
    public func percent(of force: Double) -> Double? { best.map { 100 * force / $0.force } }
}
