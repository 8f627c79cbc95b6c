/// A mass that hangs on the cell or lies on the plate, with the specification of its maker.
public struct Weight: Sendable, Hashable {
    /// kg.
    public let mass: Double
    /// Expanded uncertainty (k = 2), or a tolerance that was checked, as a fraction of the mass.
    public let relativeUncertainty: Double
    /// kg/m³: steel 7850, cast iron 7150, brass 8400.
    public let density: Double

    /// Density of air at 20 °C, 1013 hPa and 50 % humidity, kg/m³ (OIML R 111-1:2004 reference value). Weather and 1000 m of
    /// height change it by 10 %, which is 0.0015 % of the force.
    public static let referenceAirDensity = 1.2

    /// nil when the mass is not positive and finite, the uncertainty is negative, or the density is below that of water.
    public init?(kilograms mass: Double, relativeUncertainty: Double, density: Double = 7850) {
        guard mass > 0, mass < 1e6, relativeUncertainty >= 0, relativeUncertainty < 1, density >= 1000, density < 25_000 else {
            return nil
        }
        self.mass = mass
        self.relativeUncertainty = relativeUncertainty
        self.density = density
    }

    /// The force that the weight actually exerts: m·g·(1 − ρ_air/ρ), N.
    ///
    /// - Parameter airDensity: kg/m³; for values outside 0.7 … 1.5 the reference value is used.
    public func force(gravity: LocalGravity, airDensity: Double = Weight.referenceAirDensity) -> Double {
        let air = airDensity >= 0.7 && airDensity <= 1.5 ? airDensity : Weight.referenceAirDensity
        return mass * gravity.value * (1 - air / density)
    }
}
