public import Samples

/// Whether explosive efforts have become weaker: the drop of RFD 0–100 ms and of the peak relative to the session's best.
///
/// Only efforts of one target, within 10 %, are compared, because a pull at half of the maximum is not a tired maximum. Efforts
/// without a target are compared among themselves.
///
/// Processes one hold at a time with a small fixed state; neither allocates nor locks; owned by one thread. A set is over when
/// the athlete no longer pulls with full intent, which the rate shows earlier than the peak.
public struct EffortWatch: BitwiseCopyable, Sendable {
    /// One hold compared with the best of the session; NaN where there is nothing to compare with.
    public struct Verdict: BitwiseCopyable, Sendable {
        /// Drop of RFD 0–100 ms and of the net peak, %; 0 for a new best.
        public let rateDrop: Double
        public let peakDrop: Double
        /// True for the hold that crosses the threshold, not for later holds that stay beyond it.
        public let isOver: Bool
    }

    /// A hold with one of these flags is compared, but never becomes the best.
    public static var disqualifying: HoldFlags {
        // A computed property, because a stored static property locks when it is initialised at its first use.
        @_noAllocation @_noLocks get {
            HoldFlags(
                rawValue: HoldFlags.countermovement.rawValue | HoldFlags.slackImpact.rawValue | HoldFlags.knock.rawValue
                    | HoldFlags.saturated.rawValue | HoldFlags.gapInside.rawValue | HoldFlags.truncated.rawValue)
        }
    }

    /// The drop of rate or peak that ends a set, %.
    public let threshold: Double
    /// Two targets count as the same when they differ by at most this share of the larger one; a session has at most this many
    /// targets, and a further target replaces the oldest.
    static let sameTarget = 0.1
    static let targets = 8

    /// The best values of the efforts of one target.
    private struct Best: BitwiseCopyable {
        var target = Double.nan
        var rate = Double.nan
        var peak = Double.nan
        var isBeyond = false
    }

    private var bests = [8 of Best](repeating: Best())
    private var known = 0
    private var next = 0
    /// The index of the last hold's target.
    private var place = 0
    /// Best RFD 0–100 ms, N/s, and best net peak, N, of the session at the last hold's target; NaN before the first valid hold.
    public var bestRate: Double { @_noAllocation @_noLocks get { bests[place].rate } }
    public var bestPeak: Double { @_noAllocation @_noLocks get { bests[place].peak } }
    /// Whether the last hold was beyond the threshold.
    public var isBeyond: Bool { @_noAllocation @_noLocks get { bests[place].isBeyond } }

    /// A threshold outside 1…99 % is clamped; NaN becomes 20 %.
    public init(threshold: Double = 20) { self.threshold = threshold >= 1 ? min(threshold, 99) : threshold < 1 ? 1 : 20 }

    /// Begins a new session without best values.
    @_noAllocation @_noLocks public mutating func reset() {
        known = 0
        next = 0
        place = 0
        bests[0] = Best()
    }

    /// Adds a hold: RFD 0–100 ms, N/s (NaN where the sensor is too slow), net peak, N, and the target, N (NaN without one).
    @_noAllocation @_noLocks public mutating func push(
        rate: Double, peak: Double, target: Double = .nan, flags: HoldFlags
    ) -> Verdict {
        place = find(target)
        var best = bests[place]
        if flags.rawValue & Self.disqualifying.rawValue == 0 {
            if rate > 0, rate - rate == 0, !(best.rate >= rate) { best.rate = rate }
            if peak > 0, peak - peak == 0, !(best.peak >= peak) { best.peak = peak }
        }
        let rateDrop = Self.drop(rate, best.rate)
        let peakDrop = Self.drop(peak, best.peak)
        let beyond = rateDrop >= threshold || peakDrop >= threshold
        let crossed = beyond && !best.isBeyond
        best.isBeyond = beyond
        bests[place] = best
        return Verdict(rateDrop: rateDrop, peakDrop: peakDrop, isOver: crossed)
    }

    /// The index of a target; a new one is added when there is no similar target.
    @_noAllocation @_noLocks private mutating func find(_ target: Double) -> Int {
        var index = 0
        while index < known {
            let other = bests[index].target
            let both = target != target && other != other
            let larger = target > other ? target : other
            if both || abs(target - other) <= Self.sameTarget * larger { return index }
            index += 1
        }
        let fresh = next
        next = next + 1 == Self.targets ? 0 : next + 1
        if known < Self.targets { known += 1 }
        bests[fresh] = Best()
        bests[fresh].target = target
        return fresh
    }

    /// The drop in % of the best; 0 when a flagged hold is better than the best.
    @_noAllocation @_noLocks private static func drop(_ value: Double, _ best: Double) -> Double {
        let drop = 100 * (best - value) / best
        return drop - drop == 0 ? max(0, drop) : .nan
    }
}
