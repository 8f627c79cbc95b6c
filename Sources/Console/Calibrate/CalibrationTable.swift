import Calibration
import Certificates
import Formats
import Interface
import LinuxIO
import Messages

/// Points that were measured elsewhere: the loads in the order in which they were put on, and what was read in each series.
struct CalibrationTable {
    /// In ``loadUnit``; 0 for no load.
    let loads: [Double]
    /// Of each series one reading for every load; NaN where nothing was taken down.
    let readings: [[Double]]
    /// The heading of the loads; empty when there is none.
    let loadName: String
    /// As the heading of the loads has it; nil when it says nothing.
    let loadUnit: String?
    /// As the heading of the first readings has it; nil when it says nothing.
    let rawUnit: String?

    /// - Throws: what is wrong with the text, where, and what to do.
    init(_ bytes: [UInt8]) throws(CommandError) {
        let table: CSVTable
        do throws(CSVError) { table = try CSVTable(bytes) } catch { throw .data(error.description) }
        // Each number counts here: a row less is another calibration.
        if let damage = table.damage { throw .data(damage.description) }
        guard !table.lastLineCutOff else { throw .data("the last line is cut off: copy the whole table") }
        guard table.columns.count >= 2 else {
            throw .data("the table has one column; loads and readings need two, each with a heading")
        }
        guard table.columns.count <= 21, table.rowCount <= 1000 else {
            throw .data("a table has at most 20 series of 1000 points; does its first column have the loads?")
        }
        if let text = table.columns.first(where: \.isText) {
            throw .data("column \"\(text.name)\" holds text, not numbers; a heading must not be a bare number: write \"run 1\"")
        }
        let loads = table.columns[0].values
        guard loads.allSatisfy(\.isFinite) else { throw .data("a row has no load in its first column") }
        if let turn = loads.indices.dropFirst().dropLast().first(where: {
            loads[$0] == 0 && loads[..<$0].contains { $0 != 0 } && loads[$0...].contains { $0 != 0 }
        }) {
            throw .data(
                "line \(table.lines[turn]): the loads return to 0 and continue: "
                    + "write each series in its own column of readings")
        }
        self.loads = loads
        readings = table.columns.dropFirst().map(\.values)
        loadName = table.hasHeader ? table.columns[0].name : ""
        loadUnit = table.columns[0].unit
        rawUnit = table.columns[1].unit
    }

    /// The unit of the loads. Kilograms are meant only where the heading speaks of weights, or where there is none.
    ///
    /// - Parameter typed: what somebody has said besides.
    func unit(typed: LoadUnit?) throws(CommandError) -> LoadUnit {
        if let loadUnit {
            guard !Self.unitsOfReadings.contains(loadUnit) else {
                throw .usage("the first column is in \(loadUnit): it must have the loads")
            }
            guard let stated = LoadUnit(rawValue: loadUnit) ?? typed else {
                throw .usage("the loads are in \(loadUnit); give their unit with --unit kg, lb, N, kN or lbf")
            }
            guard typed ?? stated == stated else {
                throw .usage("the loads are in \(stated.rawValue), but --unit says \(typed?.rawValue ?? "")")
            }
            return stated
        }
        let name = loadName.lowercased()
        guard typed == nil, !name.isEmpty, !["load", "mass", "weight", "kg"].contains(where: name.contains) else {
            return typed ?? .kilogram
        }
        throw .usage(
            "the heading \"\(loadName)\" does not say the unit of the loads; give their unit with --unit kg, lb, N, kN or lbf")
    }

    private static let unitsOfReadings: Set<String> = ["V", "mV", "mV/V", "µV", "counts"]

    /// - Parameter mountings: of as many series as there are columns of readings.
    func run(_ force: (Double) -> Double, mountings: SeriesMountings, limits: ClosedRange<Double>?) -> CalibrationRun {
        let series = readings.enumerated().compactMap { number, readings in
            let taken = zip(loads, readings).filter { !$1.isNaN }
            return CalibrationSeries(
                forces: taken.map { force($0.0) }, readings: taken.map(\.1), position: mountings.numbers[number])
        }
        return CalibrationRun(series: series, limits: limits)
    }
}

extension Command {
    /// Options that say how to measure: with a table nothing is measured.
    static let measuringOptions = [
        "points", "series", "preloads", "ascending", "window", "dwell", "timeout", "reference", "creep", "state", "fresh",
    ]

