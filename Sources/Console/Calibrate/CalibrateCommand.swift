import Calibration
import Certificates
import Help
import LinuxIO
import Messages
import Samples

extension Command {
    static let calibrate = Command(
        "calibrate", words: ["[SENSOR]"], needs: "(--points 0,5,10,… [--unit kg] | --table FILE | --certificate FILE)",
        summary: "calibrate a sensor with known loads: curve, class and uncertainty",
        details: """
            Leads through a calibration. It prompts for each load, waits until the reading is stable and captures it: first
            preloads, then series with loading and unloading. At a prompt, Enter continues, u removes the last point and q leaves.
            Captured points are stored: the same command continues, also after a crash. At the end it shows the curve, the
            residuals, the figures and the warnings. Nothing changes before you accept. A calibration whose U at the highest load is
            larger than 5 %, or 2 % with --rates, is refused, unless --accept-worse gives a reason.
            Loads in kg are masses: give the local gravity with --gravity, or with --latitude and --height. For a plate, the sum of
            its cells is calibrated with a straight line: run `holdfast plate corners` first, then place the loads in the middle.

            With --table nothing is measured: loads and readings come from a CSV file, such as a laboratory's. Its first column has
            the loads in the order in which they were applied. Each further column has the readings of one series. Without SENSOR,
            the result is only shown; no station is needed.

            With --certificate nothing is computed: a TOML file has what a laboratory's certificate states (laboratory, number,
            date, due, class, coverage_factor, unit, reading_unit, forces, readings, expanded or expanded_percent, coefficients,
            zero). Its U is used as it is stated, and reports name the certificate.
            """,
        options: [
            Option("points", "LIST", "loads of a series, 0 first: 0,5,10,20; unloading uses the same loads"),
            Option("table", "FILE", "file of loads and readings that were measured elsewhere"),
            Option("certificate", "FILE", "file with what the certificate of a laboratory states"),
            Option("unit", "UNIT", "unit of the loads: kg, lb, N, kN, lbf (kg)"),
            Option("gravity", "G", "gravity in m/s², or auto for --latitude and --height (unknown: adds 0.5 % to U)"),
            Option("latitude", "DEGREES", "latitude"), Option("height", "METRES", "height above sea level (0)"),
            Option("load-uncertainty", "PERCENT", "expanded uncertainty of the weights, k = 2 (0.5)"),
            Option("density", "KG/M3", "density of the weights (7850, steel)"), .weights,
            Option("series", "N", "number of series (3)"),
            Option("preloads", "N", "number of preloads with the highest load (3)"),
            Option(
                "positions", "ANGLES",
                "angle of the sensor in each series, in place of --series: 0,0,120,240 (needed for a class)"),
            Option("remount", nil, "the sensor is removed and mounted again before each series, if it cannot be turned"),
            Option("ascending", nil, "no unloading"), Option("window", "S", "seconds that a reading is averaged over (3)"),
            Option("dwell", "S", "seconds that the reading must be stable before (5; ISO 376: 30)"),
            Option("timeout", "S", "longest wait for a stable reading (120)"),
            Option("limits", "LOW:HIGH", "range of the converter, to detect saturation"),
            Option("reference", "SENSOR", "take the forces from a calibrated cell under the same load; --points are approximate"),
            Option("creep", nil, "leave the highest load on for five minutes at the end, to include creep in U"),
            Option("zero-per-kelvin", "N", "temperature coefficient of the zero, from the data sheet, N/K"),
            Option("span-per-kelvin", "PERCENT", "temperature coefficient of the sensitivity, %/K"),
            Option("kelvin", "K", "largest difference between the temperature in use and today's (5)"),
            Option("intended", "N", "highest force in use, N"), Option("note", "TEXT", "text that is stored with it"),
            Option("valid", "DAYS", "days until it is due again, 0 for never (the station's calibration_months)"),
            Option("rates", nil, "for rates of force development: U of at most 2 %, not 5 %"),
            Option(
                "accept-worse", "REASON",
                "accept although U is larger than allowed, for a stored reason"),
            Option("yes", nil, "accept without asking, if nothing is refused and no point contradicts the others"),
        ] + CaptureFile.options
    ) { arguments throws(CommandError) in
        if let path = arguments["certificate"] { return try adopt(certificate: path, arguments) }
        if let path = arguments["table"] { return try adopt(path, arguments) }
        guard arguments.positional.count == 1, let sensor = arguments.positional.first else {
            throw .usage("name one sensor: holdfast calibrate SENSOR --points 0,5,10,20")
        }
        var plan = try plan(arguments)
        let timing = try StandingTimes(arguments, window: 3, dwell: 5)
        // What is only needed at the end is judged before anything is measured.
        _ = try conditions(arguments)
        _ = try (arguments.integer("valid", in: 0...36_500), arguments.window("limits"), reasonForWorse(arguments))
        plan.cells = try cells(sensor, arguments)
        var session = CalibrationSession(plan: plan, sensor: sensor, file: CaptureFile("calibrate-\(sensor)", arguments))
        let isResumed = try session.resume()
        try requireStreaming(sensor, arguments)
        var wizard = CalibrationWizard(
            session: session,
            load: StandingLoad(try weighingPlace(sensor, isSum: plan.cells != nil, arguments)),
            window: timing.window, dwell: timing.dwell, timeout: timing.timeout)
        Output.line("\(sensor): \(plan.instrument)")
        Output.line(
            isResumed
                ? "continues with the points captured before (\(session.file.path)); --fresh starts again"
                : "captured points are kept in \(session.file.path)")
        if plan.known.gravity == .unknown, plan.referenceName == nil {
            Output.line("local gravity is not known, so that U is 0.5 % wider: leave with q, and give --gravity or --latitude")
        }
        let wasComplete = wizard.session.next == nil
        try wizard.capture()
        var verdict = CalibrationVerdict(arguments: arguments, wizard: wizard, wasComplete: wasComplete)
        try verdict.run()
    }

