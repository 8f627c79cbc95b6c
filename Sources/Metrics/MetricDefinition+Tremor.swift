extension MetricDefinition {
    private static let welch = "Welch 1967 IEEE Trans. Audio Electroacoust. 15:70"
    private static let fine = "Welch, Hann, 1 s (2 s from 10 s of plateau on), half overlapping, line off each segment"
    private static let slow = "Welch, Hann, 4 s, half overlapping, one line off the plateau"

    private static func edges(_ band: TremorBand) -> String {
        band.low == 0.5 ? "0.5–\(Int(band.high)) Hz" : "\(Int(band.low))–\(Int(band.high)) Hz"
    }
    static func tremorRMS(_ band: TremorBand) -> MetricDefinition {
        MetricDefinition(
            "tremor_rms_\(band.name)", .newton, "RMS of force in \(edges(band)): \(band.meaning)", source: welch,
            parameters: (band.isSlow ? slow : fine) + "; limits: 95 % by χ², with the independent frequencies of the band")
    }
    static func tremorIndex(_ band: TremorBand) -> MetricDefinition {
        MetricDefinition(
            "tremor_index_\(band.name)", .percent, "RMS in \(edges(band)) in % of the mean force over the level of rest",
            source: welch,
            parameters: band.isSlow ? slow : fine)
    }
    static func tremorRelative(_ band: TremorBand) -> MetricDefinition {
        MetricDefinition(
            "tremor_relative_\(band.name)", .percent, "Power in \(edges(band)) in % of that in 0.5–35 Hz", source: welch,
            parameters: slow)
    }
    static func tremorShare(_ band: TremorBand) -> MetricDefinition {
        MetricDefinition(
            "tremor_share_\(band.name)", .percent, "Power in \(edges(band)) in % of that in 4–35 Hz, without drift",
            source: welch,
            parameters: slow)
    }
    static let tremorPeakFrequency = MetricDefinition(
        "tremor_peak_frequency", .hertz, "Frequency of the peak in 4–14 Hz that stands 6 dB or more above its surroundings",
        source: "own", parameters: fine + "; background 2–25 Hz without 6–14 Hz, log–log; parabola on ln density")
    static let tremorPeakProminence = MetricDefinition(
        "tremor_peak_prominence", .decibel, "Height of that peak above the background line", source: "own", parameters: fine)
    static let tremorPeakBandwidth = MetricDefinition(
        "tremor_peak_bandwidth", .hertz, "Width of that peak at half of its density", source: "own",
        parameters: "2 s segments; lower limit 0 when it is narrower than two frequency steps")
    static func tremorMeanFrequency(_ band: TremorBand) -> MetricDefinition {
        MetricDefinition(
            "tremor_mean_frequency_\(band.name)", .hertz, "Mean frequency of the power in \(edges(band))", source: welch,
            parameters: slow)
    }
    static func tremorMedianFrequency(_ band: TremorBand) -> MetricDefinition {
        MetricDefinition(
            "tremor_median_frequency_\(band.name)", .hertz, "Frequency that halves the power in \(edges(band))", source: welch,
            parameters: slow)
    }
    static func tremorEdgeFrequency(_ band: TremorBand) -> MetricDefinition {
        MetricDefinition(
            "tremor_edge_frequency_\(band.name)", .hertz, "Frequency below which 95 % of the power in \(edges(band)) lie (SEF95)",
            source: welch, parameters: slow)
    }
    static let tremorSegments = MetricDefinition(
        "tremor_segments", .count, "Segments of the spectrum for 4 Hz and above", source: welch, parameters: fine)
    static let tremorFreedom = MetricDefinition(
        "tremor_degrees_of_freedom", .count, "Degrees of freedom of that spectrum, 36K²/(19K − 1)",
        source: "Percival & Walden 1993",
        parameters: fine)
    static let tremorSlowSegments = MetricDefinition(
        "tremor_slow_segments", .count, "Segments of the spectrum for drift, totals and shares", source: welch, parameters: slow)
    static let tremorSlowFreedom = MetricDefinition(
        "tremor_slow_degrees_of_freedom", .count, "Degrees of freedom of that spectrum, 36K²/(19K − 1)",
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
