public import Samples

/// The maximal voluntary force of one context (MVC-2), from the holds that were offered: the best of three within 5 % of each other.
public struct MaximalForce: Sendable, Equatable {
    /// A hold that counted.
    public struct Hold: Sendable, Equatable {
        /// Highest mean net force over 0.5 s, N.
        public let force: Double
        /// When, in seconds of wall time since 1970, and with which calibration.
        public let moment: Double
        public let calibration: String?

        public init(force: Double, moment: Double, calibration: String?) {
            self.force = force
            self.moment = moment
            self.calibration = calibration
        }
    }

    /// A hold with one of these never counts.
    public static let disqualifying: HoldFlags = [.slackImpact, .saturated, .gapInside]
    /// How many holds must agree, and how closely, as a share of the best.
    public static let needed = 3
    public static let agreement = 0.05

    /// The holds that counted, strongest first; only as many as can matter.
    public private(set) var holds: [Hold] = []

    public init() {}

    /// Takes a hold with its flags; false when it may not count. A calibration other than that of the holds before begins anew: what
    /// two calibrations say is not the same newton.
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

    /// True when three holds are within 5 % of the best: before that the maximum is provisional.
    public var isConfirmed: Bool {
        guard let best, holds.count >= Self.needed, let last = holds.last else { return false }
        return last.force >= (1 - Self.agreement) * best.force
    }

    /// A net force in % of the best; nil before the first hold.
    public func percent(of force: Double) -> Double? { best.map { 100 * force / $0.force } }
}
