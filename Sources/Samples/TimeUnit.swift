/// A unit of time used by a device or by a column of a file.
public enum TimeUnit: String, Sendable, CaseIterable {
    case seconds = "s"
    case milliseconds = "ms"
    case microseconds = "us"
    case nanoseconds = "ns"

    /// How many of this unit make a second. Times are divided by this number, so the result is correctly rounded.
    public var perSecond: Double {
        switch self {
        case .seconds: 1
        case .milliseconds: 1e3
        case .microseconds: 1e6
        case .nanoseconds: 1e9
        }
    }

    /// Nanoseconds in this unit.
    public var nanoseconds: Int64 {
        switch self {
        case .seconds: 1_000_000_000
        case .milliseconds: 1_000_000
        case .microseconds: 1000
        case .nanoseconds: 1
        }
    }

    /// The unit that people or tools write as `text`: `s`, `sec`, `seconds`, `ms`, `millis`, `us`, `µs`, `micros`, `ns`.
    public init?(name text: String) {
        switch text.lowercased() {
        case "s", "sec", "secs", "second", "seconds": self = .seconds
        case "ms", "msec", "millis", "millisecond", "milliseconds": self = .milliseconds
        // U+FFFD is what a Latin-1 micro sign becomes when it is read as UTF-8.
        case "us", "usec", "µs", "μs", "\u{FFFD}s", "micros", "microsecond", "microseconds": self = .microseconds
        case "ns", "nsec", "nanos", "nanoseconds": self = .nanoseconds
        default: return nil
        }
    }
}
