/// Tells a loose band or strap that was jerked tight from a pull (B-5).
///
/// A jerk overshoots: force falls by more than a fifth within 100 ms of its first peak, at least a fifth of that peak is held in the half
/// second after, and the steepest sample-to-sample slope is more than five times the mean slope from 10 to 90 % of what is held. (Against
/// the jerk's own 10–90 % no jerk would count: that slope is the jerk. A twitch falls too, but leaves nothing.)
public enum SlackImpact {
    /// A fall from the running maximum by this share,
    static let fall = 0.2
    /// within this time, s,
    static let within = 0.1
    /// in the first second of the hold, from at least this share of the net peak,
    static let height = 0.5
    static let lookAhead = 1.0
    /// of which this share is held for so many seconds,
    static let left = 0.2
    static let held = 0.5
    /// with slopes this many times the mean one.
    static let steepness = 5.0

    /// True when the rise after `onset` is such a jerk.
    public static func isSeen(in metrics: ExplosiveMetrics, onset: Double) -> Bool {
        let curve = metrics.curve
        let base = metrics.baseline
        let first = curve.index(atOrAfter: onset)
        let end = min(metrics.end, onset + lookAhead)
        guard first < curve.time.count, metrics.netPeak > 0 else { return false }
        var top = first
        var index = first
        while index < curve.time.count, curve.time[index] <= end {
            let net = curve.force[index] - base
            let highest = curve.force[top] - base
            if net > highest { top = index }
            let fallen = highest >= height * metrics.netPeak && net < (1 - fall) * highest
            if fallen, curve.time[index] - curve.time[top] <= within {
                return isJerk(in: metrics, onset: first, top: top)
            }
            index += 1
        }
        return false
    }

    private static func isJerk(in metrics: ExplosiveMetrics, onset: Int, top: Int) -> Bool {
        let curve = metrics.curve
        var steepest = 0.0
        var index = max(1, onset)
        while index <= top {
            let slope = (curve.force[index] - curve.force[index - 1]) / (curve.time[index] - curve.time[index - 1])
            steepest = max(steepest, slope)
            index += 1
        }
        // The lowest point within the time of the fall, then what is held in the half second after it.
        var bottom = top
        index = top
        while index < curve.time.count, curve.time[index] <= min(metrics.end, curve.time[top] + within) {
            if curve.force[index] < curve.force[bottom] { bottom = index }
            index += 1
        }
        var sum = 0.0
        var count = 0.0
        while index < curve.time.count, curve.time[index] <= min(metrics.end, curve.time[top] + within + held) {
            sum += curve.force[index] - metrics.baseline
            count += 1
            index += 1
        }
        let rest = count > 0 ? sum / count : 0
        guard rest >= left * (curve.force[top] - metrics.baseline),
            let low = curve.firstRise(
                to: metrics.baseline + 0.1 * rest, from: curve.time[onset], until: curve.time[top]),
            let high = curve.firstRise(
                to: metrics.baseline + 0.9 * rest, from: curve.time[bottom], until: metrics.end)
        else { return false }
        return high > low && steepest > steepness * 0.8 * rest / (high - low)
    }
}
