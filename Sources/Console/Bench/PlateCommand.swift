import Calibration
import Certificates
import Help
import Interface
import Samples

extension Command {
    static let plate = Command(
        "plate", summary: "test and correct a force plate: corners, centre of pressure, crosstalk",
        details: """
            Tests a force plate and corrects it. Nothing changes before you accept. After that all numbers of the plate use the
            gains, the axes or the matrix. At a prompt, u removes the last step and q leaves. Captured points are stored: the same
            command continues, also after a crash.
            """,
        verbs: [
            Command(
                "plate corners", words: ["SENSOR"], summary: "test eccentric loads, and balance the four cells",
                details: """
                    Eccentric-load test, with one weight on each corner and in the middle: a map of the errors, and the gains that
                    correct the four cells. If these leave an error of more than 1.5 % of the weight, the test is refused, unless
                    --accept-worse gives a reason.
                    """,
                options: [.weight, .rounds] + standingOptions + CaptureFile.options + benchTestOptions + [.acceptWorse],
                run: corners),
            Command(
                "plate points", words: ["SENSOR"], needs: "--at 0:0,150:100,…", summary: "test the centre of pressure",
                details: """
                    A weight on marked points: the error of the centre of pressure, and whether the plate is turned or mirrored.
                    """,
                options: [
                    .weight, Option("at", "LIST", "points x:y in mm from the middle; x points right, y forward"),
                    Option("place", "MM", "largest distance of the weight from its point (1)"),
                ] + standingOptions + CaptureFile.options + benchTestOptions, run: points),
            Command(
                "plate matrix", words: ["[SENSOR]"], needs: "--loads FILE", summary: "measure the crosstalk of six axes",
                details: """
                    Known loads on all six axes (Fx Fy Fz Mx My Mz in N and N·m, one per line of FILE): the 6×6 matrix, its
                    condition number, and the crosstalk before and after. Lines of twelve numbers contain the signals, too, in raw
                    units; without a sensor only the result is printed.
                    """,
                options: [
                    Option("loads", "FILE", "file of known loads"),
                    Option("surface", "MM", "height of the plate's surface above the origin of the loads (0)"),
                    Option("load-uncertainty", "PERCENT", "expanded uncertainty of the loads, k = 2 (unknown)"),
                ] + readingOptions + CaptureFile.options + benchTestOptions, run: matrix),
        ] + BenchTestHistory.verbs(isBand: false), run: nil)

    /// Fx Fy Fz Mx My Mz, and what the plate said of each.
    static let sixAxes: [NumberTable.Quantity] =
        Array(repeating: .force, count: 3) + Array(repeating: .moment, count: 3) + Array(repeating: .signal, count: 6)

    private static let readingOptions = [
        Option("window", "S", "as in calibrate (3)"), Option("dwell", "S", "as in calibrate (2)"),
        Option("timeout", "S", "as in calibrate (120)"),
    ]

    private static let standingOptions =
        [
            Option("load-uncertainty", "PERCENT", "expanded uncertainty of the weight, k = 2 (0.5)"), .weights,
            Option("gravity", "G", "as in calibrate"), Option("latitude", "DEGREES", "latitude"),
            Option("height", "METRES", "height above sea level (0)"),
            Option("density", "KG/M3", "density of the weight (7850, steel)"),
        ] + readingOptions

    private static func test(_ verdict: BenchTestVerdict, _ key: String, _ signals: [String], _ arguments: Arguments)
        throws(CommandError) -> PlateTest
    {
        let timing = try StandingTimes(arguments, window: 3, dwell: 2)
        let session = try verdict.session(key)
        try requireStreaming(verdict.sensor, arguments)
        return PlateTest(
            load: StandingLoad(LiveWeighingPlace(try LiveReadings(arguments, sensor: verdict.sensor, signals: signals))),
            window: timing.window, dwell: timing.dwell, timeout: timing.timeout, session: session)
    }

    private static func weight(_ arguments: Arguments) throws(CommandError) -> (
        text: String, amount: Double, known: KnownLoads
    ) {
        let text = arguments["weight"] ?? "20kg"
        let (amount, unit) = try load(text)
        let known = try knownLoads(unit, [amount], arguments)
        return (text + known.names(of: amount), amount, known)
    }

