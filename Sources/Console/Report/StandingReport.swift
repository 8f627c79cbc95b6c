import Messages
import Samples

/// The sway of the hold against quiet standing.
extension HoldReport {
    private static let standingTitles: [(name: String, title: String)] = [
        ("sway_ratio_velocity", "Velocity of the sway"), ("sway_ratio_rms_ap", "Forward and back"),
        ("sway_ratio_rms_ml", "To the sides"), ("sway_ratio_distance", "Mean distance"),
        ("sway_ratio_ellipse_area", "Area of the ellipse"),
    ]

    /// The ratios that have a value: those of all plates together where it is known how they lie, otherwise those of each plate.
    private var ratios: [Session1.StandNumber] {
        let known = (standing?.numbers ?? []).filter { $0.metric.value != nil }
        let most = known.map(\.sensors.count).max()
        return known.filter { $0.sensors.count == most }
    }

    /// Whether the athlete swayed as when standing still, in a sentence for each group of plates.
    var balance: String? {
        let found = ratios.filter { $0.metric.name == "sway_ratio_velocity" }.compactMap { number -> String? in
            guard let value = number.metric.value, let lower = number.metric.lower, let upper = number.metric.upper else {
                return nil
            }
            let place = "on \(Self.list(number.sensors))"
            if lower <= 1, upper >= 1 { return "\(place) as in quiet standing, as far as can be told" }
            return "\(place) \(Digits.text(value, digits: 3)) times as fast as in quiet standing "
                + "(between \(Digits.text(lower, digits: 3)) and \(Digits.text(upper, digits: 3)))"
        }
        return found.isEmpty ? nil : "The centre of pressure moved \(found.joined(separator: "; "))."
    }

    /// Nothing for an athlete without a trial, and for a hold without sway.
    func writeStanding(to page: inout ReportPage) {
        guard let standing, let trial = standing.stand else { return }
        guard !ratios.isEmpty else {
            guard let reason = standing.numbers.first?.metric.reason else { return }
            return page.text("No comparison with quiet standing: \(ReasonText.phrase(reason)).")
        }
        page.heading("Against quiet standing", level: 3)
        page.text(
            "The sway of this hold divided by that of trial \(trial) of quiet standing over the same time. "
                + "Where an interval contains 1, the two are equal as far as can be told.")
        let areSeveral = Set(ratios.map(\.sensors)).count > 1
        page.numbers(
            ratios.map { number in
                let title = Self.standingTitles.first { $0.name == number.metric.name }?.title ?? number.metric.name
                let bounds = [number.metric.lower, number.metric.upper].compactMap { $0.map { Digits.text($0, digits: 3) } }
                return (
                    title + (areSeveral ? ", \(Self.list(number.sensors))" : ""),
                    Digits.text(number.metric.value ?? .nan, digits: 3),
                    bounds.count == 2 ? "between \(bounds[0]) and \(bounds[1])" : ""
                )
            })
    }
}
