extension MetricDefinition {
    private static let stretch =
        "from the start of the plateau to 0.5 s before the release, however much force is lost; needs 3 s"
    private static let heldSeries = stretch + "; steadiness filter, net of the level of rest"
    private static let sjogaard = "after Surakka 2004 J Rehabil Med"

    static let heldDuration = MetricDefinition(
        "held_duration", .second, "Length of the held force from which decline and shaking are computed", source: "own",
        parameters: stretch)
    static let declineSlope = MetricDefinition(
        "decline_slope", .newtonPerSecond, "Slope of the least-squares line through the held force",
        source: "Newey & West 1987 Econometrica 55:703; Andrews & Monahan 1992 Econometrica 60:953",
        parameters: heldSeries + "; 95 % limits, residuals whitened, then correlated over up to 0.5 s")
    static let declineRelative = MetricDefinition(
        "decline_relative", .percentPerSecond,
        "Slope of the least-squares line through the held force, in % of the mean of the first second", source: "own",
        parameters: heldSeries)
    static let declineRobust = MetricDefinition(
        "decline_robust", .newtonPerSecond, "Median of the slopes between any two points of the held force",
        source: "Sen 1968 J Am Stat Assoc 63:1379", parameters: heldSeries + "; points: at most 300 means of 0.1 s or more")
    static let fatigueIndex = MetricDefinition(
        "fatigue_index", .percent, "Loss of mean force from the first second to the last second, in % of the first",
        source: sjogaard, parameters: heldSeries)
    static let staticFatigueIndex = MetricDefinition(
        "static_fatigue_index", .percent,
        "Loss of impulse from the peak to the release, compared with holding the peak force; for maximal holds",
        source: sjogaard, parameters: "100·(1 − ∫F dt/(F_pk·T)), net of the level of rest, unfiltered")
    static let successiveDifference = MetricDefinition(
        "plateau_rmssd_25", .newton, "RMS difference between force and the force 25 ms later",
        source: "Chronojump, with the lag in time",
        parameters: "trimmed plateau, steadiness filter")
    /// How the held force declined.
    static let decline: [MetricDefinition] = [
        heldDuration, declineSlope, declineRelative, declineRobust, fatigueIndex, staticFatigueIndex, successiveDifference,
    ]
}
