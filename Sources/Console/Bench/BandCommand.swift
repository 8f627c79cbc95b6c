import Calibration
import Certificates
import Help
import Messages
import Samples

extension Command {
    static let band = Command(
        "band", summary: "measure the stiffness, the hysteresis and the slack length of a band",
        details: """
            Measures a band between a sensor and a fixed point. Nothing changes before you accept. After that `holdfast sensors`
            shows the length of the band.
            """,
        verbs: [
            Command(
                "band stretch", words: ["[SENSOR]"], needs: "(--lengths 0.50,0.55,… | --displacement SENSOR | --points FILE)",
                summary: "measure tensions at lengths",
                details: """
                    Measures the stiffness: prompts for one length after another, out and back, and captures the tension at each.
                    First it tares the sensor with the band slack, for this test only. Enter at least ten lengths in metres, the
                    first ones slack. Stretch slowly and evenly, because rubber relaxes. With --displacement, another sensor
                    measures the lengths in one stretch out and back. With --points, lengths and tensions (m, N) come from two
                    columns of a file; without a sensor only the result is printed.
                    At a prompt, u removes the last length and q leaves. Captured points are stored: the same command continues,
                    also after a crash.
                    """,
                options: [
                    .lengths,
                    Option("displacement", "SENSOR", "a displacement sensor in m, cm, mm or in, instead of typed lengths"),
                    Option("metres-per-unit", "M", "its scale, if it has another unit"),
                    Option("length-at-zero", "M", "length of the band where that sensor reads 0 (0)"),
                    Option("points", "FILE", "file of lengths and tensions, instead of a sensor"),
                    Option("length-error", "MM", "largest error of a length (2)"),
                    Option("window", "S", "seconds that a reading is averaged over (1)"),
                ] + CaptureFile.options + benchTestOptions, run: stretch),
            Command(
                "band tension", words: ["SENSOR"], needs: "--lengths 0.50,0.55,…", summary: "compute tensions at lengths",
                details: "Computes the tension at the lengths that you type, and U, from the stretch test in force.",
                options: [.lengths], run: tension),
        ] + BenchTestHistory.verbs(isBand: true), run: nil)

    private static func lengths(_ arguments: Arguments, fewest: Int) throws(CommandError) -> [Double] {
        guard let lengths = arguments["lengths"].flatMap(Double.list(typed:)), lengths.count >= fewest,
            lengths[0] > 0, zip(lengths, lengths.dropFirst()).allSatisfy({ $0 < $1 })
        else { throw .usage("--lengths must be \(fewest) or more lengths in metres, each longer than the one before") }
        return lengths
    }

    private static func stretch(_ arguments: Arguments) throws(CommandError) {
        let error = try arguments.number("length-error") ?? 2
        guard error >= 0, error <= 1000 else { throw .usage("--length-error must be from 0 to 1000 mm") }
        func test(_ points: [(length: Double, tension: Double)], rest: Double, _ reference: LoadReference?) -> BenchTest {
            .band(
                BandTest(
                    lengths: points.map(\.length), tensions: points.map(\.tension), rest: rest, lengthHalfWidth: error / 1000,
                    reference: reference))
        }
        let rows = try arguments["points"].map { path throws(CommandError) in
            try NumberTable.read(path, [.length, .force]).map { (length: $0[0], tension: $0[1]) }
        }
        let window = try arguments.number("window") ?? 1
        guard let sensor = arguments.positional.first else {
            guard let rows else { throw .usage("name one sensor: holdfast band stretch SENSOR --lengths 0.50,0.55,…") }
            return try BenchTestVerdict.report(test(rows, rest: 0, nil))
        }
        let asked = rows == nil && arguments["displacement"] == nil ? try lengths(arguments, fewest: 10) : []
        let displacement = try arguments["displacement"].map { name throws(CommandError) in
            try displacementSensor(name, of: sensor, arguments)
        }
        guard let record = try bandCalibration(sensor, arguments) else {
            throw .refused("\(sensor) is not calibrated: a band test needs newtons; see `holdfast help calibrate`")
        }
        let certificate = try? record?.draft.evaluation()
        func reference(_ tensions: [Double]) -> LoadReference? { try? certificate?.reference(for: tensions) }
        let verdict = try BenchTestVerdict(arguments, sensor: sensor, .band)
        if let rows {
            return try verdict.run(
                test(rows, rest: 0, reference(rows.map(\.tension))), instrument: "a table of \(rows.count) lengths",
                ask: TypedLines.ask)
        }
        try requireStreaming(sensor, arguments)
        let place = LiveWeighingPlace(
            try LiveReadings(arguments, sensor: sensor, signals: ["force"]), reference: displacement?.readings)
        let stretch = BandStretch(load: StandingLoad(place), window: window)
        func accept(_ found: BandStretch.Found, _ lengths: String, _ session: BenchTestSession?) throws(CommandError) {
            try verdict.run(
                test(found.points, rest: found.rest, reference(found.points.map(\.tension))),
                instrument: "\(lengths), ± \(Digits.short(error)) mm", traceability: record?.traceabilityOfForces,
                session: session, ask: stretch.load.ask)
        }
        if let displacement {
            let measured = DisplacementStretch(
                place: place, metresPerUnit: displacement.metresPerUnit, lengthAtZero: displacement.lengthAtZero)
            return try accept(try stretch.run(measured), "lengths from \(arguments["displacement"] ?? "")", nil)
        }
        var session = try verdict.session("\(asked)")
        try accept(try stretch.run(asked, &session), "typed lengths", session)
    }

