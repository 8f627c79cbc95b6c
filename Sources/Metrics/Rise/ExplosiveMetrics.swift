/// The numbers of a fast rise, each as a function of the onset that it is counted from (see <doc:RateOfForceDevelopment>).
///
/// Moments are in seconds since the first sample of the ``HoldRecord``. A rise is net of `baseline`, the level from which it
/// began, which may be a pre-tension; numbers that are compared with the athlete's maximum are net of `rest`. Nothing is
/// filtered. A number that the samples cannot give throws the reason. Whether the sensor is fast enough is not checked here but
/// by `RateRule`. Whether a hold is explosive decides `OnsetMachine.final`.
public struct ExplosiveMetrics: Sendable {
    public let curve: ForceCurve
    /// Mean of the baseline, N.
    public let baseline: Double
    /// Level without effort, N.
    public let rest: Double
    /// The search window: its start, and the moment at which the hold ends or is released.
    public let start: Double
    public let end: Double
    /// Highest force of the hold, N, and its moment.
    public let peak: Double
    public let peakTime: Double
    /// The athlete's maximal net force, N, when it is known.
    public var maximalForce: Double?

    /// Looks for the peak between two moments. Nil when there is no sample or no baseline. Without a level of rest, N, the
    /// baseline is used as one.
    public init?(curve: ForceCurve, baseline: Double, rest: Double? = nil, start: Double, end: Double) {
        let rest = rest ?? baseline
        guard baseline.isFinite, rest.isFinite else { return nil }
        var index = curve.index(atOrAfter: start)
        guard index < curve.time.count, curve.time[index] <= end else { return nil }
        var best = index
        while index < curve.time.count, curve.time[index] <= end {
            if curve.force[index] > curve.force[best] { best = index }
            index += 1
        }
        self.curve = curve
        self.baseline = baseline
        self.rest = rest
        self.start = start
        self.end = end
        peak = curve.force[best]
        peakTime = curve.time[best]
    }

    /// Peak less baseline, N: the height of the rise.
    public var netPeak: Double { peak - baseline }
    /// Peak less the level of rest, N: the strength of the effort.
    public var strength: Double { peak - rest }

    /// Net force at a time after the onset, N.
    public func force(after milliseconds: Double, onset: Double) throws(NullReason) -> Double {
        try total(after: milliseconds, onset: onset) - baseline
    }

    /// RFD a–b: (F(t0 + b) − F(t0 + a))/(b − a), N/s (Aagaard et al. 2002, J Appl Physiol 93:1318).
    public func rate(from a: Double, to b: Double, onset: Double) throws(NullReason) -> Double {
        guard b > a else { throw .divisionByZero }
        try window(from: onset + a / 1000, to: onset + b / 1000)
        let rise = try total(after: b, onset: onset) - total(after: a, onset: onset)
        return rise / ((b - a) / 1000)
    }

    /// ∫ F dt from the onset on, net of the baseline or total, N·s (Aagaard et al. 2002).
    public func impulse(until milliseconds: Double, onset: Double, net: Bool) throws(NullReason) -> Double {
        let last = onset + milliseconds / 1000
        try window(from: onset, to: last)
        guard let sum = curve.integral(from: onset, to: last, offset: net ? baseline : 0) else { throw .holdTooShort }
        return sum
    }

    /// Time from the onset to the first crossing of a share of the net peak, s.
    public func time(toShare share: Double, onset: Double) throws(NullReason) -> Double {
        guard netPeak > 0, onset <= peakTime,
            let moment = curve.firstRise(to: baseline + share * netPeak, from: onset, until: peakTime)
        else { throw .noCrossing }
        guard !curve.hasHole(from: onset, to: moment) else { throw .gapInside }
        return moment - onset
    }

