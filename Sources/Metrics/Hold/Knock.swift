/// Whether the highest force of a hold is a knock: something struck or shook the sensor while force was held (<doc:Flags>).
///
/// The measure is how far force stands out at a moment: F(t) − ½·(F(t − a) + F(t + a)), with arms a of 30 and 60 ms. The peak is
/// a knock when, at 30 ms, it stands out by more than 3 % of the strength, and by more than four times what force does 0.1 to
/// 0.5 s before and after (the 90th percentile there), so that tremor and noise are none. It must stand out by nearly as much at
/// 30 ms as at 60 ms: a muscle needs 60 ms and more to rise alone. The force 60 ms before and after must be the same within what
/// stands out: a rise that overshoots is no knock.
enum Knock {
    private static let (arm, longArm) = (0.03, 0.06)
    /// Less than this share of the strength is within the scatter of good trials.
    private static let least = 0.03
    /// Where and how ordinary fluctuation is measured, s from the peak; the least number of forces.
    private static let beside = 0.1...0.5
    private static let quantile = 0.9
    private static let factor = 4.0
    private static let leastCount = 20
    /// How much of what stands out at 60 ms must do so at 30 ms.
    private static let sharpness = 0.7

    static func isSeen(_ metrics: ExplosiveMetrics) -> Bool {
        let (curve, moment) = (metrics.curve, metrics.peakTime)
        guard metrics.strength > 0, let sharp = excess(curve, at: moment, arm: arm), sharp > least * metrics.strength,
            let wide = excess(curve, at: moment, arm: longArm), sharp >= sharpness * wide,
            let before = curve.value(at: moment - longArm), let after = curve.value(at: moment + longArm),
            abs(after - before) < wide, let ordinary = ordinary(metrics)
        else { return false }
        return sharp > factor * ordinary
    }

    /// How far force stands out at a moment, N; nil at the ends of the samples.
    private static func excess(_ curve: ForceCurve, at moment: Double, arm: Double) -> Double? {
        guard let force = curve.value(at: moment), let before = curve.value(at: moment - arm),
            let after = curve.value(at: moment + arm)
        else { return nil }
        return force - (before + after) / 2
    }

    /// How far force stands out around the peak, N, once it has risen by half; nil when there is too little of it.
    private static func ordinary(_ metrics: ExplosiveMetrics) -> Double? {
        let (curve, moment) = (metrics.curve, metrics.peakTime)
        let half = metrics.rest + metrics.strength / 2
        let first = curve.firstRise(to: half, from: metrics.start, until: moment) ?? metrics.start
        let start = max(first, moment - beside.upperBound)
        let end = min(metrics.end - arm, moment + beside.upperBound)
        let steps = stride(from: start, through: end, by: 1 / max(curve.rate, 1)).filter { abs($0 - moment) >= beside.lowerBound }
        let found = steps.compactMap { excess(curve, at: $0, arm: arm) }.map(abs).sorted()
        return found.count >= leastCount ? found[Int(quantile * Double(found.count))] : nil
    }
}
