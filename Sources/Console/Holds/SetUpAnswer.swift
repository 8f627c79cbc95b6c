import Messages
import Metrics
import Samples

/// What the sensors of a hold have together: the order of their onsets, then the numbers by subject.
struct SetUpAnswer {
    let metrics: [Station1.SetUpMetric]
    let unit: ForceUnit

    /// The order in one line, such as "push_leg, then left_arm and right_arm 24 ms later ± 9 ms".
    var order: String? {
        let places = metrics.filter { $0.metric.name == "onset_place" }
        let lags = Dictionary(
            metrics.filter { $0.metric.name == "onset_lag" }.map { ($0.sensors.first ?? "", $0.metric) },
            uniquingKeysWith: { first, _ in first })
        let groups = Dictionary(grouping: places) { $0.metric.value ?? 0 }.sorted { $0.key < $1.key }
        guard groups.count > 0, places.count > 1 else { return nil }
        if groups.count == 1 { return "onsets: simultaneous, as far as can be told" }
        return "onsets: "
            + groups.enumerated().map { position, group in
                let names = group.value.compactMap(\.sensors.first).joined(separator: " and ")
                guard position > 0, let lag = group.value.compactMap({ lags[$0.sensors.first ?? ""] }).first,
                    let value = lag.value, let upper = lag.upper
                else { return names }
                return
                    "then \(names) \(Digits.text(value, expanded: upper - value)) ms later ± \(Digits.uncertainty(upper - value)) ms"
            }.joined(separator: ", ")
    }

    /// - Parameter isComplete: with those that have no value.
    func lines(isComplete: Bool) -> [String] {
        guard !metrics.isEmpty else { return [] }
        var lines = ["", "together"] + (order.map { ["  " + $0] } ?? [])
        for (title, definitions) in MetricDefinition.setUpGroups {
            let names = Set(definitions.map(\.name))
            let own = metrics.filter { names.contains($0.metric.name) && (isComplete || $0.metric.value != nil) }
            guard !own.isEmpty else { continue }
            lines += ["", title, HoldText.table(own, unit)]
        }
        let missing = metrics.count { $0.metric.value == nil }
        if !isComplete, missing > 0 { lines += ["", "\(missing) numbers have no value here: --all shows why"] }
        return lines
    }
}

extension HoldText {
    /// Numbers of several sensors, as a table.
    static func table(_ metrics: [Station1.SetUpMetric], _ unit: ForceUnit) -> String {
        let rows = metrics.map { metric in
            [metric.sensors.joined(separator: " ")] + row(Number(metric.metric), unit)
        }
        return Output.table([["SENSORS"] + columns] + rows, rightAligned: [2, 3])
    }
}
