/// Why a clock does not lock.
public enum ClockTrouble: UInt8, Sendable, Equatable {
    case none = 0
    /// Samples come so seldom that they are values and no signal.
    case slow
    /// The device's time runs at another speed than any clock: its unit is another one, or it is no time.
    case deviceTime
    /// More samples in a second than any device takes.
    case impossibleRate
    /// The rate was another one again and again.
    case unsteady
}
