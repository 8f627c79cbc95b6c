import Messages
import Samples

/// One screen of `holdfast watch`: what is to be done, the sensors, the last holds, and a line of keys. Pure.
struct WatchScreen {
    let state: WatchState
    let keys: WatchKeys
    let columns: Int
    let rows: Int
    /// The time of day.
    let clock: String
    /// What has just been done, or failed; nil for the keys.
    let notice: String?
    /// Whether keys can be typed.
    let hasKeys: Bool

    private static let axisColumns = 9
    /// Higher traces say no more.
    private static let mostRows = 21
    /// So many SD of the noise fill the height, where there is nothing else.
    private static let noiseShare = 20.0

    private typealias Numbered = (digit: Int, sensor: WatchState.Sensor)

    var lines: [String] {
        let body = keys.showsHelp ? help : keys.isBig ? state.toDo + big : traces
        let room = max(rows - 1, 0)
        let filled = body.prefix(room) + Array(repeating: "", count: max(room - body.count, 0))
        return (filled + [statusLine]).prefix(rows).map { String($0.visible().prefix(columns)) }
    }

    // MARK: the last line

    private var statusLine: String {
        var text = clock + (keys.isPaused ? "  paused" : "")
        if keys.asksTare { return text + "  tare \(keys.chosen ?? "all sensors")? y/n" }
        if let notice { return text + "  " + notice }
        guard hasKeys else { return text }
        text += "  q quit  p \(keys.isPaused ? "go on" : "pause")  b \(keys.isBig ? "traces" : "big")  t tare"
        if state.sensors.count > 1 { text += "  1–\(min(state.sensors.count, 9)) sensor" }
        return text + "  ? help"
    }

    private var help: [String] {
        ["Keys", ""] + WatchKeys.help.map { key, text in "  " + key + String(repeating: " ", count: 12 - key.count) + text }
            + ["", "Live values are provisional; those of a stored hold are final.", "Any key closes this."]
    }

    // MARK: the sensors

    private var shown: [Numbered] {
        let all = state.sensors.enumerated().map { (digit: $0.offset + 1, sensor: $0.element) }
        let chosen = all.filter { $0.sensor.name == keys.chosen }
        return chosen.isEmpty ? all : chosen
    }

    private var traces: [String] {
        let head = state.toDo
        var sensors = shown
        guard !sensors.isEmpty else { return head + ["no sensor: see `holdfast sensors`"] }
        // One row less for the keys, and one for the axis of time.
        let room = max(rows - 2 - head.count, 1)
        let hidden = max(sensors.count - room, 0)
        sensors.removeLast(min(hidden, sensors.count - 1))
        let below = holdRows(atMost: max(min(room - 2 * sensors.count, max(room / 2, 4)), 0), older: room * 2 / 5)
        let share = min(max((room - below.count) / sensors.count, 1), Self.mostRows)
        let panel = share < 4 ? min(sensors.map(\.sensor.name.count).max() ?? 0, columns / 5) + 14 : 0
        let start = panel == 0 ? Self.axisColumns : panel + Self.axisColumns - 2
        var left = min(room - below.count - share * sensors.count, share < Self.mostRows ? sensors.count : 0)
        var lines = head
        for sensor in sensors {
            let height = share + (left > 0 ? 1 : 0)
            left -= 1
            let trace = trace(sensor.sensor, columns: max(columns - start, 10), rows: panel == 0 ? height - 1 : height)
            if panel == 0 {
                lines.append(title(sensor))
                let unit = " " + state.shown(0, sensor.sensor.unit).unit
                lines += trace.enumerated().map { row, line in
                    let label = line.label + (row == 0 && line.label.count + unit.count < Self.axisColumns ? unit : "")
                    return padded(label, Self.axisColumns - 1) + " " + line.dots
                }
            } else {
                let texts = panelLines(sensor, columns: panel)
                lines += trace.enumerated().map { row, line in
                    fitted(row < texts.count ? texts[row] : "", panel) + padded(line.label, Self.axisColumns - 3) + " "
                        + line.dots
                }
            }
        }
        lines.append(hidden > 0 ? "\(hidden) more: choose one with its digit, or enlarge the window" : timeAxis(from: start))
        return lines + below
    }

    private func title(_ numbered: Numbered) -> String {
        let sensor = numbered.sensor
        let digit = state.sensors.count > 1 ? "\(numbered.digit) " : ""
        let force = sensor.newest.isFinite ? state.force(sensor.newest, sensor.unit) : "–"
        return ([digit + sensor.name, force] + remarks(sensor)).joined(separator: "  ")
    }

