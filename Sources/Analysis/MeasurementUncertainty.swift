public import Calibration
public import Metrics
public import Store

extension ForceUncertainty {
    /// Adds the uncertainty of the calibration to the numbers of a hold: U for each number that has one, and wider intervals for
    /// those that depend on the onset. If a force is outside the calibrated range, the interval remains that of the onset.
    public func addUncertainty(to result: inout HoldResult) {
        let netPeak = result["peak_force"]?.value.flatMap { peak in result["baseline_force"]?.value.map { peak - $0 } }
        for index in result.measurements.indices {
            addUncertainty(to: &result.measurements[index])
            if let part = CalibratedForce(behind: result.measurements[index], netPeak: netPeak),
                case .success(let expanded) = expandedUncertainty(ofMeasured: part.force)
            {
                result.measurements[index].widen(by: expanded * part.sensitivity)
            }
        }
    }

    /// Adds the uncertainty of the calibration to one number of a hold.
    ///
    /// A calibration with standing loads is valid for standing forces, and for the mean of several. For a difference of two
    /// forces of one hold, U of the difference is used: a common error, above all of the zero, cancels, so this is on the safe
    /// side. The calibration gives no uncertainty for rates, impulses, scatter and tremor: they get the reason `dynamic`.
    func addUncertainty(to measurement: inout Measurement) {
        guard let value = measurement.value else { return }
        switch measurement.unit {
        case .newton where MetricDefinition.named(measurement.name)?.isStandingForce == true:
            switch expandedUncertainty(ofMeasured: value) {
            case .success(let expanded): measurement.expanded = expanded
            case .failure(let gap): measurement.expandedReason = gap.name
            }
        case .newton, .newtonPerSecond, .newtonSecond, .newtonSquaredPerHertz: measurement.expandedReason = "dynamic"
        default: return
        }
    }
}

extension StoredHold {
    /// Adds the uncertainty of the calibrations to the numbers that the sensors have together: to the asymmetries that of both
    /// sides. A calibration with standing loads gives none for scatter and impulses.
    public mutating func addSetUpUncertainty() {
        guard sensors.contains(where: { $0.result.measurements.contains { $0.expanded != nil } }) else { return }
        for index in setUpNumbers.indices {
            let number = setUpNumbers[index]
            guard number.measurement.value != nil else { continue }
            switch number.measurement.name {
            case "asymmetry_peak":
                setUpNumbers[index].measurement.expanded = asymmetryUncertainty(number.sensors, "peak_net_force")
            case "asymmetry_plateau":
                setUpNumbers[index].measurement.expanded = asymmetryUncertainty(number.sensors, "plateau_net_mean")
            default:
                if [.newton, .newtonPerSecond, .newtonSecond].contains(number.measurement.unit) {
                    setUpNumbers[index].measurement.expandedReason = "dynamic"
                }
            }
        }
    }

    /// - Parameter force: the number of each side from which the asymmetry is computed.
    private func asymmetryUncertainty(_ names: [String], _ force: String) -> Double? {
        let sides = names.compactMap { name in sensors.first { $0.sensor == name }?.result[force] }
        guard sides.count == 2, let right = sides[0].value, let left = sides[1].value, let ofRight = sides[0].expanded,
            let ofLeft = sides[1].expanded
        else { return nil }
        return Asymmetry(left: left, right: right).bilateralHalfWidth(left: ofLeft, right: ofRight)
    }
}
