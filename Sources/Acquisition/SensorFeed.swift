public import Samples
import Timing

/// One sensor that a device feeds. Those of one device get the same index and the same time for the same scan, because their clocks hear
/// the same.
public struct SensorFeed: Sendable {
    /// Which of the device's sensors it is.
    let part: UInt8
    let sensor: SensorNumber
    let status = SessionStatus()
    var clock = SampleClock()
    var nextIndex: UInt64
    /// The next frame does not follow on the one before.
    var discontinuity = true

    /// - Parameter nextIndex: that of its next frame; indices never go back while the daemon runs.
    public init(part: UInt8 = 0, sensor: SensorNumber, nextIndex: UInt64) {
        self.part = part
        self.sensor = sensor
        self.nextIndex = nextIndex
    }
}
