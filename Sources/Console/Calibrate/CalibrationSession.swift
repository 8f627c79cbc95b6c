import Calibration
import Certificates
import Interface
import LinuxIO

/// A calibration under way: what was captured so far, kept in a file after every step.
struct CalibrationSession {
    struct Capture: Equatable {
        var reading: Double
        var deviation: Double
        var samples: Int
        /// What the reference cell said meanwhile, N.
        var known: Double?
    }

    let plan: CalibrationPlan
    let sensor: String
    let file: CaptureFile
    private(set) var rawUnit = ""
    /// Scatter of single samples of the unloaded sensor and its smallest step, raw units.
    private(set) var noise = 0.0
    private(set) var resolution = 0.0
    /// Which steps are done; preloads without a capture.
    private(set) var done: [Bool]
    private(set) var captures: [Capture?]
    private(set) var creep: CreepTest?

    init(plan: CalibrationPlan, sensor: String, file: CaptureFile) {
        self.plan = plan
        self.sensor = sensor
        self.file = file
        done = plan.steps.map { _ in false }
        captures = plan.steps.map { _ in nil }
    }

    var next: Int? { done.firstIndex(of: false) }
    private(set) var isBegun = false

    // MARK: changing

    mutating func begin(unit: String, noise: Double, resolution: Double) throws(CommandError) {
        rawUnit = unit
        self.noise = noise
        self.resolution = resolution
        isBegun = true
        try save()
    }

    /// - Parameter resolution: the smallest step of the readings, where the unloaded sensor always said the same; 0 when unknown.
    mutating func finish(_ step: Int, _ capture: Capture?, resolution: Double = 0) throws(CommandError) {
        guard done.indices.contains(step) else { return }
        if self.resolution == 0 { self.resolution = resolution }
        done[step] = true
        captures[step] = capture
        try save()
    }

    mutating func finish(_ step: Int, creep: CreepTest) throws(CommandError) {
        self.creep = creep
        try finish(step, nil)
    }

    /// Takes the last point back; which one it was.
    mutating func undo() throws(CommandError) -> Int? {
        guard let last = captures.lastIndex(where: { $0 != nil }) else { return nil }
        for step in last..<done.count { done[step] = false }
        captures[last] = nil
        try save()
        return last
    }

    /// Takes one point back, by series and place from 1.
    mutating func takeBack(series: Int, place: Int) throws(CommandError) -> Int? {
        let steps = plan.steps.indices.filter {
            if case .point(let number, _) = plan.steps[$0] { number == series - 1 } else { false }
        }
        guard place >= 1, place <= steps.count else { return nil }
        done[steps[place - 1]] = false
        captures[steps[place - 1]] = nil
        try save()
        return steps[place - 1]
    }

    // MARK: what it makes

    /// Raw units per unit of load by the points so far; nil until something hangs on it.
    var sensitivity: Double? {
        let points = plan.steps.indices.compactMap { step -> (Double, Double)? in
            guard case .point(_, let load) = plan.steps[step], let capture = captures[step] else { return nil }
            return (load, capture.reading)
        }
        guard let low = points.min(by: { $0.0 < $1.0 }), let high = points.max(by: { $0.0 < $1.0 }), high.0 > low.0 else {
            return nil
        }
        return (high.1 - low.1) / (high.0 - low.0)
    }

    /// The resolution, raw units. Where the unloaded sensor always said the same, it is at most the largest step that readings which did
    /// not scatter can all be multiples of; 0, unknown, when that is above a hundredth of the span.
    private var smallestStep: Double {
        guard resolution == 0 else { return resolution }
        let still = Set(captures.compactMap { $0.flatMap { $0.deviation == 0 ? $0.reading : nil } }).sorted()
        guard let low = still.first, let high = still.last, high > low else { return 0 }
        let step = zip(still, still.dropFirst()).reduce(0) { Self.commonStep($0, $1.1 - $1.0, above: (high - low) * 1e-9) }
        return step <= (high - low) / 100 ? step : 0
    }

    /// Euclid's algorithm; a remainder below `tiny` is that of rounded decimals.
    private static func commonStep(_ first: Double, _ second: Double, above tiny: Double) -> Double {
        var (step, rest) = (max(first, second), min(first, second))
        while rest > tiny { (step, rest) = (rest, abs(step - rest * (step / rest).rounded())) }
        return step
    }

    /// The point that was captured before a step.
    func point(before step: Int) -> (load: Double, reading: Double)? {
        for other in plan.steps.indices.prefix(step).reversed() {
            guard case .point(_, let load) = plan.steps[other], let capture = captures[other] else { continue }
            return (load, capture.reading)
        }
        return nil
    }

