/// Whether a hold contains a knock: something struck or shook the sensor while force was held (<doc:Flags>).
///
/// The measure is how far force stands out at a moment: F(t) − ½·(F(t − a) + F(t + a)), with arms a of 45 and 90 ms; a blow that
/// takes load off stands out downwards. A moment of the hold is a knock when, at 45 ms, force stands out by more than 3 % of the
/// strength, and by more than four times what it does 0.1 to 0.5 s before and after (the 90th percentile there), so that tremor
/// and noise are none. It must stand out by nearly as much at 45 ms as at 90 ms: a muscle needs 60 ms and more to rise alone, and
/// as long to relax. The force 90 ms before and after must be the same within three quarters of what stands out: a rise that overshoots and
/// a change of grip are no knocks.
enum Knock {
    private static let (arm, longArm) = (0.045, 0.09)
    /// Less than this share of the strength is within the scatter of good trials.
    private static let least = 0.03
    /// Where and how ordinary fluctuation is measured, s from the moment; the least number of forces.
    private static let beside = 0.1...0.5
    private static let quantile = 0.9
    private static let factor = 4.0
    private static let leastCount = 20
    /// How much of what stands out at the long arm must do so at the short one.
    private static let sharpness = 0.7
    /// How far apart force may be before and after, as a share of what stands out.
    private static let likeness = 0.75

    static func isSeen(_ metrics: ExplosiveMetrics) -> Bool {
        let (curve, half) = (metrics.curve, metrics.rest + metrics.strength / 2)
        guard metrics.strength > 0, let risen = curve.firstRise(to: half, from: metrics.start, until: metrics.peakTime)
        else { return false }
        let (first, end) = (curve.index(atOrAfter: risen), curve.index(atOrAfter: metrics.end - arm))
        guard first < end else { return false }
        let moments = curve.time[first..<end]
        let excesses = Excesses(moments: moments, list: moments.map { excess(curve, at: $0, arm: arm) ?? 0 })
        return zip(moments, excesses.list).contains { moment, excess in
            let sharp = abs(excess)
            return sharp > least * metrics.strength && stands(curve, at: moment, by: excess)
                && !excesses.between(moment - arm, moment + arm).contains { abs($0) > sharp }
                && excesses.ordinary(around: moment).map { sharp > factor * $0 } ?? false
        }
    }

    /// How far force stands out at each sample of a hold, N.
    private struct Excesses {
        let moments: ArraySlice<Double>
        let list: [Double]

        func between(_ start: Double, _ end: Double) -> ArraySlice<Double> {
            list[place(of: start)..<place(of: end)]
        }

        /// How far force stands out around a moment, N; nil when there is too little of it.
        func ordinary(around moment: Double) -> Double? {
            let before = between(moment - beside.upperBound, moment - beside.lowerBound)
            let after = between(moment + beside.lowerBound, moment + beside.upperBound)
            let found = (before + after).map(abs).sorted()
            return found.count >= leastCount ? found[Int(quantile * Double(found.count))] : nil
        }

        /// Of the first sample at or after a moment.
        private func place(of moment: Double) -> Int {
            var (low, high) = (0, list.count)
            while low < high {
                let middle = (low + high) / 2
                if moments[moments.startIndex + middle] < moment { low = middle + 1 } else { high = middle }
            }
            return low
        }
    }

    /// Whether the excess at a moment is that of something short which leaves force as it was.
    private static func stands(_ curve: ForceCurve, at moment: Double, by sharp: Double) -> Bool {
        guard let wide = excess(curve, at: moment, arm: longArm), let before = curve.value(at: moment - longArm),
            let after = curve.value(at: moment + longArm)
        else { return false }
        return sharp * wide > 0 && abs(sharp) >= sharpness * abs(wide) && abs(after - before) < likeness * abs(wide)
    }

    /// How far force stands out at a moment, N; nil at the ends of the samples.
    private static func excess(_ curve: ForceCurve, at moment: Double, arm: Double) -> Double? {
        guard let force = curve.value(at: moment), let before = curve.value(at: moment - arm),
            let after = curve.value(at: moment + arm)
        else { return nil }
        return force - (before + after) / 2
    }
}
