import LinuxIO
import Messages
import Metrics
import Samples

/// What is told of one hold, in the unit and the time of the reader.
struct HoldReport {
    /// Of each sensor by its name, with the seconds from the first sample of the hold that was analysed to the first one of this sensor.
    typealias Samples = [String: (samples: ReportSensor.Samples, start: Double)]

    let hold: Station1.Hold
    let sensors: [ReportSensor]
    /// Why there is no drawing of the samples; nil where there is one.
    let withoutTrace: String?
    /// Of its session, where the station says whose it is.
    let bests: SessionBests?
    /// Its sway against quiet standing, where the station says whose it is.
    var standing: Session1.CompareStand.Reply?
    let unit: ForceUnit
    let times: WallTime

    /// - Parameters:
    ///   - hold: a time of 0 is not known.
    ///   - roles: what each sensor measures, by its name.
    init(
        _ hold: Station1.Hold, roles: [String: String], samples: Samples, withoutTrace: String?, bests: SessionBests?,
        unit: ForceUnit, times: WallTime
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
        let held = sensors.compactMap { sensor in sensor.value("duration").map { (sensor, $0) } }.max { $0.1 < $1.1 }
        let time = held.flatMap { $0.0.short("duration") }
        let peaks = sensors.compactMap { sensor in sensor.short("peak_force").map { "\($0) on \(sensor.name)" } }
        let forces = peaks.isEmpty ? "no force could be told." : "at most \(Self.list(peaks))."
        let isFast = hold.kind == .explosive
        guard let bests else {
            return "A \(isFast ? "fast" : "slow") pull\(time.map { ", held for \($0)" } ?? ""): \(forces)"
        }
        return
            "\(bests.session.athlete) pulled \(isFast ? "fast" : "slowly")\(time.map { " and held for \($0)" } ?? ""): \(forces)"
    }

    /// What is to be known beyond that, a sentence or two for each subject.
    var sentences: [String] {
        ([exclusion] + [rise, steadiness, tremor, shaking, order, sides, balance, comparison]).compactMap(\.self)
    }

    private var exclusion: String? {
        hold.excluded ? "This hold is excluded from statistics: \(hold.excludedReason ?? "no reason is given")." : nil
    }

    private var rise: String? {
        guard hold.kind == .explosive else { return "Force rose slowly, so there is no rate of force development." }
        for name in ["rfd_0_100", "rfd_0_200"] {
            let found = sensors.compactMap { sensor in sensor.short(name).map { "\($0) on \(sensor.name)" } }
            if !found.isEmpty {
                return "In the first \(name == "rfd_0_100" ? 100 : 200) ms force rose by \(Self.list(found))."
            }
        }
        return nil
    }

    private var steadiness: String? {
        let found = sensors.compactMap { sensor in sensor.short("plateau_cv").map { "\($0) on \(sensor.name)" } }
        guard !found.isEmpty else { return nil }
        func changed(_ word: String, _ sign: Double) -> String? {
            let found = sensors.compactMap { sensor -> String? in
                guard let loss = sensor.value("fatigue_index"), sign * loss >= 5 else { return nil }
                return "\(Digits.text(sign * loss, digits: 2))\u{A0}% on \(sensor.name)"
            }
            return found.isEmpty ? nil : "It \(word) by \(Self.list(found))."
        }
        let words = ["While it was held, force varied by \(Self.list(found)).", changed("fell", 1), changed("rose", -1)]
        return words.compactMap(\.self).joined(separator: " ")
    }

    private var tremor: String? {
        let found = sensors.compactMap { sensor -> String? in
            guard let size = sensor.short("tremor_rms_8_12") else { return nil }
            return "\(size) on \(sensor.name)" + (sensor.short("tremor_peak_frequency").map { " at \($0)" } ?? "")
        }
        return found.isEmpty ? nil : "Tremor of 8–12 Hz was \(Self.list(found))."
    }

    private var shaking: String? {
        let found = sensors.compactMap { sensor -> String? in
            guard let begin = sensor.value("shaking_onset"), let onset = sensor.part.onset else { return nil }
            let growth = sensor.short("shaking_growth").map { ", growing by \($0)" } ?? ""
            return "\(Digits.text(begin - onset, digits: 3))\u{A0}s after the onset on \(sensor.name)\(growth)"
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
            guard let value = sensor.number("peak_force")?.value, let best = bests.best("peak_force", of: sensor.name),
                best.value > 0
            else { return nil }
            return best.hold == hold.number
                ? "it is the best on \(sensor.name)"
                : "\(Digits.text(100 * value / best.value, digits: 3))\u{A0}% on \(sensor.name) (hold \(best.hold))"
        }
        return found.isEmpty ? nil : "The peak against the best of the session: \(Self.list(found))."
    }

    /// "a, b and c".
    static func list(_ words: [String]) -> String {
        guard let last = words.last, words.count > 1 else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " and " + last
    }

    // MARK: facts

    /// When it was, whose it is, and where its numbers come from.
    var facts: [(String, String)] {
        var facts: [(String, String)] = []
        let moment = hold.onsetWallUs ?? hold.startWallUs
        if moment != 0 {
            let when = times.full(moment)
            facts.append(("Time", when))
            if let there = HoldText.stationTime(hold, besides: when) { facts.append(("Time of the station", there)) }
        }
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
