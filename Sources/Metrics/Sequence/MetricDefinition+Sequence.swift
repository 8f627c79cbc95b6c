extension MetricDefinition {
    static let alignmentUncertainty = MetricDefinition(
        "alignment_uncertainty", .millisecond, "Expanded uncertainty of the times of two sensors against each other",
        source: "own",
        parameters:
            "sum of the uncertainties of both latencies; not stated: a sample interval and 1 ms; 0 for parts of one device")
    static let onsetPlace = MetricDefinition(
        "onset_place", .count, "Place in the order of the onsets; sensors that cannot be told apart share a place", source: "own",
        parameters: "simultaneous: within the half width of onset_lag of the first at that place")
    static let onsetLag = MetricDefinition(
        "onset_lag", .millisecond, "Onset of a sensor after that of the first sensor of the hold", source: "own",
        parameters:
            "ON-HINGE if every sensor has it within 100 ms of its onset, otherwise each sensor's own onset; half width: 2·√(uᵢ² + uⱼ²) of half the spreads of the onset rules, and alignment_uncertainty"
    )
    static let onsetSpan = MetricDefinition(
        "onset_span", .millisecond, "Time from the first to the last onset of the sensors of a hold", source: "own",
        parameters: "half width as that of onset_lag")
    static let halfPeakDelay = MetricDefinition(
        "half_peak_delay", .millisecond, "Time from the first onset of the hold until a sensor reaches half of its net peak",
        source: "own", parameters: "net of the baseline; interpolated; searched for 10 s")
    static let earlyImpulseShare = MetricDefinition(
        "early_impulse_share", .percent,
        "Part of a sensor in the impulse of its family in the first 200 ms after the first onset",
        source: "own",
        parameters:
            "families: bands, plates, other sensors; net of each baseline; interval: root of the sum of squares of the changes when all windows move by the spread of the rules of the first onset, and each by alignment_uncertainty"
    )
    static let oscillationLag = MetricDefinition(
        "oscillation_lag", .millisecond, "How much the oscillation of a sensor follows that of another one", source: "own",
        parameters:
            "common plateau; zero-phase band-pass 0.5–8 Hz (Butterworth, prototype of order 2, two passes); largest cross-correlation within ± 250 ms, refined by a parabola; interval: 2 SD and alignment_uncertainty"
    )
    static let oscillationCorrelation = MetricDefinition(
        "oscillation_correlation", .count, "Correlation of two sensors at oscillation_lag", source: "own",
        parameters: "as oscillation_lag")

    /// Who takes load first.
    static let sequence = [
        onsetPlace, onsetLag, onsetSpan, halfPeakDelay, earlyImpulseShare, oscillationLag, oscillationCorrelation,
        alignmentUncertainty,
    ]
}
