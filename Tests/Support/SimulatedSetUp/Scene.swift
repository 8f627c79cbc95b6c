public import Metrics
public import Samples
public import Seeding

/// An athlete on a set-up, and what happens besides.
public struct Scene: Sendable {
    /// A sensor that measures no force.
    public struct Companion: Sendable {
        public var name: String
        public var kind: SensorKind
        public var role = ""
        public var rate: Double
        public var settings = CompanionSettings()
        /// What it says at a moment, in the unit of its kind.
        public var value: @Sendable (Double, inout SeededNumbers) -> Double

        public init(
            _ name: String, _ kind: SensorKind, rate: Double, value: @escaping @Sendable (Double, inout SeededNumbers) -> Double
        ) {
            (self.name, self.kind, self.rate, self.value) = (name, kind, rate, value)
        }
    }

    public var athlete: Athlete
    /// The weight that stands on each plate before the hold, N; 0: the plates carry nothing.
    public var weight = 0.0
    /// The force on a sensor at a moment, given that of the athlete with the weight.
    public var force: @Sendable (_ sensor: Int, _ time: Double, _ force: Double) -> Double = { $2 }
    /// Whether a sample of a sensor is taken. What is not taken at the end was unplugged.
    public var arrives: @Sendable (_ sensor: Int, _ time: Double) -> Bool = { _, _ in true }
    /// Sensors whose latency nobody has stated, and that nobody has calibrated.
    public var unstated: Set<Int> = []
    public var uncalibrated: Set<Int> = []
    /// Force above which a sensor is saturated, N.
    public var capacity: [Int: Double] = [:]
    public var companions: [Companion] = []

    public init(_ athlete: Athlete) { self.athlete = athlete }

    /// The force on a sensor, N, without noise.
    public func load(_ sensor: Int, at time: Double) -> Double {
        let meant = athlete.force(sensor, at: time) + (athlete.sensors[sensor].isPlate ? weight : 0)
        return min(force(sensor, time, meant), capacity[sensor] ?? .infinity)
    }
}
