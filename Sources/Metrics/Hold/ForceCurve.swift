import Filtering

/// Force over time as used by the metrics: the finite samples of a ``HoldRecord`` in the order of their time stamps, and the gaps
/// between them. A value at a given time is interpolated linearly between the two neighbouring samples, never taken from the
/// nearest sample.
public struct ForceCurve: Sendable {
    /// Seconds since the first sample of the ``HoldRecord``, strictly increasing.
    public let time: [Double]
    /// Newtons, finite; as long as `time`.
    public let force: [Double]
    /// The frozen rate of the ``HoldRecord``, Hz; 0 when it is not valid.
    public let rate: Double
    /// The gaps in order, each from the last sample before to the first sample after.
    public let holes: [ClosedRange<Double>]

    /// One missing sample is bridged; more are a gap.
    public static let holePeriods = 2.5

    /// Keeps the usable samples: those with finite force and time, and with a time later than that of the sample before.
    public init(force: [Double], time: [Double], rate: Double) {
        let usableRate = rate > 0 && rate.isFinite ? rate : 0
        var keptTime: [Double] = []
        var keptForce: [Double] = []
        keptTime.reserveCapacity(force.count)
        keptForce.reserveCapacity(force.count)
        var holes: [ClosedRange<Double>] = []
        let longest = usableRate > 0 ? Self.holePeriods / usableRate : .infinity
        for (value, moment) in zip(force, time) where value.isFinite && moment.isFinite {
            if let last = keptTime.last {
                guard moment > last else { continue }
                if moment - last > longest { holes.append(last...moment) }
            }
            keptTime.append(moment)
            keptForce.append(value)
        }
        self.time = keptTime
        self.force = keptForce
        self.rate = usableRate
        self.holes = holes
    }

    /// Index of the first sample at or after a moment; `time.count` when there is none.
    public func index(atOrAfter moment: Double) -> Int {
        var low = 0
        var high = time.count
        while low < high {
            let middle = (low + high) / 2
            if time[middle] < moment { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Force at a moment; nil outside the samples.
    public func value(at moment: Double) -> Double? {
        let right = index(atOrAfter: moment)
        guard right < time.count else { return nil }
        return value(at: moment, right: right)
    }

    /// The same when the first sample at or after the moment is known.
    func value(at moment: Double, right: Int) -> Double? {
        if time[right] == moment { return force[right] }
        guard right > 0 else { return nil }
        let share = (moment - time[right - 1]) / (time[right] - time[right - 1])
        return force[right - 1] + (force[right] - force[right - 1]) * share
    }

    /// The variance of the noise of a force at a moment, as a share of that of a sample: 1 at a sample, ½ half way between two.
    func noiseShare(at moment: Double) -> Double {
        let right = index(atOrAfter: moment)
        guard right > 0, right < time.count else { return 1 }
        let share = (moment - time[right - 1]) / (time[right] - time[right - 1])
        return share * share + (1 - share) * (1 - share)
    }

    /// True when samples are missing between two moments.
    public func hasHole(from start: Double, to end: Double, longerThan seconds: Double = 0) -> Bool {
        holes.contains { $0.lowerBound < end && $0.upperBound > start && $0.upperBound - $0.lowerBound > seconds }
    }

    /// The number of seconds between two moments that lie in gaps.
    public func missing(from start: Double, to end: Double) -> Double {
        holes.reduce(0) { $0 + max(0, min($1.upperBound, end) - max($1.lowerBound, start)) }
    }

    /// ∫ (F − offset) dt between two moments by trapezoids on the time stamps, with both ends interpolated. Nil outside the
    /// samples.
    public func integral(from start: Double, to end: Double, offset: Double) -> Double? {
        guard start <= end, let first = value(at: start), let last = value(at: end) else { return nil }
        var sum = 0.0
        var moment = start
        var before = first - offset
        var index = index(atOrAfter: start)
        while index < time.count, time[index] < end {
            let value = force[index] - offset
            sum += (time[index] - moment) * (before + value) / 2
            moment = time[index]
            before = value
            index += 1
        }
        return sum + (end - moment) * (before + last - offset) / 2
    }

    /// The first moment from `start` on at which force has risen to `level`; nil when it does not until `end`.
    public func firstRise(to level: Double, from start: Double, until end: Double) -> Double? {
        guard let first = value(at: start) else { return nil }
        if first >= level { return start }
        var moment = start
        var before = first
        var index = index(atOrAfter: start)
        while index < time.count, time[index] <= end {
            if force[index] >= level {
                return moment + (time[index] - moment) * (level - before) / (force[index] - before)
            }
            moment = time[index]
            before = force[index]
            index += 1
        }
        return nil
    }

    /// The last moment before `end` at which force rose to `level`, walking back; nil when it does not after `start`.
    public func lastRise(to level: Double, before end: Double, after start: Double) -> Double? {
        var index = index(atOrAfter: end)
        guard index < time.count, force[index] >= level else { return nil }
        while index > 0, time[index - 1] >= start {
            if force[index - 1] < level {
                let before = force[index - 1]
                return time[index - 1]
                    + (time[index] - time[index - 1]) * (level - before) / (force[index] - before)
            }
            index -= 1
        }
        return nil
    }
}

extension ForceCurve {
    /// The samples between two moments on an even grid.
    func series(_ span: ClosedRange<Double>) throws(NullReason) -> UniformSeries {
        guard !hasHole(from: span.lowerBound, to: span.upperBound, longerThan: PlateauNumbers.bridgedBySteadiness) else {
            throw .gapInside
        }
        let (first, last) = (index(atOrAfter: span.lowerBound), index(atOrAfter: span.upperBound))
        guard last > first,
            let series = UniformSeries(
                time: Array(time[first..<last]), values: Array(force[first..<last]), rate: rate)
        else { throw .gapInside }
        return series
    }
}