    /// Time from the onset to the peak, s. It is meaningless when the peak comes more than a second after 90 % of it, because
    /// then the noise of a plateau determines it.
    public func timeToPeak(onset: Double) throws(NullReason) -> Double {
        let ninety = try time(toShare: 0.9, onset: onset)
        guard peakTime - onset - ninety <= 1 else { throw .illConditioned }
        guard !curve.hasHole(from: onset, to: peakTime) else { throw .gapInside }
        return peakTime - onset
    }

    /// 60 % of the net peak over the time from 20 to 80 % of it: the first crossing of 80 % and, walking back from it, the last
    /// one of 20 %, N/s. A plateau that sags and recovers crosses 80 % again, which is not part of the rise.
    public func rate20To80(onset: Double) throws(NullReason) -> Double {
        guard netPeak > 0, onset <= peakTime,
            let high = curve.firstRise(to: baseline + 0.8 * netPeak, from: onset, until: peakTime),
            let low = curve.lastRise(to: baseline + 0.2 * netPeak, before: high, after: start), high > low
        else { throw .noCrossing }
        guard !curve.hasHole(from: low, to: high) else { throw .gapInside }
        return 0.6 * netPeak / (high - low)
    }

    /// RFD a–b in % of the net peak of this hold per second: the shape of the rise.
    public func ratePerPeak(from a: Double, to b: Double, onset: Double) throws(NullReason) -> Double {
        let rate = try rate(from: a, to: b, onset: onset)
        guard netPeak > 0 else { throw .divisionByZero }
        return 100 * rate / netPeak
    }

    /// RFD a–b in % of the athlete's maximum per second (Andersen & Aagaard 2006, Eur J Appl Physiol 96:46).
    public func relativeRate(from a: Double, to b: Double, onset: Double) throws(NullReason) -> Double {
        guard let maximalForce, maximalForce > 0 else { throw .noMaximalForce }
        return 100 * (try rate(from: a, to: b, onset: onset)) / maximalForce
    }

    /// Explosive strength deficit: the share of the maximal force that is not reached after so many milliseconds, %.
    public func deficit(after milliseconds: Double, onset: Double) throws(NullReason) -> Double {
        guard let maximalForce, maximalForce > 0 else { throw .noMaximalForce }
        return 100 * (maximalForce - (try total(after: milliseconds, onset: onset) - rest)) / maximalForce
    }

    /// SFI = 100·(1 − ∫F dt/(F_pk·T)), net, from the peak to the end of the hold, %: the share of a maximal hold that is lost
    /// over time.
    public func staticFatigueIndex() throws(NullReason) -> Double {
        let duration = end - peakTime
        guard strength > 0 else { throw .divisionByZero }
        guard duration >= 1 else { throw .holdTooShort }
        try window(from: peakTime, to: end)
        let last = min(end, curve.time.last ?? end)
        guard let impulse = curve.integral(from: peakTime, to: last, offset: rest) else { throw .holdTooShort }
        return 100 * (1 - impulse / (strength * (last - peakTime)))
    }

    /// Mean force over the level of rest from a moment to the end of the hold, N.
    func meanNetForce(from start: Double) throws(NullReason) -> Double {
        let last = min(end, curve.time.last ?? end)
        guard last > start else { throw .holdTooShort }
        try window(from: start, to: last)
        guard let impulse = curve.integral(from: start, to: last, offset: rest) else { throw .holdTooShort }
        return impulse / (last - start)
    }

    private func total(after milliseconds: Double, onset: Double) throws(NullReason) -> Double {
        let moment = onset + milliseconds / 1000
        try window(from: moment, to: moment)
        guard let value = curve.value(at: moment) else { throw .holdTooShort }
        return value
    }

    /// Refuses windows that reach beyond the hold or across a gap.
    func window(from first: Double, to last: Double) throws(NullReason) {
        guard first.isFinite, last.isFinite, let earliest = curve.time.first, first >= earliest else { throw .noCrossing }
        guard last <= end else { throw .holdTooShort }
        guard !curve.hasHole(from: first, to: last) else { throw .gapInside }
    }
}
