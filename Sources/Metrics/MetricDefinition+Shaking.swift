extension MetricDefinition {
    private static let series =
        "from 0.5 s after the start of the plateau to 0.75 s before the release, whatever is lost on the way; needs 3 s of plateau and after; "
        + "zero-phase band-pass 4–14 Hz (Butterworth, prototype of order 4, two passes), power in blocks of 0.25 s, end to end"

    static let shakingOnset = MetricDefinition(
        "shaking_onset", .second, "When shaking begins to grow, since the first sample of the record", source: "own",
        parameters: series
            + "; level, then line, the likeliest on a grid of 50 ms, 1 s from either end; the likelihood of the bend: see there")
    static let shakingLevel = MetricDefinition(
        "shaking_level", .newton, "RMS of the shaking before it grows", source: "own", parameters: series)
    static let shakingGrowth = MetricDefinition(
        "shaking_growth", .newtonPerSecond, "Growth of the RMS of the shaking after its onset", source: "own",
        parameters: series + "; limits: 95 %, degrees of freedom by the bandwidth")
    static let shakingRelativeGrowth = MetricDefinition(
        "shaking_growth_relative", .percentPerSecond, "That growth in % of the level before", source: "own", parameters: series)
    static let shakingDoubling = MetricDefinition(
        "shaking_doubling_time", .second, "Time in which the RMS of the shaking doubles after its onset", source: "own",
        parameters: series + "; ln 2 over the slope of the logarithm")

    /// When the force began to shake, and how that grew.
    static let shaking: [MetricDefinition] = [
        shakingOnset, shakingLevel, shakingGrowth, shakingRelativeGrowth, shakingDoubling,
    ]
}
