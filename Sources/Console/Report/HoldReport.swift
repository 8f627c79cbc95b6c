import LinuxIO
import Messages
import Metrics

/// What is told of one hold, in the unit and the time of the reader.
struct HoldReport {
    let hold: Station1.Hold
    let sensors: [ReportSensor]
    /// Why there is no drawing of the samples; nil where there is one.
    let withoutTrace: String?
    /// Of its session, where the station says whose it is.
    let bests: SessionBests?
    let unit: ForceUnit
    let times: WallTime

    /// - Parameters:
    ///   - roles: what each sensor measures, by its name.
    ///   - samples: of each sensor by its name, with the seconds from the beginning of the first one to the first sample that was
    ///     analysed.
    init(
        _ hold: Station1.Hold, roles: [String: String], samples: [String: (samples: ReportSensor.Samples, start: Double)],
        withoutTrace: String?, bests: SessionBests?, unit: ForceUnit, times: WallTime
    ) {
        self.hold = hold
        self.withoutTrace = withoutTrace
        self.bests = bests
        self.unit = unit
        self.times = times
        sensors = hold.sensors.enumerated().map { place, part in
            let own = samples[part.sensor]
            return ReportSensor(
                part, role: roles[part.sensor] ?? "", samples: own?.samples ?? .init(), start: own?.start ?? 0, place: place,
                unit: unit)
        }
    }

    /// The first onset of its sensors, seconds from the first sample of the hold that was analysed.
    var origin: Double {
        sensors.compactMap { sensor in sensor.part.onset.map { sensor.start + $0 } }.min() ?? sensors.map(\.start).min() ?? 0
    }

    var setUp: [Station1.SetUpMetric] { hold.setUpMetrics ?? [] }

    func title(of sensor: String) -> String { sensors.first { $0.name == sensor }?.title ?? sensor }

    // MARK: sentences

    /// What happened, in a sentence.
    var lead: String {
        let who = bests.map { $0.session.athlete + " pulled" } ?? "A pull"
        let how = hold.kind == .explosive ? "fast" : "slowly"
        let held = sensors.compactMap { sensor in sensor.value("duration").map { (sensor, $0) } }.max { $0.1 < $1.1 }
        let time = held.flatMap { $0.0.text("duration") }.map { " and held for \($0)" } ?? ""
        let peaks = sensors.compactMap { sensor in sensor.text("peak_force").map { "\($0) on \(sensor.name)" } }
        let forces = peaks.isEmpty ? "no force could be told." : "at most \(Self.list(peaks))."
        return who == "A pull"
            ? "A \(hold.kind == .explosive ? "fast" : "slow") pull\(held?.0.text("duration").map { ", held for \($0)" } ?? ""): \(forces)"
            : "\(who) \(how)\(time): \(forces)"
    }

    /// What is to be known beyond that, a sentence or two for each subject.
    var sentences: [String] {
        ([exclusion] + [rise, steadiness, tremor, shaking, order, sides, comparison]).compactMap(\.self)
    }

    private var exclusion: String? {
        hold.excluded ? "This hold is excluded from statistics: \(hold.excludedReason ?? "no reason is given")." : nil
    }

    private var rise: String? {
        guard hold.kind == .explosive else { return "Force rose slowly, so there is no rate of force development." }
        for name in ["rfd_0_100", "rfd_0_200"] {
            let found = sensors.compactMap { sensor in sensor.text(name).map { "\($0) on \(sensor.name)" } }
            if !found.isEmpty {
                return "In the first \(name == "rfd_0_100" ? 100 : 200) ms force rose by \(Self.list(found))."
            }
        }
        return nil
    }

