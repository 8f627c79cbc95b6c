/// Distinguishes a loose band or strap that was jerked tight from a pull.
///
/// A jerk overshoots: within 150 ms of the onset, before or after, force falls again by more than it ever does later in the hold.
/// The fall is measured on the mean over 10 ms, so that ringing and noise do not count. It counts when it is more than four times
/// the RMS of that mean about its line, from half a second to a second and a half after the onset, and more than 3 % of the net
/// peak. At least a fifth of the force reached before the fall must be held afterwards; after a twitch nothing is held.
public enum SlackImpact {
    /// How long before and after the onset a fall is searched, s. When force returns to the baseline after the jerk, the onset is
    /// after the jerk.
    static let within = 0.15
    /// The time after the onset counts from this share of the net peak on.
    static let risen = 0.05
    /// The time over which forces are averaged, s.
    static let average = 0.01
    /// The least fall, as a multiple of the later RMS and as a share of the net peak.
    static let factor = 4.0
    static let least = 0.03
    /// The interval of the later RMS, s after the onset, and its least length, s.
    static let later = 0.5...1.5
    static let shortest = 0.25
    /// The share of the highest force before the fall that must be held after the end of the search, for `held` seconds.
    static let left = 0.2
    static let held = 0.5

    /// True when the rise after `onset` is such a jerk.
    public static func isSeen(in metrics: ExplosiveMetrics, onset: Double) -> Bool {
        guard metrics.netPeak > 0, let fall = largestFall(in: metrics, onset: onset) else { return false }
        guard fall.depth > least * metrics.netPeak else { return false }
        if let calm = laterDeviation(in: metrics, onset: onset), fall.depth <= factor * calm { return false }
        return mean(metrics, from: onset + within, to: onset + within + held) >= left * fall.top
    }

    /// The largest fall from a running maximum, N, and that maximum over the baseline.
    private static func largestFall(in metrics: ExplosiveMetrics, onset: Double) -> (depth: Double, top: Double)? {
        // On a slow sensor the onset is early, so the time after it counts from a twentieth of the peak on.
        let risen = metrics.curve.firstRise(to: metrics.baseline + risen * metrics.netPeak, from: onset, until: metrics.end)
        let smooth = averages(metrics, from: onset - within, to: min(metrics.end, (risen ?? onset) + within))
        guard let first = smooth.first else { return nil }
        var top = first.force
        var found = (depth: 0.0, top: 0.0)
        for (_, force) in smooth {
            top = max(top, force)
            if top - force > found.depth { found = (top - force, top) }
        }
        return found
    }

    /// RMS about the straight line of the averages; nil when the hold is too short for one.
    private static func laterDeviation(in metrics: ExplosiveMetrics, onset: Double) -> Double? {
        let (start, end) = (onset + later.lowerBound, min(onset + later.upperBound, metrics.end - 0.1))
        guard end - start >= shortest else { return nil }
        let smooth = averages(metrics, from: start, to: end)
        guard let line = StraightLine(x: smooth.map(\.time), y: smooth.map(\.force)) else { return nil }
        return (line.residualSquares / Double(smooth.count)).squareRoot()
    }

    /// Means over 10 ms before each sample, net of the baseline.
    private static func averages(
        _ metrics: ExplosiveMetrics, from start: Double, to end: Double
    ) -> [(time: Double, force: Double)] {
        let curve = metrics.curve
        let count = max(1, Int((average * curve.rate).rounded()))
        let first = curve.index(atOrAfter: start)
        var result: [(time: Double, force: Double)] = []
        var index = max(first, count - 1)
        while index < curve.time.count, curve.time[index] <= end {
            let sum = curve.force[index + 1 - count...index].reduce(0, +)
            result.append((curve.time[index], sum / Double(count) - metrics.baseline))
            index += 1
        }
        return result
    }

    private static func mean(_ metrics: ExplosiveMetrics, from start: Double, to end: Double) -> Double {
        let last = min(end, metrics.end)
        guard last > start, let sum = metrics.curve.integral(from: start, to: last, offset: metrics.baseline) else { return 0 }
        return sum / (last - start)
    }
}
