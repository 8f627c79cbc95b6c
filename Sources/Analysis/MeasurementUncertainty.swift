public import Calibration
public import Metrics

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
