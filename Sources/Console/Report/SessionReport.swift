import Messages
import Samples

/// What is told of the holds of a session before each of them.
struct SessionReport {
    let bests: SessionBests
    /// The oldest first.
    let holds: [Station1.Hold]
    let unit: ForceUnit
    let times: WallTime

    var title: String { "Session \(bests.session.number)" }

    /// What was done, in a sentence.
    var lead: String {
        let session = bests.session
        let plan = session.protocol.map { ", protocol \($0)" } ?? ""
        let count = holds.count == 1 ? "one hold" : "\(holds.count) holds"
        let peaks = sensors.compactMap { sensor -> String? in
            guard let best = bests.best("peak_force", of: sensor) else { return nil }
            let shown = unit.shown(best.value, "N")
            return "\(Digits.text(shown.value)) \(shown.unit) on \(sensor) (hold \(best.hold))"
        }
        let place = session.setUp.map { "\($0), " } ?? ""
        return "\(session.athlete), \(place)\(session.position)\(plan): \(count)"
            + (peaks.isEmpty ? "." : "; best peaks \(HoldReport.list(peaks)).")
    }

    private var sensors: [String] {
        var names: [String] = []
        for part in holds.flatMap(\.sensors) where !names.contains(part.sensor) { names.append(part.sensor) }
        return names
    }

    func write(to page: inout ReportPage) {
        page.heading(title, level: 1)
        page.lead(lead)
        let session = bests.session
        page.facts(
            [("Begin", times.full(session.startWallUs))] + (session.stopWallUs.map { [("End", times.full($0))] } ?? []))
        if session.altered == true { page.text("The disk has changed this session: it may be another athlete's.") }
        page.drawings(charts)
        page.table(table)
    }

    var charts: [any ReportFigure] {
        [chart("peak_force", "Peaks of the session"), chart("rfd_0_100", "RFD 0–100 ms of the session")].compactMap(\.self)
    }

    /// A number of each hold in % of the best one that counts.
    private func chart(_ name: String, _ title: String) -> Chart? {
        let lines = sensors.enumerated().compactMap { place, sensor -> Chart.Line? in
            guard let best = bests.best(name, of: sensor), best.value > 0 else { return nil }
            let points = holds.compactMap { hold -> SIMD2<Double>? in
                guard let part = hold.sensors.first(where: { $0.sensor == sensor }),
                    let value = HoldText.numbers(part.metrics)[name]?.value
                else { return nil }
                return SIMD2(Double(hold.number), 100 * value / best.value)
            }
            return .of(sensor, at: place, points, hasDots: true)
        }
        guard let first = holds.first?.number, let last = holds.last?.number, first < last,
            let range = Chart.range(lines.flatMap(\.points))
        else { return nil }
        return Chart(
            title: title, summary: "\(title): each hold in % of the best one that counts.",
            x: ChartAxis("hold", unit: "number", from: Double(first), to: Double(last), margin: 0.03),
            y: ChartAxis(
                "value", unit: "% of the best", from: range.lowerBound, to: max(range.upperBound, 100), margin: 0.05, count: 5),
            lines: lines)
    }

    private var table: [[String]] {
        [["HOLD", "WHEN", "SENSOR", "PEAK", "RFD 0–100 ms", "CV", "TREMOR 8–12 Hz", "HELD"]]
            + holds.flatMap { hold in
                hold.sensors.enumerated().map { index, part in
                    let numbers = HoldText.numbers(part.metrics)
                    func shown(_ name: String) -> String { numbers[name].map { HoldText.value($0, unit) } ?? "–" }
                    let when = String(times.text(hold.onsetWallUs ?? hold.startWallUs).suffix(8))
                    return [
                        index == 0 ? "\(hold.number)\(hold.excluded ? " (excluded)" : "")" : "", index == 0 ? when : "",
                        part.sensor,
                    ] + ["peak_force", "rfd_0_100", "plateau_cv", "tremor_rms_8_12", "duration"].map(shown)
                }
            }
    }

    /// The numbers that a session needs of its holds.
    static let names = SessionBests.names + ["plateau_cv", "tremor_rms_8_12", "duration"]
}
