/// Reads a time of day, or a date with a time, in the formats of loggers and spreadsheets, and converts it to seconds.
///
/// `17:13:06.250`, `17:13:06,250`, `5:13:06 PM`, `59:10.1` (minutes and seconds), `2026-03-29T01:59:10.5Z`, `2026-03-29
/// 01:59:10`, `29.03.2026 01:59:10`, `3/29/2026 1:59:10 PM`. With a date: seconds since 1970, without the zone, because only
/// differences matter. In `3/4/2026` the day or the month may come first; within one day this makes no difference.
enum CSVClock {
    static func seconds(_ bytes: ArraySlice<UInt8>) -> Double? {
        let text = DecimalNumber.trimmed(bytes)
        // The cheapest test comes first, because nearly every cell is a number.
        guard text.count >= 4, text.count <= 40, let first = text.first, DecimalNumber.isDigit(first) else { return nil }
        guard text.contains(UInt8(ascii: ":")) else { return compact(text) }
        let words = text.split { $0 == 0x20 || $0 == UInt8(ascii: "T") || $0 == 0x09 }
        switch words.count {
        case 1: return clock(words[0], half: nil)
        case 2:
            if let half = half(words[1]) { return clock(words[0], half: half) }
            return joined(words[0], clock(words[1], half: nil))
        case 3: return half(words[2]).flatMap { joined(words[0], clock(words[1], half: $0)) }
        default: return nil
        }
    }

    /// `20260329T015910.5`.
    private static func compact(_ text: ArraySlice<UInt8>) -> Double? {
        let parts = text.split(separator: UInt8(ascii: "T"))
        guard parts.count == 2, parts[0].count == 8, parts[1].count >= 6, let date = number(parts[0]),
            let time = number(parts[1].prefix(6))
        else { return nil }
        let rest = parts[1].dropFirst(6).prefix { $0 != UInt8(ascii: "Z") }
        guard rest.isEmpty || rest.first == UInt8(ascii: "."), let fraction = rest.isEmpty ? 0 : DecimalNumber.read(rest)?.value
        else { return nil }
        let clock = Double(time / 10_000 * 3600 + time / 100 % 100 * 60 + time % 100) + fraction
        return days(year: date / 10_000, month: date / 100 % 100, day: date % 100).map { Double($0) * 86_400 + clock }
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        digits.allSatisfy(DecimalNumber.isDigit) ? Int(String(decoding: digits, as: UTF8.self)) : nil
    }

    private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]

    private static func joined(_ date: ArraySlice<UInt8>, _ clock: Double?) -> Double? {
        guard let clock, let days = days(date) else { return nil }
        return Double(days) * 86_400 + clock
    }

    /// 0 for AM, 12 for PM.
    private static func half(_ word: ArraySlice<UInt8>) -> Int? {
        switch String(decoding: word, as: UTF8.self).lowercased() {
        case "am", "a.m.": 0
        case "pm", "p.m.": 12
        default: nil
        }
    }

    private static func clock(_ word: ArraySlice<UInt8>, half: Int?) -> Double? {
        var word = word
        if word.last == UInt8(ascii: "Z") { word = word.dropLast() }
        // The zone (`+01:00`) is the same in every row.
        if let sign = word.lastIndex(where: { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }) { word = word[..<sign] }
        var parts = word.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard parts.count == 2 || parts.count == 3 || parts.count == 4 else { return nil }
        // `17:13:06:250`: milliseconds after a colon.
        var thousandths = 0.0
        if parts.count == 4 {
            guard parts[3].count == 3, let value = whole(parts[3], below: 1000) else { return nil }
            thousandths = Double(value)
            parts.removeLast()
        }
        guard let last = parts.last, let seconds = DecimalNumber.read(last)?.value, seconds >= 0, seconds < 61,
            last.first.map(DecimalNumber.isDigit) == true
        else { return nil }
        let minutes = whole(parts[parts.count - 2], below: parts.count == 3 ? 60 : 6000)
        let hours = parts.count == 3 ? whole(parts[0], below: half == nil ? 1000 : 13) : 0
        guard let minutes, var hours else { return nil }
        if let half { hours = hours % 12 + half }
        return Double(hours * 3600 + minutes * 60) + (seconds * 1000 + thousandths) / 1000
    }

    /// Days since 1970 (H. Hinnant, "chrono-compatible low-level date algorithms").
    private static func days(_ word: ArraySlice<UInt8>) -> Int? {
        let parts = word.split { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: ".") }
        guard parts.count == 3, parts[0].count == 4 || parts[2].count == 4 || parts[2].count == 2 else { return nil }
        let yearFirst = parts[0].count == 4
        let name = months.firstIndex(of: String(decoding: parts[1].prefix(3), as: UTF8.self).lowercased())
        guard var year = whole(yearFirst ? parts[0] : parts[2], below: 10_000),
            var month = name.map({ $0 + 1 }) ?? whole(parts[1], below: 32),
            var day = whole(yearFirst ? parts[2] : parts[0], below: 32)
        else { return nil }
        if month > 12 { swap(&month, &day) }
        if year < 100 { year += 2000 }
        return days(year: year, month: month, day: day)
    }

    private static func days(year: Int, month: Int, day: Int) -> Int? {
        guard (1...12).contains(month), (1...31).contains(day) else { return nil }
        let shifted = month > 2 ? year : year - 1
        let ofEra = shifted % 400
        let ofYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return shifted / 400 * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719_468
    }

    private static func whole(_ digits: ArraySlice<UInt8>, below limit: Int) -> Int? {
        guard !digits.isEmpty, digits.count <= 4, digits.allSatisfy(DecimalNumber.isDigit) else { return nil }
        let value = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        return value < limit ? value : nil
    }
}
