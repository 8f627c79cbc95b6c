/// The times of `OnsetParameters` as numbers of samples, for one rate.
struct OnsetSpans {
    let window: Int
    let gap: Int
    let mean: Int
    let run: Int
    let confirmation: Int
    let slope: Int
    let troughLimit: Int
    let countermovement: Int
    let releaseDelay: Int
    let releaseLimit: Int
    let holdLimit: Int
    let holding: Int
    let join: Int
    let peakWindow: Int
    let slowWindow: Int
    /// How far back anything looks: the slow window, or a baseline before a rise before a confirmation, with room to walk back.
    let history: Int

    /// whether the sensor is fast enough for early RFD without a flag, for early RFD at all, and for 200 ms and force.
    let isFullRate: Bool
    let isEarlyRate: Bool
    let isUsableRate: Bool

    init(_ parameters: OnsetParameters, rate: Double) {
        func samples(_ milliseconds: Double) -> Int { OnsetParameters.samples(milliseconds, rate) }
        // A window of a minute or more would be a mistake in the parameters; the limit keeps memory in bounds.
        func bounded(_ milliseconds: Double) -> Int { samples(min(milliseconds, 10_000)) }
        window = max(2, bounded(parameters.windowMilliseconds))
        gap = bounded(parameters.gapMilliseconds)
        mean = bounded(parameters.meanMilliseconds)
        // At 200 Hz and below a single sample would do for 5 ms, and a single sample is no run.
        run = max(rate <= 200 ? 2 : 1, bounded(parameters.runMilliseconds))
        confirmation = bounded(parameters.confirmationMilliseconds)
        slope = bounded(parameters.slopeHalfWidthMilliseconds)
        troughLimit = bounded(parameters.troughLimitMilliseconds)
        countermovement = bounded(parameters.countermovementMilliseconds)
        releaseDelay = samples(parameters.releaseDelayMilliseconds)
        releaseLimit = samples(parameters.releaseLimitMilliseconds)
        holdLimit = samples(parameters.holdLimitMilliseconds)
        holding = samples(parameters.holdingMilliseconds)
        join = samples(parameters.joinMilliseconds)
        peakWindow = bounded(parameters.peakWindowMilliseconds)
        // Not shorter than the window that its baseline is computed from.
        slowWindow = max(window, bounded(parameters.slowWindowMilliseconds))
        let back = slowWindow + gap + mean + run + confirmation + troughLimit + countermovement
        history = back + slope + samples(1000)
        isFullRate = RateRule.meets(rate, RateRule.full)
        isEarlyRate = RateRule.meets(rate, RateRule.early)
        isUsableRate = RateRule.meets(rate, RateRule.lowest)
    }
}
