public import Samples

/// Whether explosive efforts are still what they were: the drop of RFD 0–100 ms and of the peak against the session's best.
///
/// One hold at a time, a few numbers of state, without memory or locks; owned by one thread. A set is over when intent is gone, which the
/// rate shows before the peak does.
public struct EffortWatch: BitwiseCopyable, Sendable {
    /// What one hold was, against the best of the session; NaN where there is nothing to compare.
    public struct Verdict: BitwiseCopyable, Sendable {
        /// Drop of RFD 0–100 ms and of the net peak, %; 0 for a new best.
        public let rateDrop: Double
        public let peakDrop: Double
        /// True for the hold that crosses the threshold, not for those that stay beyond it.
        public let isOver: Bool
    }

    /// A hold with one of these is judged, but is nobody's best.
    public static var disqualifying: HoldFlags {
        // Computed: what is made once at its first use takes a lock for that.
        @_noAllocation @_noLocks get {
            HoldFlags(
                rawValue: HoldFlags.countermovement.rawValue | HoldFlags.slackImpact.rawValue | HoldFlags.saturated.rawValue
                    | HoldFlags.gapInside.rawValue | HoldFlags.truncated.rawValue)
        }
    }

    /// The drop of either that ends a set, %.
    public let threshold: Double
    /// Best RFD 0–100 ms, N/s, and best net peak, N, of the session; NaN before the first valid hold.
    public private(set) var bestRate = Double.nan
    public private(set) var bestPeak = Double.nan
    /// The last hold was beyond the threshold.
    public private(set) var isBeyond = false

    /// A threshold outside 1…99 % is moved into it; what is no number is 20 %.
    public init(threshold: Double = 20) { self.threshold = threshold >= 1 ? min(threshold, 99) : threshold < 1 ? 1 : 20 }

    /// A new session: nothing is known.
    @_noAllocation @_noLocks public mutating func reset() {
        bestRate = .nan
        bestPeak = .nan
        isBeyond = false
    }

    /// Takes a hold: RFD 0–100 ms, N/s (NaN where the sensor is too slow), net peak, N.
    @_noAllocation @_noLocks public mutating func push(rate: Double, peak: Double, flags: HoldFlags) -> Verdict {
        if flags.rawValue & Self.disqualifying.rawValue == 0 {
            if rate > 0, rate - rate == 0, !(bestRate >= rate) { bestRate = rate }
            if peak > 0, peak - peak == 0, !(bestPeak >= peak) { bestPeak = peak }
        }
        let rateDrop = Self.drop(rate, bestRate)
        let peakDrop = Self.drop(peak, bestPeak)
        let beyond = rateDrop >= threshold || peakDrop >= threshold
        let crossed = beyond && !isBeyond
        isBeyond = beyond
        return Verdict(rateDrop: rateDrop, peakDrop: peakDrop, isOver: crossed)
    }

    /// % of the best that is missing; a flagged hold may be better than the best, which is no drop.
    @_noAllocation @_noLocks private static func drop(_ value: Double, _ best: Double) -> Double {
        let drop = 100 * (best - value) / best
        return drop - drop == 0 ? max(0, drop) : .nan
    }
}
