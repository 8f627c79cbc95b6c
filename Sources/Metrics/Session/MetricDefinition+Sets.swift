extension MetricDefinition {
    private static let pulses = "Bellumori 2011 Exp Brain Res 212:359"
    static let scalingFactor = MetricDefinition(
        "rfd_scaling_factor", .perSecond, "Slope of peak RFD over net peak in a set of rapid pulses", source: pulses,
        parameters: "at least 50 pulses, of 20 to 80 % of the maximum if it is known; 95 % limits by Student's t")
    static let scalingIntercept = MetricDefinition(
        "rfd_scaling_intercept", .newtonPerSecond, "Peak RFD on the scaling line at a net peak of 0", source: pulses)
    static let scalingDetermination = MetricDefinition(
        "rfd_scaling_r2", .count, "Share of the variance of peak RFD that the scaling line explains", source: pulses)
    static let scalingPulses = MetricDefinition("rfd_scaling_pulses", .count, "Number of pulses that count", source: pulses)
    /// The numbers of a set of rapid pulses.
    public static let rateScaling: [MetricDefinition] = [
        scalingFactor, scalingIntercept, scalingDetermination, scalingPulses,
    ]

    private static let validity =
        "at least three trials without countermovement, slack impact, saturation, gap or cut-off end, of at least 70 % of the maximum if it is known"
    static func trialBest(_ unit: MetricUnit) -> MetricDefinition {
        MetricDefinition(
            "trials_best", unit, "Highest value of the valid trials", source: "Maffiuletti 2016 EJAP 116:1091",
            parameters: validity)
    }
    static func trialMeanOfBest(_ unit: MetricUnit) -> MetricDefinition {
        MetricDefinition(
            "trials_mean_of_best_3", unit, "Mean of the three highest values of the valid trials",
            source: "Maffiuletti 2016 EJAP 116:1091", parameters: validity)
    }
    static let trialVariation = MetricDefinition(
        "trials_cv", .percent, "SD (n − 1) of the valid trials in % of their mean", source: "Haff 2015 JSCR 29:386",
        parameters: validity)
    static let trialCount = MetricDefinition(
        "trials_valid", .count, "Number of valid trials", source: "own", parameters: validity)
    static let trialOutliers = MetricDefinition(
        "trials_outliers", .count, "Number of valid trials that differ by more than 10 % from their median",
        source: "after Comfort 2019 SCJ 41(2):57")
    /// The numbers of a set of trials; `unit` is that of the number by which the trials are judged.
    public static func trials(_ unit: MetricUnit) -> [MetricDefinition] {
        [trialBest(unit), trialMeanOfBest(unit), trialVariation, trialCount, trialOutliers]
    }
}