    /// The load that a reading stands for by the points so far, without the one of `step`.
    func load(of reading: Double, without step: Int) -> Double? {
        var others = self
        others.captures[step] = nil
        guard let sensitivity = others.sensitivity, sensitivity != 0 else { return nil }
        for other in others.plan.steps.indices {
            guard case .point(_, let load) = plan.steps[other], let capture = others.captures[other] else { continue }
            return load + (reading - capture.reading) / sensitivity
        }
        return nil
    }

    /// - Parameter conditions: what is known besides; the creep is added.
    /// - Parameter share: U (k = 2) of the reference cell as a share of the force; nil without one.
    func draft(
        note: String, validDays: Int?, conditions: CalibrationConditions, limits: ClosedRange<Double>?, share: Double? = nil
    ) -> CalibrationDraft? {
        let comparison = plan.referenceName == nil ? nil : ReferenceComparison(self)
        var series: [CalibrationSeries] = []
        for number in 0..<plan.mountings.count {
            let points = plan.steps.indices.compactMap { step -> (Double, Capture)? in
                guard case .point(number, let load) = plan.steps[step], let capture = captures[step] else { return nil }
                return (plan.known.force(load), comparison?.moved(capture, series: number, to: plan.known.force(load)) ?? capture)
            }
            guard
                var one = CalibrationSeries(
                    forces: points.map(\.0), readings: points.map(\.1.reading), position: plan.mountings.numbers[number])
            else { continue }
            for place in one.points.indices {
                one.points[place].deviation = points[place].1.deviation
                one.points[place].samples = points[place].1.samples
            }
            series.append(one)
        }
        let known = share.flatMap { LoadReference(cellRelativeUncertainty: $0) } ?? plan.known.reference
        guard let reference = known, !series.isEmpty else { return nil }
        var conditions = conditions
        conditions.creep = creep
        conditions.cells = plan.cells
        var draft = CalibrationDraft(
            sensor: sensor, rawUnit: rawUnit, run: CalibrationRun(series: series, resolution: smallestStep, limits: limits),
            reference: reference, conditions: conditions, maximumDegree: plan.cells == nil ? 3 : 1, instrument: plan.instrument,
            note: note, validDays: validDays)
        if share == nil { draft.weights = plan.known.weights }
        return draft
    }

    // MARK: the file

    private func save() throws(CommandError) {
        try file.write { writer in
            writer.field("sensor", sensor)
            writer.field("key", plan.key)
            writer.field("rawUnit", rawUnit)
            writer.field("noise", noise)
            writer.field("resolution", resolution)
            writer.field("isBegun", isBegun)
            writer.field("creepChange", ifPresent: creep?.change)
            writer.field("creepPercent", ifPresent: creep?.percent)
            writer.field("creepEarlyPercent", ifPresent: creep?.earlyPercent)
            writer.array("steps") { writer in
                for step in done.indices {
                    writer.object { writer in
                        writer.field("done", done[step])
                        if let capture = captures[step] {
                            writer.field("reading", capture.reading)
                            writer.field("deviation", capture.deviation)
                            writer.field("samples", capture.samples)
                            writer.field("known", ifPresent: capture.known)
                        }
                    }
                }
            }
        }
    }

    /// Goes on with what the file holds; whether there was anything.
    mutating func resume() throws(CommandError) -> Bool {
        guard let object = try file.read() else { return false }
        let steps = object["steps"]?.array?.compactMap(\.object) ?? []
        guard object["key"]?.string == plan.key, object["sensor"]?.string == sensor, steps.count == done.count else {
            throw .data(
                "\(file.path) has another unfinished calibration; continue with its options, or start again with --fresh"
            )
        }
        rawUnit = object["rawUnit"]?.string ?? ""
        noise = object["noise"]?.number ?? 0
        resolution = object["resolution"]?.number ?? 0
        isBegun = object["isBegun"]?.bool ?? false
        if let change = object["creepChange"]?.number, let percent = object["creepPercent"]?.number {
            creep = CreepTest(change: change, percent: percent, earlyPercent: object["creepEarlyPercent"]?.number)
        }
        for (step, kept) in steps.enumerated() {
            done[step] = kept["done"]?.bool ?? false
            captures[step] = kept["reading"]?.number.map {
                Capture(
                    reading: $0, deviation: kept["deviation"]?.number ?? 0, samples: Int(clamping: kept["samples"]?.integer ?? 1),
                    known: kept["known"]?.number)
            }
        }
        return true
    }
}
