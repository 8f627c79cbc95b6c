/// The uncertainty of a number of a rise in addition to that of its onset: noise of the sensor, fluctuation of the held force,
/// and the distance between samples.
///
/// With v the value at the chosen onset, l…h its range over the onsets (`OnsetSpread`), σ the standard uncertainty of noise and
/// fluctuation together and c the error that a corner between two samples can cause, the interval is
///
///     lower = v − max(√((v − l)² + (2σ)²), (v − l) + σ)
///     upper = v + max(√((h + c − v)² + (2σ)²), (h + c − v) + σ)
///
/// The root of the sum of squares is for independent uncertainties (JCGM 100:2008, 5.1.2). The other term is for rises without a
/// toe, whose true value lies at the end of the range. A range over rules has no probability: <doc:Truth> counts how often the
/// interval contains the truth for given shapes.
struct RiseDoubt: Equatable {
    /// SD of single forces, N: the larger of the SD of the baseline and the SD of its noise from sample to sample.
    let noise: Double
    /// The fluctuation of the held force as a share of it: the detrended SD of the plateau, times `slow`. 0 without a plateau.
    let fluctuation: Double
    /// How far force between two samples may deviate from the straight line, N.
    let corner: Double

    /// A number is null when the interval of the force behind it is wider than this share of the net peak.
    static let widest = 0.5
    /// The factor by which the fluctuation counts more than its SD: it is measured over seconds, in which a slow fluctuation
    /// hardly changes.
    static let slow = 1.25
    /// Noise makes the highest of many windows too high, so for the lower limit noise counts double.
    static let chosen = 2.0

    static let none = RiseDoubt(noise: 0, fluctuation: 0, corner: 0)

    private init(noise: Double, fluctuation: Double, corner: Double) {
        self.noise = noise
        self.fluctuation = fluctuation
        self.corner = corner
    }

    /// Computed from the baseline, the samples around the onsets, and the detrended variation of the plateau as a share.
    init(_ record: HoldRecord, curve: ForceCurve, onset: OnsetSpread, fluctuation: Double?) {
        let baseline = record.baseline.clamped(to: record.force.indices)
        let white = Self.white(record.force[baseline])
        let deviation = record.baselineDeviation.isFinite ? record.baselineDeviation : 0
        let first = max(1, curve.index(atOrAfter: onset.moments.first ?? onset.chosen))
        let last = min(curve.force.count - 1, curve.index(atOrAfter: onset.moments.last ?? onset.chosen) + 1)
        var bend = 0.0
        for index in stride(from: first, to: last, by: 1) {
            bend = max(bend, abs(curve.force[index + 1] - 2 * curve.force[index] + curve.force[index - 1]))
        }
        // The second difference of noise has √6 times the SD of the noise. A corner half way between two samples deviates from
        // the line by a quarter of its second difference.
        self.init(
            noise: max(deviation, white), fluctuation: fluctuation.map { $0.isFinite ? Self.slow * $0 : 0 } ?? 0,
            corner: max(0, bend - 3 * 6.0.squareRoot() * white) / 4)
    }

