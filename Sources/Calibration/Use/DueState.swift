/// How the date of the next calibration compares with today.
public enum DueState: Sendable, Hashable, CaseIterable {
    case inTime
    /// Within ``soonDays``: time to send the sensor or the weights away.
    case soon
    case overdue

    public static let soonDays = 30

    /// - Parameters:
    ///   - due: the date, microseconds since 1970.
    ///   - now: today, microseconds since 1970.
    public init(_ due: Int64, at now: Int64) {
        let left = due.subtractingReportingOverflow(now)
        self =
            due < now
            ? .overdue : !left.overflow && left.partialValue <= Int64(Self.soonDays) * 86_400_000_000 ? .soon : .inTime
    }
}
