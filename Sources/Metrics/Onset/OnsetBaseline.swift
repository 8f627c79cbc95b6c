/// Mean and SD (n − 1) of `count` samples of raw force before sample `end`, N.
struct OnsetBaseline: BitwiseCopyable {
    var mean: Double
    var deviation: Double
    /// The first sample after the window, and the number of samples in the window.
    var end: Int
    var count: Int

    @_noAllocation @_noLocks init(mean: Double = 0, deviation: Double = 0, end: Int = 0, count: Int = 0) {
        self.mean = mean
        self.deviation = deviation
        self.end = end
        self.count = count
    }

    /// Height of the trigger above the mean: `max(5S, A)`.
    @_noAllocation @_noLocks
    @inline(__always) func height(_ parameters: OnsetParameters) -> Double { parameters.height(deviation) }
}

extension OnsetParameters {
    /// Height of a trigger above a level of this SD, N.
    @_noAllocation @_noLocks
    @inline(__always) func height(_ deviation: Double) -> Double { max(triggerDeviations * deviation, floor) }
}