    /// The same beside a trace: name and force, and then the rest.
    private func panelLines(_ numbered: Numbered, columns: Int) -> [String] {
        let sensor = numbered.sensor
        let force = sensor.newest.isFinite ? state.force(sensor.newest, sensor.unit) : "–"
        let name = fitted("\(numbered.digit) " + sensor.name, max(columns - 11, 4))
        var rest = " "
        for remark in remarks(sensor) {
            // "36 %" needs less room than what it is of.
            let brief = remark.firstRange(of: " % of ").map { "\(remark[..<$0.lowerBound]) %" }
            if let part = [remark, brief ?? remark].first(where: { rest == " " || rest.count + 1 + $0.count < columns }) {
                rest += " " + part
            }
        }
        return [name + padded(force, 10), rest]
    }

    private func remarks(_ sensor: WatchState.Sensor) -> [String] {
        let phase = sensor.phase == .hold && sensor.hold != nil ? [] : [sensor.phase.rawValue]
        var parts = phase + (sensor.hold.map { ["hold \($0)"] } ?? [])
        // A word such as "hold" says nothing of a sensor that is not there.
        if let reason = sensor.reason { parts = [reason] }
        parts += sensor.doubts.map { "calibration: \($0)" }
        if sensor.percent.isFinite { parts.append("\(Digits.fixed(sensor.percent, places: 0)) % of \(sensor.percentOf)") }
        if sensor.tremor.isFinite {
            let ridge = sensor.hold != nil && sensor.ridge.isFinite ? " at \(Digits.fixed(sensor.ridge, places: 1)) Hz" : ""
            parts.append("tremor \(state.force(sensor.tremor, sensor.unit)) RMS" + ridge)
        }
        if let (name, unit, value) = sensor.derived, value.isFinite {
            parts.append(
                "\(name) \(state.force(value, unit))"
                    + (sensor.median.isFinite ? " at \(Digits.fixed(sensor.median, places: 0)) Hz" : ""))
        }
        if sensor.length.isFinite { parts.append("length \(Digits.fixed(sensor.length, places: 3)) m") }
        if sensor.stiffness.isFinite { parts.append("\(Digits.text(sensor.stiffness, digits: 3)) N/m") }
        if sensor.isShaking { parts.append("shaking") }
        if sensor.isTired { parts.append("set is over") }
        if sensor.lost + sensor.dropped > 0 { parts.append("lost \(sensor.lost + sensor.dropped)") }
        return parts
    }

    /// Rows from top to bottom, with the labels of the scale.
    private func trace(_ sensor: WatchState.Sensor, columns: Int, rows: Int) -> [(label: String, dots: String)] {
        let factor = state.unit.shown(1, sensor.unit).value
        let begin = state.now - WatchState.traceSeconds
        var low = 0.0
        var high = 0.0
        for sample in sensor.samples where sample.time >= begin && sample.value.isFinite {
            low = min(low, sample.value)
            high = max(high, sample.value)
        }
        let corridor = state.corridor(of: sensor)
        let noise = sensor.noise > 0 ? sensor.noise : high > 0 ? 0 : 1 / Self.noiseShare
        let top = Self.nice(max(high * factor, corridor?.upperBound ?? 0, Self.noiseShare * noise * factor))
        let bottom = low * factor < -0.05 * top ? -Self.nice(-low * factor) : 0
        var trace = BrailleTrace(columns: columns, rows: rows)
        trace.draw(
            sensor.samples.lazy.map { (time: $0.time, value: $0.value * factor) }, time: begin...state.now, range: bottom...top)
        if let corridor {
            trace.dot(at: corridor.lowerBound, range: bottom...top)
            trace.dot(at: corridor.upperBound, range: bottom...top)
        }
        return trace.lines.enumerated().map { row, line in
            (row == 0 ? Self.label(top) : row == rows - 1 ? Self.label(bottom) : "", line)
        }
    }

    private func timeAxis(from start: Int) -> String {
        let width = max(columns - start, 10)
        let half = "−\(Digits.fixed(WatchState.traceSeconds / 2, places: 0)) s"
        let first = "−\(Digits.fixed(WatchState.traceSeconds, places: 0)) s"
        let middle = max(width / 2 - first.count - half.count / 2, 1)
        let line = first + String(repeating: " ", count: middle) + half
        return String(repeating: " ", count: start) + line + padded(keys.isPaused ? "paused" : "now", max(width - line.count, 4))
    }

    // MARK: the last holds

