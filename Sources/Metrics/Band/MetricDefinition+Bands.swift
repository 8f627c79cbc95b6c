extension MetricDefinition {
    private static let tension = "tension of the band's sensor on its plateau, even grid"
    private static let shared =
        "common plateau of all sensors, 0.5 s trimmed from each end; common grid of the slowest sensor's rate, at most 250 Hz; Hann segments of 2 s that overlap by half; line removed from each segment; at least 8 independent segments"
    private static let bendat = "Bendat & Piersol, Random Data, chapters 5 to 7"
    private static let halliday = "Halliday 1995 Prog Biophys Mol Biol 64:237"

    static let bandFluctuationIndex = MetricDefinition(
        "band_fluctuation_index", .percent, "Fluctuation index: SD of the tension in % of its mean", source: "own",
        parameters: tension + "; SD n − 1")
    static let bandFluctuationDetrended = MetricDefinition(
        "band_fluctuation_detrended", .percent, "Fluctuation index after a line is removed from the tension", source: "own",
        parameters: tension + "; SD n − 1")
    static let bandFluctuationRange = MetricDefinition(
        "band_fluctuation_range", .percent, "Tension from the 5th to the 95th percentile in % of its mean", source: "own",
        parameters: tension)
    static let bandFluctuationFrequency = MetricDefinition(
        "band_fluctuation_frequency", .hertz, "Mean frequency of the power of the tension in 0.3–6 Hz", source: "own",
        parameters: tension + "; Hann segments of up to 10 s that overlap by half; one line removed")
    static let bandFluctuationRate = MetricDefinition(
        "band_fluctuation_rate", .perSecond, "Swings of the tension per second: upward crossings of the line through it",
        source: "own", parameters: tension + "; zero-phase Butterworth, order 4 in total, −6 dB at 6 Hz")
    static let bandYank = MetricDefinition(
        "band_yank_rms", .newtonPerSecond, "Yank of the band: RMS of the rate of change of its tension",
        source: "Lin 2019 J Exp Biol 222:jeb180414 (the term)",
        parameters: tension + "; zero-phase Butterworth, order 4 in total, −6 dB at 6 Hz")
    static let bandDose = MetricDefinition(
        "band_dose", .newtonSecond, "Dose of the band: its tension times the time, from onset to release", source: "own",
        parameters: "trapezoids on time stamps; tension as measured, with what it had at rest")
    static let bandForwardForce = MetricDefinition(
        "band_force_forward", .newton, "Part of the mean tension that pulls forward", source: "own",
        parameters: tension + "; direction from the settings")
    static let bandRightForce = MetricDefinition(
        "band_force_right", .newton, "Part of the mean tension that pulls to the right", source: "own",
        parameters: tension + "; direction from the settings")
    static let bandUpForce = MetricDefinition(
        "band_force_up", .newton, "Part of the mean tension that pulls up", source: "own",
        parameters: tension + "; direction from the settings")

    static func coherence(_ band: TremorBand) -> MetricDefinition {
        MetricDefinition(
            "coherence_\(band.name)", .count,
            "Part of the power of the body's sensor in \(edges(band)) that is coherent with the band's", source: bendat,
            parameters: shared)
    }
    static func partialCoherence(_ band: TremorBand) -> MetricDefinition {
        MetricDefinition(
            "partial_coherence_\(band.name)", .count,
            "As coherence_\(band.name), after what follows linearly from the other bands is removed from both", source: halliday,
            parameters: shared)
    }
    static func sharedRMS(_ band: TremorBand) -> MetricDefinition {
        MetricDefinition(
            "shared_rms_\(band.name)", .newton, "RMS of the body's force in \(edges(band)) that it shares with the band",
            source: bendat, parameters: shared)
    }
    static func ownRMS(_ band: TremorBand) -> MetricDefinition {
        MetricDefinition(
            "own_rms_\(band.name)", .newton, "RMS of the body's force in \(edges(band)) that it does not share with the band",
            source: bendat, parameters: shared)
    }
    private static func edges(_ band: TremorBand) -> String {
        band.low == 0.5 ? "0.5–\(Int(band.high)) Hz" : "\(Int(band.low))–\(Int(band.high)) Hz"
    }
    static let coherenceLimit = MetricDefinition(
        "coherence_limit", .count, "Coherence that unrelated signals exceed at one frequency with a probability of 5 %",
        source: halliday, parameters: shared)
    static let couplingGain = MetricDefinition(
        "coupling_gain", .count, "Mean gain from band to body over the significant lines of 0.5–4 Hz", source: bendat,
        parameters: shared)
    static let couplingPhase = MetricDefinition(
        "coupling_phase", .degree,
        "Phase of the body against the band at the frequency of the band's greatest power in 0.5–6 Hz; negative: it follows",
        source: bendat, parameters: shared)
    static let couplingDelay = MetricDefinition(
        "coupling_delay", .millisecond,
        "Delay of the body against the band: slope of the phase over the significant lines of 0.5–5 Hz",
        source: bendat,
        parameters: shared + "; interval: 2 SD of the slope and the uncertainty of the alignment")

    /// What a band does, and what body and band have in common.
    static let bands: [MetricDefinition] =
        [
            bandFluctuationIndex, bandFluctuationDetrended, bandFluctuationRange, bandFluctuationFrequency, bandFluctuationRate,
            bandYank, bandDose, bandForwardForce, bandRightForce, bandUpForce, coherenceLimit,
        ]
        + AlignedHold.comparedBands.flatMap { [coherence($0), sharedRMS($0), ownRMS($0), partialCoherence($0)] }
        + [couplingGain, couplingPhase, couplingDelay]
}
