import Messages
import Metrics
import Samples

/// One sensor's part of a hold: the answer first, then the numbers by subject.
struct HoldAnswer {
    let part: Station1.SensorHold
    let unit: ForceUnit

    /// What most people look for.
    static let first: [(name: String, title: String)] = [
        ("peak_force", "peak force"), ("rfd_0_100", "RFD 0–100 ms"), ("rfd_0_200", "RFD 0–200 ms"),
        ("plateau_cv", "coefficient of variation"), ("tremor_rms_8_12", "tremor 8–12 Hz"), ("duration", "duration"),
    ]

    /// The same of sensors that measure no force.
    static let companion: [(name: String, title: String)] = [
        ("displacement", "displacement"), ("position_range", "range of the position"), ("speed_peak", "highest speed"),
        ("emg_rms", "RMS of the electromyogram"), ("emg_percent", "part of the maximum"),
        ("emg_median_frequency", "median frequency"), ("emg_median_slope", "slope of the median frequency"),
        ("cuff_pressure_mean", "mean pressure"), ("cuff_pressure_mean_mmhg", "mean pressure"),
        ("cuff_percent", "part of the occlusion pressure"), ("cuff_time_above", "time above the limit"),
        ("acceleration_sd", "SD of the acceleration"), ("acceleration_peak_frequency", "frequency of the tremor"),
    ]

    private var numbers: [String: HoldText.Number] { HoldText.numbers(part.metrics) }

    /// The most important numbers, and what is special about the hold.
    var answer: [String] {
        let numbers = numbers
        let isForce = numbers["peak_force"] != nil
        let rows = (isForce ? Self.first : Self.companion.filter { numbers[$0.name] != nil }).map { name, title in
            guard let number = numbers[name], let value = number.value else {
                return ["  " + title, "–", numbers[name]?.reason.map { "(\($0))" } ?? ""]
            }
            let expanded = number.expanded.map { " ± " + Digits.uncertainty(unit.shown($0, number.unit).value) } ?? ""
            let shown = unit.shown(value, number.unit)
            let digits = Digits.text(shown.value, expanded: number.expanded.map { unit.shown($0, number.unit).value })
            return ["  " + title, digits + expanded, shown.unit]
        }
        return Output.table(rows, rightAligned: [1]).split(separator: "\n").map(String.init)
            + (DueText.worse(part.calibrationClass, because: part.acceptedWorse)
            + (part.calibrationDoubts ?? []).map(DueText.sentence)
            + part.flags.map(FlagText.sentence)).flatMap { sentence in
                Output.wrapped(sentence, (Look.current.columns ?? 120) - 4).enumerated().map { number, line in
                    (number == 0 ? "  " : "    ") + line
                }
            }
    }

    /// The numbers by subject.
    ///
    /// - Parameter isComplete: with those that have no value.
    func groups(isComplete: Bool) -> [String] {
        var left = part.metrics.map(HoldText.Number.init).filter { isComplete || $0.value != nil }
        var lines: [String] = []
        for (title, definitions) in MetricDefinition.groups + MetricDefinition.companionGroups + [("others", [])] {
            let names = Set(definitions.map(\.name))
            let own = definitions.isEmpty ? left : left.filter { names.contains($0.name) }
            left.removeAll { names.contains($0.name) }
            guard !own.isEmpty else { continue }
            lines += ["", title, HoldText.table(own, unit)]
        }
        let missing = part.metrics.count { $0.value == nil }
        if !isComplete, missing > 0 { lines += ["", "\(missing) numbers have no value here: --all shows why"] }
        return lines
    }
}
