public import Samples

/// Whether explosive efforts are still what they were: the drop of RFD 0–100 ms and of the peak against the session's best.
///
/// Only efforts of one target are compared, those within 10 % of each other: half of the maximum is no tired maximum. Efforts without a target
/// are compared among themselves.
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
    /// How far two targets may be apart, as a share of the larger one, and how many a session may have; a further one takes the place of
    /// the oldest.
    static let sameTarget = 0.1
    static let targets = 8

    /// What efforts of one target were.
    private struct Best: BitwiseCopyable {
        var target = Double.nan
        var rate = Double.nan
        var peak = Double.nan
        var isBeyond = false
    }

    private var bests = [8 of Best](repeating: Best())
    private var known = 0
    private var next = 0
    /// The place of the last hold's target.
    private var place = 0
    /// Best RFD 0–100 ms, N/s, and best net peak, N, of the session at the last hold's target; NaN before the first valid hold.
    public var bestRate: Double { @_noAllocation @_noLocks get { bests[place].rate } }
    public var bestPeak: Double { @_noAllocation @_noLocks get { bests[place].peak } }
    /// The last hold was beyond the threshold.
    public var isBeyond: Bool { @_noAllocation @_noLocks get { bests[place].isBeyond } }

    /// A threshold outside 1…99 % is moved into it; what is no number is 20 %.
    public init(threshold: Double = 20) { self.threshold = threshold >= 1 ? min(threshold, 99) : threshold < 1 ? 1 : 20 }

    /// A new session: nothing is known.
    @_noAllocation @_noLocks public mutating func reset() {
        known = 0
        next = 0
        place = 0
        bests[0] = Best()
    }

    /// Takes a hold: RFD 0–100 ms, N/s (NaN where the sensor is too slow), net peak, N, and what was to be held, N (NaN without a target).
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

    /// The place of a target, new when there was none like it.
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

    /// % of the best that is missing; a flagged hold may be better than the best, which is no drop.
    @_noAllocation @_noLocks private static func drop(_ value: Double, _ best: Double) -> Double {
        let drop = 100 * (best - value) / best
        return drop - drop == 0 ? max(0, drop) : .nan
    }
}
