import Calibration
import Interface

extension Command {
    static let plate = Command(
        name: "plate",
        arguments: "corners SENSOR --weight 20kg | points SENSOR --at 0:0,150:100,… | matrix [SENSOR] --loads F",
        summary: "does a plate weigh the same everywhere, and does it see things where they are?",
        details: """
            corners   one weight on each corner and in the middle: a map of the errors, and the gains that even the four cells out
            points    a weight on marked points: the error of the centre of pressure, and whether the plate is turned or mirrored
            matrix    known loads on all six axes (Fx Fy Fz Mx My Mz in N and N·m, a line each in FILE): the 6×6 matrix, its
                      condition number, crosstalk before and after; lines of twelve numbers have the signals too, without a sensor
            Nothing is changed: what comes out is for the settings.
            """,
        options: [
            Option("weight", "LOAD", "20kg, 196.2N (20kg)"),
            Option("at", "LIST", "points x:y in mm from the middle, x right, y forward"),
            Option("loads", "FILE", "known loads"),
            Option("surface", "MM", "height of the plate's surface above the origin of the loads (0)"),
            Option("gravity", "G", "as in calibrate"),
            Option("latitude", "DEGREES", "of the place"), Option("height", "METRES", "of the place above the sea (0)"),
            Option("density", "KG/M3", "of the weight (7850, steel)"), Option("window", "S", "as in calibrate (3)"),
            Option("dwell", "S", "as in calibrate (2)"), Option("timeout", "S", "as in calibrate (120)"), .socket,
        ]
    ) { arguments throws(CommandError) in
        let words = arguments.positional
        switch words.first {
        case "corners" where words.count == 2: try corners(words[1], arguments)
        case "points" where words.count == 2: try points(words[1], arguments)
        case "matrix" where words.count <= 2: try matrix(words.count == 2 ? words[1] : nil, arguments)
        default: throw .usage("corners SENSOR, points SENSOR, or matrix")
        }
    }

    private static func test(_ sensor: String, _ signals: [String], _ arguments: Arguments) throws(CommandError) -> PlateTest {
        try requireStreaming(sensor, arguments)
        return PlateTest(
            load: StandingLoad(LiveWeighingPlace(try LiveReadings(arguments, sensor: sensor, signals: signals))),
            window: try arguments.number("window") ?? 3, dwell: try arguments.number("dwell") ?? 2,
            timeout: try arguments.number("timeout") ?? 120)
    }

    private static func weight(_ arguments: Arguments) throws(CommandError) -> (text: String, force: Double) {
        let text = arguments["weight"] ?? "20kg"
        let (amount, unit) = try load(text)
        let plan = CalibrationPlan(
            loads: [0, amount], unit: unit, series: 1, preloads: 0, isRemounted: false, onlyAscending: true,
            gravity: try gravity(arguments), loadUncertainty: 0, density: try density(arguments))
        return (text, plan.force(amount))
    }

    private static func corners(_ sensor: String, _ arguments: Arguments) throws(CommandError) {
        let (text, force) = try weight(arguments)
        var test = try test(sensor, ["force", "channel_1", "channel_2", "channel_3", "channel_4"], arguments)
        let placements = try test.cornerPlacements(force, text)
        let balance: CornerBalance
        do throws(CornerBalance.Failure) { balance = try CornerBalance(placements: placements, weight: force) } catch {
            throw .refused(PlateReport.message(error))
        }
        for line in [""] + PlateReport.corners(balance, rest: test.rest) { Output.line(line) }
    }

    private static func points(_ sensor: String, _ arguments: Arguments) throws(CommandError) {
        let known = (arguments["at"] ?? "").split(separator: ",").map { point in
            point.split(separator: ":").compactMap { Double($0) }.filter(\.isFinite).map { $0 / 1000 }
        }
        guard !known.isEmpty, known.allSatisfy({ $0.count == 2 }) else {
            throw .usage("name the points in mm: --at 0:0,150:100,-150:100,-150:-100")
        }
        let (_, force) = try weight(arguments)
        let cells = (1...4).map { "channel_\($0)" }
        var test = try test(sensor, ["force", "centre_of_pressure_x", "centre_of_pressure_y"] + cells, arguments)
        let points = try test.points(known.map { ($0[0], $0[1]) }, about: force)
        let check = PlateCheck(points: points)
        for line in [""] + PlateReport.points(points, check) { Output.line(line) }
        if let warning = PlateReport.restWarning(test.rest, force) { Output.line(warning) }
        if case .found(.asExpected) = check.axes { return }
        throw .refused("the axes of \(sensor) are not what they are taken for")
    }

    private static func matrix(_ sensor: String?, _ arguments: Arguments) throws(CommandError) {
        guard let path = arguments["loads"] else { throw .usage("name the file of the known loads with --loads") }
        let rows = try NumberTable.read(path, columns: [6, 12])
        let loads = rows.map { Array($0.prefix(6)) }
        let signals: [[Double]]
        if rows.first?.count == 12 {
            signals = rows.map { Array($0.suffix(6)) }
        } else if let sensor {
            signals = try test(sensor, (1...6).map { "raw_\($0)" }, arguments).signals(loads)
        } else {
            throw .usage("name the sensor, or give lines of twelve numbers")
        }
        let height = (try arguments.number("surface") ?? 0) / 1000
        let found: LoadMatrix
        do throws(LoadMatrix.Failure) { found = try LoadMatrix(loads: loads, signals: signals) } catch {
            throw .refused(PlateReport.message(error))
        }
        for line in PlateReport.matrix(found, loads: loads, signals: signals, height: height) { Output.line(line) }
    }
}
