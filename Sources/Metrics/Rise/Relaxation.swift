/// The release of force (see <doc:RisesAndReleases>), net of the baseline, from the highest force of the hold.
public struct Relaxation: Sendable {
    private let metrics: ExplosiveMetrics
    /// The first moment after the peak at which force falls below half of the net peak, and the last moment before it at which
    /// force falls below 90 %.
    private let half: Double
    private let ninety: Double?

    /// The longest time from 90 to 50 % for a release; a longer time means that the hold fades.
    static let longest = 1.0

    /// Throws `notReleased` when force never falls below half of the net peak after the peak.
    public init(_ metrics: ExplosiveMetrics) throws(NullReason) {
        self.metrics = metrics
        let curve = metrics.curve
        guard metrics.netPeak > 0 else { throw .noBaseline }
        guard let half = Self.firstFall(curve, to: metrics.baseline + 0.5 * metrics.netPeak, from: metrics.peakTime) else {
            throw .notReleased
        }
        self.half = half
        ninety = Self.lastFall(curve, to: metrics.baseline + 0.9 * metrics.netPeak, before: half, after: metrics.peakTime)
    }

    /// Half relaxation time: from the last sample at the peak to the first crossing of half of it, s. Throws `illConditioned`
    /// when the peak was more than a second before the last fall below 90 %, because then the noise of the plateau determines the
    /// position of the peak.
    public func halfTime() throws(NullReason) -> Double {
        guard let ninety, ninety - metrics.peakTime <= Self.longest else { throw .illConditioned }
        guard !metrics.curve.hasHole(from: metrics.peakTime, to: half) else { throw .gapInside }
        let curve = metrics.curve
        var last = curve.index(atOrAfter: metrics.peakTime)
        var index = last
        while index < curve.time.count, curve.time[index] <= half {
            if curve.force[index] >= metrics.peak { last = index }
            index += 1
        }
        return half - curve.time[last]
    }

    /// Mean slope from 90 to 50 % of the net peak, N/s, negative.
    public func meanRate() throws(NullReason) -> Double {
        guard let ninety, half - ninety <= Self.longest, half > ninety else { throw .illConditioned }
        guard !metrics.curve.hasHole(from: ninety, to: half) else { throw .gapInside }
        return -0.4 * metrics.netPeak / (half - ninety)
    }

    /// Steepest (F(t + w) − F(t))/w of the release, N/s, negative: from 90 % of the net peak to the first crossing of 10 %, or to
    /// the end of the samples.
    public func peakRate(window milliseconds: Double) throws(NullReason) -> Double {
        let curve = metrics.curve
        let width = milliseconds / 1000
        guard width * curve.rate >= 4 * (1 - 1e-9) else { throw .rateTooLow }
        guard let ninety, half - ninety <= Self.longest, let latest = curve.time.last else { throw .illConditioned }
        let end = Self.firstFall(curve, to: metrics.baseline + 0.1 * metrics.netPeak, from: half) ?? latest
        let last = min(end, latest - width)
        guard last >= ninety else { throw .holdTooShort }
        guard !curve.hasHole(from: ninety, to: last + width) else { throw .gapInside }
        let inverted = ForceCurve(force: curve.force.map { -$0 }, time: curve.time, rate: curve.rate)
        var search = PeakRateSearch(curve: inverted, width: width, first: ninety, last: last)
        var steepest = -Double.infinity
        while let candidate = search.next() { steepest = max(steepest, candidate.rate) }
        guard steepest.isFinite else { throw .noCrossing }
        return -steepest
    }

    /// The first moment after `start` at which force has fallen below `level`.
    private static func firstFall(_ curve: ForceCurve, to level: Double, from start: Double) -> Double? {
        var index = max(1, curve.index(atOrAfter: start))
        while index < curve.time.count {
            if curve.force[index] < level { return crossing(curve, index, level) }
            index += 1
        }
        return nil
    }

    /// The last moment before `end` at which force fell below `level`.
    private static func lastFall(_ curve: ForceCurve, to level: Double, before end: Double, after start: Double) -> Double? {
        var index = curve.index(atOrAfter: end)
        guard index < curve.time.count else { return nil }
        while index > 0, curve.time[index] > start {
            if curve.force[index - 1] >= level { return crossing(curve, index, level) }
            index -= 1
        }
        return nil
    }

    private static func crossing(_ curve: ForceCurve, _ index: Int, _ level: Double) -> Double {
        let (before, after) = (curve.force[index - 1], curve.force[index])
        guard before > after else { return curve.time[index] }
        let share = min(1, max(0, (before - level) / (before - after)))
        return curve.time[index - 1] + (curve.time[index] - curve.time[index - 1]) * share
    }
}