    /// What is to be done, from the options.
    private static func plan(_ arguments: Arguments) throws(CommandError) -> CalibrationPlan {
        guard let text = arguments["points"] else {
            throw .usage("name the loads with --points 0,5,10,20, or a table of measurements with --table FILE")
        }
        guard let numbers = Double.list(typed: text), (3...100).contains(numbers.count), numbers.first == 0 else {
            throw .usage("--points must be 3 to 100 numbers, the first of them 0, not \"\(text)\"")
        }
        return CalibrationPlan(
            loads: numbers, known: try knownLoads(loadUnit(arguments), numbers, arguments),
            mountings: try SeriesMountings(arguments), preloads: try arguments.integer("preloads", in: 0...20) ?? 3,
            onlyAscending: arguments.has("ascending"), measuresCreep: arguments.has("creep"),
            referenceName: arguments["reference"], cells: nil)
    }

    /// What is known about the use besides the points.
    static func conditions(_ arguments: Arguments) throws(CommandError) -> CalibrationConditions {
        let kelvin = try arguments.number("kelvin") ?? 5
        guard kelvin >= 0, kelvin <= 100 else { throw .usage("--kelvin must be from 0 to 100") }
        return CalibrationConditions(
            zeroTemperatureCoefficient: try arguments.number("zero-per-kelvin"),
            spanTemperatureCoefficient: try arguments.number("span-per-kelvin").map { $0 / 100 }, temperatureHalfWidth: kelvin,
            intendedForce: try arguments.number("intended"))
    }

    static func reasonForWorse(_ arguments: Arguments) throws(CommandError) -> String? {
        guard let reason = arguments["accept-worse"] else { return nil }
        guard reason.contains(where: \.isLetter) else { throw .usage("--accept-worse needs a reason, in words") }
        return reason
    }

    static func loadUnit(_ arguments: Arguments) throws(CommandError) -> LoadUnit {
        try arguments.choice("unit", LoadUnit.allCases.map(\.rawValue)).flatMap(LoadUnit.init) ?? .kilogram
    }

    /// By the options that say what is known of the loads.
    ///
    /// - Parameters:
    ///   - unit: of the loads.
    ///   - amounts: what will hang on the sensor; the weights that are named must be able to make each.
    static func knownLoads(_ unit: LoadUnit, _ amounts: [Double], _ arguments: Arguments) throws(CommandError) -> KnownLoads {
        let gravity = try gravity(arguments)
        guard arguments["weights"] != nil else {
            return KnownLoads(
                unit: unit, gravity: gravity, relativeUncertainty: try loadUncertainty(arguments),
                density: try density(arguments))
        }
        if let other = ["load-uncertainty", "density"].first(where: { arguments[$0] != nil }) {
            throw .usage("--\(other) cannot be used with --weights, because the station knows it")
        }
        guard unit.kilograms != nil else { throw .usage("--weights needs loads in kg or lb, not \(unit.rawValue)") }
        guard let loads = KnownLoads(unit: unit, gravity: gravity, weights: try namedWeights(arguments)) else {
            throw .usage("--weights must be up to \(WeightCombinations.mostWeights) different serial numbers: --weights A1,A2")
        }
        if let (amount, nearest) = loads.impossible(amounts) {
            let mass = nearest.mass / (unit.kilograms ?? 1)
            throw .refused(
                "the weights \(loads.weights.map(\.serial).joined(separator: ", ")) do not make "
                    + "\(Digits.text(amount, digits: 7)) \(unit.rawValue); the nearest is \(Digits.text(mass, digits: 7)) \(unit.rawValue)"
                    + (nearest.serials.isEmpty ? "" : " (\(nearest.serials.joined(separator: " + ")))")
                    + ": correct the load, or name every weight that is used")
        }
        return loads
    }

