public import Samples

/// When the rows of a table were taken.
public struct CSVTiming: Sendable {
    /// The place of the column, from 0.
    public var column: Int
    public var unit: TimeUnit
    /// The unit stands in the header; otherwise it was taken from the size of the steps.
    public var unitIsStated: Bool
    /// The time of each row in seconds, as the column says it; a 32-bit microsecond counter that wraps is carried on.
    public var seconds: [Double]
    /// The median of the steps between rows, in seconds.
    public var interval: Double
    /// One over the median step, in hertz; a whole number when that is less than one part in a million away.
    public var rate: Double
    /// How much steps differ from the median one: 1.4826 × median absolute deviation, in seconds (the standard deviation, were
    /// they Gaussian).
    public var jitter: Double
    /// Steps longer than one and a half median ones: rows are missing.
    public var gaps: Int
    /// Steps that do not go forward.
    public var backwardSteps: Int
}

extension CSVTable {
    /// Finds the column of time by its name (`time`, `t`, `timestamp`, `micros`, …) or, in a table without header, because the
    /// first of several columns rises evenly; measures its rate.
    ///
    /// - Returns: nil when no column tells the time, or it has fewer than three usable rows.
    public func timing() -> CSVTiming? {
        for index in columns.indices where !columns[index].isText && isTimeName(columns[index]) {
            if let timing = timing(column: index) { return timing }
        }
        guard !hasHeader, columns.count > 1, let first = columns.first, !first.isText, let timing = timing(column: 0) else {
            return nil
        }
        return timing.backwardSteps == 0 && timing.jitter < 0.5 * timing.interval ? timing : nil
    }

    /// Takes the column at this place for the time.
    ///
    /// - Parameter unit: nil means the one that the header states, else a guess: whole numbers with steps from 100 on are
    ///   microseconds, with steps from 1 on milliseconds, all else seconds.
    public func timing(column index: Int, unit stated: TimeUnit? = nil) -> CSVTiming? {
        guard columns.indices.contains(index), !columns[index].isText else { return nil }
        let column = columns[index]
        let raw = column.values
        guard let rawStep = Self.median(Self.steps(raw).filter { $0 > 0 }) else { return nil }
        let named = stated ?? column.unit.flatMap(TimeUnit.init(name:)) ?? TimeUnit(name: column.name)
        let unit = named ?? Self.guess(rawStep, whole: raw.allSatisfy { $0.isNaN || $0 == $0.rounded() })
        let seconds = Self.unwrapped(raw, unit).map { $0 / unit.perSecond }
        let steps = Self.steps(seconds)
        guard steps.count >= 2, let interval = Self.median(steps.filter { $0 > 0 }), interval > 0 else { return nil }
        let deviation = Self.median(steps.map { abs($0 - interval) }) ?? 0
        let rate = 1 / interval
        let whole = rate.rounded()
        return CSVTiming(
            column: index, unit: unit, unitIsStated: named != nil, seconds: seconds, interval: interval,
            rate: abs(rate - whole) < 1e-6 * rate ? whole : rate, jitter: 1.4826 * deviation,
            gaps: steps.count { $0 > 1.5 * interval }, backwardSteps: steps.count { $0 <= 0 })
    }

    private func isTimeName(_ column: Column) -> Bool {
        let name = column.name.lowercased()
        if TimeUnit(name: name) != nil, name.count > 1 { return true }
        let stem = name.split(separator: "_").first.map(String.init) ?? name
        guard ["time", "t", "timestamp", "elapsed", "zeit", "tiempo", "temps", "tempo"].contains(stem) else { return false }
        return column.unit.map { TimeUnit(name: $0) != nil } ?? true
    }

    private static func guess(_ step: Double, whole: Bool) -> TimeUnit {
        if whole, step >= 100 { return .microseconds }
        return whole && step >= 1 ? .milliseconds : .seconds
    }

    /// A microsecond counter of 32 bits wraps after 71.6 minutes: a fall by more than half of its range is a wrap.
    private static func unwrapped(_ raw: [Double], _ unit: TimeUnit) -> [Double] {
        guard unit == .microseconds || unit == .milliseconds else { return raw }
        var carried = 0.0
        var last = Double.nan
        return raw.map { value in
            if last - value > 2_147_483_648 { carried += 4_294_967_296 }
            if !value.isNaN { last = value }
            return value + carried
        }
    }

    private static func steps(_ values: [Double]) -> [Double] {
        zip(values.dropFirst(), values).map { $0 - $1 }.filter(\.isFinite)
    }

    private static func median(_ values: [Double]) -> Double? {
        guard !values.isEmpty else { return nil }
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : 0.5 * (sorted[middle - 1] + sorted[middle])
    }
}
