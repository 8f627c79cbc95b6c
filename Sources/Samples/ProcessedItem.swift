/// What Analysis gets from Processing, in the order of the samples.
public enum ProcessedItem: BitwiseCopyable, Sendable {
    case reading(Reading)
    case event(HoldEvent)
}

/// What Recording gets from Processing, in the order of the samples: raw frames, and the events without which a replay would take
/// other decisions.
public enum RecordedOutcome: BitwiseCopyable, Sendable {
    case frame(Frame)
    /// A tare that applies to frames of `sensor` after `index`.
    case tare(sensor: SensorNumber, index: UInt64, time: HostInstant, offset: Double)
    /// Another calibration is in force on frames of `sensor` after `index`: the sensor's edition of this number.
    case calibrated(sensor: SensorNumber, index: UInt64, time: HostInstant, edition: UInt16)
    /// Conditions of holds of `sensor` that begin after `index`.
    case conditions(sensor: SensorNumber, index: UInt64, time: HostInstant, HoldConditions)
}
