/// Why a clock does not lock.
public enum ClockTrouble: UInt8, Sendable, Equatable {
    case none = 0
    /// Samples are so rare that they are single values and not a signal.
    case slow
    /// The device's time runs at an impossible speed: its unit is wrong, or the value is not a time.
    case deviceTime
    /// More samples per second than any device delivers.
    case impossibleRate
    /// The rate kept changing.
    case unsteady
}
