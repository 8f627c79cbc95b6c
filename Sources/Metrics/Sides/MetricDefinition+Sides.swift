extension MetricDefinition {
    private static let bishop = "Bishop 2018 Strength Cond J 40(4):1"
    private static let pairs = "sides by role: right and left, push leg and swing leg; positive: right, push leg"
    private static let common = "families: bands, plates, other sensors; common plateau; net of each level of rest"

    static let asymmetryPeak = MetricDefinition(
        "asymmetry_peak", .percent, "Difference of the net peaks of two sides in % of their sum", source: bishop,
        parameters: pairs + "; peak_net_force of each")
    static let asymmetryPlateau = MetricDefinition(
        "asymmetry_plateau", .percent, "Difference of the mean forces of two sides on the common plateau in % of their sum",
        source: bishop,
        parameters: pairs
            + "; net of each level of rest; interval: 2 SD of the asymmetry of 1 s blocks, the variation within the hold")
    static let share = MetricDefinition(
        "share", .percent, "Mean part of a sensor in the sum of its family", source: "own", parameters: common)
    static let shareDeviation = MetricDefinition(
        "share_sd", .percent, "SD of the part of a sensor in the sum of its family", source: "own",
        parameters: common + "; SD n − 1")
    static let shareDrift = MetricDefinition(
        "share_drift", .percentPerSecond, "Slope of the part of a sensor in the sum of its family", source: "own",
        parameters: common)
    static let antiPhase = MetricDefinition(
        "anti_phase_index", .count, "Correlation of two forces with its sign reversed; 1: what one gives up the other takes",
        source: "own", parameters: common + "; a line removed from each")
    static let compensation = MetricDefinition(
        "compensation_index", .count,
        "(Σ var Fᵢ − var ΣF)/Σ var Fᵢ: positive when forces compensate each other, 0 when they are independent",
        source: "Scholz & Schöner 1999 Exp Brain Res 126:289", parameters: common + "; a line removed from each")

    /// How the load is shared.
    static let sides = [asymmetryPeak, asymmetryPlateau, share, shareDeviation, shareDrift, antiPhase, compensation]
}