    private var steadiness: String? {
        let found = sensors.compactMap { sensor in sensor.text("plateau_cv").map { "\($0) on \(sensor.name)" } }
        guard !found.isEmpty else { return nil }
        let slope = sensors.compactMap { sensor -> String? in
            guard let change = sensor.value("fatigue_index"), abs(change) >= 5 else { return nil }
            return "\(change > 0 ? "fell" : "rose") by \(Digits.text(abs(change), digits: 2)) % on \(sensor.name)"
        }
        return "While it was held, force varied by \(Self.list(found))" + (slope.isEmpty ? "." : ", and \(Self.list(slope)).")
    }

    private var tremor: String? {
        let found = sensors.compactMap { sensor -> String? in
            guard let size = sensor.text("tremor_rms_8_12") else { return nil }
            return "\(size) on \(sensor.name)" + (sensor.text("tremor_peak_frequency").map { " at \($0)" } ?? "")
        }
        return found.isEmpty ? nil : "Tremor of 8–12 Hz was \(Self.list(found))."
    }

    private var shaking: String? {
        let found = sensors.compactMap { sensor -> String? in
            guard let begin = sensor.value("shaking_onset"), let onset = sensor.part.onset else { return nil }
            let growth = sensor.text("shaking_growth").map { ", growing by \($0)" } ?? ""
            return "\(Digits.text(begin - onset, digits: 3)) s after the onset on \(sensor.name)\(growth)"
        }
        if !found.isEmpty { return "Shaking began to grow \(Self.list(found))." }
        return sensors.contains { $0.number("shaking_onset")?.reason == "no_shaking" } ? "Shaking did not grow." : nil
    }

    private var order: String? {
        SetUpAnswer(metrics: setUp, unit: unit).order.map { "Order of the \($0)." }
    }

    private var sides: String? {
        guard let number = setUp.first(where: { $0.metric.name == "asymmetry_plateau" && $0.metric.value != nil }),
            let value = number.metric.value, let strong = value < 0 ? number.sensors.last : number.sensors.first
        else { return nil }
        let size = Digits.text(abs(value), digits: 3)
        if let lower = number.metric.lower, let upper = number.metric.upper, lower < 0, upper > 0 {
            return "The sides were equal within what varied during the hold (\(size) % of their sum)."
        }
        return "\(title(of: strong)) carried more: the difference was \(size) % of the sum of both sides."
    }

    private var comparison: String? {
        guard let bests else { return nil }
        let found = sensors.compactMap { sensor -> String? in
            guard let value = sensor.number("peak_force")?.value else { return nil }
            return bests.comparison("peak_force", of: sensor.name, value: value, hold: hold.number).map { "\($0) on \(sensor.name)" }
        }
        return found.isEmpty ? nil : "The peak was \(Self.list(found))."
    }

    /// "a, b and c".
    static func list(_ words: [String]) -> String {
        guard let last = words.last, words.count > 1 else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " and " + last
    }

    // MARK: facts

    /// When it was, whose it is, and where its numbers come from.
    var facts: [(String, String)] {
        let when = times.full(hold.onsetWallUs ?? hold.startWallUs)
        var facts = [("Time", when)]
        if let there = HoldText.stationTime(hold, besides: when) { facts.append(("Time of the station", there)) }
        if let session = hold.session { facts.append(("Session", "\(session)")) }
        if let bests {
            facts += [("Athlete", bests.session.athlete), ("Position", bests.session.position)]
            if let plan = bests.session.protocol { facts.append(("Protocol", plan)) }
        }
        if !hold.setUp.isEmpty { facts.append(("Set-up", hold.setUp)) }
        return facts
    }

    /// What is special, a sentence for each flag, with the sensors that it is of.
    var flags: [(sentence: String, sensors: [String])] {
        var order: [String] = []
        var found: [String: [String]] = [:]
        for sensor in sensors {
            for flag in sensor.part.flags {
                if found[flag] == nil { order.append(flag) }
                found[flag, default: []].append(sensor.name)
            }
        }
        return order.map { (FlagText.sentences[$0] ?? "\($0).", found[$0] ?? []) }
    }
}
