/// The times of the rows of a table.
public struct CSVTiming: Sendable {
    /// The index of the column, from 0.
    public var column: Int
    public var unit: CSVTimeUnit
    /// Whether the header states the unit; otherwise it was guessed from the magnitude of the numbers and their steps.
    public var unitIsStated: Bool
    /// The time of each row in seconds; NaN where it has none. Wrapping counters and clocks that pass midnight are continued;
    /// timestamps that are coarser than the sampling interval are smoothed.
    public var seconds: [Double]
    /// The index of each row's sample in its trial, with lost samples counted. Undefined where the row has no time.
    public var index: [Int]
    /// The mean step between neighbours, in seconds, in stretches without a gap.
    public var interval: Double
    /// One over the interval, in hertz; rounded to a whole number when the difference is less than one part in a million.
    public var rate: Double
    /// The deviation of steps from the interval: 1.4826 × median absolute deviation, in seconds (the standard deviation if they
    /// are Gaussian).
    public var jitter: Double
    /// Where samples are lost: the row after the gap, and the number of lost samples.
    public var gaps: [(row: Int, lost: Int)]
    /// Rows whose timestamp repeats, steps back or runs ahead for a moment. They are interpolated.
    public var wrongStamps: [Int]
    /// The rows of each trial: more than one trial when the times start again.
    public var trials: [Range<Int>]
    /// The resolution of the timestamps in seconds, if it is too coarse to distinguish samples.
    public var coarseStep: Double?
    /// The number of rows that share their timestamp with the row before.
    public var sharedStamps: Int
}

extension CSVTable {
    /// Finds the column of times by its name (`time`, `t`, `timestamp`, `micros`, `X_Value`, …), by a unit of time, or, in a
    /// table without header, because the first of several columns rises evenly. Measures the sampling rate.
    ///
    /// - Parameter column: the index of the column of values. Of several columns of times, the nearest one to its left is used.
    /// - Returns: nil when no column contains times, or it has fewer than three usable rows.
    public func timing(for column: Int? = nil) -> CSVTiming? {
        let numeric = columns.indices.filter { !columns[$0].isText && $0 != column }
        let named = numeric.filter { columns[$0].isClock || TimeName.isTime(columns[$0].name, unit: columns[$0].unit) }
        let ofUnit = numeric.filter {
            columns[$0].unit.flatMap(CSVTimeUnit.init(name:)) != nil && columns[$0].header != columns[$0].unit
        }
        for candidates in [named, ofUnit] {
            let left = candidates.filter { $0 < column ?? columns.count }.reversed()
            let order = column == nil ? candidates : left + candidates.filter { $0 > column ?? 0 }
            for index in order {
                if let timing = timing(column: index), isClockLike(timing) { return timing }
            }
        }
        guard !hasHeader, columns.count > 1, let first = columns.first, !first.isText, column != 0, let timing = timing(column: 0)
        else { return nil }
        let isEven = timing.trials.count == 1 && timing.wrongStamps.isEmpty && timing.jitter < 0.5 * timing.interval
        return isEven ? timing : nil
    }

    /// Whether most steps go forward: a "contact time" or a "time to peak" is not the time of rows.
    private func isClockLike(_ timing: CSVTiming) -> Bool {
        let timed = timing.seconds.count(where: \.isFinite)
        return timed >= 3 && (timing.trials.count + timing.wrongStamps.count) * 4 < timed + 4
    }

