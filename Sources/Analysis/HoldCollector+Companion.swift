import Metrics
import Samples

extension HoldCollector {
    /// The samples of a companion between two moments, which the sensors of force of its set-up decide; nil when there are none.
    ///
    /// - Parameter kind: of the hold.
    func companionRecord(from begin: HostInstant, to end: HostInstant, _ kind: HoldKind, _ session: Int64?) -> CollectedRecord? {
        let start = samples.firstIndex { $0.time >= begin } ?? samples.endIndex
        let stop = samples.lastIndex { $0.time <= end }.map { $0 + 1 } ?? start
        guard start < stop, let origin = samples[start...].first, let last = samples[start..<stop].last, rate > 0 else {
            return nil
        }
        let length = Int(clamping: last.index &- origin.index &+ 1)
        guard length <= Int(1.25 * Self.longestHold * rate) else { return nil }
        var values = [Double](repeating: .nan, count: length)
        var time = [Double](repeating: .nan, count: length)
        var flags: HoldFlags = []
        for sample in samples[start..<stop] {
            let position = Int(clamping: sample.index &- origin.index)
            guard position < length else { continue }
            values[position] = sample.force
            time[position] = sample.time.seconds(since: origin.time)
            if sample.isSaturated { flags.raise(.saturated) }
        }
        if values.contains(where: \.isNaN) { flags.raise(.gapInside) }
        let absent = Self.runs(time.indices.filter { time[$0].isNaN })
        Self.fill(&time, rate: rate)
        let record = HoldRecord(
            force: values, time: time, rate: rate, sensorKind: parameters.kind, kind: kind, baseline: 0..<0,
            baselineMean: .nan, baselineDeviation: .nan, search: 0..<length, release: nil, restLevel: nil, flags: flags)
        return CollectedRecord(
            record: record, firstIndex: origin.index, begin: origin.time, end: last.time, session: session,
            calibration: calibration, absent: absent, spikes: [], centre: [], tare: tare)
    }
}
