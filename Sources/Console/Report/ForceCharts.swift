import Messages
import Metrics
import Samples

extension ReportSensor {
    /// How many seconds before the onset and after the release are drawn.
    private static let around = (before: 2.0, after: 1.5)

    /// Force over time: onset, plateau, zones, shaking and release.
    ///
    /// - Parameter origin: the moment that is 0, seconds since the first sample of the hold that was analysed.
    func forceChart(origin: Double) -> Chart? {
        let shift = start - origin
        guard let first = samples.seconds.first, let last = samples.seconds.last, first < last else { return nil }
        let from = max(first, (effort?.lowerBound ?? first) - Self.around.before)
        let to = min(last, (effort?.upperBound ?? last) + Self.around.after)
        let points = points(from...to, shift: shift)
        guard let range = Chart.range(points) else { return nil }
        var chart = Chart(
            title: isCompanion ? "Samples" : "Force",
            summary: "\(samples.quantity) of \(title) over time, from before the onset until after the release.",
            x: ChartAxis("time from the onset", unit: "s", from: from + shift, to: to + shift),
            y: ChartAxis(samples.quantity, unit: forceUnit, from: range.lowerBound, to: range.upperBound, margin: 0.04, count: 5))
        if let plateau {
            chart.spans.append(
                .init(name: "plateau", tone: .plateau, range: plateau.lowerBound + shift...plateau.upperBound + shift))
        }
        for (edge, force) in zoneEdges where range.contains(force) {
            chart.levels.append(.init(label: "\(Digits.fixed(edge, places: 0)) %", tone: .zone, y: force))
        }
        if !chart.levels.isEmpty { chart.levelsName = "edges of the force zones, % of the maximum" }
        chart.lines = [.init(name: samples.quantity, tone: .sensor(place), points: points)]
        if let onset = part.onset {
            let doubt = part.onsetUncertaintyMs.map { " ± \(Digits.text($0, digits: 2)) ms" } ?? ""
            chart.marks.append(.init(label: "onset\(doubt)", tone: .onset, x: onset + shift))
        }
        if let shaking = value("shaking_onset") {
            chart.marks.append(.init(label: "shaking", tone: .shaking, x: shaking + shift))
        }
        if let end = effort?.upperBound { chart.marks.append(.init(label: "release", tone: .quiet, x: end + shift)) }
        return chart
    }

    /// The edges of the force zones in % of the maximum, as forces, where the maximum is known.
    private var zoneEdges: [(percent: Double, force: Double)] {
        guard let rest, let force = value("mvc_500"), let percent = value("mvc_500_percent"), percent > 0 else { return [] }
        return ForceZone.allCases.map(\.range.from).filter { $0 > 0 }.map { ($0, rest + $0 / percent * force) }
    }

    /// The rise: the onset with its uncertainty, and the mean slopes from the onset to the end of each window.
    func riseChart() -> Chart? {
        guard part.kind == .explosive, let onset = part.onset else { return nil }
        let range = onset - 0.1...onset + 0.35
        let points = points(range, shift: -onset).map { SIMD2($0.x * 1000, $0.y) }
        guard points.count > 4, let forces = Chart.range(points) else { return nil }
        var chart = Chart(
            title: "Rise",
            summary: "Force of \(title) around the onset, with the mean slope from the onset to the end of each window.",
            x: ChartAxis("time from the onset", unit: "ms", from: -100, to: 350),
            y: ChartAxis("force", unit: forceUnit, from: forces.lowerBound, to: forces.upperBound, margin: 0.04, count: 5))
        if let doubt = part.onsetUncertaintyMs, doubt.isFinite, doubt > 0 {
            chart.spans.append(
                .init(name: "onset ± \(Digits.text(doubt, digits: 2)) ms", tone: .onset, range: -doubt...doubt))
        }
        // The slope begins at the force of the onset: RFD times the window below the force at its end.
        for milliseconds in [50.0, 100, 150, 200, 250] {
            let name = "rfd_0_\(Int(milliseconds))"
            guard let slope = value(name), let end = force(at: onset + milliseconds / 1000) else { continue }
            let height = slope * milliseconds / 1000
            chart.lines.append(
                .init(
                    name: milliseconds == 50 ? "mean slopes (RFD)" : nil, tone: .onset,
                    points: [SIMD2(0, end - height), SIMD2(milliseconds, end)], isDashed: true))
            chart.marks.append(.init(label: "\(Int(milliseconds))", tone: .quiet, x: milliseconds))
        }
        if !chart.lines.isEmpty, chart.lines.allSatisfy({ $0.name == nil }) { chart.lines[0].name = "mean slopes (RFD)" }
        chart.lines.append(.init(name: "force", tone: .sensor(place), points: points))
        return chart
    }

    /// The force at a moment, between two samples on the line that joins them; nil in a gap.
    private func force(at moment: Double) -> Double? {
        guard let next = samples.seconds.firstIndex(where: { $0 >= moment }), next > 0 else { return nil }
        let (before, after) = (samples.seconds[next - 1], samples.seconds[next])
        let share = (moment - before) / (after - before)
        let force = samples.force[next - 1] + share * (samples.force[next] - samples.force[next - 1])
        return force.isFinite ? force : nil
    }

    /// Moments and forces; a gap of more than three samples is one in the line, too.
    func points(_ range: ClosedRange<Double>, shift: Double) -> [SIMD2<Double>] {
        var points: [SIMD2<Double>] = []
        var before = Double.nan
        for (moment, force) in zip(samples.seconds, samples.force) where range.contains(moment) {
            if moment - before > 3.5 / max(part.rate, 1) { points.append(SIMD2(moment + shift, .nan)) }
            points.append(SIMD2(moment + shift, force))
            before = moment
        }
        return points
    }
}
