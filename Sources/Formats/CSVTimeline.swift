/// Converts the timestamps of rows to a clock: finds wrong timestamps, the start of trials, the sampling interval, and lost
/// samples.
///
/// A timestamp that is coarser than the sampling interval (whole milliseconds at 900 Hz, two decimals, one timestamp for a
/// packet) gives the time only to one of its steps. The interval is then the mean over stretches without a gap, and the time of
/// a row is the mean of the times predicted by the timestamps around it.
struct CSVTimeline {
    /// The time of each row; NaN where the row has no time.
    private(set) var seconds: [Double]
    /// The index of the sample in its trial; lost samples are counted. Undefined where the row has no time.
    private(set) var index: [Int]
    /// Seconds.
    private(set) var interval = 0.0
    private(set) var jitter = 0.0
    /// Where samples are lost: the row after the gap, and the number of lost samples.
    private(set) var gaps: [(row: Int, lost: Int)] = []
    /// Rows whose timestamp repeats that of an earlier row, or goes back, for a moment. They are interpolated.
    private(set) var wrong: [Int] = []
    /// The rows of each trial; times start again between trials.
    private(set) var trials: [Range<Int>] = []
    /// The step of the timestamps in seconds, when it is coarse.
    private(set) var tick: Double?
    /// The number of rows that share a timestamp because timestamps are coarse.
    private(set) var shared = 0

    /// The number of rows that are searched ahead for a timestamp that continues.
    static let lookAhead = 10

    /// - Parameter seconds: the times as stamped; NaN where there is none.
    /// - Returns: nil when fewer than three rows have a time, or the time never goes forward.
    init?(_ stamps: [Double], perSecond: Double) {
        let raw = stamps
        let rows = raw.indices.filter { raw[$0].isFinite }
        guard rows.count >= 3 else { return nil }
        seconds = raw.map { $0 / perSecond }
        index = [Int](repeating: 0, count: raw.count)
        let tick = Self.resolution(raw)
        // If several rows often share one timestamp, the clock is coarse; a few shared timestamps are errors.
        let held = zip(rows, rows.dropFirst()).count { raw[$0] == raw[$1] }
        let isShared = held >= 3 && held * 50 > rows.count
        let stretches = split(rows, raw, isShared: isShared)
        guard let measured = Self.interval(stretches, raw, tick: tick, isShared: isShared) else { return nil }
        interval = measured.interval / perSecond
        shared = isShared ? held : 0
        if measured.isCoarse { self.tick = tick / perSecond }
        var deviations: [Double] = []
        for stretch in stretches { place(stretch, raw, measured, perSecond, &deviations) }
        jitter = 1.4826 * (Self.median(deviations) ?? 0) / perSecond
    }

    // MARK: trials and wrong timestamps

    /// The rows of each trial with reliable timestamps.
    private mutating func split(_ rows: [Int], _ raw: [Double], isShared: Bool) -> [[Int]] {
        var stretches: [[Int]] = []
        var good: [Int] = []
        var start = 0
        var position = 0
        while position < rows.count {
            let row = rows[position]
            guard let last = good.last else {
                good.append(row)
                position += 1
                continue
            }
            if raw[row] > raw[last] || isShared && raw[row] == raw[last] {
                good.append(row)
                position += 1
                continue
            }
            // The timestamp before was one that ran ahead for a moment.
            if good.count > 2, raw[row] < raw[last], isOutlier(good, next: row, raw) {
                wrong.append(good.removeLast())
                continue
            }
            let ahead = rows[position...].prefix(Self.lookAhead)
            if let back = ahead.first(where: { raw[$0] > raw[last] }), isNear(back, last, good, raw) {
                wrong += ahead.prefix { $0 < back }
                position += ahead.prefix { $0 < back }.count
                continue
            }
            if position == rows.count - 1 || raw[row] == raw[last] {
                wrong.append(row)
                position += 1
                continue
            }
            trials.append(start..<row)
            stretches.append(good)
            start = row
            good = [row]
            position += 1
        }
        trials.append(start..<raw.count)
        wrong.sort()
        return stretches + [good]
    }

    private func isOutlier(_ good: [Int], next: Int, _ raw: [Double]) -> Bool {
        let (last, before, usual) = (raw[good[good.count - 1]], raw[good[good.count - 2]], raw[good[good.count - 3]])
        let step = before - usual
        return raw[next] > before && raw[next] - before < 4 * step && last - before > 1.5 * step
    }

