/// The source of the known forces and their uncertainty: everything that all points of a calibration have in common.
///
/// Uncertainties are relative, because an error of gravity or of the set of weights is the same share of the force at each
/// point and cannot be averaged out.
public struct LoadReference: Sendable, Hashable {
    /// Expanded uncertainty (k = 2) of the weights or of the reference cell, as a fraction of the force.
    public let relativeUncertainty: Double
    /// Half width of local gravity as a fraction of the force; nil for a reference cell, which is calibrated in newtons.
    public let gravityHalfWidth: Double?
    /// Half width of the buoyancy correction as a fraction of the force; nil for a reference cell.
    public let buoyancyHalfWidth: Double?

    /// From the numbers of a record; nil when one of them is not a valid share.
    public init?(relativeUncertainty: Double, gravityHalfWidth: Double?, buoyancyHalfWidth: Double?) {
        let shares = [relativeUncertainty, gravityHalfWidth ?? 0, buoyancyHalfWidth ?? 0]
        guard shares.allSatisfy({ $0 >= 0 && $0 <= 1 }) else { return nil }
        self.relativeUncertainty = relativeUncertainty
        self.gravityHalfWidth = gravityHalfWidth
        self.buoyancyHalfWidth = buoyancyHalfWidth
    }

    /// A set of weights in local gravity. The buoyancy half width is 10 % of the correction.
    ///
    /// - Returns: nil when there is no weight.
    public init?(weights: [Weight], gravity: LocalGravity) {
        guard let worst = weights.map(\.relativeUncertainty).max(), let density = weights.map(\.density).min() else { return nil }
        relativeUncertainty = worst
        gravityHalfWidth = gravity.halfWidth / gravity.value
        buoyancyHalfWidth = 0.1 * Weight.referenceAirDensity / density
    }

    /// A reference cell with its own expanded uncertainty (k = 2), as a fraction of the force; nil when it is negative or above
    /// 1.
    public init?(cellRelativeUncertainty: Double) {
        guard cellRelativeUncertainty >= 0, cellRelativeUncertainty <= 1 else { return nil }
        relativeUncertainty = cellRelativeUncertainty
        gravityHalfWidth = nil
        buoyancyHalfWidth = nil
    }
}

extension LoadReference {
    /// The lines of an uncertainty budget for a force, N.
    func components(at force: Double) -> [UncertaintyComponent] {
        let size = abs(force)
        var lines = [UncertaintyComponent(.reference, expanded: relativeUncertainty * size)]
        if let width = gravityHalfWidth { lines.append(UncertaintyComponent(.gravity, halfWidth: width * size)) }
        if let width = buoyancyHalfWidth { lines.append(UncertaintyComponent(.buoyancy, halfWidth: width * size)) }
        return lines
    }
}
