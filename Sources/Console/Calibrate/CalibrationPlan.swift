import Calibration
import Samples

/// What is to be put on a sensor, in which order. Pure.
struct CalibrationPlan {
    /// What the technician does next.
    enum Step: Equatable {
        /// On and off again without being written down.
        case preload(load: Double)
        case point(series: Int, load: Double)
        /// On for five minutes.
        case creep(load: Double)
    }

    /// In the unit of the loads; ascending, or as they are to be put on.
    let loads: [Double]
    let known: KnownLoads
    let mountings: SeriesMountings
    let preloads: Int
    /// At the end, with the highest load.
    let measuresCreep: Bool
    /// A calibrated cell under the same load, which says the forces; those of the plan are then only about right.
    let referenceName: String?
    /// Of a sensor of several channels: what its sum is made with.
    var cells: CellConditions?
    let steps: [Step]
    /// What the technician does to the sensor before a step.
    let changes: [Int: String]

    init(
        loads: [Double], known: KnownLoads, mountings: SeriesMountings, preloads: Int, onlyAscending: Bool,
        measuresCreep: Bool = false, referenceName: String? = nil, cells: CellConditions? = nil
    ) {
        self.cells = cells
        let isRising = zip(loads, loads.dropFirst()).allSatisfy { $0 < $1 }
        // Up and down, unless somebody wrote the whole way.
        let unloading = isRising && !onlyAscending ? Array(loads.dropLast().reversed()) : []
        self.loads = loads
        self.known = known
        self.mountings = mountings
        self.preloads = preloads
        self.measuresCreep = measuresCreep
        self.referenceName = referenceName
        let top = loads.max { abs($0) < abs($1) } ?? 0
        var steps: [Step] = []
        var changes: [Int: String] = [:]
        for number in 0..<mountings.count {
            changes[steps.count] = mountings.change(before: number)
            for _ in 0..<mountings.preloads(before: number, of: preloads) {
                steps += [.preload(load: top), .preload(load: 0)]
            }
            // Without unloading the zero at the end is still read: it shows how far the sensor returns.
            let back = mountings.isUnloaded(number) ? unloading : unloading.suffix(1)
            steps += (loads + back).map { .point(series: number, load: $0) }
        }
        if measuresCreep { steps.append(.creep(load: top)) }
        self.steps = steps
        self.changes = changes
    }

    /// Differs when another calibration was begun: then it cannot be gone on with.
    var key: String {
        "\(loads) \(known.unit.rawValue) \(steps.count) \(mountings.isRemounted) "
            + (mountings.text.map { $0 + " " } ?? "") + "\(known.gravity.value) \(known.relativeUncertainty) "
            + "\(known.density) \(measuresCreep) \(referenceName ?? "")"
            + known.weights.map { " \($0.serial) \($0.weight.mass)" }.joined()
            + (cells.map { " \($0.channels) \($0.cornerTest ?? "")" } ?? "")
    }

    /// What the forces come from, for people.
    var instrument: String {
        let highest = loads.max() ?? 0
        if let referenceName { return "the cell \(referenceName), up to about \(highest) \(known.unit.rawValue)" }
        return known.instrument(upTo: highest)
    }
}

extension KnownLoads {
    /// The weights that make a load, for people; empty where they are not known one by one.
    func names(of load: Double) -> String {
        guard let serials = combination(for: load)?.serials, !serials.isEmpty else { return "" }
        return " (\(serials.joined(separator: " + ")))"
    }

    /// What the forces come from, for people.
    func instrument(upTo highest: Double) -> String {
        let share = Digits.uncertainty(relativeUncertainty * 100)
        let g = "\(Digits.text(gravity.value, expanded: gravity.halfWidth)) m/s² ± \(Digits.uncertainty(gravity.halfWidth))"
        let names = weights.isEmpty ? "" : weights.map(\.serial).joined(separator: ", ") + " "
        return unit.kilograms != nil
            ? "weights \(names)up to \(highest) \(unit.rawValue) ± \(share) %, g = \(g)"
            : "known forces up to \(highest) \(unit.rawValue) ± \(share) %"
    }
}
