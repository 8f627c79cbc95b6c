/// A source of samples for a simulated sensor. Owned by one simulated sensor.
///
/// Times are seconds on the sensor's own clock; `begin` passes the reading of that clock when a stream starts.
public protocol SampleSource: Sendable {
    /// How many values a sample has.
    var channelCount: Int { get }
    /// A stream starts: its first sample is taken when the sensor's clock shows `seconds`.
    mutating func begin(at seconds: Double)
    /// The time of the next sample; nil after the last one.
    mutating func nextTime() -> Double?
    /// The values of the sample that `nextTime` announced (before the first sample: the present load).
    ///
    /// - Parameter trueSeconds: the true time at which it is taken; the sensor's clock may differ.
    mutating func values(at trueSeconds: Double, into values: inout [Double])
}

/// A sensor on a simulated athlete, sampled at a constant rate. The athlete continues while no stream runs.
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
