import Messages
import Metrics
import Samples

extension HoldReport {
    /// The numbers that most people look for, by what they are called.
    static let titles: [(name: String, title: String)] = [
        ("peak_force", "Peak force"), ("mvc_500", "Best half second"), ("mvc_500_per_kg", "per body mass"),
        ("mvc_500_percent", "of the maximum"), ("rfd_0_50", "RFD 0–50 ms"), ("rfd_0_100", "RFD 0–100 ms"),
        ("rfd_0_150", "RFD 0–150 ms"), ("rfd_0_200", "RFD 0–200 ms"), ("rfd_0_250", "RFD 0–250 ms"),
        ("duration", "Duration"), ("plateau_duration", "Plateau"), ("plateau_mean", "Mean force of the plateau"),
        ("plateau_cv", "Coefficient of variation"), ("plateau_cv_detrended", "without the drift"),
        ("fatigue_index", "Loss of force"),
        ("tremor_rms_8_12", "Tremor, 8–12 Hz"), ("tremor_peak_frequency", "Frequency of tremor"),
        ("shaking_onset", "Onset of shaking"), ("shaking_growth", "Growth of shaking"),
        ("zone_time_low", "Zone below 30 %"), ("zone_time_moderate", "Zone 30–60 %"), ("zone_time_high", "Zone 60–80 %"),
        ("zone_time_threshold", "Zone 80–85 %"), ("zone_time_high_threshold", "Zone of at least 85 %"),
    ]

    /// Numbers that are left out where they have no value: most holds have no maximum, body mass or target.
    private static let optional: Set<String> = Set(
        ["mvc_500_per_kg", "mvc_500_percent"] + titles.map(\.name).filter { $0.hasPrefix("zone_time") })

    /// Writes everything of the hold.
    ///
    /// - Parameters:
    ///   - isFirst: whether nothing stands before it.
    ///   - isComplete: with every number.
    func write(to page: inout ReportPage, isFirst: Bool, isComplete: Bool = true) {
        page.heading("Hold \(hold.number)", level: 1, isNewSheet: !isFirst)
        page.lead(lead)
        page.facts(facts)
        page.list(sentences)
        if !flags.isEmpty {
            page.heading("What is special", level: 3)
            page.list(
                flags.map { flag in
                    sensors.count > 1 ? "\(flag.sentence) (\(flag.sensors.joined(separator: ", ")))" : flag.sentence
                })
        }
        if let withoutTrace { page.text("There are no drawings of the samples: \(withoutTrace).") }
        writeTogether(to: &page)
        writeStanding(to: &page)
        for sensor in sensors { write(sensor, to: &page) }
        guard isComplete else { return }
        for sensor in sensors {
            page.folded("All numbers of \(sensor.name)") {
                $0.table(Self.all(sensor.part.metrics.map(HoldText.Number.init), unit))
            }
        }
        guard !setUp.isEmpty else { return }
        page.folded("All numbers of several sensors") { page in
            let rows = Self.all(setUp.map { HoldText.Number($0.metric) }, unit)
            let names = ["SENSORS"] + setUp.map { $0.sensors.joined(separator: ", ") }
            page.table(zip(names, rows).map { [$0] + $1 })
        }
    }

    /// The drawings of what the sensors have together.
    var chartsTogether: [any ReportFigure] {
        let charts: [(any ReportFigure)?] = [orderChart(), sidesChart(), riseTogetherChart(), heldTogetherChart()]
        return charts.compactMap(\.self)
    }

    /// The drawings of one sensor.
    func charts(of sensor: ReportSensor) -> [any ReportFigure] {
        let charts: [(any ReportFigure)?] = [
            sensor.forceChart(origin: origin), sensor.riseChart(), sensor.spectrumChart(), sensor.shakingChart(origin: origin),
            sensor.centreChart(),
        ]
        return charts.compactMap(\.self)
    }

    private func writeTogether(to page: inout ReportPage) {
        guard sensors.count > 1 else { return }
        page.heading("Together", level: 2)
        page.drawings(chartsTogether)
        let bands = setUp.filter { number in
            MetricDefinition.setUpGroups.contains { group in
                group.title == "bands" && group.definitions.contains { $0.name == number.metric.name }
            }
        }
        guard !bands.isEmpty else { return }
        page.heading("Band and body", level: 3)
        let known = bands.filter { $0.metric.value != nil }
        page.numbers(
            known.map { number in
                let name = number.metric.name
                return (
                    MetricDefinition.named(name)?.summary ?? name, HoldText.value(HoldText.Number(number.metric), unit),
                    "\(number.sensors.joined(separator: " and ")) (\(name))"
                )
            })
        let missing = Dictionary(grouping: bands.filter { $0.metric.value == nil }) { $0.metric.reason ?? "not_computed" }
        for (reason, numbers) in missing.sorted(by: { $0.key < $1.key }) {
            let count = numbers.count == 1 ? "1 more number of bands is" : "\(numbers.count) more numbers of bands are"
            page.text("\(count) missing: \(ReasonText.phrase(reason)).")
        }
    }

    /// A sensor that measures no force has a drawing of its samples and the most important of its numbers.
    private func write(companion sensor: ReportSensor, to page: inout ReportPage) {
        page.drawings([sensor.forceChart(origin: origin)].compactMap(\.self))
        page.numbers(HoldAnswer.companion.compactMap { row($0.name, $0.title, of: sensor) })
    }

