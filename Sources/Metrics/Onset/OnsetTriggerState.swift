/// State of the search for fast rises: from a quiet baseline, from one that was quiet a moment ago, or from the last one after a
/// release.
struct OnsetTrigger: BitwiseCopyable {
    enum State: UInt8 {
        /// Not quiet: the trigger is not armed.
        case rest
        /// Quiet: the baseline is updated.
        case armed
        /// Force dipped below the baseline, or is no longer quiet: the baseline is frozen for a second.
        case frozen
        /// Flat near the baseline of the last hold, which is used again.
        case rearmed
        /// Above the trigger level, not confirmed yet.
        case rising
        // The operator that Swift would generate is generic, and may therefore lock.
        @_noAllocation @_noLocks static func == (a: State, b: State) -> Bool { a.rawValue == b.rawValue }
        @_noAllocation @_noLocks static func != (a: State, b: State) -> Bool { a.rawValue != b.rawValue }
    }

    var state = State.rest
    var baseline = OnsetBaseline()
    /// In the baseline: SD of the 20 ms mean about a line, N, and SD of the slope, N/s (NaN when it must still be computed).
    var smoothDeviation = 0.0
    var slopeDeviation = Double.nan
    var frozenAt = 0
    var isDip = false
    /// The number of samples in a row above the trigger level, and the first of them; whether the baseline was quiet until then.
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
    /// Whether the window contains a level above rest that does not vary too much.
    var isLevel = false
    /// The rise from `trigger` on was not fast; force must fall back before another rise is considered.
    var spent = true
    /// Whether the quiet test was passed when the trigger level was crossed.
    var quiet = false

    @_noAllocation @_noLocks init() {}

    /// A level that movements of the band do not reach: ten SD above the mean; −∞ when there is no level.
    @_noAllocation @_noLocks @inline(__always) func outOfReach(_ parameters: OnsetParameters) -> Double {
        isLevel ? mean + parameters.slowFactor * parameters.height(deviation) : -.infinity
    }
}