    /// Shows what a table is worth; with a sensor, it becomes its calibration.
    static func adopt(_ path: String, _ arguments: Arguments) throws(CommandError) {
        if let other = measuringOptions.first(where: { arguments[$0] != nil || arguments.has($0) }) {
            throw .usage("--\(other) cannot be used with --table, because nothing is measured")
        }
        guard arguments.positional.count <= 1 else { throw .usage("one sensor, or none: holdfast calibrate SENSOR --table FILE") }
        let bytes = try ChosenFile.read(path, limit: 1 << 20)
        let table: CalibrationTable
        do throws(CommandError) { table = try CalibrationTable(bytes) } catch { throw .data("\(path): \(error.text)") }
        let name = arguments.positional.first
        try decide(try draft(table, of: path, for: name, arguments), arguments)
    }

    /// Shows what a draft is worth that was measured elsewhere; where it names a sensor, somebody may accept it.
    static func decide(_ draft: CalibrationDraft, _ arguments: Arguments) throws(CommandError) {
        Output.line((draft.sensor.isEmpty ? "" : draft.sensor + ": ") + draft.instrument)
        let evaluation = CalibrationSummary.show(draft)
        guard let evaluation else { throw .refused("correct the file, or calibrate again") }
        guard !draft.sensor.isEmpty else {
            if arguments.has("json") { Output.json(Calibration1.Report(evaluation)) }
            return
        }
        let allowed = try CalibrationSummary.allowed(draft, evaluation, arguments)
        if !arguments.has("yes") {
            guard try TypedLines.ask("a: accept and put it in force, anything else: leave it") == "a" else {
                return Output.done("nothing was changed", JSONObject([("id", .null)]))
            }
        } else if !CalibrationSummary.isUndoubted(evaluation) {
            throw .refused("not accepted: a point contradicts the others; decide without --yes")
        }
        try CalibrationSummary.accept(allowed, try StationClient(arguments, control: true))
    }

    private static func draft(_ table: CalibrationTable, of path: String, for name: String?, _ arguments: Arguments)
        throws(CommandError) -> CalibrationDraft
    {
        let typed = arguments["unit"] == nil ? nil : try loadUnit(arguments)
        let unit: LoadUnit
        do throws(CommandError) { unit = try table.unit(typed: typed) } catch { throw .usage("\(path): \(error.text)") }
        let turned = arguments["positions"] == nil ? nil : try SeriesMountings(arguments)
        let mountings = turned ?? SeriesMountings(series: table.readings.count, isRemounted: arguments.has("remount"))
        guard mountings.count == table.readings.count else {
            throw .usage("\(path) has \(table.readings.count) series, but --positions has \(mountings.count) angles")
        }
        let plan = CalibrationPlan(
            loads: table.loads, known: try knownLoads(unit, table.loads, arguments), mountings: mountings, preloads: 0,
            onlyAscending: true)
        guard let reference = plan.known.reference else { throw .usage("--load-uncertainty must be from 0 to 100 %") }
        var draft = CalibrationDraft(
            sensor: name ?? "", rawUnit: try rawUnit(table.rawUnit ?? "", path, name, arguments),
            run: table.run(plan.known.force, mountings: mountings, limits: try arguments.window("limits")),
            reference: reference, conditions: try conditions(arguments),
            instrument: "the table \(path.split(separator: "/").last ?? ""), \(plan.instrument)",
            note: arguments["note"] ?? "", validDays: try arguments.integer("valid", in: 0...36_500))
        draft.isForRates = arguments.has("rates")
        draft.weights = plan.known.weights
        return draft
    }

    /// What the sensor reads in, which must be what the file was read in.
    static func rawUnit(_ stated: String, _ path: String, _ name: String?, _ arguments: Arguments)
        throws(CommandError) -> String
    {
        guard let name else { return stated }
        let channels = try sensor(name, arguments).channels
        guard channels.count == 1 else {
            throw .refused(
                channels.isEmpty
                    ? "the unit of \(name) is not known yet: plug it in"
                    : "\(name) has \(channels.count) channels, and a file does not say how they were summed: calibrate it with --points"
            )
        }
        let unit = channels[0].unit
        if !stated.isEmpty, !unit.isEmpty, stated != unit {
            throw .refused("\(path): the readings are in \(stated), but \(name) reads in \(unit): convert them")
        }
        return unit.isEmpty ? stated : unit
    }
}
