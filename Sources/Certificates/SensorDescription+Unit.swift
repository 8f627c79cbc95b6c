import Calibration
import Metrics
import Samples

/// A sensor that nobody has calibrated shows its raw unit, never newtons.
extension SensorDescription {
    /// The unit of its values: newtons or the unit of its kind, or the raw unit of a sensor that nobody has calibrated.
    public var unit: String {
        guard calibration.state == .none else { return kind.unit }
        let summed = calibration.channels.trailingZeroBitCount
        return rawUnits.indices.contains(summed) ? rawUnits[summed] : rawUnits.first ?? ""
    }

    /// The unit that replaces newtons, or the unit of its kind, in the numbers of holds: "N" when nothing is replaced.
    public var numberUnit: String { calibration.state == .none ? unit : SensorKind.cell.unit }
}
