import Calibration
import Certificates
import Interface

extension Command {
    static let plate = Command(
        name: "plate",
        arguments: "corners|points|matrix SENSOR | list | show|certificate|export ID | revert SENSOR TEST | import F",
        summary: "test and correct a force plate: corners, centre of pressure, crosstalk",
        details: """
            corners   eccentric-load test, with one weight on each corner and in the middle: a map of the errors, and the gains
                      that correct the four cells
            points    a weight on marked points: the error of the centre of pressure, and whether the plate is turned or mirrored
            matrix    known loads on all six axes (Fx Fy Fz Mx My Mz in N and N·m, one per line of FILE): the 6×6 matrix, its
                      condition number, and the crosstalk before and after. Lines of twelve numbers contain the signals, too, in
                      raw units; without a sensor only the result is printed.
            Nothing changes before you accept. After that all numbers of the plate use the gains, the axes or the matrix. The record
            can be listed, shown, exported, imported and printed (certificate --html). revert goes back to the previous record, to
            the one of --to, or to none (--to none). list accepts a sensor. At a prompt, u removes the last step and q leaves.
            Captured points are stored: the same command continues, also after a crash.
            """,
        options: [
            Option("weight", "LOAD", "mass or force, such as 20kg or 196.2N (20kg)"),
            Option("load-uncertainty", "PERCENT", "expanded uncertainty of the weight or the loads (0.5; of a matrix: unknown)"),
            Option("rounds", "N", "number of rounds over the corners (2)"),
            Option("at", "LIST", "points x:y in mm from the middle; x points right, y forward"),
            Option("place", "MM", "largest distance of the weight from its point (1)"),
            Option("loads", "FILE", "file of known loads"),
            Option("surface", "MM", "height of the plate's surface above the origin of the loads (0)"),
            Option("gravity", "G", "as in calibrate"),
            Option("latitude", "DEGREES", "latitude"), Option("height", "METRES", "height above sea level (0)"),
            Option("density", "KG/M3", "density of the weight (7850, steel)"), Option("window", "S", "as in calibrate (3)"),
            Option("dwell", "S", "as in calibrate (2)"), Option("timeout", "S", "as in calibrate (120)"),
        ] + CaptureFile.options + benchTestOptions
    ) { arguments throws(CommandError) in
        let words = arguments.positional
        switch words.first {
        case "corners" where words.count == 2: try corners(words[1], arguments)
        case "points" where words.count == 2: try points(words[1], arguments)
        case "matrix" where words.count <= 2: try matrix(words.count == 2 ? words[1] : nil, arguments)
        default:
            guard try BenchTestHistory(arguments, isBand: false).run() else {
                throw .usage(
                    "corners SENSOR, points SENSOR, matrix, list, show ID, certificate ID, export ID, revert SENSOR TEST, or import FILE"
                )
            }
        }
    }

    private static func test(_ verdict: BenchTestVerdict, _ key: String, _ signals: [String], _ arguments: Arguments)
        throws(CommandError) -> PlateTest
    {
        let session = try verdict.session(key)
        try requireStreaming(verdict.sensor, arguments)
        return PlateTest(
            load: StandingLoad(LiveWeighingPlace(try LiveReadings(arguments, sensor: verdict.sensor, signals: signals))),
            window: try arguments.number("window") ?? 3, dwell: try arguments.number("dwell") ?? 2,
            timeout: try arguments.number("timeout") ?? 120, session: session)
    }

    private static func weight(_ arguments: Arguments) throws(CommandError) -> (
        text: String, amount: Double, known: KnownLoads
    ) {
        let text = arguments["weight"] ?? "20kg"
        let (amount, unit) = try load(text)
        return (text, amount, try knownLoads(unit, arguments))
    }

    private static func corners(_ sensor: String, _ arguments: Arguments) throws(CommandError) {
        let (text, amount, known) = try weight(arguments)
        let force = known.force(amount)
        let verdict = try BenchTestVerdict(arguments, sensor: sensor, .corners)
        let rounds = try arguments.integer("rounds", in: 1...20) ?? 2
        var test = try test(verdict, "\(force) N, \(rounds)", ["force"] + (1...4).map { "channel_\($0)" }, arguments)
        let (empty, placements) = try test.cornerPlacements(force, text, rounds: rounds)
        try verdict.run(
            .corners(CornerTest(weight: force, reference: known.reference, empty: empty, placements: placements)),
            instrument: known.instrument(upTo: max(0, amount)), session: test.session, ask: test.load.ask)
    }

    private static func points(_ sensor: String, _ arguments: Arguments) throws(CommandError) {
        let known = (arguments["at"] ?? "").split(separator: ",").map { point in
            point.split(separator: ":").compactMap { Double($0) }.filter(\.isFinite).map { $0 / 1000 }
        }
        guard !known.isEmpty, known.allSatisfy({ $0.count == 2 }) else {
            throw .usage("name the points in mm: --at 0:0,150:100,-150:100,-150:-100")
        }
        let place = try arguments.number("place") ?? 1
        guard place >= 0, place <= 1000 else { throw .usage("--place must be from 0 to 1000 mm") }
        let (text, amount, loads) = try weight(arguments)
        let force = loads.force(amount)
        let verdict = try BenchTestVerdict(arguments, sensor: sensor, .points)
        let cells = (1...4).map { "channel_\($0)" }
        var test = try test(
            verdict, "\(force) N, \(known)", ["force", "centre_of_pressure_x", "centre_of_pressure_y"] + cells, arguments)
        let (empty, points) = try test.points(known.map { ($0[0], $0[1]) }, about: force)
        if let warning = PlateTest.emptyWarning(empty, about: force) { Output.line(warning) }
        try verdict.run(
            .points(PointTest(points: points, placeHalfWidth: place / 1000)),
            instrument: "\(text) on points known to ± \(Digits.text(place)) mm", session: test.session, ask: test.load.ask)
    }

    private static func matrix(_ sensor: String?, _ arguments: Arguments) throws(CommandError) {
        guard let path = arguments["loads"] else { throw .usage("name the file of the known loads with --loads") }
        let rows = try NumberTable.read(path, columns: [6, 12])
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
        guard let sensor else {
            guard hasSignals else { throw .usage("name the sensor, or give lines of twelve numbers") }
            return try BenchTestVerdict.show(test(rows.map { Array($0.suffix(6)) }, [0, 0, 0, 0, 0, 0]))
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