    /// SD of the noise from sample to sample: √(mean (Δ²F)²/6). It does not include slow drift.
    private static func white(_ force: ArraySlice<Double>) -> Double {
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
    /// The number counted from the chosen onset, with its interval; null with `tooUncertain` when the interval is too wide.
    func measurement(_ metrics: ExplosiveMetrics, onset: OnsetSpread, doubt: RiseDoubt) -> Measurement {
        let middle: Double
        do {
            middle = try value(metrics, onset: onset.chosen)
        } catch {
            return Measurement(definition.name, definition.unit, null: error)
        }
        guard let range = onset.range({ (moment: Double) throws(NullReason) in try value(metrics, onset: moment) }) else {
            return Measurement(definition.name, definition.unit, middle)
        }
        let part = share(middle, metrics, onset: onset.chosen, doubt: doubt)
        let (below, above) = (middle - min(middle, range.lowerBound), max(middle, range.upperBound) - middle + part.corner)
        let low = max((below * below + 4 * part.low * part.low).squareRoot(), below + part.low)
        let high = max((above * above + 4 * part.high * part.high).squareRoot(), above + part.high)
        guard (low + high) * newtons(metrics) <= RiseDoubt.widest * metrics.netPeak else {
            return Measurement(definition.name, definition.unit, null: .tooUncertain)
        }
        return Measurement(definition.name, definition.unit, middle, lower: middle - low, upper: middle + high)
    }

    /// The factor that converts the number to newtons: rates over Δt are differences of forces, impulses over T are mean forces
    /// times T. 0 for numbers that are not forces: the uncertainty of a time may be larger than its distance from the onset.
    private func newtons(_ metrics: ExplosiveMetrics) -> Double {
        let strength = (metrics.maximalForce ?? metrics.strength) / 100
        switch self {
        case .rate(let a, let b): return Double(b - a) / 1000
        case .ratePerPeak(let a, let b): return Double(b - a) / 1000 * metrics.netPeak / 100
        case .relativeRate(let a, let b): return Double(b - a) / 1000 * strength
        case .force: return 1
        case .netImpulse(let time), .totalImpulse(let time): return 1000 / Double(time)
        case .peakRate(let window): return Double(window) / 1000
        case .fittedPeakRate: return 0.02
        case .peakRatePerPeak: return 0.02 * metrics.netPeak / 100
        case .relativePeakRate: return 0.02 * strength
        case .peakRateTime, .rate20To80, .time, .timeToPeak, .deficit: return 0
        }
    }

    /// The standard uncertainties on either side, and the error that a corner at the onset can cause, in the number's unit.
    private func share(
        _ value: Double, _ metrics: ExplosiveMetrics, onset: Double, doubt: RiseDoubt
    ) -> (low: Double, high: Double, corner: Double) {
        func force(_ milliseconds: Int) -> Double {
            milliseconds == 0 ? 0 : (try? metrics.force(after: Double(milliseconds), onset: onset)) ?? metrics.netPeak
        }
        func root(_ a: Double, _ b: Double) -> Double { (a * a + b * b).squareRoot() }
        func equal(_ sigma: Double, _ corner: Double) -> (low: Double, high: Double, corner: Double) { (sigma, sigma, corner) }
        /// The difference of two forces that are Δt apart.
        func rate(from a: Int, to b: Int, per unit: Double) -> (low: Double, high: Double, corner: Double) {
            let seconds = Double(b - a) / 1000 * unit
            let moved = doubt.fluctuation * root(force(a), force(b))
            return equal(root(2.0.squareRoot() * doubt.noise, moved) / seconds, doubt.corner / seconds)
        }
        /// The steepest of many windows, in which force rises by v·w.
        func peak(_ window: Double, per unit: Double) -> (low: Double, high: Double, corner: Double) {
            let noise = 2.0.squareRoot() * doubt.noise / window / unit
            let moved = doubt.fluctuation * value
            return (root(RiseDoubt.chosen * noise, moved), root(noise, moved), 0)
        }
        let strength = metrics.maximalForce ?? metrics.strength
        switch self {
        case .rate(let a, let b): return rate(from: a, to: b, per: 1)
        case .ratePerPeak(let a, let b): return rate(from: a, to: b, per: metrics.netPeak / 100)
        case .relativeRate(let a, let b): return rate(from: a, to: b, per: strength / 100)
        case .force(let time): return equal(root(doubt.noise, doubt.fluctuation * force(time)), doubt.corner)
        case .netImpulse(let time), .totalImpulse(let time):
            // The noise of a sum of n samples, and a fluctuation that is the same throughout.
            let seconds = Double(time) / 1000
            return equal(
                root(doubt.noise * (seconds / max(1, metrics.curve.rate)).squareRoot(), doubt.fluctuation * abs(value)), 0)
        case .peakRate(let window): return peak(Double(window) / 1000, per: 1)
        case .fittedPeakRate: return peak(0.02, per: 1)
        case .peakRatePerPeak: return peak(0.02, per: metrics.netPeak / 100)
        case .relativePeakRate: return peak(0.02, per: strength / 100)
        case .deficit(let time):
            let share = strength / 100
            return equal(root(doubt.noise, doubt.fluctuation * force(time)) / share, doubt.corner / share)
        case .peakRateTime, .rate20To80, .time, .timeToPeak: return equal(0, 0)
        }
    }
}
