import Calibration
import Metrics

extension ForceUncertainty {
    /// What the calibration makes of the doubt in the numbers of a hold: U of each where there is one, and wider intervals of those that
    /// are counted from its onset. Where a force lies outside of what was calibrated, the interval stays that of the onset.
    func addUncertainty(to result: inout HoldResult) {
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

    /// What the calibration makes of the doubt in a number of a hold.
    ///
    /// A calibration with standing loads speaks of standing forces, and of the mean of some. For a difference of two forces of one
    /// hold U of the difference is taken: what is the same in both, the zero above all, cancels, so that this is on the safe side. Of
    /// rates, impulses, scatter and tremor it says nothing: they get the reason `dynamic`.
    func addUncertainty(to measurement: inout Measurement) {
        guard let value = measurement.value else { return }
        switch measurement.unit {
        case .newton where Self.isForce(measurement.name):
            switch expandedUncertainty(ofMeasured: value) {
            case .success(let expanded): measurement.expanded = expanded
            case .failure(let gap): measurement.expandedReason = gap.name
            }
        case .newton, .newtonPerSecond, .newtonSecond, .newtonSquaredPerHertz: measurement.expandedReason = "dynamic"
        default: return
        }
    }

    /// Forces at a moment, means of forces, and differences of such; anything else in newtons is a scatter.
    private static func isForce(_ name: String) -> Bool {
        name.hasPrefix("force_") || name.hasPrefix("mvc_")
            || ["peak_force", "peak_net_force", "plateau_mean", "plateau_net_mean", "rest_force", "baseline_force"].contains(name)
    }
}
