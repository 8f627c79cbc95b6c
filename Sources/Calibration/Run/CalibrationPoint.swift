/// One known force and the reading of the channel.
public struct CalibrationPoint: Sendable, Hashable {
    /// Whether the force was reached by loading or unloading. A zero belongs to neither.
    public enum Direction: Sendable, Hashable, CaseIterable {
        case ascending, descending
    }

    /// The known force, N; 0 for no load.
    public var force: Double
    /// Mean of the captured samples, raw units.
    public var reading: Double
    public var direction: Direction
    /// Standard deviation of the captured samples (n − 1), raw units; nil when unknown.
    public var deviation: Double?
    /// The number of samples averaged; 1 for a value that was typed in.
    public var samples: Int
    /// A captured sample lay at a limit of the converter.
    public var isSaturated: Bool

    public init(
        force: Double, reading: Double, direction: Direction, deviation: Double? = nil, samples: Int = 1,
        isSaturated: Bool = false
    ) {
        self.force = force
        self.reading = reading
        self.direction = direction
        self.deviation = deviation
        self.samples = samples
        self.isSaturated = isSaturated
    }

    public var isZero: Bool { force == 0 }
}
