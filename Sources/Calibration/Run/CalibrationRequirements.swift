/// The requirements that a run must meet before anything is computed from it.
public struct CalibrationRequirements: Sendable, Hashable {
    /// The reading must span at least this share of the converter's range (Klipper's load cell requires 1 %).
    public var smallestSpan = 0.01
    /// The reading must span at least this many times the scatter of the samples and the resolution.
    public var smallestSignal = 50.0
    /// The samples of a static load may scatter by at most this share of the span.
    public var largestDeviation = 0.01
    /// Zero return above this limit causes a warning, per cent of full scale: the limit of ISO 376 class 2.
    public var largestZeroReturn = 0.1

    public init() {}

    /// All reasons to refuse a run, in the order in which a technician should correct them; empty when the run can be computed.
    public func refusals(_ run: CalibrationRun) -> [CalibrationRefusal] {
        var found: [CalibrationRefusal] = []
        for (number, series) in run.series.enumerated() {
            for (place, point) in series.points.enumerated() {
                if !point.force.isFinite || !point.reading.isFinite || !(point.deviation ?? 0).isFinite {
                    found.append(.notFinite(series: number, place: place))
                }
            }
        }
        if !found.isEmpty { return found }
        let levels = run.levels.count + (run.series.contains { $0.points.contains(where: \.isZero) } ? 1 : 0)
        if levels < 3 { found.append(.tooFewForces(levels)) }
        found += saturated(run)
        let readings = run.series.flatMap(\.points).map(\.reading)
        let span = (readings.max() ?? 0) - (readings.min() ?? 0)
        found += small(run, span: span)
        guard span > 0, span.isFinite else { return found }
        found += unstable(run, span: span)
        return found + steps(run)
    }

    private func each(_ run: CalibrationRun, _ isBad: (CalibrationPoint) -> Bool) -> [(series: Int, place: Int)] {
        run.series.enumerated().flatMap { number, series in
            series.points.enumerated().filter { isBad($0.element) }.map { (number, $0.offset) }
        }
    }

    private func saturated(_ run: CalibrationRun) -> [CalibrationRefusal] {
        each(run) { point in
            guard !point.isSaturated else { return true }
            return run.limits.map { point.reading <= $0.lowerBound || point.reading >= $0.upperBound } ?? false
        }.map { .saturated(series: $0.series, place: $0.place) }
    }

    private func small(_ run: CalibrationRun, span: Double) -> [CalibrationRefusal] {
        let noise = run.pooledDeviation ?? 0
        let floor = smallestSignal * max(noise, run.resolution)
        let share = run.limits.map { ($0.upperBound - $0.lowerBound) * smallestSpan } ?? 0
        let needed = max(floor, share.isFinite ? share : 0)
        return span < needed || span == 0 ? [.spanTooSmall(span: span, needed: needed)] : []
    }

    private func unstable(_ run: CalibrationRun, span: Double) -> [CalibrationRefusal] {
        each(run) { ($0.deviation ?? 0) > largestDeviation * span }.map { series, place in
            .unstable(series: series, place: place, deviation: run.series[series].points[place].deviation ?? 0)
        }
    }

    /// Compares consecutive points: refuses equal readings under different loads, and readings that go against the trend of the
    /// whole run by more than noise.
    private func steps(_ run: CalibrationRun) -> [CalibrationRefusal] {
        let points = run.series.flatMap(\.points)
        guard let line = PolynomialFit(x: points.map(\.force), y: points.map(\.reading), degree: 1) else { return [] }
        let slope = line.coefficients[1]
        let noise = 4 * max(run.pooledDeviation ?? 0, run.resolution)
        var found: [CalibrationRefusal] = []
        for (number, series) in run.series.enumerated() {
            for (place, (before, after)) in zip(series.points, series.points.dropFirst()).enumerated()
            where before.force != after.force {
                let step = after.reading - before.reading
                if step == 0 {
                    found.append(.equalReadings(series: number, place: place + 1))
                } else if step.sign != (slope * (after.force - before.force)).sign, abs(step) > noise {
                    found.append(.wrongDirection(series: number, place: place + 1))
                }
            }
        }
        return found
    }
}
