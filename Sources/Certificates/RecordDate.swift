/// The wall clock in a form for people, in UTC.
public enum RecordDate {
    /// `2026-11-21T09:13:30Z`, by the proleptic Gregorian calendar (Fliegel & Van Flandern 1968, CACM 11:657).
    public static func text(_ wallMicroseconds: Int64) -> String {
        let seconds = max(0, wallMicroseconds / 1_000_000)
        let days = seconds / 86_400
        let clock = seconds % 86_400
        var l = days + 2_440_588 + 68_569
        let n = 4 * l / 146_097
        l -= (146_097 * n + 3) / 4
        let i = 4000 * (l + 1) / 1_461_001
        l = l - 1461 * i / 4 + 31
        let j = 80 * l / 2447
        let day = l - 2447 * j / 80
        let month = j + 2 - 12 * (j / 11)
        let year = 100 * (n - 49) + i + j / 11
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(year)-\(two(month))-\(two(day))T\(two(clock / 3600)):\(two(clock / 60 % 60)):\(two(clock % 60))Z"
    }

    /// `2026-11-21`.
    public static func day(_ wallMicroseconds: Int64) -> String { String(text(wallMicroseconds).prefix { $0 != "T" }) }

    /// Midnight UTC of a day that ``day(_:)`` writes, microseconds since 1970; nil for any other text.
    public static func wallMicroseconds(day text: String) -> Int64? {
        let numbers = text.split(separator: "-", omittingEmptySubsequences: false).compactMap { Int64($0) }
        guard numbers.count == 3, text.utf8.count == 10, (1970...9999).contains(numbers[0]), (1...12).contains(numbers[1]) else {
            return nil
        }
        let (year, month) = (numbers[0], numbers[1])
        let shift = (month - 14) / 12
        let number =
            1461 * (year + 4800 + shift) / 4 + 367 * (month - 2 - shift * 12) / 12 - 3 * ((year + 4900 + shift) / 100) / 4
            + numbers[2] - 32_075
        let moment = (number - 2_440_588) * 86_400_000_000
        // Days that a month does not have come out as others.
        return day(moment) == text ? moment : nil
    }

    /// The time after this number of days, microseconds since 1970; nil for 0, which means never.
    static func due(_ wallMicroseconds: Int64, validDays: Int) -> Int64? {
        guard validDays > 0 else { return nil }
        let (span, isTooLong) = Int64(validDays).multipliedReportingOverflow(by: 86_400_000_000)
        let (sum, isTooLate) = wallMicroseconds.addingReportingOverflow(span)
        return isTooLong || isTooLate ? .max : sum
    }
}
