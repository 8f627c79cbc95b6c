/// The times of `OnsetParameters` as numbers of samples, for one frozen rate.
struct OnsetSpans {
    let window: Int
    let gap: Int
    let mean: Int
    let run: Int
    let confirmation: Int
    let slope: Int
    let troughLimit: Int
    let countermovement: Int
    let countermovementRun: Int
    let freeze: Int
    let insideQuiet: Int
    let releaseDelay: Int
    let settle: Int
    let releaseLimit: Int
    let fade: Int
    let impact: Int
    let spurt: Int
    let bump: Int
    let holdLimit: Int
    let holding: Int
    let leastLoad: Int
    let join: Int
    let peakWindow: Int
    let slowWindow: Int
    let flat: Int
    let rearm: Int
    let refine: Int
    let preRise: Int
    let takeUpWidth: Int
    let explosive: Int
    let restAdopt: Int
    let guess: Int
    let negative: Int
    let negativeAdopt: Int
    let zeroAdopt: Int
    let unarmed: Int
    let level: Int
    let empty: Int
    let stand: Int
    let hingeLead: Int
    /// The share of its distance to force by which the level of rest moves with each sample.
    let restShare: Double
    /// SD of the 20 ms mean of white noise of SD 1.
    let noiseOfMean: Double
    /// The longest history that is needed: the slow window, or a baseline frozen before a rise, until the refinement of its
    /// onset.
    let history: Int

    /// Whether the sensor is fast enough for early RFD without a flag, for early RFD at all, and for RFD over 200 ms and force
    /// (see `RateRule`).
    let isFullRate: Bool
    let isEarlyRate: Bool
    let isUsableRate: Bool

    init(_ parameters: OnsetParameters, rate: Double) {
        func samples(_ milliseconds: Double) -> Int { OnsetParameters.samples(milliseconds, rate) }
        // A longer window would be a mistake in the parameters; the limit keeps memory bounded.
        func bounded(_ milliseconds: Double) -> Int { samples(min(milliseconds, 10_000)) }
        window = max(2, bounded(parameters.windowMilliseconds))
        gap = bounded(parameters.gapMilliseconds)
        mean = bounded(parameters.meanMilliseconds)
        // At 200 Hz and below, 5 ms are a single sample, which is not a run.
        run = max(rate <= 200 ? 2 : 1, bounded(parameters.runMilliseconds))
        confirmation = bounded(parameters.confirmationMilliseconds)
        slope = bounded(parameters.slopeHalfWidthMilliseconds)
        troughLimit = bounded(parameters.troughLimitMilliseconds)
        countermovement = bounded(parameters.countermovementMilliseconds)
        countermovementRun = bounded(parameters.countermovementRunMilliseconds)
        freeze = bounded(parameters.freezeMilliseconds)
        insideQuiet = bounded(parameters.insideQuietMilliseconds)
        releaseDelay = samples(parameters.releaseDelayMilliseconds)
        settle = samples(parameters.settleMilliseconds)
        releaseLimit = samples(parameters.releaseLimitMilliseconds)
        fade = samples(parameters.fadeMilliseconds)
        impact = bounded(parameters.impactMilliseconds)
        spurt = bounded(parameters.spurtMilliseconds)
        bump = bounded(parameters.bumpMilliseconds)
        holdLimit = samples(parameters.holdLimitMilliseconds)
        holding = samples(parameters.holdingMilliseconds)
        leastLoad = samples(parameters.leastLoadMilliseconds)
        join = samples(parameters.joinMilliseconds)
        peakWindow = bounded(parameters.peakWindowMilliseconds)
        // Not shorter than the baseline window.
        slowWindow = max(window, bounded(parameters.slowWindowMilliseconds))
        flat = max(2, bounded(parameters.flatMilliseconds))
        rearm = samples(parameters.rearmMilliseconds)
        refine = bounded(parameters.refineMilliseconds)
        preRise = bounded(parameters.preRiseMilliseconds)
        takeUpWidth = max(2, bounded(parameters.takeUpMilliseconds))
        explosive = bounded(parameters.explosiveMilliseconds)
        restAdopt = samples(parameters.restAdoptMilliseconds)
        guess = samples(parameters.guessMilliseconds)
        negative = samples(parameters.negativeMilliseconds)
        negativeAdopt = samples(parameters.negativeAdoptMilliseconds)
        zeroAdopt = samples(parameters.zeroAdoptMilliseconds)
        unarmed = samples(parameters.unarmedMilliseconds)
        level = samples(parameters.levelMilliseconds)
        empty = samples(parameters.emptyMilliseconds)
        stand = samples(parameters.standMilliseconds)
        hingeLead = bounded(parameters.hingeLeadMilliseconds)
        restShare = parameters.restSeconds > 0 ? min(1, 1 / (parameters.restSeconds * rate)) : 1
        noiseOfMean = (1 / Double(mean)).squareRoot()
        let frozen = window + gap + freeze + run + confirmation + refine
        let back = max(slowWindow + gap + mean + run + confirmation, frozen) + troughLimit + countermovement
        history = back + slope + samples(500)
        isFullRate = RateRule.meets(rate, RateRule.full)
        isEarlyRate = RateRule.meets(rate, RateRule.early)
        isUsableRate = RateRule.meets(rate, RateRule.lowest)
    }
}