    private static func corners(_ arguments: Arguments) throws(CommandError) {
        let sensor = arguments.positional[0]
        let (text, amount, known) = try weight(arguments)
        let force = known.force(amount)
        let rounds = try arguments.integer("rounds", in: 1...20) ?? 2
        _ = try StandingTimes(arguments, window: 3, dwell: 2)
        let verdict = try BenchTestVerdict(arguments, sensor: sensor, .corners)
        var test = try test(verdict, "\(force) N, \(rounds)", ["force"] + (1...4).map { "channel_\($0)" }, arguments)
        let (empty, placements) = try test.cornerPlacements(force, text, rounds: rounds)
        try verdict.run(
            .corners(CornerTest(weight: force, reference: known.reference, empty: empty, placements: placements)),
            instrument: known.instrument(upTo: max(0, amount)), session: test.session, ask: test.load.ask)
    }

    private static func points(_ arguments: Arguments) throws(CommandError) {
        let sensor = arguments.positional[0]
        let text = arguments["at"] ?? ""
        let known = text.split(separator: text.contains(";") ? ";" : ",").map { point in
            point.split(separator: ":").compactMap { Double(withComma: $0) }.map { $0 / 1000 }
        }
        guard !known.isEmpty, known.allSatisfy({ $0.count == 2 }) else {
            throw .usage("name the points in mm: --at 0:0,150:100,-150:100,-150:-100")
        }
        let place = try arguments.number("place") ?? 1
        guard place >= 0, place <= 1000 else { throw .usage("--place must be from 0 to 1000 mm") }
        let (weight, amount, loads) = try weight(arguments)
        let force = loads.force(amount)
        _ = try StandingTimes(arguments, window: 3, dwell: 2)
        let verdict = try BenchTestVerdict(arguments, sensor: sensor, .points)
        let cells = (1...4).map { "channel_\($0)" }
        var test = try test(
            verdict, "\(force) N, \(known)", ["force", "centre_of_pressure_x", "centre_of_pressure_y"] + cells, arguments)
        let (empty, points) = try test.points(known.map { ($0[0], $0[1]) }, about: force)
        if let warning = PlateTest.emptyWarning(empty, about: force) { Output.line(warning) }
        try verdict.run(
            .points(PointTest(points: points, placeHalfWidth: place / 1000)),
            instrument: "\(weight) on points known to ± \(Digits.short(place)) mm", session: test.session, ask: test.load.ask)
    }

    private static func matrix(_ arguments: Arguments) throws(CommandError) {
        _ = try StandingTimes(arguments, window: 3, dwell: 2)
        guard let path = arguments["loads"] else { throw .usage("name the file of the known loads with --loads") }
        let rows = try NumberTable.read(path, sixAxes)
        let known = rows.map { Array($0.prefix(6)) }
        let height = (try arguments.number("surface") ?? 0) / 1000
        let reference =
            arguments["load-uncertainty"] == nil
            ? nil : LoadReference(cellRelativeUncertainty: try loadUncertainty(arguments))
        func test(_ signals: [[Double]], _ empty: [Double]) -> BenchTest {
            let loads = zip(known, signals).map { MatrixTest.Load(load: $0, signals: $1) }
            return .matrix(MatrixTest(loads: loads, empty: empty, reference: reference, surface: height))
        }
        let hasSignals = rows.first?.count == 12
        guard let sensor = arguments.positional.first else {
            guard hasSignals else { throw .usage("name the sensor, or give lines of twelve numbers") }
            return try BenchTestVerdict.report(test(rows.map { Array($0.suffix(6)) }, [0, 0, 0, 0, 0, 0]))
        }
        let verdict = try BenchTestVerdict(arguments, sensor: sensor, .matrix)
        let instrument = "\(known.count) known loads"
        if hasSignals {
            return try verdict.run(
                test(rows.map { Array($0.suffix(6)) }, [0, 0, 0, 0, 0, 0]), instrument: instrument, ask: TypedLines.ask)
        }
        var live = try self.test(verdict, "\(known)", (1...6).map { "raw_\($0)" }, arguments)
        let (empty, signals) = try live.signals(known)
        try verdict.run(test(signals, empty), instrument: instrument, session: live.session, ask: live.load.ask)
    }
}

extension Option {
    fileprivate static let weight = Option("weight", "LOAD", "mass or force, such as 20kg or 196.2N (20kg)")
    fileprivate static let acceptWorse = Option(
        "accept-worse", "REASON", "accept although more than 1.5 % remain at a place, for a stored reason")
    fileprivate static let rounds = Option("rounds", "N", "number of rounds over the corners (2)")
}
