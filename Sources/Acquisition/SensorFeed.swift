import Drivers
public import Samples
import Timing

/// One sensor of a device. Sensors of one device get the same index and the same time for the same scan, because their clocks see
/// the same arrivals.
public struct SensorFeed: Sendable {
    /// The part of the device that the sensor is.
    let part: UInt8
    let sensor: SensorNumber
    let status = SessionStatus()
    var clock = SampleClock()
    var judge = LatenessJudge()
    let waiting = SampleQueue(capacity: LatenessJudge.waiting)
    var nextIndex: UInt64
    /// The next frame does not continue the one before.
    var discontinuity = true

    /// - Parameter nextIndex: the index of its next frame; indices never go back while the daemon runs.
    public init(part: UInt8 = 0, sensor: SensorNumber, nextIndex: UInt64) {
        self.part = part
        self.sensor = sensor
        self.nextIndex = nextIndex
    }

    /// Judges whether the next sample is late, or others are missing before it.
    mutating func judge(_ sample: DeviceSample, _ arrival: HostInstant) -> LatenessJudge.Verdict {
        guard let lateness = lateness(sample, arrival) else { return .onTime }
        return judge.judge(lateness: lateness, arrival: arrival, rate: clock.rate)
    }

    /// How much later than expected the next sample comes, seconds; `nil` while the clock does not know.
    func lateness(_ sample: DeviceSample, _ arrival: HostInstant) -> Double? {
        clock.lateness(index: nextIndex &+ waiting.indices &+ UInt64(sample.lost), arrival: arrival)
    }
}