    private static func displacementSensor(_ name: String, of sensor: String, _ arguments: Arguments) throws(CommandError) -> (
        readings: LiveReadings, metresPerUnit: Double, lengthAtZero: Double
    ) {
        guard name != sensor else { throw .usage("--displacement must be another sensor") }
        let unit = try Command.sensor(name, arguments).channels.first?.unit ?? ""
        let metres = try arguments.number("metres-per-unit") ?? DisplacementStretch.metres(per: unit)
        guard let metres, metres != 0 else {
            throw .usage("the unit of \(name) is \(unit.isEmpty ? "unknown" : unit), not a length: give --metres-per-unit")
        }
        try requireStreaming(name, arguments)
        return (
            try LiveReadings(arguments, sensor: name, signals: ["raw_1"]), metres, try arguments.number("length-at-zero") ?? 0
        )
    }

    /// What is known of the sensor's forces: the inner one is nil when it has newtons and no certificate; nil when it has no newtons.
    private static func bandCalibration(_ sensor: String, _ arguments: Arguments) throws(CommandError) -> CalibrationRecord?? {
        let found = try Command.sensor(sensor, arguments)
        guard found.unit == "N" else { return nil }
        guard let id = found.calibrationId else { return .some(nil) }
        let text = try StationClient(arguments, control: true).call(Calibration1.Export(id: id)).record
        return .some(try? CalibrationRecord(parsing: Array(text.utf8)))
    }

    private static func tension(_ arguments: Arguments) throws(CommandError) {
        let sensor = arguments.positional[0]
        let lengths = try lengths(arguments, fewest: 1)
        let call = Calibration1.GetTension(sensor: sensor, lengths: lengths)
        let client = try StationClient(arguments, control: true)
        guard !arguments.has("json") else { return Output.json(try client.answer(to: call)) }
        let answer = try client.call(call)
        var rows = [["LENGTH m", "TENSION N", "± U N", "STIFFNESS N/m"]]
        for found in answer.tensions {
            func text(_ value: Double?) -> String? { value.map { Digits.text($0) } }
            rows.append([
                text(found.length) ?? "", found.tension.map { Digits.text($0, expanded: found.expanded) } ?? "–",
                found.expanded.map(Digits.uncertainty) ?? "– (\(found.expandedReason ?? ""))", text(found.stiffness) ?? "–",
            ])
        }
        Output.line(Output.table(rows, rightAligned: [0, 1, 2, 3]))
        Output.line("on the way out, from the stretch test \(answer.id)")
    }
}

extension Option {
    fileprivate static let lengths = Option(
        "lengths", "LIST", "lengths in metres, ascending; a stretch test uses the same lengths on the way back")
}
