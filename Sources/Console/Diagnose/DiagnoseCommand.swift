import Filtering
import Help
import Interface
import LinuxIO
import Messages
import Samples

extension Command {
    static let diagnose = Command(
        "diagnose", words: ["SENSOR"], summary: "tell whether a sensor is fit to be calibrated",
        details: """
            Tells whether a sensor is fit to be calibrated. Leave the sensor alone while it listens. It reports, in the sensor's
            own unit: sampling rate, lost samples, noise (SD, peak to peak, mains hum), resolution, saturation and drift, and a
            verdict. The exit code is 1 if something is wrong.

            With --tap, tap the sensor lightly with something hard a few times, one or two seconds apart. It reports the resonance
            frequency of sensor and mounting. Rate of force development needs 750 Hz or more, five times the 150 Hz that a rise
            contains, or a low-pass filter at a third of the resonance.
            """,
        options: [
            Option("seconds", "S", "seconds to listen (15)"), Option("nominal", "HZ", "nominal sampling rate"),
            Option("limits", "LOW:HIGH", "range of the converter"),
            Option("tap", nil, "measure the resonance frequency while you tap"),
        ]
    ) { arguments throws(CommandError) in
        let name = arguments.positional[0]
        let (limits, nominal) = (try arguments.window("limits"), try arguments.number("nominal"))
        let seconds = try arguments.number("seconds") ?? 15
        guard seconds >= 2, seconds <= 3600 else { throw .usage("--seconds must be from 2 to 3600") }
        try requireStreaming(name, arguments)
        let before = try sensor(name, arguments)
        let readings = try LiveReadings(arguments, sensor: name, signals: ["raw_1"])
        var times: [Double] = []
        var values: [Double] = []
        var host = HostLateness()
        let deadline = Clock.monotonic().advanced(bySeconds: seconds + 10)
        while Clock.monotonic() < deadline, (times.last ?? 0) - (times.first ?? 0) < seconds {
            for sample in try readings.next() where sample.time.isFinite {
                times.append(sample.time)
                values.append(sample.value)
            }
            host.wait()
        }
        guard let diagnosis = SensorDiagnosis(times: times, values: values, limits: limits) else {
            throw .refused("\(name) sent too few samples for a verdict: see `holdfast sensors`")
        }
        if arguments.has("tap") { return try showResonance(values, diagnosis.rate) }
        let after = try sensor(name, arguments)
        let lost = after.lost - before.lost
        let jitter = after.jitterUs
        show(diagnosis, readings.unit, lost, after)
        let late = host.rootMeanSquare
        if diagnosis.jitterCause(jitter, hostLateness: late) == .host {
            Output.line(
                "note: this host is busy and wakes programs \(Digits.text(late * 1000, digits: 2)) ms late, which can be the cause of jitter"
            )
        }
        let problems = diagnosis.problems(
            nominal: nominal, lost: lost, jitterMicroseconds: jitter, hostLateness: late)
        if arguments.has("json") { Output.json(object(diagnosis, readings.unit, lost, after, problems)) }
        guard problems.isEmpty else { throw .refused((["correct this first:"] + problems).joined(separator: "\n  ")) }
        Output.line("verdict: fit to be calibrated")
    }

    /// For programs.
    private static func object(
        _ diagnosis: SensorDiagnosis, _ unit: String, _ lost: Int64, _ sensor: Station1.Sensor, _ problems: [String]
    ) -> JSONObject {
        func number(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }
        return JSONObject([
            ("fit", .bool(problems.isEmpty)), ("problems", .array(problems.map { .string($0) })), ("unit", .string(unit)),
            ("rate", .number(diagnosis.rate)), ("jitterUs", number(sensor.jitterUs)),
            ("clockDriftPpm", number(sensor.clockDriftPpm)), ("lost", .number(Double(lost))),
            ("noise", .number(diagnosis.deviation)), ("range", .number(diagnosis.range)),
            ("mains50", number(diagnosis.mains.first { $0.frequency == 50 }?.size)),
            ("mains60", number(diagnosis.mains.first { $0.frequency == 60 }?.size)),
            ("step", .number(diagnosis.smallestStep)), ("nearHalf", number(diagnosis.nearHalf)),
            ("drift", .number(diagnosis.drift)),
        ])
    }

