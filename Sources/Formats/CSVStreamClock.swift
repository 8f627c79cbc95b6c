/// The clock of a table whose rows are not in memory: that of ``CSVTimeline`` for timestamps that rise, each for one row. Other clocks
/// need the whole table.
///
/// The rows are read twice: ``survey(_:line:)`` measures the interval, and ``CSVStreamPlaces`` numbers the rows. A reading whose guess
/// of the median step was wrong is repeated with the right one.
public struct CSVStreamClock {
    /// The index of the column.
    public let column: Int
    public let unit: CSVTimeUnit
    public let unitIsStated: Bool
    private let tick: Double
    private let carried: CSVCarriedTimes
    /// The guessed median step.
    private var usual: Double
    private var stamps: CSVCarriedTimes
    private var first: Double?
    private var last: Double?
    private var firstStep: Double?
    private var isIntegral = true
    /// How often each step occurs.
    private var steps: [Double: Int] = [:]
    private var near = (sum: 0.0, count: 0)
    private var count = 0
    /// Steps that are longer than those between neighbours, with their places.
    private var long: [(place: Int, step: Double)] = []

    private static let stepLimit = 1 << 18
    /// What a clock is judged by at the beginning.
    private static let fewestStamps = 4000

    /// - Parameters:
    ///   - stream: of which the beginning is used.
    ///   - index: of the column.
    ///   - stated: the unit; nil: from the heading, or guessed.
    public init(_ stream: CSVStream, column index: Int, unit stated: CSVTimeUnit?) throws(CSVStream.Failure) {
        let table = stream.beginning
        guard let timing = table.timing(column: index, unit: stated), timing.trials.count == 1, timing.wrongStamps.isEmpty,
            timing.coarseStep == nil
        else { throw .needsWhole("its times do not rise evenly, or are coarser than the samples") }
        let raw = table.columns[index].values
        guard stream.isWhole || raw.count(where: \.isFinite) >= Self.fewestStamps else {
            throw .needsWhole("its rows are too long")
        }
        column = index
        (unit, unitIsStated) = (timing.unit, timing.unitIsStated)
        carried = CSVCarriedTimes(table.columns[index], timing.unit)
        stamps = carried
        let times = carried.applied(to: raw)
        tick = CSVTimeline.resolution(times)
        let finite = times.filter(\.isFinite)
        usual = CSVTimeline.median(zip(finite.dropFirst(), finite).map { $0 - $1 }) ?? 0
    }

    private var limit: Double { CSVTimeline.longestStep(usual) }
    private var least: Double { CSVTimeline.shortestStep(usual) }

    /// Takes the timestamp of the next row; NaN where it has none.
    public mutating func survey(_ stamp: Double, line: Int) throws(CSVStream.Failure) {
        let time = stamps.next(stamp)
        guard time.isFinite else { return }
        if first == nil { first = stamp }
        isIntegral = isIntegral && stamp == stamp.rounded()
        defer {
            last = time
            count += 1
        }
        guard let last else { return }
        let step = time - last
        guard step > 0 else { throw .needsWhole("the time of line \(line) is not later than the one before") }
        firstStep = firstStep ?? step
        steps[step, default: 0] += 1
        guard steps.count <= Self.stepLimit else { throw .needsWhole("the steps of its times are too different") }
        if step > limit {
            long.append((count - 1, step))
            guard long.count <= Self.stepLimit else { throw .needsWhole("its times have too many gaps") }
        } else if step >= least {
            near = (near.sum + step, near.count + 1)
        }
    }

    /// What was measured when every row was taken.
    ///
    /// - Returns: nil when the rows must be surveyed once more.
    public mutating func measured() throws(CSVStream.Failure) -> Measure? {
        let known = steps.keys.sorted()
        guard count >= 3, stamps.isConsistent else { throw .needsWhole("its clock cannot be told") }
        let exact = Self.median(known, steps)
        let isExact = known.allSatisfy { step in
            (step > limit) == (step > CSVTimeline.longestStep(exact))
                && (step < least) == (step < CSVTimeline.shortestStep(exact))
        }
        guard isExact else {
            (usual, stamps, first, last, steps, near, count, long) = (exact, carried, nil, nil, [:], (0, 0), 0, [])
            return nil
        }
        usual = exact
        if !unitIsStated, CSVTimeUnit.guess(first: first ?? 0, isIntegral: isIntegral, step: exact) != unit {
            throw .needsWhole("the unit of its times cannot be told from the first ones")
        }
        let interval = near.sum / Double(near.count)
        let oneTickMore = CSVTimeline.oneTickMore(usual, tick)
        let places = long.filter { oneTickMore.contains($0.step) }.map(\.place)
        guard near.count > 0, !(usual < 2.02 * tick && CSVTimeline.isEven(places)) else {
            throw .needsWhole("its times are coarser than the samples")
        }
        return Measure(
            carried: carried, interval: interval, limit: limit, perSecond: unit.perSecond,
            half: isQuantised(known, interval) ? CSVTimeline.halfWindow(usual: usual, interval: interval) : nil)
    }

    /// As ``CSVTimeline`` judges it.
    private func isQuantised(_ known: [Double], _ interval: Double) -> Bool {
        guard tick > 0.02 * interval, count > 3, let firstStep else { return false }
        let isEven = known.allSatisfy { abs($0 - firstStep) < 1e-6 * interval }
        let nearby = known.reduce(0) { $0 + (abs($1 - interval) <= 1.01 * tick ? steps[$1] ?? 0 : 0) }
        return !isEven && nearby * 50 >= (count - 1) * 48
    }

    private static func median(_ sorted: [Double], _ counts: [Double: Int]) -> Double {
        let total = counts.values.reduce(0, +)
        func at(_ place: Int) -> Double {
            var below = 0
            return sorted.first { step in
                below += counts[step] ?? 0
                return below > place
            } ?? 0
        }
        return total % 2 == 1 ? at(total / 2) : 0.5 * (at(total / 2 - 1) + at(total / 2))
    }

    /// The interval between samples, and what the rows are numbered by.
    public struct Measure {
        let carried: CSVCarriedTimes
        /// In the unit of the timestamps.
        let interval: Double
        let limit: Double
        let perSecond: Double
        /// Half of the rows over which timestamps are smoothed; nil where they are fine enough.
        let half: Int?
        /// Hertz.
        public var rate: Double { CSVTimeline.rate(interval: interval / perSecond) }
    }
}
