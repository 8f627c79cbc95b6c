public import Samples

/// A command from `main` to the thread that processes. It is sent through a ring because that thread must not lock.
public struct ProcessCommand: BitwiseCopyable, Sendable {
    public var sensor: SensorNumber
    public var what: What

    public init(sensor: SensorNumber, what: What) {
        self.sensor = sensor
        self.what = what
    }

    public enum What: BitwiseCopyable, Sendable {
        /// The sensor's clock locked at frame `index`: start detection with these stages, made for its rate.
        case start(StagesHandle, index: UInt64)
        /// A second has passed: holds whose sensors have all left are closed even when no more frames come. `sensor` is unused.
        case tick
        /// Take a tare now; the answer is an event with the ticket.
        case tare(ticket: UInt64)
        /// Measure with another calibration or other settings; readings contain the number of the edition. This applies from the
        /// next frame on, or, when the settings are for another device, once the current stream has ended, whose next sample
        /// would have had the index `after`.
        case measure(PipelineSettings, edition: UInt16, after: UInt64)
        /// Use another session, or other values to compare holds with.
        case conditions(HoldConditions)
        /// Mark a moment, which has just passed. `sensor` is unused.
        case mark(MarkText, at: HostInstant)
        /// Pass this ticket on, behind everything that was asked before. `sensor` is unused.
        case pass(ticket: UInt64)
    }
}
