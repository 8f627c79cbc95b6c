import Samples

/// A fast rise that was confirmed, or the beginning of a slow load, and what was noticed about it.
struct OnsetRise: BitwiseCopyable {
    var onset: HoldEvent.Onset
    /// SD of the slope inside the baseline, N/s; not a number when nobody has looked.
    var slopeDeviation: Double
    /// SD of the noise of single samples before it, N.
    var noise: Double

    @_noAllocation @_noLocks init(onset: HoldEvent.Onset, slopeDeviation: Double = .nan, noise: Double = 0) {
        self.onset = onset
        self.slopeDeviation = slopeDeviation
        self.noise = noise
    }
}

/// The effort under way: a slow load, or a hold since a fast rise was confirmed in it.
struct OnsetEffort: BitwiseCopyable {
    /// A fast rise was confirmed: it is a hold.
    var isConfirmed: Bool
    /// What the hold begins with as far as is known, what it began with at first, and how many there were before the present one.
    var rise: OnsetRise
    var first: OnsetRise
    var earlier: UInt16 = 0
    /// A later rise that moves the onset if it tops the peak, and the force at its confirmation.
    var candidate: OnsetRise
    var candidateForce = 0.0
    var hasCandidate = false
    /// The level that the load is counted from, N.
    var base: Double
    /// Largest 20 ms mean since the hold began, N.
    var peak: Double
    /// Since when it has been below half of its net peak; the same once it is known to be let go; when it came back to its level; −1
    /// when it has not.
    var below = -1
    var released = -1
    var endedAt = -1
    /// The level that it ended on, N.
    var endLevel = 0.0
    /// The sample that confirmed it; when its onset is looked at again (−1: it was); when the gain is known.
    var confirmed: Int
    var refineAt = -1
    var gainAt = -1
    /// What force gained within 200 ms of the onset, N; not a number until it is known.
    var gain = Double.nan
    /// The same from where a slow load left its level.
    var loadGain = 0.0
    /// For how many samples force was above the base by C.
    var loaded = 0
    /// The force of a dead weight, N, and for how many samples force has been as still as one.
    var still = 0
    var stillLevel = 0.0

    @_noAllocation @_noLocks
    init(rise: OnsetRise, isConfirmed: Bool, base: Double, peak: Double, at sample: Int) {
        self.isConfirmed = isConfirmed
        self.rise = rise
        first = rise
        candidate = rise
        self.base = base
        self.peak = peak
        confirmed = sample
    }

    var isOver: Bool { @_noAllocation @_noLocks get { endedAt >= 0 } }
    /// Peak above the baseline, N.
    var netPeak: Double { @_noAllocation @_noLocks get { peak - rise.onset.baselineMean } }

    /// Begins anew with another rise; what came before is remembered.
    @_noAllocation @_noLocks
    mutating func move(to rise: OnsetRise, at sample: Int) {
        if earlier == 0 { first = self.rise }
        earlier &+= 1
        self.rise = rise
        isConfirmed = true
        hasCandidate = false
        confirmed = sample
        below = -1
        released = -1
        endedAt = -1
        gain = .nan
        gainAt = -1
    }
}

/// The last hold that ended, whose baseline is taken again.
struct OnsetPast: BitwiseCopyable {
    var baseline = OnsetBaseline()
    var slopeDeviation = Double.nan
    var netPeak = 0.0
    /// The sample that it ended with; −1: there is none.
    var ended = -1

    @_noAllocation @_noLocks init() {}
}
