import Calibration
import Interface

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
    let unit: LoadUnit
    let series: Int
    let preloads: Int
    /// Each series is a mounting of its own.
    let isRemounted: Bool
    let gravity: LocalGravity
    /// Share of the load, k = 2.
    let loadUncertainty: Double
    let density: Double
    /// At the end, with the highest load.
    let measuresCreep: Bool
    /// A calibrated cell under the same load, which says the forces; those of the plan are then only about right.
    let referenceName: String?
    /// Of a sensor of several channels: what its sum is made with.
    let cells: CellConditions?
    let steps: [Step]

    init(
        loads: [Double], unit: LoadUnit, series: Int, preloads: Int, isRemounted: Bool, onlyAscending: Bool,
        gravity: LocalGravity,
        loadUncertainty: Double, density: Double, measuresCreep: Bool = false,
        referenceName: String? = nil, cells: CellConditions? = nil
    ) {
        self.cells = cells
        let isRising = zip(loads, loads.dropFirst()).allSatisfy { $0 < $1 }
        // Up and down, unless somebody wrote the whole way.
        let way = isRising && !onlyAscending ? loads + loads.dropLast().reversed() : loads
        self.loads = loads
        self.unit = unit
        self.series = series
        self.preloads = preloads
        self.isRemounted = isRemounted
        self.gravity = gravity
        self.loadUncertainty = loadUncertainty
        self.density = density
        self.measuresCreep = measuresCreep
        self.referenceName = referenceName
        let top = loads.max { abs($0) < abs($1) } ?? 0
        var steps: [Step] = []
        for number in 0..<series {
            if number == 0 || isRemounted {
                for _ in 0..<preloads { steps += [.preload(load: top), .preload(load: 0)] }
            }
            steps += way.map { .point(series: number, load: $0) }
        }
        if measuresCreep { steps.append(.creep(load: top)) }
        self.steps = steps
    }

    /// The force of a load, N.
    func force(_ load: Double) -> Double {
        guard unit == .kilogram, load != 0,
            let weight = Weight(kilograms: abs(load), relativeUncertainty: loadUncertainty, density: density)
        else { return load * unit.newtons }
        return (load < 0 ? -1 : 1) * weight.force(gravity: gravity)
    }

    var reference: LoadReference? {
        guard unit == .kilogram else { return LoadReference(cellRelativeUncertainty: loadUncertainty) }
        return Weight(kilograms: 1, relativeUncertainty: loadUncertainty, density: density).flatMap {
            LoadReference(weights: [$0], gravity: gravity)
        }
    }

    /// Differs when another calibration was begun: then it cannot be gone on with.
    var key: String {
        "\(loads) \(unit.rawValue) \(steps.count) \(isRemounted) \(gravity.value) \(loadUncertainty) \(density) \(measuresCreep) \(referenceName ?? "")"
            + (cells.map { " \($0.channels) \($0.cornerTest ?? "")" } ?? "")
    }

    /// What the forces come from, for people.
    var instrument: String {
        if let referenceName { return "the cell \(referenceName), up to about \(loads.max() ?? 0) \(unit.rawValue)" }
        let share = Digits.text(loadUncertainty * 100, digits: 3)
        return unit == .kilogram
            ? "weights up to \(loads.max() ?? 0) kg ± \(share) %, g = \(gravity.value) m/s² ± \(gravity.halfWidth)"
            : "known forces up to \(loads.max() ?? 0) \(unit.rawValue) ± \(share) %"
    }
}

/// The unit of loads on the command line.
enum LoadUnit: String, CaseIterable {
    case kilogram = "kg"
    case newton = "N"
    case kilonewton = "kN"
    case pound = "lbf"

    /// Newtons in one; for kilograms of standard gravity, which only replaces the local one where no weight can be had.
    var newtons: Double {
        switch self {
        case .kilogram: 9.80665
        case .newton: 1
        case .kilonewton: 1000
        case .pound: ForceUnit.pound.newtons
        }
    }
}
