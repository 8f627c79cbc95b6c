/// One known force and what the channel said to it.
public struct CalibrationPoint: Sendable, Hashable {
    /// Which way the load went to get here. A zero belongs to neither.
    public enum Direction: Sendable, Hashable, CaseIterable {
        case ascending, descending
    }

    /// The known force, N; 0 for no load.
    public var force: Double
    /// Mean of the captured samples, raw units.
    public var reading: Double
    public var direction: Direction
    /// Standard deviation of the captured samples (n − 1), raw units; nil when nobody recorded it.
    public var deviation: Double?
    /// How many samples the mean is of; 1 for a value that was typed in.
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
