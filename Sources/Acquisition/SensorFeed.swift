import Drivers
public import Samples
import Timing

/// One sensor of a device. Sensors of one device get the same index and the same time for the same scan, because their clocks see
/// the same arrivals.
///
/// An object and not a value: a clock has kilobytes, which nobody should copy for each sample.
public final class SensorFeed: @unchecked Sendable {
    // Safety: everything except the status belongs to the thread that has the session of the device (``DeviceSession``).
    /// The part of the device that the sensor is.
    let part: UInt8
    let sensor: SensorNumber
    let status = SessionStatus()
    var clock = SampleClock()
    var judge = LatenessJudge()
    let waiting = SampleQueue(capacity: LatenessJudge.waiting)
    var nextIndex: UInt64
    /// Samples that were left out because their device time was damaged.
    var damaged: UInt64 = 0
    /// The next frame does not continue the one before.
    var discontinuity = true

    /// - Parameter nextIndex: the index of its next frame; indices never go back while the daemon runs.
    public init(part: UInt8 = 0, sensor: SensorNumber, nextIndex: UInt64) {
        self.part = part
        self.sensor = sensor
        self.nextIndex = nextIndex
    }

    /// Whether the sample's device time cannot be right. Then it waits: only the next one shows whether its line was damaged or the
    /// device's clock has jumped.
    func isOdd(_ sample: DeviceSample, _ arrival: HostInstant) -> Bool {
        sample.deviceTime.map { clock.isOdd(deviceTime: $0, arrival: arrival) } ?? false
    }

    /// Judges whether the next sample is late, or others are missing before it.
    func judge(_ sample: DeviceSample, _ arrival: HostInstant) -> LatenessJudge.Verdict {
        guard let lateness = lateness(sample, arrival) else { return .onTime }
        return judge.judge(lateness: lateness, arrival: arrival, rate: clock.rate)
    }

    /// How much later than expected the next sample comes, seconds; `nil` while the clock does not know.
    func lateness(_ sample: DeviceSample, _ arrival: HostInstant) -> Double? {
        clock.lateness(index: nextIndex &+ waiting.indices &+ UInt64(sample.lost), arrival: arrival)
    }
}