    private func write(_ sensor: ReportSensor, to page: inout ReportPage) {
        page.heading(sensor.title, level: 2)
        page.text(Self.calibration(sensor))
        guard !sensor.isCompanion else { return write(companion: sensor, to: &page) }
        let charts = charts(of: sensor)
        var missing: [String] = []
        if withoutTrace == nil {
            let titles = charts.map(\.title)
            if sensor.samples.isReduced {
                missing.append("No spectrum: the hold is too long for it here. `holdfast export --hold` gives every sample.")
            } else if !titles.contains(ReportSensor.spectrumTitle) {
                missing.append("No spectrum: \(sensor.reason("tremor_rms_8_12")).")
            }
            let sway = setUp.first { $0.metric.name == "sway_ellipse_area" && $0.sensors == [sensor.name] }?.metric
            if let reason = sway?.reason, !titles.contains(ReportSensor.centreTitle) {
                missing.append("No centre of pressure: \(ReasonText.phrase(reason)).")
            }
        }
        page.drawings(charts, missing: missing)
        page.numbers(rows(of: sensor))
    }

    /// The table of a sensor. Rates of force development that are all missing for one reason have one row.
    private func rows(of sensor: ReportSensor) -> [(name: String, value: String, note: String)] {
        let rates = Self.titles.map(\.name).filter { $0.hasPrefix("rfd_") }
        let reasons = Set(rates.map { sensor.number($0)?.value == nil ? sensor.reason($0) : "" })
        let areOne = reasons.count == 1 && reasons != [""]
        return Self.titles.compactMap { name, title in
            guard areOne, rates.contains(name) else { return row(name, title, of: sensor) }
            return name == rates[0] ? ("RFD", "–", sensor.reason(name)) : nil
        }
    }

    /// A number in the table of a sensor; nil where it is of no interest.
    private func row(_ name: String, _ title: String, of sensor: ReportSensor) -> (name: String, value: String, note: String)? {
        guard let number = sensor.number(name) else { return nil }
        guard let value = number.value else {
            return Self.optional.contains(name) ? nil : (title, "–", sensor.reason(name))
        }
        var notes: [String] = []
        if name == "shaking_onset", let onset = sensor.part.onset {
            if let lower = number.lower, let upper = number.upper {
                notes.append("between \(Digits.text(lower - onset, digits: 3)) and \(Digits.text(upper - onset, digits: 3)) s")
            }
            return (title, "\(Digits.text(value - onset, digits: 3)) s after the onset", notes.joined(separator: "; "))
        }
        let expanded = number.expanded.map { unit.shown($0, number.unit).value }
        let shown = unit.shown(value, number.unit)
        let text = Digits.text(shown.value, expanded: expanded) + (expanded.map { " ± " + Digits.uncertainty($0) } ?? "")
        if let lower = number.lower, let upper = number.upper {
            let bounds = [lower, upper].map { Digits.text(unit.shown($0, number.unit).value, expanded: expanded) }
            notes.append("between \(bounds[0]) and \(bounds[1])")
        }
        if let better = bests?.comparison(name, of: sensor.name, value: value, hold: hold.number) { notes.append(better) }
        return (title, text + (shown.unit == "1" ? "" : " " + shown.unit), notes.joined(separator: "; "))
    }

    /// Where the forces come from, and how certain they are.
    static func calibration(_ sensor: ReportSensor) -> String {
        let rate = "\(Digits.text(sensor.part.rate)) samples per second."
        switch sensor.part.calibration {
        case .none: return "Not calibrated: values are in the raw unit of the sensor, not in newtons. \(rate)"
        case .settings: return "Calibrated by the settings, without a stated uncertainty. \(rate)"
        case .device: return "Calibrated by the device, without a stated uncertainty. \(rate)"
        case .certificate:
            let record = sensor.part.calibrationId.map { "Calibration \($0)" } ?? "Calibrated with a record"
            let name =
                (sensor.part.calibrationClass.map { ", \(Command.classText($0))" } ?? "")
                + (sensor.part.calibrationCertificate.map { ", \($0)" } ?? "")
            let peak = sensor.number("peak_force")
            let doubt =
                peak?.expanded.map { value in
                    let shown = sensor.unit.shown(value, peak?.unit ?? "N")
                    return "; the peak is known within ± \(Digits.uncertainty(shown.value)) \(shown.unit) (U, 95 %)"
                } ?? peak?.expandedReason.map { "; no uncertainty: \(ReasonText.phrase($0))" } ?? ""
            let worse = DueText.worse(sensor.part.calibrationClass, because: sensor.part.acceptedWorse)
            let doubts = (worse + (sensor.part.calibrationDoubts ?? []).map(DueText.sentence)).map { " Warning: \($0)." }.joined()
            return "\(record)\(name)\(doubt).\(doubts) \(rate)"
        }
    }

    /// Numbers as a table: the headings first.
    private static func all(_ numbers: [HoldText.Number], _ unit: ForceUnit) -> [[String]] {
        [["NUMBER", "VALUE", "± U", "UNIT", "INTERVAL", "WHAT IT IS, OR WHY IT IS MISSING"]]
            + numbers.map { number in
                var row = HoldText.row(number, unit)
                let summary = MetricDefinition.named(number.name)?.summary ?? ""
                row[5] = number.value == nil ? "missing: " + ReasonText.phrase(number.reason ?? "not_computed") : summary
                return row
            }
    }
}
