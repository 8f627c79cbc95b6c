/// The definition of one number of a hold, for the command line, the documentation of the interface and the manual.
public struct MetricDefinition: Sendable, Equatable {
    /// Its name in messages, in the store and in exports.
    public let name: String
    public let unit: MetricUnit
    /// One line that defines it.
    public let summary: String
    /// The source of the definition.
    public let source: String
    /// The parameters of the computation: windows, limits, filters.
    public let parameters: String
    /// Whether it is a force at a moment, a mean of forces or a difference of two: a calibration with standing loads gives its
    /// uncertainty. Any other number in newtons is a scatter.
    public let isStandingForce: Bool

    init(
        _ name: String, _ unit: MetricUnit, _ summary: String, source: String, parameters: String = "",
        isStandingForce: Bool = false
    ) {
        self.name = name
        self.unit = unit
        self.summary = summary
        self.source = source
        self.parameters = parameters
        self.isStandingForce = isStandingForce
    }

    /// All numbers of a hold by what they are of, in the order in which a result lists them. Each group is defined beside its
    /// computation, in a file `MetricDefinition+….swift`.
    public static let groups: [(title: String, definitions: [MetricDefinition])] = [
        ("onset", onsets), ("before the rise", [earlierRises] + countermovement + [slackImpactFall]), ("rise", explosive),
        ("fitted curves", fits), ("strength", strength), ("relaxation", relaxation), ("plateau", plateau), ("decline", decline),
        ("target", target + zones), ("complexity", complexity), ("tremor", tremor), ("shaking", shaking),
    ]

    /// All numbers of a hold, in the order in which a result lists them.
    public static let all: [MetricDefinition] = groups.flatMap(\.definitions)

    /// The numbers of sets of trials and of tests, which are computed from several holds.
    public static let sets: [MetricDefinition] = rateScaling + criticalForce

    /// The numbers that the sensors of a set-up have together, by what they are of, in the order in which a result lists them.
    public static let setUpGroups: [(title: String, definitions: [MetricDefinition])] = [
        ("order", sequence), ("bands", bands), ("stiffness", stiffness), ("sides", sides), ("balance", balance),
    ]

    /// Sway of a hold against the same athlete's quiet standing, computed when it is asked for.
    public static let againstStanding: [MetricDefinition] = standing

    /// The numbers that the sensors of a set-up have together.
    public static let setUps: [MetricDefinition] = setUpGroups.flatMap(\.definitions)

    /// The numbers of companions, by what they are of, in the order in which a result lists them.
    public static let companionGroups: [(title: String, definitions: [MetricDefinition])] = [
        ("position", position), ("muscle", muscle), ("cuff", cuff), ("acceleration", acceleration),
    ]

    /// Every definition.
    public static let everything = all + companionGroups.flatMap(\.definitions) + sets + setUps + standing

    /// The names of the numbers that reveal an athlete's body mass, maximum or target: numbers computed with one of these, from
    /// which it could be worked out together with the force, and `mvc_500`, from which the maximum is computed.
    public static let personal: Set<String> = Set(
        ([strength("500"), peakPerMass, strengthPerMass, strengthPercent, musclePercent, cuffPercent] + target + zones
            + ExplosiveNumber.all.filter(\.needsMaximum).map(\.definition)).map(\.name))

    /// The number that each number in N/kg is computed from.
    public static let perMass = [peakPerMass.name: peakNetForce.name, strengthPerMass.name: strength("500").name]

    private static let byName = Dictionary(everything.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

    /// The definition of that name.
    public static func named(_ name: String) -> MetricDefinition? { byName[name] }
}
