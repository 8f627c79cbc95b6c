/// Converts a counter that wraps around into one that does not.
public struct TimeUnwrapper: Sendable {
    private let period: UInt64
    private var previous: UInt64?
    private var high: UInt64 = 0

    /// - Parameter bits: width of the counter, 8…63.
    public init(bits: Int) { period = UInt64(1) << UInt64(min(max(bits, 8), 63)) }

    /// The counter's value since the first one, with wraps added. A value slightly below the previous one (an edge reported late)
    /// is not a wrap; a value far below is one.
    public mutating func unwrap(_ value: UInt64) -> Int64 {
        let value = value % period
        guard let before = previous else {
            previous = value
            return Int64(clamping: value)
        }
        if value >= before {
            // A value far ahead just after a wrap belongs to an edge from before the wrap.
            if value - before > period / 2, high >= period { return Int64(clamping: high - period + value) }
            previous = value
        } else if before - value > period / 2 {
            high = high.addingReportingOverflow(period).partialValue
            previous = value
        }
        return Int64(clamping: high + value)
    }
}
