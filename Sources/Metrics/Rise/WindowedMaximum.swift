/// The highest mean force over a sliding window: the strength of a hold without the influence of spikes (see <doc:ForceZones>).
public enum WindowedMaximum {
    /// Highest mean of `round(seconds·rate)` consecutive samples between two moments, total force, N. Windows with a gap are left
    /// out.
    public static func mean(
        of curve: ForceCurve, seconds: Double, from start: Double, to end: Double
    ) throws(NullReason) -> Double {
        let size = (seconds * curve.rate).rounded()
        guard size >= 1, size < 1e9 else { throw .rateTooLow }
        let count = Int(size)
        let first = curve.index(atOrAfter: start)
        var last = curve.index(atOrAfter: end)
        if last < curve.time.count, curve.time[last] == end { last += 1 }
        guard last - first >= count else { throw .holdTooShort }
        var best: Double?
        var sum = 0.0
        var hole = 0
        for index in first...last - count {
            // The running sum is computed anew once per window length, so rounding errors do not accumulate.
            if (index - first) % count == 0 {
                sum = curve.force[index..<index + count].reduce(0, +)
            } else {
                sum += curve.force[index + count - 1] - curve.force[index - 1]
            }
            let from = curve.time[index]
            let until = curve.time[index + count - 1]
            while hole < curve.holes.count, curve.holes[hole].upperBound <= from { hole += 1 }
            if hole < curve.holes.count, curve.holes[hole].lowerBound < until { continue }
            let mean = sum / size
            if mean > best ?? -.infinity { best = mean }
        }
        guard let best else { throw .gapInside }
        return best
    }
}
