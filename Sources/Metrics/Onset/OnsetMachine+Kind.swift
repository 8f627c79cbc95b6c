import Samples

/// Whether a hold is explosive or sustained, and what it is flagged with. The limits are those of ``OnsetParameters``.
extension OnsetMachine {
    /// The definitive kind, onset and flags of an effort.
    @_noAllocation @_noLocks
    mutating func final(_ ending: inout OnsetEffort, at i: Int) -> HoldEvent.Onset {
        var rise = ending.rise
        let net = ending.netPeak
        if rise.onset.rule == .load || !ending.isConfirmed {
            if ending.loadGain >= parameters.explosiveShare * net {
                rise.onset.kind = .explosive
                rise.onset.flags.raise(.baselineUnstable)
            } else {
                rise.onset.kind = .sustained
            }
        } else {
            if ending.gain.isNaN { ending.gain = gain(of: rise, at: i) }
            rise.onset.kind = ending.gain >= parameters.explosiveShare * net ? .explosive : .sustained
        }
        if rise.onset.kind == .sustained, ending.earlier > 0 {
            // None of its rises was a pull, so the hold begins where the load began.
            rise = ending.first
            rise.onset.kind = .sustained
        } else {
            rise.onset.earlierRises = ending.earlier
        }
        var onset = rise.onset
        if ending.isKnocked { onset.flags.raise(.knock) }
        if abs(onset.baselineMean - onset.rest) > parameters.pretensionFloor { onset.flags.raise(.pretension) }
        if onset.kind == .explosive, isDip(onset, netPeak: ending.peak - onset.baselineMean) {
            onset.flags.raise(.countermovement)
        }
        return onset
    }

    /// Whether force dipped before the onset by more than its usual variation, and by more than a share of the net peak.
    @_noAllocation @_noLocks
    func isDip(_ onset: HoldEvent.Onset, netPeak: Double) -> Bool {
        onset.countermovement
            > max(
                parameters.countermovementDeviations * onset.scatter,
                parameters.countermovementFraction * netPeak)
    }

    /// Whether a hold that has just fallen below half of its net peak was above it for less time than any muscle takes.
    @_noAllocation @_noLocks
    func isImpact(_ current: OnsetEffort, at i: Int) -> Bool { isShort(current, at: i, limit: spans.impact) }

    /// Whether the last rise, which has just lost half of its gain, was a spurt in the hold before it: it rose from more than half
    /// of its peak, so that by the measure of that hold force was never let go, and it was short.
    @_noAllocation @_noLocks
    func isSpurt(_ current: OnsetEffort, since former: OnsetFormer, at i: Int) -> Bool {
        let rest = former.rise.onset.baselineMean
        return current.rise.onset.baselineMean - rest > parameters.releaseFraction * (current.peak - rest)
            && isShort(current, at: i, limit: former.isConfirmed ? spans.spurt : spans.bump)
    }

    /// Whether force was above half of the net peak for fewer samples than this.
    ///
    /// Only what comes soon after the onset can be that short; the search is not longer than a baseline.
    @_noAllocation @_noLocks
    private func isShort(_ current: OnsetEffort, at i: Int, limit: Int) -> Bool {
        let first = Int(clamping: current.rise.onset.onset)
        guard current.isConfirmed, i - first <= spans.window else { return false }
        let half = current.rise.onset.baselineMean + parameters.releaseFraction * current.netPeak
        var above = 0
        var k = first
        while k <= i {
            if front.smooth[k] > half { above += 1 }
            k += 1
        }
        return above < limit
    }
}
