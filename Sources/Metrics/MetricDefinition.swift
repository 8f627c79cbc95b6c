/// What one number of a hold means: for the command line, the interface's documentation and the manual.
public struct MetricDefinition: Sendable, Equatable {
    /// Its name in messages, in the store and in exports.
    public let name: String
    public let unit: MetricUnit
    /// One line that defines it.
    public let summary: String
    /// Where the definition is from.
    public let source: String
    /// What it was computed with: windows, limits, filters.
    public let parameters: String

    init(_ name: String, _ unit: MetricUnit, _ summary: String, source: String, parameters: String = "") {
        self.name = name
        self.unit = unit
        self.summary = summary
        self.source = source
        self.parameters = parameters
    }

    /// Every number that a hold has, in the order in which a result lists them.
    public static let all: [MetricDefinition] =
        onsets + [earlierRises] + countermovement + explosive + fits + strength + relaxation + plateau + decline + target + zones
        + complexity
        + tremor + shaking

    /// What sets of trials and tests have, whose values are made of several holds.
    public static let sets: [MetricDefinition] = rateScaling + criticalForce

    /// The names of what tells an athlete's body mass, maximum or target: numbers that are made with one of them, which force beside them
    /// gives away, and `mvc_500`, of which the maximum is made.
    public static let personal: Set<String> = Set(
        ([strength("500"), peakPerMass, strengthPerMass, strengthPercent] + target + zones
            + ExplosiveNumber.all.filter(\.needsMaximum).map(\.definition)).map(\.name))

    private static let byName = Dictionary((all + sets).map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

    /// The definition of that name.
    public static func named(_ name: String) -> MetricDefinition? { byName[name] }
}
