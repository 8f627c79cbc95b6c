import Calibration
import Help
import LinuxIO
import Messages
import Samples

extension Command {
    static let check = Command(
        "check", words: ["SENSOR"], needs: "[--weight 20kg]", summary: "check a calibrated sensor with a known load",
        details: """
            Checks a calibrated sensor with a known load. It captures the zero and the reading under the load. The check passes if
            their difference agrees with the load within both uncertainties (|Eₙ| ≤ 1). The result is stored with the calibration.
            A failed check is a warning in `holdfast status` until the next check. Without --weight, shows the checks so far.
            """,
        options: [
            Option("weight", "LOAD", "mass or force, such as 20kg or 196.2N"), Option("gravity", "G", "as in calibrate"),
            Option("latitude", "DEGREES", "latitude"), Option("height", "METRES", "height above sea level (0)"),
            Option("load-uncertainty", "PERCENT", "expanded uncertainty of the load, k = 2 (0.5)"),
            Option("density", "KG/M3", "density of the weight (7850, steel)"), .weights,
            Option("window", "S", "as in calibrate (3)"),
            Option("dwell", "S", "as in calibrate (5)"), Option("timeout", "S", "as in calibrate (120)"),
            Option("note", "TEXT", "text that is stored with it"),
        ]
    ) { arguments throws(CommandError) in
        guard arguments.positional.count == 1, let sensor = arguments.positional.first else {
            throw .usage("name one sensor: holdfast check SENSOR --weight 20kg")
        }
        guard let text = arguments["weight"] else { return try history(sensor, arguments) }
        let (amount, unit) = try load(text)
        let loads = try knownLoads(unit, [amount], arguments)
        let timing = try StandingTimes(arguments, window: 3, dwell: 5)
        guard try Command.sensor(sensor, arguments).calibrationId != nil else {
            throw .refused("\(sensor) has no calibration to check: see `holdfast help calibrate`")
        }
        try requireStreaming(sensor, arguments)
        let standing = StandingLoad(LiveWeighingPlace(try LiveReadings(arguments, sensor: sensor, signals: ["force"])))
        _ = try standing.ask("Take everything off, let it rest, then press Enter.")
        let noise = try standing.quiet().noise
        let known = loads.force(amount)
        let limits = StabilityTest.Limits(
            window: timing.window, dwell: timing.dwell, noise: noise, span: known, resolution: 0)
        let zero = try stand(standing, limits, timing.timeout)
        _ = try standing.ask("Put \(text)\(loads.names(of: amount)) on, then press Enter.")
        let measured = try stand(standing, limits, timing.timeout) - zero
        let share = loads.reference.map { $0.expandedPercent / 100 } ?? 0
        let call = Calibration1.AddCheck(
            sensor: sensor, known: known, measured: measured, relativeUncertainty: share, note: arguments["note"] ?? "")
        let client = try StationClient(arguments, control: true)
        guard !arguments.has("json") else { return Output.json(try client.answer(to: call)) }
        let check = try client.call(call).check
        standing.say(line(check, WallTime(arguments)))
        if !check.passed { throw .refused("calibrate \(sensor) again: holdfast calibrate \(sensor)") }
    }

    private static func stand(_ standing: StandingLoad, _ limits: StabilityTest.Limits, _ timeout: Double)
        throws(CommandError) -> Double
    {
        while true {
            if case .stands(let found) = try standing.wait(limits, timeout: timeout, load: { _ in "" }) {
                return found.status.mean
            }
        }
    }

    static func load(_ text: String, option: String = "weight") throws(CommandError) -> (Double, LoadUnit) {
        for unit in LoadUnit.allCases.sorted(by: { $0.rawValue.count > $1.rawValue.count }) where text.hasSuffix(unit.rawValue) {
            guard let amount = Double(load: text.dropLast(unit.rawValue.count).filter { $0 != " " }), amount != 0
            else {
                break
            }
            return (amount, unit)
        }
        throw .usage("--\(option) must be a load with its unit, such as 20kg or 196.2N, not \"\(text)\"")
    }

    private static func line(_ check: Calibration1.Check, _ times: WallTime) -> String {
        func newtons(_ value: Double) -> String { Digits.text(value, expanded: check.expanded) }
        return "\(times.text(check.wallUs))  \(check.passed ? "passed" : "FAILED")  known \(newtons(check.known)) N, "
            + "measured \(newtons(check.measured)) N, U \(Digits.uncertainty(check.expanded)) N, Eₙ \(Digits.fixed(check.score, places: 2))"
    }

    /// A control chart: the oldest first, as they came.
    private static func history(_ sensor: String, _ arguments: Arguments) throws(CommandError) {
        let times = WallTime(arguments)
        let call = Calibration1.ListChecks(sensor: sensor)
        let client = try StationClient(arguments, control: true)
        guard !arguments.has("json") else { return Output.json(try client.answer(to: call)) }
        let checks = try client.call(call).checks
        guard !checks.isEmpty else { return Output.line("\(sensor) has no check yet: holdfast check \(sensor) --weight 20kg") }
        for line in chart(checks.reversed(), times) { Output.line(line) }
        if let due = try Command.sensor(sensor, arguments).calibrationDueWallUs {
            let isOverdue = due < Clock.wallMicroseconds()
            Output.line(
                (isOverdue ? "OVERDUE: the next calibration was due on " : "the next calibration is due on ") + times.day(due)
            )
        }
    }

    /// A line for each check, with its signed Eₙ between the limits; what their run says at the end.
    static func chart(_ checks: [Calibration1.Check], _ times: WallTime) -> [String] {
        var lines = ["date                  known N  measured N     Eₙ  -1 ···· 0 ···· +1"]
        var calibration = ""
        var scores: [Double] = []
        for check in checks {
            if check.calibration != calibration {
                calibration = check.calibration
                lines.append("calibration \(calibration)")
                scores = []
            }
            if check.altered == true {
                lines.append("\(times.text(check.wallUs)) changed by the disk: not usable")
                continue
            }
            let (known, measured) = (
                Digits.text(check.known, expanded: check.expanded), Digits.text(check.measured, expanded: check.expanded)
            )
            let score = check.signedScore
            scores.append(score)
            lines.append(
                "\(times.text(check.wallUs)) \(padded(known, 9)) \(padded(measured, 11)) "
                    + "\(padded(Digits.fixed(score, places: 2), 6)) \(bar(score)) \(check.passed ? "passed" : "FAILED")")
        }
        switch ControlChart(scores: scores).finding {
        case .fourOfFive: lines.append("it drifts: four of the last five checks are beyond half of the limit on one side")
        case .eightOnOneSide: lines.append("it drifts: the last eight checks are all on one side")
        case nil: break
        }
        return lines
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }

    /// From −1.5 to 1.5; beyond, an arrow at the edge.
    private static func bar(_ score: Double) -> String {
        var cells = [Character](repeating: " ", count: 19)
        for (place, mark) in [(3, "┊"), (9, "│"), (15, "┊")] { cells[place] = Character(mark) }
        guard score.isFinite else { return String(cells) }
        let place = Int(((min(max(score, -1.5), 1.5) + 1.5) / 3 * 18).rounded())
        if cells.indices.contains(place) { cells[place] = abs(score) > 1.5 ? (score < 0 ? "◀" : "▶") : "●" }
        return String(cells)
    }
}

extension Calibration1.Check {
    /// Negative when the sensor read too little.
    var signedScore: Double { measured < known ? -abs(score) : abs(score) }
}
