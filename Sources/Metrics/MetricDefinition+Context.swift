extension MetricDefinition {
    private static let tillin = "Tillin 2010 MSSE 42:781; Maffiuletti 2016 EJAP 116:1091"
    private static let dip = "500 ms before the onset, 20 ms mean, for 10 ms at least"

    static let countermovementDepth = MetricDefinition(
        "countermovement_depth", .newton, "How far force dipped below the baseline before the onset", source: tillin,
        parameters: dip)
    static let countermovementDuration = MetricDefinition(
        "countermovement_duration", .second, "How long force was below the limit of the flag before the onset", source: tillin,
        parameters: dip + "; limit: baseline − max(4 SD of what stood before, 0.5 % of the net peak on a cell, 1 % on a plate)")
    static let earlierRises = MetricDefinition(
        "earlier_rises", .count, "How many rises or loads of the hold came before the one that it is counted from", source: "own",
        parameters: "a later rise is counted from when it brings 30 % of the new net peak")
    /// The countermovement before the rise.
    static let countermovement: [MetricDefinition] = [countermovementDepth, countermovementDuration]

    static func zoneTime(_ zone: ForceZone) -> MetricDefinition {
        let (from, to) = zone.range
        let edges = from < 0 ? "below \(Int(to)) %" : to > 100 ? "from \(Int(from)) % on" : "\(Int(from)) to \(Int(to)) %"
        return MetricDefinition(
            "zone_time_\(zone.name)", .second, "Time in the force zone \(edges) of the athlete's maximum", source: "own",
            parameters:
                "force over the level of rest, from ON-TROUGH to the release; hysteresis 1 % of the maximum, least stay 100 ms")
    }
    /// The time in each force zone.
    static let zones: [MetricDefinition] = ForceZone.allCases.map { zoneTime($0) }
}