    static func loadUncertainty(_ arguments: Arguments) throws(CommandError) -> Double {
        let percent = try arguments.number("load-uncertainty") ?? 0.5
        guard percent >= 0, percent < 100 else { throw .usage("--load-uncertainty must be from 0 to 100 %") }
        return percent / 100
    }

    private static func density(_ arguments: Arguments) throws(CommandError) -> Double {
        let density = try arguments.number("density") ?? 7850
        guard density >= 1000, density < 25_000 else { throw .usage("--density must be from 1000 to 25000 kg/m³") }
        return density
    }

    private static func gravity(_ arguments: Arguments) throws(CommandError) -> LocalGravity {
        let latitude = try arguments.number("latitude")
        if let text = arguments["gravity"], text != "auto" {
            guard let value = Double(typed: text), let gravity = LocalGravity(entered: value) else {
                throw .usage("--gravity must be auto or from 9.7 to 9.9 m/s², not \"\(text)\"")
            }
            return gravity
        }
        guard let latitude else {
            if arguments["gravity"] == "auto" { throw .usage("--gravity auto needs --latitude, and --height") }
            return .unknown
        }
        guard let gravity = LocalGravity(latitude: latitude, height: try arguments.number("height") ?? 0) else {
            throw .usage("--latitude must be from -90 to 90 degrees, --height from -500 to 9000 m")
        }
        return gravity
    }

    /// The sensor, and the reference cell beside it.
    private static func weighingPlace(_ sensor: String, isSum: Bool, _ arguments: Arguments) throws(CommandError)
        -> LiveWeighingPlace
    {
        let own = try LiveReadings(arguments, sensor: sensor, signals: [isSum ? "sum" : "raw_1"])
        guard let name = arguments["reference"] else { return LiveWeighingPlace(own) }
        guard name != sensor else { throw .usage("--reference must be another sensor") }
        guard try Command.sensor(name, arguments).calibrationId != nil else {
            throw .refused("\(name) has no calibration: it cannot be a reference")
        }
        try requireStreaming(name, arguments)
        return LiveWeighingPlace(own, reference: try LiveReadings(arguments, sensor: name, signals: ["force"]))
    }

    static func sensor(_ name: String, _ arguments: Arguments) throws(CommandError) -> Station1.Sensor {
        let sensors = try StationClient(arguments).call(Station1.ListSensors()).sensors
        guard let found = sensors.first(where: { $0.name == name }) else {
            throw .refused("no sensor is called \"\(name)\": see `holdfast sensors`")
        }
        return found
    }

    /// A sensor that somebody has named is one of the station, even where nothing is known of it.
    static func requireSensor(_ name: String?, _ arguments: Arguments) throws(CommandError) {
        if let name { _ = try sensor(name, arguments) }
    }

    static func requireStreaming(_ name: String, _ arguments: Arguments) throws(CommandError) {
        let found = try sensor(name, arguments)
        guard found.state.hasValues else {
            throw .refused("\(name) does not stream: \(found.reason ?? found.state.rawValue)")
        }
    }

    /// What the sum of a sensor of several channels is made with; nil for a sensor of one.
    private static func cells(_ name: String, _ arguments: Arguments) throws(CommandError) -> CellConditions? {
        let found = try sensor(name, arguments)
        guard let summed = found.forceChannels else {
            let channels = found.channels.count
            guard channels <= 1 else {
                throw .refused("\(name) has \(channels) channels: only six can be calibrated, with `holdfast plate matrix`")
            }
            return nil
        }
        var cells = CellConditions(channels: summed.map { Int($0) })
        if let test = try BenchTestHistory.inForce(.corners, of: name, try StationClient(arguments, control: true)) {
            guard case .corners(let corners) = test.draft.test, let found = try? corners.evaluation() else {
                throw .data("this version cannot evaluate \(test.id): measure the corners again")
            }
            cells.cornerTest = test.id
            cells.place = CellConditions.Place(found)
        }
        return cells
    }
}

extension Station1.SensorState {
    /// Whether there are readings that somebody can look at.
    var hasValues: Bool { [.streaming, .settling, .slow].contains(self) }
}
