/// Looks for fast rises: from a quiet baseline, from one that was quiet a moment ago, from the last one after a release.
struct OnsetTrigger: BitwiseCopyable {
    enum State: UInt8 {
        /// Not quiet: nothing is armed.
        case rest
        /// Quiet: the baseline follows.
        case armed
        /// Force dipped below the baseline, or is quiet no longer: for a second the baseline stays as it was.
        case frozen
        /// Flat near the baseline of the last hold, which is taken again.
        case rearmed
        /// Above the trigger, not confirmed.
        case rising
        // The one that Swift would make is generic, and may therefore take a lock.
        @_noAllocation @_noLocks static func == (a: State, b: State) -> Bool { a.rawValue == b.rawValue }
        @_noAllocation @_noLocks static func != (a: State, b: State) -> Bool { a.rawValue != b.rawValue }
    }

    var state = State.rest
    var baseline = OnsetBaseline()
    /// SD of the 20 ms mean about a line, N, and SD of the slope, N/s, not a number when it is to be computed, in the baseline.
    var smoothDeviation = 0.0
    var slopeDeviation = Double.nan
    var frozenAt = 0
    var isDip = false
    /// How many samples in a row were above the trigger, and the first of them; whether the baseline was quiet until then.
    var above = 0
    var sample = 0
    var wasArmed = false
    /// The sample that confirmed the last rise.
    var confirmed = Int.min / 2

    @_noAllocation @_noLocks init() {}

    @_noAllocation @_noLocks
    mutating func forget() {
        state = .rest
        above = 0
    }
}

/// The baseline of a pre-tension that is never quiet: the 20 ms mean over 1.5 s.
struct OnsetSlowBaseline: BitwiseCopyable {
    var above = 0
    var trigger = 0
    var mean = 0.0
    var deviation = 0.0
    /// The window holds a level above rest that does not move too much.
    var isLevel = false
    /// The rise from `trigger` on has not been fast; force must come down before another is looked at.
    var spent = true
    /// The quiet test held when the trigger was crossed.
    var quiet = false

    @_noAllocation @_noLocks init() {}

    /// Where movements of the band itself do not come: ten SD above the mean; −∞ when there is no level.
    @_noAllocation @_noLocks @inline(__always) func outOfReach(_ parameters: OnsetParameters) -> Double {
        isLevel ? mean + parameters.slowFactor * parameters.height(deviation) : -.infinity
    }
}
