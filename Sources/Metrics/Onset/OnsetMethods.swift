import Samples

/// Finds the onset of a hold by every onset rule, on the unfiltered samples.
///
/// All level rules walk back: from the first crossing of half of the net peak that lasts 5 ms, back to the last sample that is
/// not above the level, then to the crossing between that sample and the next by linear interpolation. So an earlier excursion of
/// noise cannot be taken for the onset. Sources: Maffiuletti 2016 (EJAP 116:1091) for the walk back from the rise; ON-PCT
/// Andersen & Aagaard 2006 (EJAP 96:46); ON-3SD de Ruiter 2004; ON-5SD Dos'Santos 2017 (JSCR 31:3463); ON-TROUGH an objective
/// form of Tillin 2010 (MSSE 42:781); ON-2THR Hodges & Bui 1996.
public enum OnsetMethods {
    /// All onsets of `record`. The walk back goes no further than the start of `record.search` (ON-TROUGH: 150 ms before ON-5SD).
    public static func all(in record: HoldRecord) -> OnsetSet {
        OnsetFinder(record)?.all() ?? OnsetSet()
    }
}

/// The samples of one hold with baseline, peak and half rise. All ranges are checked against the samples once, in `init`.
struct OnsetFinder {
    let force: [Double]
    let time: [Double]
    let rate: Double
    let parameters: OnsetParameters
    let search: Range<Int>
    let baseline: Range<Int>
    let mean: Double
    let deviation: Double
    let peak: Int
    let halfRise: Int

    /// `nil` when there is no baseline, or force is never above half of its peak for 5 ms.
    init?(_ record: HoldRecord) {
        force = record.force
        time = record.time
        rate = record.rate
        parameters = record.parameters
        search = record.search.clamped(to: record.force.indices)
        baseline = record.baseline.clamped(to: record.force.indices)
        mean = record.baselineMean
        deviation = record.baselineDeviation
        guard mean.isFinite, deviation.isFinite, rate >= 1, rate <= 1e6 else { return nil }
        var peak: Int?
        for i in search where force[i].isFinite && force[i] > (peak.map { record.force[$0] } ?? -.infinity) { peak = i }
        guard let peak, force[peak] > mean else { return nil }
        self.peak = peak
        let half = mean + 0.5 * (force[peak] - mean)
        let needed = OnsetParameters.samples(parameters.runMilliseconds, rate)
        var run = 0
        var first: Int?
        for i in search {
            run = force[i] > half ? run + 1 : 0
            if run >= needed {
                first = i - run + 1
                break
            }
        }
        guard let first else { return nil }
        halfRise = first
    }

    func all() -> OnsetSet {
        var set = OnsetSet()
        let net = force[peak] - mean
        let noise = mean + parameters.triggerDeviations * deviation
        set.halfRise = halfRise
        set.absolute = crossing(of: mean + parameters.floor)
        set.percent = crossing(of: mean + parameters.percentOfPeak * net)
        set.sd3 = crossing(of: mean + 3 * deviation)
        set.sd5 = crossing(of: noise)
        set.twoThreshold = startOfRun(above: noise)
        set.troughSlopeThreshold = baselineSlopeDeviation()
        if let above = firstAbove(noise) {
            // What a loaded band does before the pull may cross the level of the noise. It does not reach that of ON-PCT.
            let foot = max(above, firstAbove(mean + parameters.percentOfPeak * net) ?? above)
            if let threshold = set.troughSlopeThreshold {
                let found = trough(from: foot, threshold: threshold, noise: above)
                set.trough = found?.sample
                set.troughHitLimit = found?.hitLimit ?? false
            }
            set.troughZeroSlope = trough(from: foot, threshold: 0, noise: above)?.sample
        }
        if let start = set.sd5, let toe = OnsetToe(self, around: start) {
            set.hinge = toe.hinge
            set.toes = toe.believed
        }
        set.slope = (set.trough ?? set.sd5 ?? set.absolute).flatMap { slope(after: $0) }
        choose(&set, net: net)
        let judges = [set.trough, set.sd5, set.hinge].compactMap { $0.flatMap(seconds(at:)) }
        if judges.count > 1, let low = judges.min(), let high = judges.max() {
            set.uncertaintyMilliseconds = 500 * (high - low)
        }
        return set
    }

    /// Chooses the onset. On a slow or noisy sensor ON-TROUGH is wrong by tens of milliseconds, and ON-HINGE or ON-5SD replaces
    /// it.
    private func choose(_ set: inout OnsetSet, net: Double) {
        let isNoisy = noise > max(parameters.hingeNoise * net, 0.5 * deviation)
        guard isNoisy || !RateRule.meets(rate, RateRule.early) else {
            set.chosen = set.trough
            return
        }
        set.rule = set.hinge == nil ? .fiveDeviations : .hinge
        set.chosen = set.hinge ?? set.sd5
    }

    /// SD of the noise of single samples in the baseline, from second differences, N: movement and hum hardly affect it.
    private var noise: Double {
        guard baseline.count > 2 else { return 0 }
        let sum = baseline.dropFirst(2).reduce(0.0) { sum, k in
            let d = force[k] - 2 * force[k - 1] + force[k - 2]
            return sum + d * d
        }
        return (sum / Double(6 * (baseline.count - 2))).squareRoot()
    }

