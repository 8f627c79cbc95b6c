import Samples

/// A confirmed fast rise, or the beginning of a slow load, with its properties.
struct OnsetRise: BitwiseCopyable {
    var onset: HoldEvent.Onset
    /// SD of the slope inside the baseline, N/s; NaN when it has not been computed.
    var slopeDeviation: Double
    /// SD of the noise of single samples before the rise, N.
    var noise: Double

    @_noAllocation @_noLocks init(onset: HoldEvent.Onset, slopeDeviation: Double = .nan, noise: Double = 0) {
        self.onset = onset
        self.slopeDeviation = slopeDeviation
        self.noise = noise
    }
}

/// The effort under way: a slow load, or a hold since a fast rise was confirmed in it.
struct OnsetEffort: BitwiseCopyable {
    /// A fast rise was confirmed, so the effort is a hold.
    var isConfirmed: Bool
    /// The rise with which the hold begins as far as is known, the first rise or load of the hold, and the number of rises and
    /// loads before the current one.
    var rise: OnsetRise
    var first: OnsetRise
    var earlier: UInt16 = 0
    /// What the hold was before its last rise, in case that turns out to be a knock or a spurt.
    var former: OnsetFormer?
    /// A later rise, which may move the onset when force exceeds the peak, and the force at its confirmation.
    var candidate: OnsetRise
    var candidateForce = 0.0
    var hasCandidate = false
    /// The level from which the load is counted, N.
    var base: Double
    /// Largest 20 ms mean since the hold began, N.
    var peak: Double
    /// The sample since which force has been below half of the net peak; the sample of the release once it is known; the sample
    /// at which force returned to its level. Each is −1 when it has not happened.
    var below = -1
    var released = -1
    var endedAt = -1
    /// The sample since which force has been back at the baseline; −1 while it is not.
    var backAt = -1
    /// Force was above half of the net peak for too short a time for a muscle: something hit the sensor.
    var isImpact = false
    /// Something hit the sensor during the hold.
    var isKnocked = false
    /// The level at which the effort ended, N.
    var endLevel = 0.0
    /// The sample of the confirmation; the sample at which the onset is checked again (−1 after that); the sample at which the
    /// gain is known.
    var confirmed: Int
    var refineAt = -1
    var gainAt = -1
    /// The sample at which a fast rise to a new peak is looked at as a whole; −1 when there is none.
    var lookAt = -1
    /// The gain of force within 200 ms of the onset, N; NaN until it is known.
    var gain = Double.nan
    /// The same from the sample at which a slow load left its level.
    var loadGain = 0.0
    /// The number of samples for which force was above the base by C.
    var loaded = 0
    /// The level of a possible dead weight, N, and the number of samples for which force has been as still as one.
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

    /// Starts again from another rise; the earlier ones are remembered.
    @_noAllocation @_noLocks
    mutating func move(to rise: OnsetRise, at sample: Int) {
        if earlier == 0 { first = self.rise }
        former = OnsetFormer(rise: self.rise, isConfirmed: isConfirmed, gain: gain, confirmed: confirmed, peak: peak)
        earlier &+= 1
        self.rise = rise
        isConfirmed = true
        hasCandidate = false
        confirmed = sample
        below = -1
        released = -1
        endedAt = -1
        backAt = -1
        isImpact = false
        gain = .nan
        gainAt = -1
        lookAt = -1
    }

    /// Goes on as before the last rise.
    @_noAllocation @_noLocks
    mutating func restore(_ former: OnsetFormer, peak: Double) {
        isKnocked = isKnocked || isImpact
        earlier &-= 1
        rise = former.rise
        isConfirmed = former.isConfirmed
        hasCandidate = false
        gain = former.gain
        confirmed = former.confirmed
        self.peak = peak
        below = -1
        isImpact = false
        refineAt = -1
        gainAt = -1
        lookAt = -1
        self.former = nil
    }
}

/// An effort before it started again from another rise.
struct OnsetFormer: BitwiseCopyable {
    var rise: OnsetRise
    var isConfirmed: Bool
    var gain: Double
    var confirmed: Int
    var peak: Double
}

/// The last hold that ended; its baseline can be used again.
struct OnsetPast: BitwiseCopyable {
    var baseline = OnsetBaseline()
    var slopeDeviation = Double.nan
    var netPeak = 0.0
    /// The last sample of that hold; −1 when there is none.
    var ended = -1

    @_noAllocation @_noLocks init() {}
}
