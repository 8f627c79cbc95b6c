import LinuxIO

/// A moment that somebody has typed: `2026-11-29`, `2026-11-29T14:30` or `2026-11-29T14:30:05`, local time, or UTC with `--utc` or a
/// `Z` at the end.
enum Moment {
    /// Microseconds since 1970; nil for anything else.
    static func wallMicroseconds(_ text: String, isUTC: Bool) -> Int64? {
        guard let match = text.wholeMatch(of: /(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d))?(Z?))?/) else { return nil }
        let words = [match.1, match.2, match.3, match.4 ?? "0", match.5 ?? "0", (match.6 ?? nil) ?? "0"]
        let numbers = words.compactMap { Int32($0) }
        guard numbers.count == 6 else { return nil }
        return Clock.wallMicroseconds(
            date: (numbers[0], numbers[1], numbers[2]), time: (numbers[3], numbers[4], numbers[5]), isUTC: isUTC || match.7 == "Z"
        )
    }

    /// The moment that `Clock.isoText` wrote; nil for anything else.
    static func iso(_ text: String) -> Int64? {
        guard
            let match = text.wholeMatch(
                of: /(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{6}))?(?:Z|([+-])(\d\d):?(\d\d))/)
        else { return nil }
        let numbers = [match.1, match.2, match.3, match.4, match.5, match.6].compactMap { Int32($0) }
        guard numbers.count == 6,
            let seconds = Clock.wallMicroseconds(
                date: (numbers[0], numbers[1], numbers[2]), time: (numbers[3], numbers[4], numbers[5]), isUTC: true)
        else { return nil }
        let fraction = match.7.flatMap { Int64($0) } ?? 0
        let minutes = (match.9.flatMap { Int64($0) } ?? 0) * 60 + (match.10.flatMap { Int64($0) } ?? 0)
        return seconds + fraction - (match.8 == "-" ? -1 : 1) * minutes * 60_000_000
    }
}

extension Arguments {
    func moment(_ name: String) throws(CommandError) -> Int64? {
        guard let text = self[name] else { return nil }
        guard let moment = Moment.wallMicroseconds(text, isUTC: has("utc")) else {
            throw .usage("--\(name) must be a date or a time, as 2026-11-29 or 2026-11-29T14:30, not \"\(text)\"")
        }
        return moment
    }
}
