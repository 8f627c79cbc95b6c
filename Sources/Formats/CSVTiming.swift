/// When the rows of a table were taken.
public struct CSVTiming: Sendable {
    /// The place of the column, from 0.
    public var column: Int
    public var unit: CSVTimeUnit
    /// The unit stands in the header; otherwise it was taken from the size of the numbers and their steps.
    public var unitIsStated: Bool
    /// The time of each row in seconds; NaN where it has none. A counter that wraps and a clock that passes midnight are carried
    /// on; stamps that are coarser than the samples are made even.
    public var seconds: [Double]
    /// The number of each row's sample in its trial, with those that are lost counted. Of no meaning where the row has no time.
    public var index: [Int]
    /// The mean step between neighbours, in seconds, over stretches without a gap.
    public var interval: Double
    /// One over the interval, in hertz; a whole number when that is less than one part in a million away.
    public var rate: Double
    /// How much steps differ from the interval: 1.4826 × median absolute deviation, in seconds (the standard deviation, were
    /// they Gaussian).
    public var jitter: Double
    /// Where samples are lost: the row behind the hole, and how many.
    public var gaps: [(row: Int, lost: Int)]
    /// Rows whose stamp stands still or steps back for a moment, or runs ahead: interpolated.
    public var wrongStamps: [Int]
    /// Rows of each trial: more than one when the times start again.
    public var trials: [Range<Int>]
    /// The step of the stamps in seconds, where it is too coarse to tell samples apart by it.
    public var coarseStep: Double?
    /// Rows that share their stamp with the row before.
    public var sharedStamps: Int
}

extension CSVTable {
    /// Finds the column of time by its name (`time`, `t`, `timestamp`, `micros`, `X_Value`, …), by a unit of time, or, in a table
    /// without header, because the first of several columns rises evenly; measures its rate.
    ///
    /// - Parameter column: the place of the values that are asked for: of several columns of time, the nearest to the left is theirs.
    /// - Returns: nil when no column tells the time, or it has fewer than three usable rows.
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

    /// Most steps go forward: a "contact time" or a "time to peak" is no time of rows.
    private func isClockLike(_ timing: CSVTiming) -> Bool {
        let timed = timing.seconds.count(where: \.isFinite)
        return timed >= 3 && (timing.trials.count + timing.wrongStamps.count) * 4 < timed + 4
    }

    /// Takes the column at this place for the time.
    ///
    /// - Parameter unit: nil means the one that the header states, else a guess by ``CSVTimeUnit``.
    public func timing(column index: Int, unit stated: CSVTimeUnit? = nil) -> CSVTiming? {
        guard columns.indices.contains(index), !columns[index].isText else { return nil }
        let column = columns[index]
        let raw = column.values
        let steps = zip(raw.dropFirst(), raw).map { $0 - $1 }.filter { $0 > 0 && $0.isFinite }
        guard let step = CSVTimeline.median(steps) else { return nil }
        let named: CSVTimeUnit? =
            stated ?? (column.isClock ? .seconds : column.unit.flatMap(CSVTimeUnit.init(name:)) ?? CSVTimeUnit(name: column.name))
        let unit = named ?? CSVTimeUnit.guess(values: raw, step: step)
        let carried = column.isClock ? Self.pastMidnight(raw) : Self.unwrapped(raw, unit)
        guard let line = CSVTimeline(carried, perSecond: unit.perSecond) else { return nil }
        let rate = 1 / line.interval
        let whole = rate.rounded()
        return CSVTiming(
            column: index, unit: unit, unitIsStated: named != nil, seconds: line.seconds, index: line.index,
            interval: line.interval, rate: abs(rate - whole) < 1e-6 * rate ? whole : rate, jitter: line.jitter, gaps: line.gaps,
            wrongStamps: line.wrong, trials: line.trials, coarseStep: line.tick, sharedStamps: line.shared)
    }

    /// A microsecond counter of 32 bits wraps after 71.6 minutes: a fall by more than half of its range is a wrap. So is the fall
    /// of one that is printed with a sign.
    private static func unwrapped(_ raw: [Double], _ unit: CSVTimeUnit) -> [Double] {
        guard unit == .microseconds || unit == .milliseconds else { return raw }
        return carried(raw) { last, value in last - value > 2_147_483_648 ? 4_294_967_296 : 0 }
    }

    /// A clock without a date begins anew after 24 hours, or after 60 minutes when it shows no hours.
    private static func pastMidnight(_ raw: [Double]) -> [Double] {
        let top = raw.max { $1.isNaN || $0 < $1 } ?? 0
        let period = top < 3600 ? 3600.0 : top < 86_400 ? 86_400.0 : .infinity
        return carried(raw) { last, value in last > period * 0.98 && value < period * 0.02 ? period : 0 }
    }

    private static func carried(_ raw: [Double], _ wrap: (Double, Double) -> Double) -> [Double] {
        var sum = 0.0
        var last = Double.nan
        return raw.map { value in
            if last.isFinite, value.isFinite { sum += wrap(last, value) }
            if value.isFinite { last = value }
            return value + sum
        }
    }
}

/// Names of columns of time.
enum TimeName {
    private static let words: Set<String> = [
        "time", "times", "timestamp", "timestamps", "datetime", "t", "elapsed", "zeit", "uhrzeit", "zeitstempel", "tiempo",
        "temps", "tempo", "tijd", "tid",
        "czas", "hora", "heure", "aika", "время", "时间", "時間", "clock", "systime", "millis", "micros", "seconds",
    ]

    /// Whether a column of this name tells the time of rows; not when its unit is that of something else.
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
