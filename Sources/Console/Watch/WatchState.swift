import Messages
import Samples

/// What `holdfast watch` knows: the last seconds of every sensor, and the last holds. Pure: replies go in, text comes out.
struct WatchState {
    static let traceSeconds = 10.0
    static let heldHolds = 5

    struct Sensor {
        var name: String
        var unit = "N"
        var state: Station1.SensorState?
        var reason: String?
        /// What is doubtful of its calibration.
        var doubts: [String] = []
        var phase = Station1.Phase.settling
        var hold: Int64?
        var tremor = Double.nan
        /// What is derived from the value of a companion, and the median frequency of an electromyogram.
        var derived: (name: String, unit: String, value: Double)?
        var median = Double.nan
        /// Of the athlete's maximum, or of the pressure of occlusion.
        var percent = Double.nan
        var percentOf = "max"
        /// Of a band: its length now, m, and the stiffness of the last stretch, N/m; NaN where none is known.
        var length = Double.nan
        var stiffness = Double.nan
        /// Frequency of the peak that stands out of the last two seconds.
        var ridge = Double.nan
        var isShaking = false
        var isTired = false
        var dropped: Int64 = 0
        var lost: Int64 = 0
        var samples: [(time: Double, value: Double)] = []
        /// The end of what was measured before this program began.
        var pastEnd = -Double.infinity
        /// The force of 0 % and of 100 % of the athlete's maximum.
        var maximum: (rest: Double, full: Double)?
        var newest: Double { samples.last { $0.value.isFinite }?.value ?? .nan }

        /// SD of the noise of a sample, from the differences of neighbours; 0 while it is not known.
        var noise: Double {
            let step = max(samples.count / 256, 2)
            let differences = stride(from: 1, to: samples.count, by: step).map { abs(samples[$0].value - samples[$0 - 1].value) }
                .filter(\.isFinite).sorted()
            guard let last = differences.last, last > 0 else { return 0 }
            // The median of |difference| is 0.954 SD. A coarse resolution repeats values: then it is the smallest step.
            let median = differences[differences.count / 2]
            return median > 0 ? median / 0.954 : differences.first { $0 > 0 } ?? 0
        }
    }

    let unit: ForceUnit
    let time: WallTime
    /// The only sensor that is asked for; nil for all.
    let only: String?
    private(set) var sensors: [Sensor] = []
    /// The newest first.
    private(set) var holds: [Station1.Hold] = []
    /// The sessions under way.
    var guidance = WatchGuidance()
    private(set) var now = 0.0

    init(unit: ForceUnit, time: WallTime, only: String?) {
        self.unit = unit
        self.time = time
        self.only = only
    }

    /// The names of the signals that sensors measure.
    private static let quantities = Set(SensorKind.allCases.map(\.quantity))

    // MARK: what comes in

    /// Takes a reply of `Monitor`.
    mutating func take(monitor reply: Station1.Monitor.Reply) {
        // The settings may have been read anew meanwhile.
        if !reply.sensors.isEmpty {
            let names = reply.sensors.map(\.name)
            sensors.removeAll { !names.contains($0.name) }
        }
        for sensor in reply.sensors {
            let index = index(of: sensor.name)
            sensors[index].state = sensor.state
            sensors[index].reason = sensor.reason
            sensors[index].unit = sensor.unit
            let worse = DueText.worse(sensor.calibrationClass, because: nil).isEmpty ? [] : ["worse than allowed"]
            sensors[index].doubts = worse + (sensor.calibrationDoubts ?? []).map(DueText.words)
        }
        for batch in reply.batches { take(batch: batch) }
        for hop in reply.spectra ?? [] {
            sensors[index(of: hop.sensor)].ridge = hop.ridgeHz ?? .nan
            sensors[index(of: hop.sensor)].median = hop.medianHz ?? .nan
        }
    }

    /// Takes a reply of `Monitor` that begins before now; each only once, the oldest first.
    mutating func take(past reply: Station1.Monitor.Reply) {
        for batch in reply.batches {
            guard let force = batch.signals.first(where: { Self.quantities.contains($0.name) }) else { continue }
            let index = index(of: batch.sensor)
            append(force.numbers, of: batch, to: index)
            sensors[index].pastEnd = sensors[index].samples.last?.time ?? -.infinity
        }
    }

