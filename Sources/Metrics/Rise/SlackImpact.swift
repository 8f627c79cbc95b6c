/// Distinguishes a loose band or strap that was jerked tight from a pull.
///
/// A jerk overshoots: within 150 ms of the onset, before or after, force falls again by more than it ever does later in the hold.
/// The fall is measured on the mean over 10 ms, so that ringing and noise do not count. It counts when it is more than four times
/// the RMS of that mean about its line, from half a second to a second and a half after the onset, more than 6.6 times the noise
/// of that mean, and more than 3 % of the net peak. At least a fifth of the force reached before the fall must be held afterwards;
/// after a twitch nothing is held.
///
/// On a slow and noisy sensor the limit is so high that a jerk of 5 % of the net peak may stay below it. Then a smaller fall proves
/// nothing, and whether there was a jerk is not known.
public struct SlackImpact: Sendable, Equatable {
    /// The largest fall, N.
    public let fall: Double
    /// Whether the rise is such a jerk.
    public let isSeen: Bool

    /// How long before and after the onset a fall is searched, s. When force returns to the baseline after the jerk, the onset is
    /// after the jerk.
    static let within = 0.15
    /// The time after the onset counts from this share of the net peak on.
    static let risen = 0.05
    /// The time over which forces are averaged, s.
    static let average = 0.01
    /// The least fall, as a multiple of the later RMS and of the noise of a mean, and as a share of the net peak. The deepest of
    /// the falls that noise makes in 0.3 s exceeds 6.6 times its SD in less than 1 % of holds, six times in 2 %, four times in up
    /// to 18 %.
    static let factor = 4.0
    static let noiseFactor = 6.6
    static let least = 0.03
    /// A jerk of 5 % of the net peak makes a fall of this share at least in 95 of 100 holds, at 80 Hz as well.
    static let certain = 0.035
    /// The interval of the later RMS, s after the onset, and its least length, s.
    static let later = 0.5...1.5
    static let shortest = 0.25
    /// The share of the highest force before the fall that must be held after the end of the search, for `held` seconds.
    static let left = 0.2
    static let held = 0.5

    /// Throws `noCrossing` without a rise, and `tooUncertain` when the fall proves nothing.
    public init(_ metrics: ExplosiveMetrics, onset: Double) throws(NullReason) {
        let calm = Self.calm(in: metrics, onset: onset)
        guard metrics.netPeak > 0, let found = Self.largestFall(in: metrics, onset: onset, calm) else { throw .noCrossing }
        let limit = max(Self.least * metrics.netPeak, calm)
        guard found.depth > limit || limit <= Self.certain * metrics.netPeak else { throw .tooUncertain }
        let after = onset + Self.within
        fall = found.depth
        isSeen = found.depth > limit && Self.mean(metrics, from: after, to: after + Self.held) >= Self.left * found.top
    }

    /// The largest fall from a running maximum, N, and that maximum over the baseline.
    private static func largestFall(
        in metrics: ExplosiveMetrics, onset: Double, _ calm: Double
    ) -> (depth: Double, top: Double)? {
        // On a slow sensor the onset is early, so the time after it counts from a twentieth of the peak on.
        let risen = metrics.curve.firstRise(to: metrics.baseline + risen * metrics.netPeak, from: onset, until: metrics.end)
        let smooth = averages(metrics, from: onset - within, to: min(metrics.end, (risen ?? onset) + within))
        guard let first = smooth.first else { return nil }
        var top = first.force
        var found = (depth: 0.0, top: 0.0)
        for (_, force) in smooth {
            // What falls below the baseline by more than noise and fluctuation explain is a countermovement.
            let force = max(-calm / 2, force)
            top = max(top, force)
            if top - force > found.depth { found = (top - force, top) }
        }
        return found
    }

    /// The fall that the later force and its noise explain, N; 0 when the hold is too short to tell.
    private static func calm(in metrics: ExplosiveMetrics, onset: Double) -> Double {
        let (start, end) = (onset + later.lowerBound, min(onset + later.upperBound, metrics.end - 0.1))
        guard end - start >= shortest else { return 0 }
        let smooth = averages(metrics, from: start, to: end)
        guard let line = StraightLine(x: smooth.map(\.time), y: smooth.map(\.force)) else { return 0 }
        let deviation = (line.residualSquares / Double(smooth.count)).squareRoot()
        let force = metrics.curve.force[metrics.curve.index(atOrAfter: start)..<metrics.curve.index(atOrAfter: end)]
        let noise = RiseDoubt.white(force) / Double(count(metrics.curve.rate)).squareRoot()
        return max(factor * deviation, noiseFactor * noise)
    }

    private static func count(_ rate: Double) -> Int { max(1, Int((average * rate).rounded())) }

    /// Means over 10 ms before each sample, net of the baseline.
    private static func averages(
        _ metrics: ExplosiveMetrics, from start: Double, to end: Double
    ) -> [(time: Double, force: Double)] {
        let curve = metrics.curve
        let count = count(curve.rate)
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
