/// The uncertainty of a number of a rise that does not come from its onset: noise of the sensor and fluctuation of the held force.
///
/// With v the value, l and h how far other onsets could move it down and up (`OnsetSpread`), and σ the standard uncertainty of
/// noise and fluctuation together, the interval is
///
///     lower = v − max(√(l² + (2σ)²), l + σ)
///     upper = v + max(√(h² + (2σ)²), h + σ)
///
/// The root of the sum of squares is for independent uncertainties (JCGM 100:2008, 5.1.2). The other term is for rises without a
/// toe, whose true value lies at the end of the range. A range over rules has no probability: <doc:Truth> counts how often the
/// interval contains the truth for given shapes.
struct RiseDoubt: Equatable {
    /// SD of single forces, N: the larger of the SD of the baseline and the SD of its noise from sample to sample.
    let noise: Double
    /// The fluctuation of the held force as a share of it: the detrended SD of the plateau without the noise in it, times `slow`.
    /// 0 without a plateau.
    let fluctuation: Double

    /// A number is null when the interval of the force behind it is wider than this share of the net peak.
    static let widest = 0.5
    /// The factor by which the fluctuation counts more than its SD, because the line that is removed takes a part of a slow
    /// fluctuation with it: 1.04 for 0.3 to 3 Hz in 3 s of plateau, more for slower ones.
    static let slow = 1.1
    /// Noise makes the highest of many windows too high, so for the lower limit noise counts double.
    static let chosen = 2.0

    /// Computed from the baseline and the plateau.
    init(_ record: HoldRecord, plateau: PlateauNumbers) {
        let white = Self.white(record.force[record.baseline.clamped(to: record.force.indices)])
        let deviation = record.baselineDeviation.isFinite ? record.baselineDeviation : 0
        let share = plateau.fluctuation(without: white) ?? 0
        noise = max(deviation, white)
        fluctuation = share.isFinite ? Self.slow * share : 0
    }

    /// SD of the noise from sample to sample: √(mean (Δ²F)²/6). It does not include slow drift.
    static func white(_ force: ArraySlice<Double>) -> Double {
        var sum = 0.0
        var count = 0.0
        for index in force.indices.dropFirst().dropLast() {
            let bend = force[index + 1] - 2 * force[index] + force[index - 1]
            guard bend.isFinite else { continue }
            sum += bend * bend
            count += 1
        }
        return count > 0 ? (sum / count / 6).squareRoot() : 0
    }
}

extension ExplosiveNumber {
    /// A number that is the difference of two forces, in `newtons`: of those so many milliseconds after the onset, or, without
    /// `from`, of one and a constant.
    private struct Difference {
        var from: Int?
        var to: Int
        var newtons: Double
    }

    /// The number counted from the chosen onset, with its interval; null with `tooUncertain` when the interval is too wide.
    func measurement(_ metrics: ExplosiveMetrics, onset: OnsetSpread, doubt: RiseDoubt) -> Measurement {
        let middle: Double
        do {
            middle = try value(metrics, onset: onset.chosen)
        } catch {
            return Measurement(definition.name, definition.unit, null: error)
        }
        let difference = difference(metrics)
        let range = difference.map { moved($0, metrics, onset) } ?? moved(from: middle, metrics, onset)
        guard let (below, above) = range else { return Measurement(definition.name, definition.unit, middle) }
        let deviation = difference.map { sigma($0, metrics, onset.chosen, doubt) } ?? sigma(middle, metrics, doubt)
        func reach(_ range: Double, _ sigma: Double) -> Double {
            max((range * range + 4 * sigma * sigma).squareRoot(), range + sigma)
        }
        let (low, high) = (reach(below, deviation.low), reach(above, deviation.high))
        guard (low + high) * newtons(metrics) <= RiseDoubt.widest * metrics.netPeak else {
            return Measurement(definition.name, definition.unit, null: .tooUncertain)
        }
        return Measurement(definition.name, definition.unit, middle, lower: middle - low, upper: middle + high)
    }

    private func difference(_ metrics: ExplosiveMetrics) -> Difference? {
        let strength = (metrics.maximalForce ?? metrics.strength) / 100
        func rate(_ a: Int, _ b: Int, per unit: Double) -> Difference {
            Difference(from: a, to: b, newtons: Double(b - a) / 1000 * unit)
        }
        switch self {
        case .rate(let a, let b): return rate(a, b, per: 1)
        case .ratePerPeak(let a, let b): return rate(a, b, per: metrics.netPeak / 100)
        case .relativeRate(let a, let b): return rate(a, b, per: strength)
        case .force(let time): return Difference(to: time, newtons: 1)
        case .deficit(let time): return Difference(to: time, newtons: -strength)
        default: return nil
        }
    }

