/// The steepest part of a rise.
public struct PeakRate: Sendable, Equatable {
    /// N/s.
    public let rate: Double
    /// The middle of the window, in seconds since the first sample.
    public let middle: Double
}

extension ExplosiveMetrics {
    /// How long after the onset the steepest part is searched, s.
    static let peakRateSearch = 0.5

    /// Highest (F(t + w) − F(t))/w for t between the onset and 90 % of the net peak, at most 500 ms later (Haff et al. 2015, J
    /// Strength Cond Res 29:386). Later samples do not belong to the rise: a push a second or two later may be steeper.
    ///
    /// Between samples force is a straight line, so at the highest difference the window has a sample at one end, or lies at an
    /// end of the search: all of these windows are tried. Refuses windows below four sample intervals.
    public func peakRate(window milliseconds: Double, onset: Double) throws(NullReason) -> PeakRate {
        let width = milliseconds / 1000
        guard width * curve.rate >= 4 * (1 - 1e-9) else { throw .rateTooLow }
        let last = min(try riseEnd(onset), end - width)
        guard last >= onset else { throw .holdTooShort }
        var best: PeakRate?
        var search = PeakRateSearch(curve: curve, width: width, first: onset, last: last)
        while let candidate = search.next() {
            if candidate.rate > best?.rate ?? -.infinity { best = candidate }
        }
        guard let best else { throw .noCrossing }
        return best
    }

    /// The same with the slope of the least-squares line through the samples of the window, both ends included.
    public func fittedPeakRate(window milliseconds: Double, onset: Double) throws(NullReason) -> PeakRate {
        let steps = (milliseconds / 1000 * curve.rate).rounded()
        guard steps >= 4, steps < 1e6 else { throw .rateTooLow }
        let limit = try riseEnd(onset)
        let count = Int(steps) + 1
        var best: PeakRate?
        let start = curve.index(atOrAfter: onset)
        var sums = LineSums()
        var first = start
        while first + count <= curve.time.count, curve.time[first] <= limit, curve.time[first + count - 1] <= end {
            if (first - start) % count == 0 {
                // Sums are computed anew once per window length, with the start of the window as origin, so rounding errors do
                // not accumulate.
                sums = LineSums(time: curve.time[first], force: baseline)
                for i in first..<first + count { sums.add(curve.time[i], curve.force[i]) }
            } else {
                sums.remove(curve.time[first - 1], curve.force[first - 1])
                sums.add(curve.time[first + count - 1], curve.force[first + count - 1])
            }
            if let slope = sums.slope, slope > best?.rate ?? -.infinity {
                best = PeakRate(rate: slope, middle: (curve.time[first] + curve.time[first + count - 1]) / 2)
            }
            first += 1
        }
        guard let best else { throw .holdTooShort }
        return best
    }

    /// The peak RFD over 20 ms in % of the athlete's maximum per second.
    func relativePeakRate(onset: Double) throws(NullReason) -> Double {
        guard let maximalForce, maximalForce > 0 else { throw .noMaximalForce }
        return 100 * (try peakRate(window: 20, onset: onset).rate) / maximalForce
    }

    /// The end of the search. Throws when there is a gap in the rise, because the gap may hide the steepest part.
    private func riseEnd(_ onset: Double) throws(NullReason) -> Double {
        guard onset.isFinite, onset <= peakTime, let first = curve.time.first, onset >= first else { throw .noCrossing }
        let risen = curve.firstRise(to: baseline + 0.9 * netPeak, from: onset, until: peakTime) ?? peakTime
        let limit = min(risen, onset + Self.peakRateSearch)
        guard !curve.hasHole(from: onset, to: limit) else { throw .gapInside }
        return limit
    }
}

/// The sums from which a least-squares line is computed.
private struct LineSums {
    var originTime = 0.0
    var originForce = 0.0
    private var count = 0.0
    private var x = 0.0
    private var y = 0.0
    private var xx = 0.0
    private var xy = 0.0

    init() {}

    init(time: Double, force: Double) {
        originTime = time
        originForce = force
    }

    mutating func add(_ time: Double, _ force: Double) { change(by: 1, time - originTime, force - originForce) }
    mutating func remove(_ time: Double, _ force: Double) { change(by: -1, time - originTime, force - originForce) }

    private mutating func change(by sign: Double, _ time: Double, _ force: Double) {
        count += sign
        x += sign * time
        y += sign * force
        xx += sign * (time * time)
        xy += sign * (time * force)
    }

    var slope: Double? {
        let squares = count * xx - x * x
        return squares > 0 ? (count * xy - x * y) / squares : nil
    }
}
