/// The dip below the baseline before the onset (Tillin 2010 Med Sci Sports Exerc 42:781; Maffiuletti 2016 EJAP 116:1091).
///
/// It is looked for in the trailing 20 ms mean, and counts where it lasts 10 ms, because single samples of noise dip as well. Its
/// limit is higher than the usual variation of force before the rise. Force that has not been at the baseline in the second before
/// the onset has not dipped below it: it is on its way there, as when slack is taken up.
public struct Countermovement: Sendable, Equatable {
    /// The depth below the baseline at which force stayed for 10 ms, N; 0 when it never did.
    public let depth: Double
    /// Time below the limit of the flag, s.
    public let duration: Double
    /// The limit of the flag, N below the baseline.
    public let limit: Double

    /// The time before the onset that is searched, s.
    static let before = 0.5

    /// Whether the dip is deep enough to be flagged.
    public var isSeen: Bool { depth > limit }

    /// The dip in the 500 ms before `onset`.
    ///
    /// - Parameters:
    ///   - scatter: SD of the force before the rise, N.
    ///   - netPeak: the net peak of the hold, N.
    /// - Throws: `gapInside` when samples are missing there, `noBaseline` without a scatter.
    public init(
        curve: ForceCurve, baseline: Double, scatter: Double, netPeak: Double, onset: Double, parameters: OnsetParameters
    ) throws(NullReason) {
        guard baseline.isFinite, scatter.isFinite else { throw .noBaseline }
        guard let first = curve.time.first, onset.isFinite, onset > first, curve.rate > 0 else { throw .noCrossing }
        let start = max(first, onset - Self.before)
        guard !curve.hasHole(from: start, to: onset) else { throw .gapInside }
        limit = max(
            parameters.countermovementDeviations * scatter, parameters.countermovementFraction * max(0, netPeak))
        let mean = OnsetParameters.samples(parameters.meanMilliseconds, curve.rate)
        let run = OnsetParameters.samples(parameters.countermovementRunMilliseconds, curve.rate)
        let begin = curve.index(atOrAfter: start)
        // The trailing mean is delayed by half a window: just after the onset it still covers the time before.
        let end = min(curve.index(atOrAfter: onset) + mean, curve.time.count)
        guard begin < end else { throw .noCrossing }
        func average(_ last: Int) -> Double {
            let window = max(0, last - mean + 1)...last
            return curve.force[window].reduce(0, +) / Double(window.count)
        }
        let former = curve.index(atOrAfter: max(first, start - Self.before))
        var level = min(baseline, (former...begin).map(average).max() ?? baseline)
        let below = (begin..<end).map { last in
            let mean = average(last)
            level = min(baseline, max(level, mean))
            return level - mean
        }
        var deepest = 0.0
        for place in 0..<max(0, below.count - run + 1) {
            deepest = max(deepest, below[place..<place + run].min() ?? 0)
        }
        depth = deepest
        var time = 0.0
        for (place, value) in below.enumerated() where value > limit && begin + place > 0 {
            time += curve.time[begin + place] - curve.time[begin + place - 1]
        }
        duration = time
    }
}

extension Countermovement {
    /// Appends every number of `MetricDefinition.countermovement`; true when the dip is deep enough to be flagged.
    static func addNumbers(
        to list: inout MeasurementList, record: HoldRecord, metrics: ExplosiveMetrics?, onset: Double?, refusal: NullReason?
    ) -> Bool {
        do throws(NullReason) {
            guard refusal == nil, let onset, let metrics else { throw refusal ?? .noCrossing }
            let found = try Countermovement(
                curve: metrics.curve, baseline: record.baselineMean, scatter: record.found?.scatter ?? record.baselineDeviation,
                netPeak: metrics.netPeak, onset: onset, parameters: record.parameters)
            list.add(.countermovementDepth, found.depth)
            list.add(.countermovementDuration, found.duration)
            return found.isSeen
        } catch {
            for definition in MetricDefinition.countermovement { list.add(definition, null: error) }
            return false
        }
    }
}