    /// First sample of the rise above `level`, walking back from the half rise; `nil` when the rise began before the search
    /// window, or the half rise is not above `level`.
    private func firstAbove(_ level: Double) -> Int? {
        guard force[halfRise] > level else { return nil }
        var i = halfRise
        while i > search.lowerBound, force[i - 1] > level { i -= 1 }
        return i > search.lowerBound ? i : nil
    }

    private func crossing(of level: Double) -> Double? {
        guard let above = firstAbove(level) else { return nil }
        let before = force[above - 1]
        // NaN when the sample before is missing: then the position of the crossing between the two is unknown.
        let position = Double(above - 1) + (level - before) / (force[above] - before)
        return position.isFinite ? position : nil
    }

    private func startOfRun(above level: Double) -> Double? {
        guard force[halfRise] >= level else { return nil }
        var start = halfRise
        var i = halfRise
        while i > search.lowerBound, start - i < 2 {
            i -= 1
            if force[i] >= level { start = i }
        }
        var end = halfRise
        i = halfRise
        while i + 1 < search.upperBound, i - end < 2 {
            i += 1
            if force[i] >= level { end = i }
        }
        let needed = OnsetParameters.samples(parameters.twoThresholdMilliseconds, rate)
        return start > search.lowerBound && end - start + 1 >= needed ? Double(start) : nil
    }

    /// Least-squares slope over ±5 ms around a sample, N/s; NaN where a sample is missing or outside the range.
    private func slope(at sample: Int) -> Double {
        let half = OnsetParameters.samples(parameters.slopeHalfWidthMilliseconds, rate)
        guard sample >= half, sample < force.count - half else { return .nan }
        var product = 0.0
        var square = 0.0
        for k in -half...half {
            let t = Double(k) / rate
            product += t * force[sample + k]
            square += t * t
        }
        return product / square
    }

    private func baselineSlopeDeviation() -> Double? {
        let half = OnsetParameters.samples(parameters.slopeHalfWidthMilliseconds, rate)
        let count = baseline.count - 2 * half
        guard count > 1 else { return nil }
        let slopes = (0..<count).map { slope(at: baseline.lowerBound + half + $0) }
        let middle = slopes.reduce(0, +) / Double(count)
        let variance = slopes.reduce(0) { $0 + ($1 - middle) * ($1 - middle) } / Double(count - 1)
        return variance.isFinite ? variance.squareRoot() : nil
    }

    /// ON-TROUGH: walks back from `foot`; the limit counts from the first sample above the level of the noise.
    private func trough(from foot: Int, threshold: Double, noise: Int) -> (sample: Double, hitLimit: Bool)? {
        let stop = noise - OnsetParameters.samples(parameters.troughLimitMilliseconds, rate)
        var i = foot
        while i > stop {
            let here = slope(at: i)
            guard here.isFinite else { return nil }
            guard here > threshold else { break }
            i -= 1
        }
        return (Double(i), i <= stop)
    }

    /// ON-SLOPE: walks back from the peak of the 20 ms end-point RFD to 20 % of it; the position is the middle of the window.
    private func slope(after onset: Double) -> Double? {
        let width = OnsetParameters.samples(parameters.peakWindowMilliseconds, rate)
        let first = max(search.lowerBound, Int(onset))
        guard peak - width >= first else { return nil }
        func rise(_ i: Int) -> Double { force[i + width] - force[i] }
        var top: Int?
        for i in first...peak - width where rise(i) > (top.map(rise) ?? 0) { top = i }
        guard let top else { return nil }
        let level = parameters.slopeFraction * rise(top)
        var i = top
        while i > search.lowerBound, rise(i - 1) >= level { i -= 1 }
        guard i > search.lowerBound else { return nil }
        let position = Double(i - 1) + (level - rise(i - 1)) / (rise(i) - rise(i - 1)) + 0.5 * Double(width)
        return position.isFinite ? position : nil
    }

    /// Net force from 120 ms before ON-5SD to a share of the net peak, and the index of its first sample. Nil when the rise takes
    /// more than a second to get there, because such a rise has no toe.
    func toe(around start: Double, upTo share: Double) -> (net: [Double], first: Int)? {
        guard let end = firstAbove(mean + share * (force[peak] - mean)) else { return nil }
        let perMillisecond = rate / 1000
        let first = max(0, Int((start - parameters.hingeLeadMilliseconds * perMillisecond).rounded(.up)))
        guard end - first >= 4, Double(end) - start <= parameters.hingeLimitMilliseconds * perMillisecond else { return nil }
        return (force[first..<end].map { $0 - mean }, first)
    }

    /// The time of a position, interpolated between time stamps.
    private func seconds(at position: Double) -> Double? {
        guard position >= 0, position < Double(time.count) else { return nil }
        let i = Int(position)
        let fraction = position - Double(i)
        guard fraction > 0 else { return time[i] }
        return i + 1 < time.count ? time[i] + fraction * (time[i + 1] - time[i]) : nil
    }
}
