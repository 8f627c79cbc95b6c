/// Where a pretend sensor takes its samples from. Owned by one pretend sensor.
///
/// Times are seconds on the sensor's own clock; `begin` says what that clock shows when a stream starts.
public protocol SampleSource: Sendable {
    /// How many values a sample has.
    var channelCount: Int { get }
    /// A stream starts: its first sample is taken when the sensor's clock shows `seconds`.
    mutating func begin(at seconds: Double)
    /// The time of the next sample; nil when there is none any more.
    mutating func nextTime() -> Double?
    /// The values of the sample that `nextTime` announced (before the first one: what the sensor feels while nobody asks).
    ///
    /// - Parameter trueSeconds: when it is taken in the world, which the sensor's clock may be wrong about.
    mutating func values(at trueSeconds: Double, into values: inout [Double])
}

/// A sensor on a synthetic athlete, sampled at an even rate. The athlete goes on while nobody looks.
public struct AthleteSource: SampleSource {
    private let athlete: SyntheticAthlete
    private let sensor: AthleteSensor
    private let rate: Double
    private var start = 0.0
    private var index = 0.0

    /// - Parameter rate: hertz, above 0.
    public init(_ athlete: SyntheticAthlete, sensor: AthleteSensor, rate: Double) {
        self.athlete = athlete
        self.sensor = sensor
        self.rate = rate > 0 && rate.isFinite ? rate : 1
    }

    public var channelCount: Int { sensor.channelCount }

    public mutating func begin(at seconds: Double) {
        start = seconds
        index = 0
    }

    public mutating func nextTime() -> Double? {
        defer { index += 1 }
        return start + index / rate
    }

    public mutating func values(at trueSeconds: Double, into values: inout [Double]) {
        athlete.sample(of: sensor, at: trueSeconds, into: &values)
    }
}
