/// The checks of one calibration in the order of time. The chart shows whether the sensor drifts before a check fails.
///
/// Each check is a signed Eₙ: the error divided by the expanded uncertainty of both (k = 2), so that ±0.5 is one standard
/// deviation and ±1 two. Runs are judged by two of the rules of the Western Electric Company (1956), Statistical Quality
/// Control Handbook.
public struct ControlChart: Sendable, Hashable {
    public enum Finding: Sendable, Hashable {
        /// Four of the last five checks lie beyond one standard deviation on the same side.
        case fourOfFive
        /// The last eight checks lie on the same side.
        case eightOnOneSide
    }

    /// Signed scores, the oldest first.
    public let scores: [Double]

    /// Scores that are not finite are left out.
    public init(scores: [Double]) { self.scores = scores.filter(\.isFinite) }

    /// Why the sensor seems to drift; nil when the checks show no drift.
    public var finding: Finding? {
        for side in [1.0, -1] {
            let five = scores.suffix(5)
            if five.count == 5, five.count(where: { $0 * side > 0.5 }) >= 4 { return .fourOfFive }
            let eight = scores.suffix(8)
            if eight.count == 8, eight.allSatisfy({ $0 * side > 0 }) { return .eightOnOneSide }
        }
        return nil
    }
}
