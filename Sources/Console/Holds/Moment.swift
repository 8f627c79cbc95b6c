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
