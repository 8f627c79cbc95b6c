/// Numbers the rows of a table as they come, with lost samples counted, and tells their times, as ``CSVTimeline`` does.
public struct CSVStreamPlaces {
    /// A row that has a time.
    public struct Row {
        public var values: [Double]
        public var line: Int
        public var seconds = 0.0
        /// The number of its sample.
        public var index = 0
        fileprivate var stamp: Double
    }

    private let measure: CSVStreamClock.Measure
    private var stamps: CSVCarriedTimes
    private var last: Double?
    private var index = 0
    private var ahead: [Row] = []
    private var smoothing: Smoothing?
    /// The lost samples, the number of places where they are lost, and the line of the row behind the first one.
    public private(set) var gaps = (lost: 0, count: 0, line: 0)

    public init(_ measure: CSVStreamClock.Measure) {
        self.measure = measure
        stamps = measure.carried
        smoothing = measure.half.map { Smoothing(half: $0, measure: measure) }
    }

    /// Takes a row.
    ///
    /// - Returns: earlier rows, as soon as it is known how many samples are lost before them.
    public mutating func take(_ values: [Double], line: Int, stamp: Double) -> [Row] {
        let time = stamps.next(stamp)
        guard time.isFinite else { return [] }
        ahead.append(Row(values: values, line: line, stamp: time))
        return ahead.count > CSVTimeline.lookAhead ? place() : []
    }

    /// - Returns: the rows that are left.
    public mutating func finish() -> [Row] {
        var rows: [Row] = []
        while !ahead.isEmpty { rows += place() }
        return rows + (smoothing?.finish() ?? [])
    }

    private mutating func place() -> [Row] {
        var row = ahead.removeFirst()
        row.seconds = row.stamp / measure.perSecond
        var lost = 0
        if let last {
            lost = row.stamp - last <= measure.limit ? 0 : excess(row.stamp, since: last)
            if lost > 0 { gaps = (gaps.lost + lost, gaps.count + 1, gaps.count == 0 ? row.line : gaps.line) }
            index += 1 + lost
        }
        last = row.stamp
        row.index = index
        return smoothing?.take(row, isAfterGap: lost > 0) ?? [row]
    }

    private func excess(_ stamp: Double, since last: Double) -> Int {
        var least = Double.infinity
        for (place, later) in ([stamp] + ahead.prefix(CSVTimeline.lookAhead - 1).map(\.stamp)).enumerated() {
            least = min(least, (later - last) / measure.interval - Double(1 + place))
        }
        return Int(min(max(least.rounded(), 0), 1e9))
    }
}

/// Replaces coarse timestamps by the mean over the rows on both sides, between gaps.
private struct Smoothing {
    let half: Int
    let measure: CSVStreamClock.Measure
    /// Rows that wait for those after them.
    private var waiting: [CSVStreamPlaces.Row] = []
    /// The rows since the gap, and how many of them are through.
    private var count = 0
    private var done = 0
    /// How far the timestamps of the first rows are from an even clock, in all, from row number `firstSum` on.
    private var sums = [0.0]
    private var firstSum = 0
    private var origin = 0.0
    private var last: Double?

    init(half: Int, measure: CSVStreamClock.Measure) {
        self.half = half
        self.measure = measure
    }

    mutating func take(_ row: CSVStreamPlaces.Row, isAfterGap: Bool) -> [CSVStreamPlaces.Row] {
        var rows = isAfterGap ? finish() : []
        let residual = row.stamp - Double(row.index) * measure.interval
        if count == 0 { origin = residual }
        sums.append((sums.last ?? 0) + (residual - origin))
        waiting.append(row)
        count += 1
        if count > done + half { rows.append(next()) }
        return rows
    }

    /// - Returns: the rows up to the gap.
    mutating func finish() -> [CSVStreamPlaces.Row] {
        var rows: [CSVStreamPlaces.Row] = []
        while done < count { rows.append(next()) }
        self = Smoothing(half: half, measure: measure)
        return rows
    }

    private mutating func next() -> CSVStreamPlaces.Row {
        var row = waiting.removeFirst()
        let (from, to) = (max(0, done - half), min(count, done + half + 1))
        let mean = origin + (sums[to - firstSum] - sums[from - firstSum]) / Double(to - from)
        row.seconds = (Double(row.index) * measure.interval + mean) / measure.perSecond
        // At the ends the window is short.
        if let last, row.seconds <= last { row.seconds = last + 0.01 * (measure.interval / measure.perSecond) }
        last = row.seconds
        done += 1
        if from - firstSum > 4 * half {
            sums.removeFirst(from - firstSum)
            firstSum = from
        }
        return row
    }
}