    /// Takes the stored holds, the newest first.
    mutating func take(stored: [Station1.Hold]) { for hold in stored.reversed() { take(hold) } }

    private mutating func take(_ hold: Station1.Hold) {
        guard only.map({ name in hold.sensors.contains { $0.sensor == name } }) ?? true else { return }
        // The first reply of the stream repeats the last one.
        holds.removeAll { $0.number == hold.number }
        holds = Array(([hold] + holds).prefix(Self.heldHolds))
    }

    private mutating func append(_ values: [Double], of batch: Station1.Batch, to index: Int) {
        let start = Double(batch.timeUs) * 1e-6
        let step = (batch.stepUs ?? 0) * 1e-6
        let pastEnd = sensors[index].pastEnd
        if batch.lost + batch.dropped > 0, start > pastEnd { sensors[index].samples.append((start, .nan)) }
        for (place, value) in values.enumerated() {
            let time = start + Double(place) * step
            if time > pastEnd { sensors[index].samples.append((time, value)) }
        }
        now = max(now, start + Double(values.count) * step)
    }

    private mutating func take(batch: Station1.Batch) {
        let index = index(of: batch.sensor)
        sensors[index].phase = batch.phase
        if sensors[index].hold != batch.hold { sensors[index].isShaking = false }
        // The stiffness of a stretch stays until the next hold begins.
        if sensors[index].hold != batch.hold, batch.hold != nil { sensors[index].stiffness = .nan }
        sensors[index].hold = batch.hold
        if let band = batch.band {
            sensors[index].length = band.lazy.compactMap(\.length).first ?? .nan
            sensors[index].stiffness = band.lazy.compactMap(\.stiffness).last ?? sensors[index].stiffness
        }
        sensors[index].dropped += batch.dropped
        sensors[index].lost += batch.lost
        if sensors[index].state == .absent { sensors[index].state = nil }
        for signal in batch.signals {
            let values = signal.numbers
            switch signal.name {
            case _ where Self.quantities.contains(signal.name): append(values, of: batch, to: index)
            case "speed", "envelope", "seconds_above_limit":
                let value = values.last { $0.isFinite } ?? .nan
                let name = signal.name == "seconds_above_limit" ? "above its limit for" : signal.name
                sensors[index].derived = (name, signal.unit, value)
            case "percent_of_occlusion":
                sensors[index].percent = values.last { $0.isFinite } ?? .nan
                sensors[index].percentOf = "occlusion"
            case "percent_of_maximum":
                sensors[index].percent = values.last { $0.isFinite } ?? .nan
                if let force = batch.signals.first(where: { $0.name == "force" }) {
                    sensors[index].maximum = Self.maximum(force.numbers, values) ?? sensors[index].maximum
                }
            case "tremor": sensors[index].tremor = values.last { $0.isFinite } ?? .nan
            default: break
            }
        }
        let old = now - Self.traceSeconds - 1
        if let first = sensors[index].samples.first, first.time < old - 2 {
            sensors[index].samples.removeAll { $0.time < old }
        }
    }

    /// Takes a reply of `WatchHolds`; lines for people about what has happened.
    mutating func take(holds reply: Station1.WatchHolds.Reply) -> [String] {
        var lines: [String] = []
        for event in reply.events where only.map({ $0 == event.sensor || event.known == .mark }) ?? true {
            note(event)
            if let line = line(event) { lines.append(line) }
        }
        if let hold = reply.hold {
            take(hold)
            if holds.first?.number == hold.number { lines.append(contentsOf: holdLines(hold, only: only)) }
        }
        return lines
    }

    // MARK: the target

    /// The force of 0 % and of 100 %: the station gives both as one line, and two samples far apart are enough for it.
    private static func maximum(_ forces: [Double], _ percents: [Double]) -> (rest: Double, full: Double)? {
        let pairs = zip(forces, percents).filter { $0.0.isFinite && $0.1.isFinite }
        guard let low = pairs.min(by: { $0.1 < $1.1 }), let high = pairs.max(by: { $0.1 < $1.1 }), high.1 - low.1 > 1e-3 else {
            return nil
        }
        let slope = (high.0 - low.0) / (high.1 - low.1)
        let rest = low.0 - slope * low.1
        return (rest, rest + 100 * slope)
    }