    /// The factor that converts the number to newtons: rates over Δt are differences of forces, impulses over T are mean forces
    /// times T. 0 for times, whose uncertainty may be larger than their distance from the onset, and for the deficit.
    private func newtons(_ metrics: ExplosiveMetrics) -> Double {
        switch self {
        case .netImpulse(let time), .totalImpulse(let time): 1000 / Double(time)
        case .peakRate(let window): Double(window) / 1000
        case .fittedPeakRate: 0.02
        case .peakRatePerPeak: 0.02 * metrics.netPeak / 100
        case .relativePeakRate: 0.02 * (metrics.maximalForce ?? metrics.strength) / 100
        default: max(0, difference(metrics)?.newtons ?? 0)
        }
    }

    /// How far other onsets could move a difference down and up.
    ///
    /// Forces are means over a short time, because noise is no difference between onsets. If the hold begins at a moment, force is
    /// still the baseline there, whatever the chosen onset makes of it.
    private func moved(
        _ number: Difference, _ metrics: ExplosiveMetrics, _ onset: OnsetSpread
    ) -> (below: Double, above: Double)? {
        func force(_ time: Int, _ moment: Double) throws(NullReason) -> Double {
            try metrics.meanForce(after: Double(time), onset: moment)
        }
        let range = onset.range { (moment: Double) throws(NullReason) in
            let from = number.from ?? 0
            try metrics.window(from: moment + Double(from) / 1000, to: moment + Double(number.to) / 1000)
            return (try force(number.to, moment) - (from == 0 ? 0 : try force(from, moment))) / number.newtons
        }
        guard let range, let late = try? force(number.to, onset.chosen),
            let early = try? number.from.map({ (time) throws(NullReason) in try force(time, onset.chosen) }) ?? 0
        else { return nil }
        let middle = (late - early) / number.newtons
        return (max(0, middle - range.lowerBound), max(0, range.upperBound - middle))
    }

    /// The same for any other number.
    private func moved(
        from middle: Double, _ metrics: ExplosiveMetrics, _ onset: OnsetSpread
    ) -> (below: Double, above: Double)? {
        onset.range { (moment: Double) throws(NullReason) in try value(metrics, onset: moment) }
            .map { (max(0, middle - $0.lowerBound), max(0, $0.upperBound - middle)) }
    }

    /// The standard uncertainty of a difference, on either side. A force between two samples has less noise than a sample.
    private func sigma(
        _ number: Difference, _ metrics: ExplosiveMetrics, _ onset: Double, _ doubt: RiseDoubt
    ) -> (low: Double, high: Double) {
        func force(_ time: Int) -> Double {
            time == 0 ? 0 : (try? metrics.force(after: Double(time), onset: onset)) ?? metrics.netPeak
        }
        let ends = [number.from, number.to].compactMap(\.self)
        let squares = ends.reduce(0) { sum, time in
            let moved = doubt.fluctuation * force(time)
            let share = metrics.curve.noiseShare(at: onset + Double(time) / 1000)
            return sum + share * doubt.noise * doubt.noise + moved * moved
        }
        let sigma = (squares / (number.newtons * number.newtons)).squareRoot()
        return (sigma, sigma)
    }

    /// The same for any other number.
    private func sigma(
        _ value: Double, _ metrics: ExplosiveMetrics, _ doubt: RiseDoubt
    ) -> (low: Double, high: Double) {
        func root(_ a: Double, _ b: Double) -> Double { (a * a + b * b).squareRoot() }
        /// The steepest of many windows, in which force rises by v·w.
        func peak(_ window: Double, per unit: Double) -> (low: Double, high: Double) {
            let noise = 2.0.squareRoot() * doubt.noise / window / unit
            let moved = doubt.fluctuation * value
            return (root(RiseDoubt.chosen * noise, moved), root(noise, moved))
        }
        switch self {
        case .netImpulse(let time), .totalImpulse(let time):
            // The noise of a sum of n samples, and a fluctuation that is the same throughout.
            let seconds = Double(time) / 1000
            let sigma = root(doubt.noise * (seconds / max(1, metrics.curve.rate)).squareRoot(), doubt.fluctuation * abs(value))
            return (sigma, sigma)
        case .peakRate(let window): return peak(Double(window) / 1000, per: 1)
        case .fittedPeakRate: return peak(0.02, per: 1)
        case .peakRatePerPeak: return peak(0.02, per: metrics.netPeak / 100)
        case .relativePeakRate: return peak(0.02, per: (metrics.maximalForce ?? metrics.strength) / 100)
        default: return (0, 0)
        }
    }
}

extension ExplosiveMetrics {
    /// The mean net force around a time after the onset, N: over 20 ms, and over three sample intervals at least.
    fileprivate func meanForce(after milliseconds: Double, onset: Double) throws(NullReason) -> Double {
        let moment = onset + milliseconds / 1000
        let half = max(0.02, 3 / curve.rate) / 2
        guard let sum = curve.integral(from: moment - half, to: moment + half, offset: baseline) else { throw .holdTooShort }
        return sum / (2 * half)
    }
}
