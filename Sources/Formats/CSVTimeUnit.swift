/// The unit of the numbers in a column of times.
public enum CSVTimeUnit: Sendable, Equatable {
    case nanoseconds, microseconds, milliseconds, seconds, minutes, hours
    /// Spreadsheet times: days since 1900, or fractions of one day.
    case days

    /// The divisor that converts times to seconds. Division keeps fractions of a second correctly rounded.
    public var perSecond: Double {
        switch self {
        case .nanoseconds: 1e9
        case .microseconds: 1e6
        case .milliseconds: 1e3
        case .seconds: 1
        case .minutes: 1 / 60.0
        case .hours: 1 / 3600.0
        case .days: 1 / 86_400.0
        }
    }

    init?(name text: String) {
        switch text.lowercased() {
        case "s", "sec", "secs", "second", "seconds", "sekunden", "sek", "segundos", "secondes", "secondi": self = .seconds
        case "ms", "msec", "msecs", "millis", "millisecond", "milliseconds": self = .milliseconds
        // U+FFFD: a character that some program could not write.
        case "us", "usec", "µs", "μs", "\u{FFFD}s", "micros", "microsecond", "microseconds": self = .microseconds
        case "ns", "nsec", "nanos", "nanoseconds": self = .nanoseconds
        case "min", "mins", "minute", "minutes": self = .minutes
        case "h", "hr", "hrs", "hour", "hours": self = .hours
        case "d", "day", "days": self = .days
        default: return nil
        }
    }

    /// Guesses the unit of numbers that have none: times since 1970 by their magnitude, all others by their steps.
    ///
    /// Whole numbers with steps from 100 on are microseconds, with steps from 1 on milliseconds. Fractions with steps below 20
    /// µs, if they were seconds, are days if they are below 1 or fall in this or the last century.
    static func guess(values: [Double], step: Double) -> CSVTimeUnit {
        let finite = values.lazy.filter(\.isFinite)
        return guess(first: finite.first ?? 0, isIntegral: finite.allSatisfy { $0 == $0.rounded() }, step: step)
    }

    /// The same for the first number, and what is known of all.
    static func guess(first: Double, isIntegral whole: Bool, step: Double) -> CSVTimeUnit {
        let first = abs(first)
        if first > 1e17 { return .nanoseconds }
        if first > 1e14 { return .microseconds }
        if first > 1e11, first < 1e13 { return .milliseconds }
        if !whole, step < 2e-5, first < 1 || (20_000...80_000).contains(first) { return .days }
        if first > 1e9, first < 3e9, step < 100 { return .seconds }
        if whole, step >= 100 { return .microseconds }
        return whole && step >= 1 ? .milliseconds : .seconds
    }
}