    /// The target of a sensor, in the unit that is shown.
    func corridor(of sensor: Sensor) -> ClosedRange<Double>? {
        guard let target = guidance.target(of: sensor.name), let maximum = sensor.maximum, maximum.full > maximum.rest else {
            return nil
        }
        func force(_ percent: Double) -> Double {
            unit.shown(maximum.rest + percent / 100 * (maximum.full - maximum.rest), sensor.unit).value
        }
        return force(target.lowerBound)...force(target.upperBound)
    }

    /// What the athletes do now, with the targets.
    var toDo: [String] { guidance.toDo(at: Int64(exactly: (now * 1e6).rounded()) ?? 0) }

    /// What stays on the screen: shaking while its hold lasts, a lost effort until the next onset.
    private mutating func note(_ event: Station1.Event) {
        guard let index = sensors.firstIndex(where: { $0.name == event.sensor }) else { return }
        switch event.known {
        case .shakingBegan: sensors[index].isShaking = true
        case .effortDropped: sensors[index].isTired = true
        case .onset: sensors[index].isTired = false
        case .ended: sensors[index].isShaking = false
        default: break
        }
    }

    private mutating func index(of name: String) -> Int {
        if let index = sensors.firstIndex(where: { $0.name == name }) { return index }
        sensors.append(Sensor(name: name))
        return sensors.count - 1
    }

    func force(_ value: Double, _ unitText: String = "N") -> String {
        let shown = self.shown(value, unitText)
        return shown.digits + " " + shown.unit
    }

    func shown(_ value: Double, _ unitText: String) -> (digits: String, unit: String) {
        let shown = unit.shown(value, unitText)
        // A live value jumps about: digits that only noise has would flicker.
        let size = abs(shown.value)
        return (Digits.fixed(shown.value, places: size < 10 ? 3 : size < 100 ? 2 : size < 1000 ? 1 : 0), shown.unit)
    }

    private func line(_ event: Station1.Event) -> String? {
        func number(_ name: String) -> Double? { event.values[name] }
        let sensor = event.sensor
        let raw = sensors.first { $0.name == sensor }?.unit ?? "N"
        switch event.known {
        case .onset: return "\(sensor): \(event.kind == .explosive ? "onset" : "onset of a slow rise")"
        case .holding: return "\(sensor): holding"
        case .early:
            let parts = [("rfd_0_50", "N/s"), ("rfd_0_100", "N/s"), ("rfd_0_200", "N/s"), ("force_100", "N")].compactMap {
                name, unit in
                number(name).map { "\(name) \(force($0, raw == "N" ? unit : raw + unit.dropFirst()))" }
            }
            return parts.isEmpty ? nil : "\(sensor): \(parts.joined(separator: ", ")) (provisional)"
        case .release: return "\(sensor): released, peak \(force(number("peak") ?? .nan, raw))"
        case .shakingBegan: return "\(sensor): shaking has begun"
        case .effortDropped:
            let drops = [("rfd_drop", "RFD 0–100"), ("peak_drop", "peak")].compactMap { name, title in
                number(name).map { "\(title) −\(Digits.text($0, digits: 3)) %" }
            }
            return "\(sensor): the set is over, effort has dropped: \(drops.joined(separator: ", "))"
        case .steppedOn: return "\(sensor): somebody stepped on"
        case .steppedOff: return "\(sensor): somebody stepped off"
        case .levelChanged:
            return "\(sensor): a weight hangs on it, \(force(number("rest") ?? .nan, raw)); tare it if it stays"
        case .negativeLoad:
            return "\(sensor): \(force(number("force") ?? .nan, raw)) below rest: tared under load, or reversed?"
        case .notArmed: return "\(sensor): no quiet baseline for 30 s, so no hold can begin: see `holdfast sensors`"
        case .weightShift: return "\(sensor): a weight was shifted, or something knocked: no hold"
        case .falseStart: return "\(sensor): false start"
        case .calibrated:
            return
                "\(sensor): measured with \(event.calibrationId ?? "the calibration of its device or the settings") from here on"
        case .tared: return "\(sensor): tared, \(force(number("offset") ?? .nan, raw))"
        case .discontinuity:
            guard let lost = number("lost"), lost > 0 else { return nil }
            return "\(sensor): \(Digits.fixed(lost, places: 0)) samples lost"
        // No news for somebody who trains.
        case .surge, .onsetFinal, .ended, .holdClosed, .holdMerged, .zoneEntered, .ramp: return nil
        case .tareRefused, .triggerRose, .triggerFell, .rateFrozen, .negativeLoadEnded, .unloaded: return nil
        case .cuffAbove: return "\(sensor): the cuff is above its limit, \(Digits.fixed(number("percent") ?? .nan, places: 0)) %"
        case .cuffBelow:
            return "\(sensor): the cuff is below its limit after \(Digits.fixed(number("seconds") ?? .nan, places: 0)) s"
        case .cuffTooLong:
            return
                "\(sensor): the cuff has been above its limit for \(Digits.fixed(number("seconds") ?? .nan, places: 0)) s: release it"
        case .mark: return "mark: \(event.text?.visible() ?? "")"
        case .overload, .overloadEnded, nil: return nil
        }
    }

