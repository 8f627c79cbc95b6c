/// The items that Analysis receives from Processing, in the order of the samples.
public enum ProcessedItem: BitwiseCopyable, Sendable {
    case reading(Reading)
    case event(HoldEvent)
    /// Everything before this has passed; the ticket says for whom.
    case passed(ticket: UInt64)
}

/// The items that Recording receives from Processing, in the order of the samples: raw frames, and the events that a replay needs
/// to reach the same decisions.
public enum RecordedOutcome: BitwiseCopyable, Sendable {
    case frame(Frame)
    /// A tare that applies to frames of `sensor` after `index`.
    case tare(sensor: SensorNumber, index: UInt64, time: HostInstant, offset: Double)
    /// Another calibration applies to frames of `sensor` after `index`: the sensor's edition with this number.
    case calibrated(sensor: SensorNumber, index: UInt64, time: HostInstant, edition: UInt16)
    /// The conditions of holds of `sensor` that begin after `index`.
    case conditions(sensor: SensorNumber, index: UInt64, time: HostInstant, HoldConditions)
    /// Somebody has marked a moment: of the whole station, in the stream of `sensor` after `index`.
    case mark(sensor: SensorNumber, index: UInt64, time: HostInstant, MarkText)

    public var sensor: SensorNumber {
        switch self {
        case .frame(let frame): frame.sensor
        case .tare(let sensor, _, _, _), .calibrated(let sensor, _, _, _), .conditions(let sensor, _, _, _),
            .mark(let sensor, _, _, _):
            sensor
        }
    }
}
