/// Mean and SD (n − 1) of the 500 ms of raw force before sample `end`, N.
struct OnsetBaseline {
    var mean: Double
    var deviation: Double
    /// The first sample after the window.
    var end: Int

    @_noAllocation @_noLocks init(mean: Double = 0, deviation: Double = 0, end: Int = 0) {
        self.mean = mean
        self.deviation = deviation
        self.end = end
    }

    /// Height of the trigger above the mean: `max(5S, A)`.
    @_noAllocation @_noLocks
    @inline(__always) func height(_ parameters: OnsetParameters) -> Double {
        max(parameters.triggerDeviations * deviation, parameters.floor)
    }
}

/// The baseline of a pre-tension that is never quiet: the last two seconds of the 20 ms mean (improves on A-2).
struct OnsetSlowBaseline {
    var window: OnsetWindow
    var above = 0
    var trigger = 0
    var mean = 0.0
    var deviation = 0.0
    /// The window holds a level: at least `C`, and not moving too much.
    var isLevel = false
    /// The rise from `trigger` on has not been fast; force must come down before another is looked at.
    var spent = false
    /// The quiet test held when the trigger was crossed.
    var quiet = false

    init(length: Int) { window = OnsetWindow(length: length) }

    @_noAllocation @_noLocks
    mutating func restart() {
        window.restart()
        above = 0
        spent = false
        isLevel = false
    }

    /// Height of its trigger above its mean.
    @_noAllocation @_noLocks @inline(__always) func height(_ parameters: OnsetParameters) -> Double {
        max(parameters.triggerDeviations * deviation, parameters.floor)
    }

    /// Where movements of the band itself do not come: ten SD above the mean; −∞ when there is no level.
    @_noAllocation @_noLocks @inline(__always) func outOfReach(_ parameters: OnsetParameters) -> Double {
        isLevel ? mean + parameters.slowFactor * height(parameters) : -.infinity
    }

    /// What force must reach to be a pull from this level.
    @_noAllocation @_noLocks @inline(__always) func confirmation(_ parameters: OnsetParameters) -> Double {
        max(outOfReach(parameters), mean + max(parameters.confirmationFloor, parameters.slowRise * mean))
    }
}
