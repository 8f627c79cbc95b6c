extension MetricDefinition {
    private static let series =
        "from 0.5 s after the start of the plateau to 0.75 s before the release, however much force is lost; needs a held_duration of 3 s; "
        + "zero-phase band-pass 4–14 Hz (Butterworth, prototype of order 4, two passes); power in blocks of 0.25 s, end to end"

    static let shakingOnset = MetricDefinition(
        "shaking_onset", .second, "Moment at which shaking begins to grow, since the first stored sample of the hold",
        source: "own",
        parameters: series
            + "; maximum-likelihood fit of a level that turns into a line, in newtons or in proportion to the force held, in steps of 50 ms, at least 1 s from either end; accepted if much likelier than a constant level; 95 % limits by the likelihood ratio"
    )
    static let shakingLevel = MetricDefinition(
        "shaking_level", .newton, "RMS of the shaking before it grows", source: "own",
        parameters: series + "; where shaking falls with the force, at the force of the first second")
    static let shakingGrowth = MetricDefinition(
        "shaking_growth", .newtonPerSecond, "Growth of the RMS of the shaking after its onset", source: "own",
        parameters: series + "; 95 % limits, degrees of freedom from the bandwidth")
    static let shakingRelativeGrowth = MetricDefinition(
        "shaking_growth_relative", .percentPerSecond, "Growth of the RMS of the shaking after its onset, in % of shaking_level",
        source: "own", parameters: series)
    static let shakingDoubling = MetricDefinition(
        "shaking_doubling_time", .second, "Time in which the RMS of the shaking doubles, after its onset", source: "own",
        parameters: series + "; ln 2 divided by the slope of the logarithm")

    /// When the force began to shake, and how that grew.
    static let shaking: [MetricDefinition] = [
        shakingOnset, shakingLevel, shakingGrowth, shakingRelativeGrowth, shakingDoubling,
    ]
}