    /// Whether a timestamp continues from the last good one, within the number of rows in between.
    private func isNear(_ back: Int, _ last: Int, _ good: [Int], _ raw: [Double]) -> Bool {
        guard good.count > 1 else { return false }
        let step = (raw[last] - raw[good[0]]) / Double(good.count - 1)
        return raw[back] - raw[last] < Double(back - last + 2) * 2 * step
    }

    // MARK: the interval

    private struct Measured {
        var interval: Double
        var isCoarse: Bool
        /// Steps up to this limit are between neighbours.
        var limit: Double
        /// The median forward step. If rows share a timestamp, it spans several intervals.
        var usual: Double
    }

    private static func interval(_ stretches: [[Int]], _ raw: [Double], tick: Double, isShared: Bool) -> Measured? {
        // With shared timestamps the first and the last group may be incomplete.
        var steps: [Double] = []
        for stretch in stretches {
            let rows = isShared ? inner(stretch, raw) : stretch
            for (row, before) in zip(rows.dropFirst(), rows) { steps.append(raw[row] - raw[before]) }
        }
        guard let usual = median(steps.filter { $0 > 0 }), usual > 0 else { return nil }
        let longTicks = steps.indices.filter { oneTickMore(usual, tick).contains(steps[$0]) }
        let isCoarse = isShared || usual < 2.02 * tick && isEven(longTicks)
        let limit = isCoarse ? max(1.5 * usual, usual + 1.5 * tick) : longestStep(usual)
        let near = steps.filter { $0 <= limit && (isCoarse || $0 >= shortestStep(usual)) }
        guard !near.isEmpty else { return nil }
        return Measured(interval: near.reduce(0, +) / Double(near.count), isCoarse: isCoarse, limit: limit, usual: usual)
    }

    /// The longest and the shortest step between neighbours.
    static func longestStep(_ usual: Double) -> Double { 1.5000001 * usual }
    static func shortestStep(_ usual: Double) -> Double { 0.4999999 * usual }

    /// Steps that are longer because of the resolution of the clock, or of a lost row.
    static func oneTickMore(_ usual: Double, _ tick: Double) -> Range<Double> {
        let from = longestStep(usual).nextUp
        return from..<max(from, max(1.6 * usual, usual + 1.01 * tick))
    }

    /// Hertz; a whole number when the difference is less than one part in a million.
    static func rate(interval: Double) -> Double {
        let rate = 1 / interval
        let whole = rate.rounded()
        return abs(rate - whole) < 1e-6 * rate ? whole : rate
    }

    /// From the first row of the second timestamp to the first row of the last one.
    private static func inner(_ rows: [Int], _ raw: [Double]) -> [Int] {
        guard let first = rows.first(where: { raw[$0] != raw[rows[0]] }), let last = rows.last,
            let end = rows.first(where: { raw[$0] == raw[last] }), end > first
        else { return rows }
        return rows.filter { $0 >= first && $0 <= end }
    }

    /// Whether positions are evenly spread: a step is sometimes longer because of the resolution of the clock, not because of
    /// lost rows.
    static func isEven(_ places: [Int]) -> Bool {
        guard places.count >= 3 else { return false }
        let spaces = zip(places.dropFirst(), places).map { Double($0 - $1) }
        guard let middle = median(spaces) else { return false }
        let even = spaces.count { abs($0 - middle) <= max(2, 0.2 * middle) }
        return even * 10 >= spaces.count * 9
    }

    /// The resolution of the timestamps: the power of ten of which all of the first timestamps are whole multiples; 0 when
    /// there is none.
    static func resolution(_ raw: [Double]) -> Double {
        let some = raw.lazy.filter(\.isFinite).prefix(4000)
        var scale = 1.0
        for digits in 0...9 {
            if some.allSatisfy({ value in
                let scaled = value * scale
                return abs(scaled - scaled.rounded()) <= max(1e-6, abs(scaled) * 0x1p-50)
            }) {
                return digits == 0 ? wholeStep(some.map { $0 }) : 1 / scale
            }
            scale *= 10
        }
        return 0
    }

    /// Microseconds that are whole milliseconds have a resolution of 1000.
    private static func wholeStep(_ values: [Double]) -> Double {
        var step = 1.0
        while step < 1e6, values.allSatisfy({ ($0 / (step * 10)).rounded() * step * 10 == $0 }) { step *= 10 }
        return step
    }

    // MARK: numbers and times

