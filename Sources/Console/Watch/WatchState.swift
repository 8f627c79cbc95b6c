import Messages
import Samples

/// What `holdfast watch` knows: the last seconds of every sensor, and the last hold. Pure: replies go in, text comes out.
struct WatchState {
    static let traceSeconds = 10.0

    struct Sensor {
        var name: String
        var unit = "N"
        var state: Station1.SensorState?
        var reason: String?
        var phase = Station1.Phase.settling
        var hold: Int64?
        var tremor = Double.nan
        var percent = Double.nan
        /// Frequency of the peak that stands out of the last two seconds.
        var ridge = Double.nan
        var isShaking = false
        var isTired = false
        var dropped: Int64 = 0
        var lost: Int64 = 0
        var samples: [(time: Double, value: Double)] = []
        var newest: Double { samples.last { $0.value.isFinite }?.value ?? .nan }
    }

    let unit: ForceUnit
    private(set) var sensors: [Sensor] = []
    private(set) var lastHold: Station1.Hold?
    private var cue: (now: Session1.Cue?, protocol: String?)
    private var now = 0.0

    init(unit: ForceUnit) { self.unit = unit }

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
        }
        for batch in reply.batches { take(batch: batch) }
        for hop in reply.spectra ?? [] { sensors[index(of: hop.sensor)].ridge = hop.ridgeHz ?? .nan }
    }

    private mutating func take(batch: Station1.Batch) {
        let index = index(of: batch.sensor)
        let start = Double(batch.timeUs) * 1e-6
        let step = (batch.stepUs ?? 0) * 1e-6
        sensors[index].phase = batch.phase
        if sensors[index].hold != batch.hold { sensors[index].isShaking = false }
        sensors[index].hold = batch.hold
        sensors[index].dropped += batch.dropped
        sensors[index].lost += batch.lost
        if sensors[index].state == .absent { sensors[index].state = nil }
        for signal in batch.signals {
            let values = signal.numbers
            switch signal.name {
            case "force":
                if batch.lost + batch.dropped > 0 { sensors[index].samples.append((start, .nan)) }
                for (place, value) in values.enumerated() { sensors[index].samples.append((start + Double(place) * step, value)) }
                now = max(now, start + Double(values.count) * step)
            case "percent_of_maximum": sensors[index].percent = values.last { $0.isFinite } ?? .nan
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
        for event in reply.events {
            note(event)
            if let line = line(event) { lines.append(line) }
        }
        if let hold = reply.hold {
            lastHold = hold
            lines.append(contentsOf: holdLines(hold))
        }
        return lines
    }

    /// Takes a reply of `WatchCues`; a line for people.
    mutating func take(cue reply: Session1.WatchCues.Reply) -> String? {
        let before = cueLine(at: 0)
        cue = (reply.cue, reply.protocol)
        return cueLine(at: 0) == before ? nil : cueLine(at: reply.nowUs)
    }

    private func cueLine(at now: Int64) -> String? { CueText.line(cue.now, of: cue.protocol, now: now) }

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

    private func force(_ value: Double, _ unitText: String = "N") -> String {
        let shown = unit.shown(value, unitText)
        // A live value jumps about: digits that only noise has would flicker.
        let size = abs(shown.value)
        return Digits.fixed(shown.value, places: size < 10 ? 3 : size < 100 ? 2 : size < 1000 ? 1 : 0) + " " + shown.unit
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
        case .weightShift: return "\(sensor): a weight was shifted, no hold"
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
        case .overload, .overloadEnded, nil: return nil
        }
    }

    /// The numbers of a hold that matter at once.
    func holdLines(_ hold: Station1.Hold) -> [String] {
        var lines = ["hold \(hold.number), \(hold.kind.rawValue)"]
        for part in hold.sensors {
            let numbers = HoldText.numbers(part.metrics)
            let shown = [
                ("peak_force", "peak"), ("rfd_0_100", "RFD 0–100"), ("rfd_0_200", "RFD 0–200"), ("plateau_cv", "CV"),
                ("plateau_cv_detrended", "detrended"),
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

    // MARK: what goes out

    /// One line per sensor, for what is no terminal.
    var plainLines: [String] {
        sensors.map { sensor in
            let tremor = sensor.tremor.isFinite ? "  tremor \(force(sensor.tremor, sensor.unit))" : ""
            let trouble = sensor.reason.map { "  \($0)" } ?? ""
            return
                "\(sensor.name): \(sensor.newest.isFinite ? force(sensor.newest, sensor.unit) : "–")  \(sensor.phase.rawValue)\(tremor)\(trouble)"
        }
    }

    /// The whole screen: a trace for each sensor, and the last hold below.
    func screen(columns: Int, rows: Int) -> [String] {
        guard !sensors.isEmpty else { return ["no sensor: see `holdfast sensors`"] }
        let toDo = cueLine(at: Int64(exactly: (now * 1e6).rounded()) ?? 0).map { [$0] } ?? []
        let last = lastHold.map { holdLines($0) } ?? ["no hold yet"]
        let room = max(rows - last.reduce(0) { $0 + Self.wrapped($1, columns).count } - 1 - toDo.count, sensors.count * 2)
        let height = max(min(room / sensors.count - 1, 8), 1)
        let axis = 9
        let width = max(columns - axis - 1, 10)
        var lines = toDo
        for sensor in sensors {
            lines.append(title(sensor))
            let values = sensor.samples.map { (time: $0.time, value: unit.shown($0.value, sensor.unit).value) }
            let finite = values.lazy.map(\.value).filter(\.isFinite)
            let top = Self.nice(max(finite.max() ?? 1, 1))
            let bottom = min(finite.min() ?? 0, 0) < -0.05 * top ? -Self.nice(-(finite.min() ?? 0)) : 0
            var trace = BrailleTrace(columns: width, rows: height)
            trace.draw(values, time: now - Self.traceSeconds...now, range: bottom...top)
            for (row, line) in trace.lines.enumerated() {
                let label = row == 0 ? Digits.text(top, digits: 4) : row == height - 1 ? Digits.text(bottom, digits: 4) : ""
                lines.append(String(repeating: " ", count: max(axis - 1 - label.count, 0)) + label + " " + line)
            }
        }
        lines += [""] + last.flatMap { Self.wrapped($0, columns) }
        return lines.prefix(rows).map { String($0.visible().prefix(columns)) }
    }

    /// A line in pieces of at most `columns` characters, cut between numbers.
    private static func wrapped(_ line: String, _ columns: Int) -> [String] {
        guard line.count > columns else { return [line] }
        let start = line.prefix(columns)
        guard let gap = start.indices.dropFirst(8).last(where: { line[$0...].hasPrefix("  ") }) else { return [line] }
        return [String(line[..<gap])] + wrapped("    " + line[gap...].drop { $0 == " " }, columns)
    }

    private func title(_ sensor: Sensor) -> String {
        var text = "\(sensor.name)  \(sensor.newest.isFinite ? force(sensor.newest, sensor.unit) : "–")  \(sensor.phase.rawValue)"
        if let hold = sensor.hold { text += "  hold \(hold)" }
        if sensor.tremor.isFinite { text += "  tremor \(force(sensor.tremor, sensor.unit)) RMS" }
        if sensor.hold != nil, sensor.ridge.isFinite { text += " at \(Digits.fixed(sensor.ridge, places: 1)) Hz" }
        if sensor.percent.isFinite { text += "  \(Digits.fixed(sensor.percent, places: 0)) %" }
        if sensor.isShaking { text += "  shaking" }
        if sensor.isTired { text += "  set is over" }
        if sensor.lost + sensor.dropped > 0 { text += "  lost \(sensor.lost + sensor.dropped)" }
        if let reason = sensor.reason { text += "  \(reason)" }
        return text
    }

    /// The next round number that is not below a value.
    static func nice(_ value: Double) -> Double {
        guard value.isFinite, value > 0 else { return 1 }
        var step = 1.0
        while step < value, step < 1e12 { step *= 10 }
        for share in [0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8] where step * share >= value { return step * share }
        return step
    }
}
