public import Calibration
public import Samples

/// What `main` asks of the `process` thread, through a ring: that thread takes no lock.
public struct ProcessCommand: BitwiseCopyable, Sendable {
    public var sensor: SensorNumber
    public var what: What

    public init(sensor: SensorNumber, what: What) {
        self.sensor = sensor
        self.what = what
    }

    public enum What: BitwiseCopyable, Sendable {
        /// The sensor's clock locked at frame `index`: begin to detect with these stages, made for its rate.
        case start(StagesHandle, index: UInt64)
        /// A second has passed: holds whose sensors have all left are closed even when no frame comes any more. `sensor` means nothing.
        case tick
        /// Take a tare now; the answer is an event that carries the ticket.
        case tare(ticket: UInt64)
        /// Measure with another calibration from the next frame on; readings carry its number.
        case calibrate(SensorCalibration, edition: UInt16)
        /// Another session, or other numbers to compare holds with.
        case conditions(HoldConditions)
    }
}
