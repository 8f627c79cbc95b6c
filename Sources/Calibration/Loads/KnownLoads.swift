import Samples

/// The known loads of a calibration, a check or a test of a plate: masses at one place, or forces.
public struct KnownLoads: Sendable, Hashable {
    public let unit: LoadUnit
    public let gravity: LocalGravity
    /// Expanded uncertainty (k = 2) of each load, as a fraction of the load.
    public let relativeUncertainty: Double
    /// Of the masses, kg/m³.
    public let density: Double
    /// The weights that the loads are made of, where the station knows them.
    public let weights: [CertifiedWeight]
    private let combinations: WeightCombinations?

    public init(unit: LoadUnit, gravity: LocalGravity, relativeUncertainty: Double, density: Double) {
        self.unit = unit
        self.gravity = gravity
        self.relativeUncertainty = relativeUncertainty
        self.density = density
        weights = []
        combinations = nil
    }

    /// Loads made of these weights. The mass of a load is that of the weights that make it; the largest uncertainty and the lowest
    /// density apply to all loads.
    ///
    /// - Returns: nil when there is no weight, one of them twice, or the unit is one of force.
    public init?(unit: LoadUnit, gravity: LocalGravity, weights: [CertifiedWeight]) {
        guard unit.kilograms != nil, let worst = weights.map(\.weight.relativeUncertainty).max(),
            let lightest = weights.map(\.weight.density).min(), let combinations = WeightCombinations(weights)
        else { return nil }
        self.unit = unit
        self.gravity = gravity
        relativeUncertainty = worst
        density = lightest
        self.weights = weights
        self.combinations = combinations
    }

    /// The weights that make a load; nil when they are not known one by one, and when no combination of them makes it.
    public func combination(for load: Double) -> WeightCombinations.Combination? {
        unit.kilograms.flatMap { combinations?.making(abs(load) * $0) }
    }

    /// The first load that no combination of the weights makes, and the nearest that one makes; nil when each load can be made.
    public func impossible(_ loads: [Double]) -> (load: Double, nearest: WeightCombinations.Combination)? {
        guard let combinations, let kilograms = unit.kilograms else { return nil }
        return loads.first { combinations.making(abs($0) * kilograms) == nil }.map {
            ($0, combinations.nearest(to: abs($0) * kilograms))
        }
    }

    /// The force of a load, N: of a mass its weight, less the buoyancy of air. A negative load pulls the other way.
    ///
    /// Where the weights are known one by one, the mass is that of the weights that make the load, not what was typed.
    public func force(_ load: Double) -> Double {
        guard let kilograms = unit.kilograms, load != 0,
            let weight = Weight(
                kilograms: combination(for: load)?.mass ?? abs(load) * kilograms, relativeUncertainty: relativeUncertainty,
                density: density)
        else { return load * unit.newtons }
        return (load < 0 ? -1 : 1) * weight.force(gravity: gravity)
    }

    /// The uncertainty of their forces; nil when ``relativeUncertainty`` is not a share.
    public var reference: LoadReference? {
        guard unit.kilograms != nil else { return LoadReference(cellRelativeUncertainty: relativeUncertainty) }
        return Weight(kilograms: 1, relativeUncertainty: relativeUncertainty, density: density).flatMap {
            LoadReference(weights: [$0], gravity: gravity)
        }
    }
}

/// The unit of known loads.
public enum LoadUnit: String, Sendable, CaseIterable {
    case kilogram = "kg"
    case newton = "N"
    case kilonewton = "kN"
    case poundForce = "lbf"
    case pound = "lb"

    /// Kilograms in one; nil for a unit of force.
    public var kilograms: Double? {
        switch self {
        case .kilogram: 1
        case .pound: StandardForce.poundMass
        case .newton, .kilonewton, .poundForce: nil
        }
    }

    /// Newtons in one; for masses with standard gravity, for loads that are no weight.
    public var newtons: Double {
        switch self {
        case .kilogram: StandardForce.kilogram
        case .newton: 1
        case .kilonewton: 1000
        case .pound, .poundForce: StandardForce.pound
        }
    }
}
