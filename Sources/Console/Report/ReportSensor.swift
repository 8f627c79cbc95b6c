import Filtering
import Messages
import Samples

/// One sensor of a hold in a report: its numbers, and its samples in the unit of the reader.
struct ReportSensor {
    /// The samples of a sensor around a hold.
    struct Samples {
        /// Since the first sample that was analysed, as the moments among the numbers of a hold are; strictly increasing.
        var seconds: [Double] = []
        /// What they are: force, or the quantity of a companion.
        var quantity = "force"
        /// Of that quantity; NaN where there is none.
        var force: [Double] = []
        /// Centre of pressure to the right and forwards, m; empty for a sensor without one, NaN where it is not known.
        var right: [Double] = []
        var forward: [Double] = []
        /// Whether they are the lowest and the highest ones of short intervals: for drawing, not for computing.
        var isReduced = false
    }

    let part: Station1.SensorHold
    /// What it measures on the athlete, by the settings; empty where nobody has said so.
    let role: String
    let samples: Samples
    /// Seconds from the first sample of the hold to the first one that was analysed of this sensor.
    let start: Double
    /// Its place among the sensors of the hold, which is that of its colour.
    let place: Int
    let unit: ForceUnit

    private let numbers: [String: HoldText.Number]

    init(
        _ part: Station1.SensorHold, role: String, samples: Samples, start: Double, place: Int, unit: ForceUnit
    ) {
        self.part = part
        self.role = role
        self.start = start
        self.place = place
        self.unit = unit
        numbers = HoldText.numbers(part.metrics)
        var samples = samples
        if part.unit == nil, samples.quantity == SensorKind.cell.quantity, unit != .newton {
            samples.force = samples.force.map { $0 / unit.newtons }
        }
        // Where each conversion was said several times, the numbers are of the conversions.
        if part.flags.contains("repeated"), let rows = RepeatedValues.conversions(samples.force) {
            func kept(_ values: [Double]) -> [Double] { values.isEmpty ? [] : rows.map { values[$0] } }
            samples = Samples(
                seconds: kept(samples.seconds), quantity: samples.quantity, force: kept(samples.force),
                right: kept(samples.right),
                forward: kept(samples.forward), isReduced: samples.isReduced)
        }
        self.samples = samples
    }

    var name: String { part.sensor }

    /// With its role, where it has one.
    var title: String { role.isEmpty ? name : "\(name) (\(role.replacing("_", with: " ")))" }

    /// Of its samples, as they are drawn.
    var forceUnit: String {
        part.unit ?? SensorKind.companions.first { $0.quantity == samples.quantity }?.unit ?? unit.rawValue
    }

    /// Whether it measures no force, but takes part in the hold.
    var isCompanion: Bool { numbers["peak_force"] == nil }

    func number(_ name: String) -> HoldText.Number? { numbers[name] }

    /// A value in the unit of the reader; nil where there is none.
    func value(_ name: String) -> Double? {
        guard let number = numbers[name], let value = number.value else { return nil }
        return unit.shown(value, number.unit).value
    }

    /// A value with its unit and the digits that its uncertainty supports; nil where there is none.
    func text(_ name: String) -> String? { numbers[name].flatMap { $0.value == nil ? nil : HoldText.value($0, unit) } }

    /// The same for a sentence: three digits where no uncertainty is known, and no line break before the unit.
    func short(_ name: String) -> String? {
        guard let number = numbers[name], let value = number.value else { return nil }
        let shown = unit.shown(value, number.unit)
        let expanded = number.expanded.map { unit.shown($0, number.unit).value }
        let digits = expanded == nil ? Digits.text(shown.value, digits: 3) : Digits.text(shown.value, expanded: expanded)
        return digits + (shown.unit == "1" ? "" : "\u{A0}" + shown.unit)
    }

    /// Why there is no such number, in words.
    func reason(_ name: String) -> String { ReasonText.phrase(numbers[name]?.reason ?? "not_computed") }

    /// From the start to the end of the plateau, since the first sample that was analysed.
    var plateau: ClosedRange<Double>? { span(from: value("plateau_start"), to: value("plateau_end")) }

    /// From the onset to the release, since the first sample that was analysed.
    var effort: ClosedRange<Double>? {
        span(from: part.onset, to: part.onset.flatMap { onset in value("duration").map { onset + $0 } })
    }

    private func span(from: Double?, to: Double?) -> ClosedRange<Double>? {
        guard let from, let to, from < to else { return nil }
        return from...to
    }

    /// The level from which efforts are counted, in the unit of the reader.
    var rest: Double? { value("plateau_mean").flatMap { mean in value("plateau_net_mean").map { mean - $0 } } }

    /// The samples in a range of moments that have a force; none where they are not all there.
    func forces(in range: ClosedRange<Double>) -> (seconds: [Double], force: [Double]) {
        guard !samples.isReduced else { return ([], []) }
        // A moment that was computed in another order differs in its last digit.
        let slack = 0.01 / max(part.rate, 1)
        let places = samples.seconds.indices.filter {
            samples.seconds[$0] >= range.lowerBound - slack && samples.seconds[$0] <= range.upperBound + slack
                && samples.force[$0].isFinite
        }
        return (places.map { samples.seconds[$0] }, places.map { samples.force[$0] })
    }
}
