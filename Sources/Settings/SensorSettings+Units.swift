public import Samples

/// The value of a raw unit.
extension SensorSettings {
    /// Newtons, or the unit of the kind, per raw unit: one number for all channels or one for each; nil when the value of a raw unit
    /// is unknown.
    ///
    /// `scale` when it is set. Otherwise it follows from `unit` if that is a unit of the quantity.
    public var valuePerUnit: [Double]? {
        if !scale.isEmpty { return scale }
        return unit.flatMap { Self.value(of: $0, kind) }.map { [$0] }
    }

    /// The value of a unit in the unit of a kind; nil for a unit of another quantity.
    public static func value(of unit: String, _ kind: SensorKind) -> Double? {
        switch kind {
        case .cell, .plate: newtons(per: unit)
        case .position: metres(per: unit)
        case .emg: millivolts(per: unit)
        case .pressure: kilopascals(per: unit)
        case .acceleration: metresPerSecondSquared(per: unit)
        }
    }

    /// Newtons in a unit of force, or in the weight of a unit of mass at standard gravity; nil for other units.
    public static func newtons(per unit: String) -> Double? {
        switch unit {
        case "N": 1
        case "kN": 1000
        case "mN": 0.001
        case "kgf", "kg": StandardForce.kilogram
        case "gf", "g": StandardForce.kilogram / 1000
        case "lbf": StandardForce.pound
        case "ozf", "oz": StandardForce.pound / 16
        default: nil
        }
    }

    private static func metres(per unit: String) -> Double? {
        switch unit {
        case "m": 1
        case "cm": 0.01
        case "mm": 0.001
        case "um", "µm": 1e-6
        case "in": 0.0254
        default: nil
        }
    }

    private static func millivolts(per unit: String) -> Double? {
        switch unit {
        case "mV": 1
        case "V": 1000
        case "uV", "µV": 0.001
        default: nil
        }
    }

    /// Conventional millimetre of mercury and pound per square inch (ISO 80000-4, NIST SP 811).
    private static func kilopascals(per unit: String) -> Double? {
        switch unit {
        case "kPa": 1
        case "Pa": 0.001
        case "hPa", "mbar": 0.1
        case "bar": 100
        case "psi": 6.894757293168
        case "mmHg": 0.133322387415
        default: nil
        }
    }

    private static func metresPerSecondSquared(per unit: String) -> Double? {
        switch unit {
        case "m/s2", "m/s²": 1
        case "g": StandardForce.kilogram
        case "mg": StandardForce.kilogram / 1000
        default: nil
        }
    }
}
