extension MetricDefinition {
    private static let welch = "Welch 1967 IEEE Trans. Audio Electroacoust. 15:70"
    private static let fine =
        "Welch, Hann, segments of 1 s (2 s if the trimmed plateau has 10 s or more) that overlap by half; line removed from each segment"
    private static let slow = "Welch, Hann, segments of 4 s that overlap by half; one line removed from the plateau"

    private static func edges(_ band: TremorBand) -> String {
        band.low == 0.5 ? "0.5–\(Int(band.high)) Hz" : "\(Int(band.low))–\(Int(band.high)) Hz"
    }
    static func tremorRMS(_ band: TremorBand) -> MetricDefinition {
        MetricDefinition(
            "tremor_rms_\(band.name)", .newton, "RMS of force in \(edges(band)): \(band.meaning)", source: welch,
            parameters: (band.isSlow ? slow : fine)
                + "; 95 % limits by χ², from the number of independent frequencies in the band")
    }
    static func tremorIndex(_ band: TremorBand) -> MetricDefinition {
        MetricDefinition(
            "tremor_index_\(band.name)", .percent, "RMS in \(edges(band)) in % of the mean force over the level of rest",
            source: welch,
            parameters: band.isSlow ? slow : fine)
    }
    static func tremorRelative(_ band: TremorBand) -> MetricDefinition {
        MetricDefinition(
            "tremor_relative_\(band.name)", .percent, "Power in \(edges(band)) in % of the power in 0.5–35 Hz", source: welch,
            parameters: slow)
    }
    static func tremorShare(_ band: TremorBand) -> MetricDefinition {
        MetricDefinition(
            "tremor_share_\(band.name)", .percent, "Power in \(edges(band)) in % of the power in 4–35 Hz, which excludes drift",
            source: welch,
            parameters: slow)
    }
    static let tremorPeakFrequency = MetricDefinition(
        "tremor_peak_frequency", .hertz,
        "Frequency of the tremor peak: the highest peak in 4–14 Hz, at least 6 dB above the background line",
        source: "own",
        parameters: fine + "; background line fitted to 2–25 Hz without 6–14 Hz, log–log; parabola through ln density")
    static let tremorPeakProminence = MetricDefinition(
        "tremor_peak_prominence", .decibel, "Height of the tremor peak above the background line", source: "own", parameters: fine
    )
    static let tremorPeakBandwidth = MetricDefinition(
        "tremor_peak_bandwidth", .hertz, "Width of the tremor peak at half of its density", source: "own",
        parameters: "2 s segments; lower limit 0 if the peak is narrower than two frequency steps")
    static func tremorMeanFrequency(_ band: TremorBand) -> MetricDefinition {
        MetricDefinition(
            "tremor_mean_frequency_\(band.name)", .hertz, "Mean frequency of the power in \(edges(band))", source: welch,
            parameters: slow)
    }
    static func tremorMedianFrequency(_ band: TremorBand) -> MetricDefinition {
        MetricDefinition(
            "tremor_median_frequency_\(band.name)", .hertz, "Median frequency of the power in \(edges(band))", source: welch,
            parameters: slow)
    }
    static func tremorEdgeFrequency(_ band: TremorBand) -> MetricDefinition {
        MetricDefinition(
            "tremor_edge_frequency_\(band.name)", .hertz,
            "Frequency below which 95 % of the power in \(edges(band)) lies (SEF95)",
            source: welch, parameters: slow)
    }
    static let tremorSegments = MetricDefinition(
        "tremor_segments", .count, "Number of segments of the fine spectrum, for 4 Hz and above", source: welch, parameters: fine)
    static let tremorFreedom = MetricDefinition(
        "tremor_degrees_of_freedom", .count, "Degrees of freedom of the fine spectrum with K segments, 36K²/(19K − 1)",
        source: "Percival & Walden 1993",
        parameters: fine)
    static let tremorSlowSegments = MetricDefinition(
        "tremor_slow_segments", .count, "Number of segments of the slow spectrum, for drift, totals and shares", source: welch,
        parameters: slow)
    static let tremorSlowFreedom = MetricDefinition(
        "tremor_slow_degrees_of_freedom", .count, "Degrees of freedom of the slow spectrum with K segments, 36K²/(19K − 1)",
        source: "Percival & Walden 1993", parameters: slow)

    /// How the force shook while it was held.
    static let tremor: [MetricDefinition] =
        TremorBand.all.map { tremorRMS($0) } + TremorBand.all.map { tremorIndex($0) }
        + TremorBand.parts.map { tremorRelative($0) } + TremorBand.partsWithoutDrift.map { tremorShare($0) }
        + [tremorPeakFrequency, tremorPeakProminence, tremorPeakBandwidth]
        + [TremorBand.total, .withoutDrift].flatMap {
            [tremorMeanFrequency($0), tremorMedianFrequency($0), tremorEdgeFrequency($0)]
        }
        + [tremorSegments, tremorFreedom, tremorSlowSegments, tremorSlowFreedom]
}