    /// Uses the column at this index as time.
    ///
    /// - Parameter unit: nil means the unit in the header, or else a guess by ``CSVTimeUnit``.
    public func timing(column index: Int, unit stated: CSVTimeUnit? = nil) -> CSVTiming? {
        guard columns.indices.contains(index), !columns[index].isText else { return nil }
        let column = columns[index]
        let raw = column.values
        let steps = zip(raw.dropFirst(), raw).map { $0 - $1 }.filter { $0 > 0 && $0.isFinite }
        guard let step = CSVTimeline.median(steps) else { return nil }
        let named: CSVTimeUnit? =
            stated ?? (column.isClock ? .seconds : column.unit.flatMap(CSVTimeUnit.init(name:)) ?? CSVTimeUnit(name: column.name))
        let unit = named ?? CSVTimeUnit.guess(values: raw, step: step)
        let carried = CSVCarriedTimes(column, unit).applied(to: raw)
        guard let line = CSVTimeline(carried, perSecond: unit.perSecond) else { return nil }
        return CSVTiming(
            column: index, unit: unit, unitIsStated: named != nil, seconds: line.seconds, index: line.index,
            interval: line.interval, rate: CSVTimeline.rate(interval: line.interval), jitter: line.jitter, gaps: line.gaps,
            wrongStamps: line.wrong, trials: line.trials, coarseStep: line.tick, sharedStamps: line.shared)
    }
}

/// Timestamps that go on where a counter wraps or a clock passes midnight.
struct CSVCarriedTimes {
    /// The fall that is a wrap, and what is added then.
    private enum Rule: Equatable { case none, counter, clock(period: Double) }

    private let rule: Rule
    private var top = 0.0
    private var sum = 0.0
    private var last = Double.nan

    init(_ column: CSVTable.Column, _ unit: CSVTimeUnit) {
        if column.isClock {
            rule = Self.clock(top: column.values.lazy.filter(\.isFinite).max() ?? 0)
        } else {
            // A microsecond counter of 32 bits wraps after 71.6 minutes: a fall by more than half of its range is a wrap. The same
            // applies to a counter that is printed with a sign.
            rule = unit == .microseconds || unit == .milliseconds ? .counter : .none
        }
    }

    /// A clock without a date starts again after 24 hours, or after 60 minutes when it shows no hours.
    private static func clock(top: Double) -> Rule {
        .clock(period: top < 3600 ? 3600.0 : top < 86_400 ? 86_400.0 : .infinity)
    }

    /// Whether all timestamps so far agree with the rule, which was made for the first ones.
    var isConsistent: Bool { if case .clock = rule { Self.clock(top: top) == rule } else { true } }

    mutating func next(_ value: Double) -> Double {
        guard rule != .none else { return value }
        guard value.isFinite else { return value + sum }
        if last.isFinite {
            switch rule {
            case .none: break
            case .counter: sum += last - value > 2_147_483_648 ? 4_294_967_296 : 0
            case .clock(let period): sum += last > period * 0.98 && value < period * 0.02 ? period : 0
            }
        }
        last = value
        top = max(top, value)
        return value + sum
    }

    func applied(to values: [Double]) -> [Double] {
        var times = self
        return values.map { times.next($0) }
    }
}

/// Names of columns of time.
enum TimeName {
    private static let words: Set<String> = [
        "time", "times", "timestamp", "timestamps", "datetime", "t", "elapsed", "zeit", "uhrzeit", "zeitstempel", "tiempo",
        "temps", "tempo", "tijd", "tid",
        "czas", "hora", "heure", "aika", "время", "时间", "時間", "clock", "systime", "millis", "micros", "seconds",
    ]

    /// Whether a column of this name contains the time of rows; false when its unit is not a unit of time.
    static func isTime(_ name: String, unit: String?) -> Bool {
        if let unit, CSVTimeUnit(name: unit) == nil { return unit.lowercased().contains(":") || unit.lowercased().contains("hh") }
        let lower = name.lowercased()
        // "RelativeTime" is two words.
        if let last = name.lastIndex(where: \.isUppercase), words.contains(name[last...].lowercased()), last > name.startIndex,
            name[name.index(before: last)].isLowercase
        {
            return true
        }
        if lower == "x_value" || CSVTimeUnit(name: lower) != nil && !["d", "h"].contains(lower) { return true }
        let parts = lower.split { !($0.isLetter || $0.isNumber) }.map(String.init)
        // "Time", "abs time", "Data Set 1:Time", "Time since start"; "timestamp_ms", "TimeStamp1".
        return parts.contains { word in words.contains(word) || words.contains(String(word.prefix { !$0.isNumber })) }
    }
}
