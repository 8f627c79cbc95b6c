extension MetricDefinition {
    static func zoneTime(_ zone: ForceZone) -> MetricDefinition {
        let (from, to) = zone.range
        let edges =
            from < 0 ? "below \(Int(to)) %" : to > 100 ? "of at least \(Int(from)) %" : "of \(Int(from)) to \(Int(to)) %"
        return MetricDefinition(
            "zone_time_\(zone.name)", .second, "Time in the force zone \(edges) of the athlete's maximum", source: "own",
            parameters:
                "force over the level of rest, from ON-TROUGH to the release; hysteresis 1 % of the maximum; minimum stay 100 ms")
    }
    /// The time in each force zone.
    static let zones: [MetricDefinition] = ForceZone.allCases.map { zoneTime($0) }
}
