extension MetricDefinition {
    private static let tillin = "Tillin 2010 MSSE 42:781; Maffiuletti 2016 EJAP 116:1091"
    private static let dip = "in the 500 ms before the onset; 20 ms mean; for at least 10 ms"

    static let countermovementDepth = MetricDefinition(
        "countermovement_depth", .newton, "Depth of the dip of force below the baseline before the onset", source: tillin,
        parameters: dip)
    static let countermovementDuration = MetricDefinition(
        "countermovement_duration", .second,
        "Time before the onset for which force is below the limit of the flag countermovement", source: tillin,
        parameters: dip
            + "; limit: baseline − max(4 SD of force before the rise, 0.5 % of the net peak on a cell or 1 % on a plate)")
    static let earlierRises = MetricDefinition(
        "earlier_rises", .count, "Number of rises or loads of the hold before the rise or load at its onset", source: "own",
        parameters: "the onset moves to a later rise that contributes at least 30 % of the new net peak")
    static let slackImpactFall = MetricDefinition(
        "slack_impact_fall", .newton, "Largest fall of force near the onset, as after a jerk of a loose band", source: "own",
        parameters: "within 150 ms of the onset; 10 ms mean; null if noise could hide a jerk of 5 % of the net peak")
    /// The countermovement before the rise.
    static let countermovement: [MetricDefinition] = [countermovementDepth, countermovementDuration]
}
