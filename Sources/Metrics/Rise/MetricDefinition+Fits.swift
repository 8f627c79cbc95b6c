extension MetricDefinition {
    private static let window = "net force for 1 s from ON-TROUGH, or until force has fallen by 5 % after the peak; least squares"
    private static let model = "F_m·(1 − e^(−K·(t − T₀))); " + window
    private static let sigmoid = "F_m/(1 + e^(−k·(t − t_m))) minus its value at the onset; " + window
    private static let chronojump = "Chronojump, exponential model of maximal isometric force"
    private static let logistic = "logistic growth, Verhulst 1845"

    static let exponentialForce = MetricDefinition(
        "fit_exp_force", .newton, "Final force of the fitted exponential", source: chronojump, parameters: model)
    static let exponentialRate = MetricDefinition(
        "fit_exp_rate", .perSecond, "Rate constant of the fitted exponential", source: chronojump, parameters: model)
    static let exponentialTime = MetricDefinition(
        "fit_exp_time_constant", .second, "Time constant of the fitted exponential", source: chronojump, parameters: model)
    static let exponentialDelay = MetricDefinition(
        "fit_exp_delay", .second, "Time from the onset to the start of the fitted exponential", source: chronojump,
        parameters: model)
    static let exponentialSlope = MetricDefinition(
        "fit_exp_initial_slope", .newtonPerSecond,
        "Initial slope of the fitted exponential; not a measured RFD, because the curve has no toe",
        source: chronojump, parameters: model)
    static let exponentialError = MetricDefinition(
        "fit_exp_error", .percent, "RMS distance from the fitted exponential in % of its final force", source: chronojump,
        parameters: model)
    static let exponentialDetermination = MetricDefinition(
        "fit_exp_r2", .count, "Share of the variance that the fitted exponential explains", source: chronojump,
        parameters: model)
    static let sigmoidForce = MetricDefinition(
        "fit_sigmoid_force", .newton, "Height of the fitted sigmoid", source: logistic, parameters: sigmoid)
    static let sigmoidRate = MetricDefinition(
        "fit_sigmoid_rate", .perSecond, "Rate constant of the fitted sigmoid", source: logistic, parameters: sigmoid)
    static let sigmoidMiddle = MetricDefinition(
        "fit_sigmoid_middle", .second, "Time from the onset to the steepest point of the fitted sigmoid", source: logistic,
        parameters: sigmoid)
    static let sigmoidSlope = MetricDefinition(
        "fit_sigmoid_slope", .newtonPerSecond, "Steepest slope of the fitted sigmoid, F_m·k/4; not a measured RFD",
        source: logistic, parameters: sigmoid)
    static let sigmoidError = MetricDefinition(
        "fit_sigmoid_error", .percent, "RMS distance from the fitted sigmoid in % of its height", source: logistic,
        parameters: sigmoid)
    static let sigmoidDetermination = MetricDefinition(
        "fit_sigmoid_r2", .count, "Share of the variance that the fitted sigmoid explains", source: logistic, parameters: sigmoid)

    /// The curves fitted to an explosive rise.
    static let fits: [MetricDefinition] = [
        exponentialForce, exponentialRate, exponentialTime, exponentialDelay, exponentialSlope, exponentialError,
        exponentialDetermination, sigmoidForce, sigmoidRate, sigmoidMiddle, sigmoidSlope, sigmoidError, sigmoidDetermination,
    ]

    static let halfRelaxation = MetricDefinition(
        "half_relaxation_time", .second, "Time from the last sample at the peak to half of the peak, net of the baseline",
        source: "twitch literature; workloopR",
        parameters: "null if force falls below 90 % of the peak more than 1 s after the peak")
    static let relaxationRate = MetricDefinition(
        "peak_relaxation_20", .newtonPerSecond, "Steepest fall of force over any 20 ms of the release",
        source: "Bellumori 2011 Exp Brain Res 212:359",
        parameters: "from 90 to 10 % of the net peak; difference of the end points")
    static let meanRelaxationRate = MetricDefinition(
        "relaxation_90_50", .newtonPerSecond, "Mean fall of force from 90 to 50 % of the net peak",
        source: "Bellumori 2011 Exp Brain Res 212:359",
        parameters: "from the last crossing of 90 % to the first crossing of 50 %, at most 1 s later")

    /// The numbers of the release.
    static let relaxation: [MetricDefinition] = [halfRelaxation, relaxationRate, meanRelaxationRate]
}