    /// Five times the 150 Hz that the fastest rises have in them; a third of the resonance is what a low-pass leaves flat.
    private static let wantedResonance = 750.0

    private static func showResonance(_ values: [Double], _ rate: Double) throws(CommandError) {
        let found: TapResonance
        do throws(TapResonance.Refusal) { found = try TapResonance(values: values, rate: rate) } catch {
            switch error {
            case .tooFewTaps(let count):
                throw .refused("\(count) taps were seen, \(TapResonance.tapsNeeded) are needed: tap harder, and let each die out")
            case .nothingRings(let highest):
                return Output.done(
                    "no resonance below \(Digits.fixed(highest, places: 0)) Hz; at \(Digits.text(rate)) Hz more cannot be seen",
                    JSONObject([("resonance", .null), ("highest", .number(highest))]))
            }
        }
        if Output.isForPrograms {
            Output.json(
                JSONObject([
                    ("resonance", .number(found.frequency)), ("deviation", .number(found.deviation)),
                    ("taps", .number(Double(found.taps))), ("stiff", .bool(found.frequency >= wantedResonance)),
                ]))
        }
        Output.line(
            "resonance \(Digits.text(found.frequency, digits: 4)) Hz, SD \(Digits.text(found.deviation, digits: 2)) Hz over \(found.taps) taps"
        )
        if let folded = SensorDiagnosis.nearHalf(values, rate: rate), folded > 0.01 {
            Output.line(
                "warning: \(Digits.text(100 * folded, digits: 2)) % of the power is just below half the rate (more than 1 %): part of it is "
                    + "aliased from above, and the resonance may be another one")
        }
        guard found.frequency < wantedResonance else {
            return Output.line("verdict: stiff enough for rates of force development")
        }
        Output.line(
            "verdict: low-pass at \(Digits.fixed(found.frequency / 3, places: 0)) Hz before trusting a rate of force development, or mount it stiffer"
        )
    }

    private static func show(_ diagnosis: SensorDiagnosis, _ unit: String, _ lost: Int64, _ sensor: Station1.Sensor) {
        func raw(_ value: Double) -> String { Digits.text(value, digits: 4) + (unit.isEmpty ? "" : " " + unit) }
        let mains = diagnosis.mains.map { line in
            "\(Digits.fixed(line.frequency, places: 0)) Hz " + (line.size.map { raw($0) + " RMS" } ?? "above half the rate")
        }
        var rows = [
            ["rate", "\(Digits.text(diagnosis.rate)) Hz", "measured over the run"],
            [
                "jitter", sensor.jitterUs.map { Digits.text($0 / 1000, digits: 3) + " ms" } ?? "–",
                "of arrival times; does not affect holds",
            ],
            ["lost", "\(lost)", "samples while listening; should be 0"],
            ["noise", raw(diagnosis.deviation) + " SD", "without drift; included in U"],
            ["", raw(diagnosis.range) + " p-p", "about six times the SD if there is only noise"],
            ["mains", mains.joined(separator: ", "), "should be far below the SD"],
            ["readings", "\(diagnosis.distinct) different, step \(raw(diagnosis.smallestStep))", "the resolution"],
            [
                "aliasing", diagnosis.nearHalf.map { Digits.text(100 * $0, digits: 3) + " %" } ?? "–",
                "of the noise is near half the sampling rate; 20 % for white noise",
            ],
            ["drift", raw(diagnosis.drift), "over the run; should be within the noise"],
        ]
        if let drift = sensor.clockDriftPpm {
            let ppm = Digits.fixed(drift, places: 0) + " ppm"
            rows.append(["clock", ppm, "faster than the host's; sample times follow the host's"])
        }
        Output.line(Output.table(rows))
    }
}
