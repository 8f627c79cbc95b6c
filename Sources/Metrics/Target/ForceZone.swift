/// A range of force in % of the maximum. It describes the strength of the force, not which motor units were active.
public enum ForceZone: CaseIterable, BitwiseCopyable, Sendable {
    case low
    case moderate
    case high
    case threshold
    case highThreshold

    /// The index from the lowest zone, 0…4.
    public var place: Int {
        @_noAllocation @_noLocks get {
            switch self {
            case .low: 0
            case .moderate: 1
            case .high: 2
            case .threshold: 3
            case .highThreshold: 4
            }
        }
    }

    /// The name of the zone in metric names.
    public var name: String {
        switch self {
        case .low: "low"
        case .moderate: "moderate"
        case .high: "high"
        case .threshold: "threshold"
        case .highThreshold: "high_threshold"
        }
    }

    /// Its lower and upper edge, % of the maximum.
    public var range: (from: Double, to: Double) {
        @_noAllocation @_noLocks get {
            switch self {
            case .low: (-.infinity, 30)
            case .moderate: (30, 60)
            case .high: (60, 80)
            case .threshold: (80, 85)
            case .highThreshold: (85, .infinity)
            }
        }
    }

    /// The zone of a force in % of the maximum; an edge belongs to the zone above it.
    @_noAllocation @_noLocks public static func of(_ percent: Double) -> ForceZone {
        if percent < 30 { return .low }
        if percent < 60 { return .moderate }
        if percent < 80 { return .high }
        return percent < 85 ? .threshold : .highThreshold
    }
}