    /// The numbers of a hold that matter at once.
    func holdLines(_ hold: Station1.Hold, only: String?) -> [String] {
        var lines = ["hold \(hold.number), \(hold.kind.rawValue)"]
        for part in hold.sensors where only.map({ $0 == part.sensor }) ?? true {
            let numbers = HoldText.numbers(part.metrics)
            let shown = [
                ("peak_force", "peak"), ("rfd_0_100", "RFD 0–100"), ("rfd_0_200", "RFD 0–200"), ("plateau_cv", "CV"),
                ("plateau_cv_detrended", "detrended"),
                ("displacement", "moved"), ("speed_peak", "speed up to"), ("emg_rms", "RMS"), ("emg_median_frequency", "median"),
                ("cuff_pressure_mean", "pressure"), ("acceleration_rms_8_12", "8–12 Hz"),
                ("tremor_rms_8_12", "tremor 8–12 Hz"), ("tremor_peak_frequency", "at"), ("duration", "for"),
            ].compactMap { name, title in
                numbers[name].flatMap { $0.value == nil ? nil : "\(title) \(HoldText.value($0, unit))" }
            }
            lines.append(
                "  \(part.sensor): \(shown.joined(separator: "  "))"
                    + (part.flags.isEmpty ? "" : "  [\(part.flags.joined(separator: " "))]"))
        }
        return lines
    }

    /// A hold on one line: its time, its length and the peak of each sensor.
    func shortLine(_ hold: Station1.Hold, only: String?) -> String {
        let parts = hold.sensors.filter { part in only.map { $0 == part.sensor } ?? true }
        let numbers = parts.map { (sensor: $0.sensor, numbers: HoldText.numbers($0.metrics)) }
        func text(_ name: String, _ number: HoldText.Number?) -> String? {
            number.flatMap { $0.value == nil ? nil : name + HoldText.value($0, unit) }
        }
        let peaks = numbers.compactMap { text($0.sensor + " ", $0.numbers["peak_force"]) }
        let length = numbers.lazy.compactMap { text("for ", $0.numbers["duration"]) }.first
        return
            (["hold \(hold.number)", String(time.text(hold.onsetWallUs ?? hold.startWallUs).suffix(8)), hold.kind.rawValue]
            + peaks + (length.map { [$0] } ?? [])).joined(separator: "  ")
    }

    /// One line per sensor, for what is no terminal.
    var plainLines: [String] {
        sensors.map { sensor in
            let tremor = sensor.tremor.isFinite ? "  tremor \(force(sensor.tremor, sensor.unit))" : ""
            let trouble = sensor.reason.map { "  \($0)" } ?? ""
            return
                "\(sensor.name): \(sensor.newest.isFinite ? force(sensor.newest, sensor.unit) : "–")  \(sensor.phase.rawValue)\(tremor)\(trouble)"
        }
    }
}
