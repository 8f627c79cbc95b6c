/// The steepest part of a rise.
public struct PeakRate: Sendable, Equatable {
    /// N/s.
    public let rate: Double
    /// The middle of the window, seconds of the record.
    public let middle: Double
}

extension ExplosiveMetrics {
    /// Highest (F(t + w) − F(t))/w for t between the onset and the peak (Haff et al. 2015, J Strength Cond Res 29:386).
    ///
    /// Force is a chain of straight lines, so the highest difference has a sample at one end of the window or is at the ends of the
    /// search: all of these are tried. Refuses windows below four sample intervals.
    public func peakRate(window milliseconds: Double, onset: Double) throws(NullReason) -> PeakRate {
        let width = milliseconds / 1000
        guard width * curve.rate >= 4 * (1 - 1e-9) else { throw .rateTooLow }
        try riseWithoutHoles(onset)
        let last = min(peakTime, end - width)
        guard last >= onset else { throw .holdTooShort }
        var best: PeakRate?
        var search = Search(curve: curve, width: width, first: onset, last: last)
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
        try riseWithoutHoles(onset)
        let count = Int(steps) + 1
        var best: PeakRate?
        let start = curve.index(atOrAfter: onset)
        var sums = LineSums()
        var first = start
        while first + count <= curve.time.count, curve.time[first] <= peakTime, curve.time[first + count - 1] <= end {
            if (first - start) % count == 0 {
                // Sums are made anew once per window length, with the window's own start as origin: rounding cannot pile up.
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

    /// A hole in the rise may hide its steepest part.
    private func riseWithoutHoles(_ onset: Double) throws(NullReason) {
        guard onset.isFinite, onset <= peakTime, let first = curve.time.first, onset >= first else { throw .noCrossing }
        let risen = curve.firstRise(to: baseline + 0.9 * netPeak, from: onset, until: peakTime) ?? peakTime
        guard !curve.hasHole(from: onset, to: risen) else { throw .gapInside }
    }

    /// Windows with a sample at their start, at their end, and the first and last one of the search. Both ends only ever move on.
    private struct Search {
        let curve: ForceCurve
        let width: Double
        let first: Double
        let last: Double
        /// The next sample that a window starts or ends at.
        var starting: Int
        var ending: Int
        /// First samples at or after the start and the end of the window under test.
        var left: Int
        var right: Int
        var boundary = 0

        init(curve: ForceCurve, width: Double, first: Double, last: Double) {
            self.curve = curve
            self.width = width
            self.first = first
            self.last = last
            starting = curve.index(atOrAfter: first)
            ending = curve.index(atOrAfter: first + width)
            left = starting
            right = ending
        }

        mutating func next() -> PeakRate? {
            if boundary == 0 {
                boundary = 1
                return difference(from: first)
            }
            // The earlier one of the next window that starts at a sample and the next one that ends at a sample.
            let atStart = starting < curve.time.count ? curve.time[starting] : .infinity
            let atEnd = ending < curve.time.count ? curve.time[ending] - width : .infinity
            let moment = min(atStart, atEnd)
            if moment > last {
                guard boundary == 1 else { return nil }
                boundary = 2
                return difference(from: last)
            }
            if atStart == moment { starting += 1 }
            if atEnd == moment { ending += 1 }
            return difference(from: moment)
        }

        private mutating func difference(from moment: Double) -> PeakRate? {
            while left < curve.time.count, curve.time[left] < moment { left += 1 }
            while right < curve.time.count, curve.time[right] < moment + width { right += 1 }
            guard left < curve.time.count, right < curve.time.count, let low = curve.value(at: moment, right: left),
                let high = curve.value(at: moment + width, right: right)
            else { return PeakRate(rate: -.infinity, middle: moment) }
            return PeakRate(rate: (high - low) / width, middle: moment + width / 2)
        }
    }
}

/// The sums that a least-squares line is made of.
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
