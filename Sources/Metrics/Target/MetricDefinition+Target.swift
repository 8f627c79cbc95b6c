extension MetricDefinition {
    private static let davidson = "Blomkvist 2018; Davidson 2024"
    private static let followed =
        "force over the level of rest, unfiltered, from the first moment within 5 % of the target (or in the corridor) to 0.5 s before the release"
    static let trackingError = MetricDefinition(
        "tracking_rmse", .newton, "RMS distance of force from the target", source: davidson, parameters: followed)
    static let trackingRelativeError = MetricDefinition(
        "tracking_rmse_relative", .percent, "RMS distance of force from the target, in % of the target", source: davidson,
        parameters: followed)
    static let trackingDistance = MetricDefinition(
        "tracking_mae", .newton, "Mean distance of force from the target", source: davidson, parameters: followed)
    static let trackingBias = MetricDefinition(
        "tracking_bias", .newton, "Mean of force minus the target", source: davidson, parameters: followed)
    static let trackingWithin5 = MetricDefinition(
        "tracking_within_5", .percent, "Share of the time within 5 % of the target", source: davidson, parameters: followed)
    static let trackingWithin10 = MetricDefinition(
        "tracking_within_10", .percent, "Share of the time within 10 % of the target", source: davidson, parameters: followed)
    static let trackingInside = MetricDefinition(
        "tracking_in_corridor", .percent, "Share of the time inside the corridor", source: davidson, parameters: followed)
    static let timeToFailure = MetricDefinition(
        "time_to_failure", .second, "Time from reaching the target to task failure", source: "own",
        parameters: "failure: start of the first 2 s in which force is below the target (or the corridor) by 5 % of the maximum")
    /// How well, and for how long, a target was held.
    static let target: [MetricDefinition] = [
        trackingError, trackingRelativeError, trackingDistance, trackingBias, trackingWithin5, trackingWithin10, trackingInside,
        timeToFailure,
    ]
}