    private mutating func place(
        _ rows: [Int], _ raw: [Double], _ measured: Measured, _ perSecond: Double, _ deviations: inout [Double]
    ) {
        guard let first = rows.first, let last = rows.last else { return }
        var number = 0
        var segments: [Range<Int>] = []
        var start = 0
        let between = rowsBetween(rows)
        index[first] = 0
        for position in rows.indices.dropFirst() {
            let step = raw[rows[position]] - raw[rows[position - 1]]
            let held = between[position]
            let lost = step <= measured.limit * Double(held + 1) ? 0 : excess(rows, position, raw, measured.interval, held)
            if held == 0 { deviations.append(abs(step - measured.interval)) }
            if lost > 0 {
                gaps.append((rows[position], lost))
                segments.append(start..<position)
                start = position
            }
            number += 1 + held + lost
            index[rows[position]] = number
        }
        segments.append(start..<rows.count)
        if measured.isCoarse || isQuantised(rows, raw, measured.interval) {
            for segment in segments { smooth(rows[segment], raw, measured, perSecond) }
        }
        fill(from: first, to: last)
    }

    /// The number of rows with a wrong timestamp directly before each of these rows.
    private func rowsBetween(_ rows: [Int]) -> [Int] {
        var counts = [Int](repeating: 0, count: rows.count)
        var next = wrong.firstIndex { $0 > rows[0] } ?? wrong.count
        for position in rows.indices.dropFirst() {
            while next < wrong.count, wrong[next] < rows[position] {
                counts[position] += 1
                next += 1
            }
        }
        return counts
    }

    /// The number of samples lost before this row. Samples that are only late arrive in the following rows and are not counted.
    private func excess(_ rows: [Int], _ position: Int, _ raw: [Double], _ interval: Double, _ held: Int) -> Int {
        let origin = raw[rows[position - 1]]
        var least = Double.infinity
        for ahead in 0..<Self.lookAhead where position + ahead < rows.count {
            let count = Double(1 + held + ahead)
            least = min(least, (raw[rows[position + ahead]] - origin) / interval - count)
        }
        return Int(min(max(least.rounded(), 0), 1e9))
    }

    /// Whether the timestamps differ from an even clock by no more than their own resolution.
    private func isQuantised(_ rows: [Int], _ raw: [Double], _ interval: Double) -> Bool {
        let tick = Self.resolution(raw)
        guard tick > 0.02 * interval, rows.count > 3 else { return false }
        let steps = zip(rows.dropFirst(), rows).map { raw[$0] - raw[$1] }
        let isEven = steps.allSatisfy { abs($0 - steps[0]) < 1e-6 * interval }
        return !isEven && steps.count { abs($0 - interval) <= 1.01 * tick } * 50 >= steps.count * 48
    }

    /// Replaces coarse timestamps by a joint estimate for each row: the mean over 50 rows on both sides, or over four
    /// timestamps if more rows share one.
    private mutating func smooth(_ rows: ArraySlice<Int>, _ raw: [Double], _ measured: Measured, _ perSecond: Double) {
        let residuals = rows.map { raw[$0] - Double(index[$0]) * measured.interval }
        var sums = [0.0]
        for residual in residuals { sums.append((sums.last ?? 0) + (residual - residuals[0])) }
        let half = Self.halfWindow(usual: measured.usual, interval: measured.interval)
        for (position, row) in rows.enumerated() {
            let (from, to) = (max(0, position - half), min(residuals.count, position + half + 1))
            let mean = residuals[0] + (sums[to] - sums[from]) / Double(to - from)
            seconds[row] = (Double(index[row]) * measured.interval + mean) / perSecond
        }
        rising(rows)
    }

    static func halfWindow(usual: Double, interval: Double) -> Int { max(50, Int(min(2 * usual / interval, 1e6))) }

    /// At the ends the window is short: ensures that no row is earlier than the row before it.
    private mutating func rising(_ rows: ArraySlice<Int>) {
        let pairs = zip(rows.dropFirst(), rows)
        for (row, before) in pairs where seconds[row] <= seconds[before] { seconds[row] = seconds[before] + 0.01 * interval }
    }

    /// Sets times and indices of rows with a wrong timestamp from the good rows around them.
    private mutating func fill(from first: Int, to last: Int) {
        let isWrong = Set(wrong)
        for row in wrong where row > first && row < last {
            guard let before = (first..<row).last(where: { seconds[$0].isFinite }),
                let after = (row...last).first(where: { seconds[$0].isFinite && !isWrong.contains($0) })
            else { continue }
            let left = (row..<after).count { isWrong.contains($0) }
            seconds[row] = seconds[before] + (seconds[after] - seconds[before]) / Double(left + 1)
            index[row] = index[before] + 1
        }
        for row in wrong where row > last || row < first { seconds[row] = .nan }
    }

    static func median(_ values: [Double]) -> Double? {
        guard !values.isEmpty else { return nil }
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : 0.5 * (sorted[middle - 1] + sorted[middle])
    }
}
