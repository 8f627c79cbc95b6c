import Messages
import Metrics

extension HoldReport {
    private func value(_ name: String, of sensor: String) -> Station1.Metric? {
        setUp.first { $0.metric.name == name && $0.sensors.first == sensor }?.metric
    }

    /// Onsets after the first one, with the intervals within which they cannot be told apart.
    func orderChart() -> RowChart? {
        let known = sensors.filter { value("onset_place", of: $0.name)?.value != nil }
        let rows = known.map { sensor -> RowChart.Row in
            let lag = value("onset_lag", of: sensor.name)
            return .init(
                name: sensor.title, tone: .sensor(sensor.place), value: lag?.value ?? 0,
                interval: Self.interval(lag))
        }.sorted { $0.value < $1.value }
        guard rows.count > 1 else { return nil }
        return RowChart(
            title: "Who takes load first",
            summary:
                "Onset of each sensor after the first one, with its interval. Where the interval contains 0, the two are simultaneous as far as can be told.",
            x: Self.axis("after the first onset", "ms", rows), rows: rows)
    }

    /// The rises of all sensors in % of their peaks.
    func riseTogetherChart() -> Chart? {
        let lines = sensors.compactMap { sensor -> Chart.Line? in
            guard let peak = sensor.value("peak_force"), let net = sensor.value("peak_net_force"), net > 0 else { return nil }
            let shift = sensor.start - origin
            let points = sensor.points(-0.15 - shift...0.5 - shift, shift: shift)
                .map { SIMD2($0.x * 1000, 100 * ($0.y - (peak - net)) / net) }
            return points.count > 3 ? .of(sensor.title, at: sensor.place, points) : nil
        }
        guard hold.kind == .explosive, lines.count > 1, let range = Chart.range(lines.flatMap(\.points)) else { return nil }
        return Chart(
            title: "Rise of all sensors",
            summary: "Force of each sensor above its baseline in % of its peak, around the first onset.",
            x: ChartAxis("time from the first onset", unit: "ms", from: -150, to: 500),
            y: ChartAxis(
                "net force", unit: "% of the peak", from: range.lowerBound, to: range.upperBound, margin: 0.04, count: 5),
            lines: lines)
    }

    /// Band against plate: the forces of all sensors while they were held, in % of their means.
    func heldTogetherChart() -> Chart? {
        let lines = sensors.compactMap { sensor -> Chart.Line? in
            guard let whole = sensor.plateau, let mean = sensor.value("plateau_net_mean"), let rest = sensor.rest, mean > 0,
                whole.upperBound - whole.lowerBound > 2 * Plateau.trim
            else { return nil }
            // Its ends belong to the rise and to the release, and numbers leave them out, too.
            let plateau = whole.lowerBound + Plateau.trim...whole.upperBound - Plateau.trim
            let shift = sensor.start - origin
            let points = Self.means(sensor.points(plateau, shift: shift), seconds: 0.1)
                .map { SIMD2($0.x, 100 * ($0.y - rest) / mean) }
            return points.count > 3 ? .of(sensor.title, at: sensor.place, points) : nil
        }
        guard lines.count > 1, let range = Chart.range(lines.flatMap(\.points)),
            let from = lines.compactMap(\.points.first?.x).min(), let to = lines.compactMap(\.points.last?.x).max()
        else { return nil }
        return Chart(
            title: "Held together",
            summary: "Force of each sensor over the level of rest in % of its mean on the plateau, means of 0.1 s.",
            x: ChartAxis("time from the onset", unit: "s", from: from, to: to),
            y: ChartAxis("force", unit: "% of the mean", from: range.lowerBound, to: range.upperBound, margin: 0.06, count: 5),
            lines: lines)
    }

    /// How two sides differ, with the intervals of what varied during the hold.
    func sidesChart() -> RowChart? {
        let titles = ["asymmetry_peak": "peak", "asymmetry_plateau": "plateau"]
        let rows = setUp.compactMap { number -> RowChart.Row? in
            guard let title = titles[number.metric.name], let value = number.metric.value, number.sensors.count == 2 else {
                return nil
            }
            return .init(
                name: "\(title): \(number.sensors[1]) ← → \(number.sensors[0])", tone: .first, value: value,
                interval: Self.interval(number.metric))
        }
        guard !rows.isEmpty else { return nil }
        return RowChart(
            title: "Sides",
            summary: "Difference of the forces of two sides in % of their sum: to the left of 0 the first one carried more.",
            x: Self.axis("difference", "% of the sum", rows), rows: rows)
    }

    private static func interval(_ metric: Station1.Metric?) -> ClosedRange<Double>? {
        guard let lower = metric?.lower, let upper = metric?.upper, lower <= upper else { return nil }
        return lower...upper
    }

    /// An axis around 0 that contains every row.
    private static func axis(_ name: String, _ unit: String, _ rows: [RowChart.Row]) -> ChartAxis {
        var (low, high) = (0.0, 0.0)
        for row in rows {
            low = min(low, row.value, row.interval?.lowerBound ?? 0)
            high = max(high, row.value, row.interval?.upperBound ?? 0)
        }
        return ChartAxis(name, unit: unit, from: low, to: high, margin: 0.08)
    }

    /// Means of what lies in equal lengths of time.
    private static func means(_ points: [SIMD2<Double>], seconds: Double) -> [SIMD2<Double>] {
        var means: [SIMD2<Double>] = []
        var place = Int.min
        var (sum, count) = (SIMD2(0.0, 0.0), 0.0)
        func close() { if count > 0 { means.append(sum / count) } }
        for point in points where point.y.isFinite {
            let own = Int((point.x / seconds).rounded(.down))
            if own != place {
                close()
                (sum, count, place) = (SIMD2(0, 0), 0, own)
            }
            sum += point
            count += 1
        }
        close()
        return means
    }
}
