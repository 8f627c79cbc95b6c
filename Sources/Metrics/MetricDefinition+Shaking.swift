extension MetricDefinition {
    private static let series =
        "plateau, zero-phase band-pass 4–14 Hz (Butterworth, prototype of order 4, two passes), RMS over 1 s every 0.1 s"

    static let shakingOnset = MetricDefinition(
        "shaking_onset", .second, "When shaking begins to grow, since the first sample of the record", source: "own",
        parameters: series
            + "; level, then line, by least squares on a grid of 50 ms; a quarter of the squares less than the level")
    static let shakingLevel = MetricDefinition(
        "shaking_level", .newton, "RMS of the shaking before it grows", source: "own", parameters: series)
    static let shakingGrowth = MetricDefinition(
        "shaking_growth", .newtonPerSecond, "Growth of the RMS of the shaking after its onset", source: "own",
        parameters: series + "; limits: 95 %, one independent value a second")
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
