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
        /// Measure with another calibration or by other settings; readings carry the number of the edition. From the next frame on, or once
        /// the stream has ended whose next sample would have had the index `after`: it is of another device.
        case measure(PipelineSettings, edition: UInt16, after: UInt64)
        /// Another session, or other numbers to compare holds with.
        case conditions(HoldConditions)
    }
}