    /// What the first hold waits for.
    private var waiting: String {
        func names(_ phase: Station1.Phase) -> String? {
            let found = shown.map(\.sensor).filter { $0.phase == phase && $0.newest.isFinite && $0.reason == nil }
            return found.isEmpty ? nil : found.map(\.name).joined(separator: ", ")
        }
        if shown.contains(where: { $0.sensor.hold != nil }) { return "the first one is under way" }
        if let names = names(.settling) { return "the clock is being learned, for some seconds: \(names)" }
        if let names = names(.rest) { return "keep still for a moment: \(names)" }
        return shown.contains { $0.sensor.newest.isFinite } ? "ready, pull" : "no sensor sends yet"
    }

    /// The last hold with its numbers, and those before on a line each; only lines where there is less room.
    ///
    /// - Parameter older: the rows that there may be with those before.
    private func holdRows(atMost room: Int, older: Int) -> [String] {
        guard room > 0 else { return [] }
        guard let last = state.holds.first else { return Array(["", "no hold yet: " + waiting].suffix(room)) }
        let only = keys.chosen ?? state.only
        let before = state.holds.dropFirst().map { wrapped(state.shortLine($0, only: only)) }
        let detail = [""] + state.holdLines(last, only: only).flatMap { wrapped($0) }
        if detail.count <= room { return detail + whole(before, atMost: min(room, older) - detail.count) }
        let short = state.holds.prefix(3).map { wrapped(state.shortLine($0, only: only)) }
        guard room > 1 else { return Array(short.joined().prefix(1)) }
        let fitting = whole(short, atMost: room - 1)
        return [""] + (fitting.isEmpty ? Array(short.joined().prefix(room - 1)) : fitting)
    }

    /// The first of several texts that fit below each other as a whole.
    private func whole(_ texts: [[String]], atMost room: Int) -> [String] {
        var lines: [String] = []
        for text in texts {
            guard lines.count + text.count <= room else { break }
            lines += text
        }
        return lines
    }

    /// A line in pieces that fit, cut between numbers.
    private func wrapped(_ line: String) -> [String] {
        guard line.count > columns else { return [line] }
        let start = line.prefix(columns)
        guard let gap = start.indices.dropFirst(8).last(where: { line[$0...].hasPrefix("  ") }) else { return [line] }
        return [String(line[..<gap])] + wrapped("    " + line[gap...].drop { $0 == " " })
    }

    // MARK: big digits

    /// Every sensor in a field of its own, all at the largest scale that fits.
    private var big: [String] {
        let sensors = shown
        let texts = sensors.map { state.shown($0.sensor.newest, $0.sensor.unit) }
        let room = max(rows - 1 - state.toDo.count, 2)
        func largest(_ across: Int) -> Int {
            let down = (sensors.count + across - 1) / across
            func fits(_ scale: Int) -> Bool {
                texts.allSatisfy { text in
                    let size = BigDigits.size(text.digits, scale: scale)
                    return size.columns <= columns / across - 2 && size.rows + 1 <= room / down
                }
            }
            return (1...rows).last(where: fits) ?? 0
        }
        guard let across = (1...max(sensors.count, 1)).max(by: { largest($0) < largest($1) }), !sensors.isEmpty else {
            return traces
        }
        let scale = max(largest(across), 1)
        let (down, width) = ((sensors.count + across - 1) / across, columns / across)
        return (0..<down).flatMap { row -> [String] in
            let places = sensors.indices.filter { $0 / across == row }
            let fields = places.map { place -> [String] in
                let sensor = sensors[place]
                let digit = state.sensors.count > 1 ? "\(sensor.digit) " : ""
                let title = ([digit + sensor.sensor.name, texts[place].unit] + remarks(sensor.sensor)).joined(separator: "  ")
                return [title] + BigDigits.lines(texts[place].digits, scale: scale)
            }
            return (0..<max(room / down, 1)).map { line in
                fields.map { fitted(line < $0.count ? $0[line] : "", width - 1) + " " }.joined()
            }
        }
    }

    // MARK: text

    private func padded(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(width - text.count, 0)) + text
    }

    /// As wide as a column, cut or filled.
    private func fitted(_ text: String, _ width: Int) -> String {
        let cut = text.prefix(width)
        return cut + String(repeating: " ", count: width - cut.count)
    }

    private static func label(_ value: Double) -> String { Digits.text(value, digits: 2) }

    /// The next round number that is not below a value.
    static func nice(_ value: Double) -> Double {
        guard value.isFinite, value > 0 else { return 1 }
        var step = 1.0
        while step < value, step < 1e12 { step *= 10 }
        while step / 10 >= value, step > 1e-12 { step /= 10 }
        for share in [0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8] where step * share >= value { return step * share }
        return step
    }
}
