/// A moment that somebody has typed: `2026-11-29`, `2026-11-29T14:30` or `2026-11-29T14:30:05`, in UTC, with or without `Z`.
enum Moment {
    /// Microseconds since 1970; nil for anything else.
    static func wallMicroseconds(_ text: String) -> Int64? {
        guard let match = text.wholeMatch(of: /(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d))?Z?)?/),
            let year = Int64(match.1), let month = Int64(match.2), let day = Int64(match.3)
        else { return nil }
        let hour = match.4.flatMap { Int64($0) } ?? 0
        let minute = match.5.flatMap { Int64($0) } ?? 0
        let second = match.6.flatMap { Int64($0) } ?? 0
        guard (1...12).contains(month), day >= 1, day <= daysOfMonth(year, month), hour < 24, minute < 60, second < 60 else {
            return nil
        }
        let days = (1970..<max(year, 1970)).reduce(Int64(0)) { $0 + (isLeap($1) ? 366 : 365) }
        let whole = (1..<month).reduce(days) { $0 + daysOfMonth(year, $1) } + day - 1
        return year < 1970 ? nil : (((whole * 24 + hour) * 60 + minute) * 60 + second) * 1_000_000
    }

    private static func isLeap(_ year: Int64) -> Bool { year % 4 == 0 && year % 100 != 0 || year % 400 == 0 }

    private static func daysOfMonth(_ year: Int64, _ month: Int64) -> Int64 {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension Arguments {
    func moment(_ name: String) throws(CommandError) -> Int64? {
        guard let text = self[name] else { return nil }
        guard let moment = Moment.wallMicroseconds(text) else {
            throw .usage("--\(name) must be a date or a time in UTC, as 2026-11-29 or 2026-11-29T14:30, not \"\(text)\"")
        }
        return moment
    }
}
