extension MetricDefinition {
    private static let segmentation =
        "0.5 s means within ±10 % of 1 s means and at least 90 % of the median, net of the level of rest"
    private static let steadiness = "0.5 s trimmed from each end; zero-phase Butterworth, order 4 in total, −6 dB at 20 Hz"
    private static let isoforce = "Moritz 2005 J Neurophysiol 93:2449"

    static let duration = MetricDefinition(
        "duration", .second, "Time from the onset to the release", source: "own",
        parameters: "release: first sample below half of the net peak")
    static let meanNetForce = MetricDefinition(
        "mean_net_force", .newton, "Mean force over the level of rest, from the onset to the release",
        source: "Giles 2021 IJSPP: the force of a repetition", parameters: "unfiltered; trapezoids on time stamps")
    static let plateauStart = MetricDefinition(
        "plateau_start", .second, "Start of the plateau (the steady part), since the first stored sample of the hold",
        source: "own",
        parameters: segmentation)
    static let plateauEnd = MetricDefinition(
        "plateau_end", .second, "End of the plateau, since the first stored sample of the hold", source: "own",
        parameters: segmentation)
    static let plateauDuration = MetricDefinition(
        "plateau_duration", .second, "Length of the plateau", source: "own", parameters: segmentation)
    static let plateauMean = MetricDefinition(
        "plateau_mean", .newton, "Mean force of the plateau, level of rest included", source: isoforce, parameters: steadiness,
        isStandingForce: true)
    static let plateauNetMean = MetricDefinition(
        "plateau_net_mean", .newton, "Mean force of the plateau over the level of rest", source: isoforce,
        parameters: steadiness, isStandingForce: true)
    static let plateauDeviation = MetricDefinition(
        "plateau_sd", .newton, "Standard deviation (n − 1) of the plateau", source: isoforce, parameters: steadiness)
    static let plateauVariation = MetricDefinition(
        "plateau_cv", .percent,
        "Standard deviation of the plateau in % of its mean over the level of rest; includes drift, see plateau_cv_detrended",
        source: isoforce, parameters: steadiness
    )
    static let plateauDetrendedDeviation = MetricDefinition(
        "plateau_sd_detrended", .newton, "Standard deviation (n − 1) of the plateau about its least-squares line",
        source: isoforce,
        parameters: steadiness)
    static let plateauDetrendedVariation = MetricDefinition(
        "plateau_cv_detrended", .percent,
        "Standard deviation of the plateau about its least-squares line, in % of the mean over the level of rest",
        source: isoforce,
        parameters: steadiness)
    static let plateauSlope = MetricDefinition(
        "plateau_slope", .newtonPerSecond, "Slope of the least-squares line through the plateau", source: isoforce,
        parameters: steadiness)

    /// How long and how steadily the force was held.
    static let plateau: [MetricDefinition] = [
        duration, meanNetForce, plateauStart, plateauEnd, plateauDuration, plateauMean, plateauNetMean, plateauDeviation,
        plateauVariation,
        plateauDetrendedDeviation, plateauDetrendedVariation, plateauSlope,
    ]
}
