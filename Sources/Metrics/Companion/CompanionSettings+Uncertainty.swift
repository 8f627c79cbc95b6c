/// The uncertainty of a companion's numbers: what the settings state of its values.
extension CompanionSettings {
    /// The reason where nothing is stated.
    public static let notStated = "not_stated"
    /// What a data sheet says of a standing value covers no fast one.
    private static let dynamic = "dynamic"

    /// Expanded uncertainty of a value in the unit of its kind, √(U² + (p·v)²) (JCGM 100:2008, 5.1.2); nil when nobody has stated one.
    public func expanded(of value: Double) -> Double? {
        guard value.isFinite, uncertainty != nil || uncertaintyPercent != nil else { return nil }
        let (fixed, relative) = (uncertainty ?? 0, (uncertaintyPercent ?? 0) / 100 * value)
        return (fixed * fixed + relative * relative).squareRoot()
    }

    /// Adds U to each number that has one, and the reason to the others that are in the unit of the kind, or in another one of the same
    /// quantity.
    ///
    /// A difference of two values has √2 times the fixed part: what both have in common cancels, so this is on the safe side. Scatter has the
    /// relative part only, because a constant error cancels in it. The occlusion pressure and the maximum count as exact.
    public func addUncertainty(to result: inout HoldResult) {
        for index in result.measurements.indices { addUncertainty(to: &result.measurements[index]) }
    }

    private func addUncertainty(to measurement: inout Measurement) {
        guard let value = measurement.value else { return }
        let isQuantity = [.metre, .metrePerSecond, .millivolt, .kilopascal, .millimetreOfMercury, .metrePerSecondSquared]
            .contains(measurement.unit)
        guard isQuantity || measurement.name == "cuff_percent" else { return }
        guard uncertainty != nil || uncertaintyPercent != nil else {
            measurement.expandedReason = Self.notStated
            return
        }
        switch measurement.name {
        case "position_start", "cuff_pressure_mean", "cuff_pressure_peak": measurement.expanded = expanded(of: value)
        case "displacement", "position_range":
            var both = self
            both.uncertainty = uncertainty.map { $0 * 2.0.squareRoot() }
            measurement.expanded = both.expanded(of: value)
        case "cuff_pressure_mean_mmhg":
            let unit = Self.kilopascalsPerMillimetreOfMercury
            measurement.expanded = expanded(of: value * unit).map { $0 / unit }
        case "cuff_percent":
            measurement.expanded = occlusion.flatMap { occlusion in
                expanded(of: value / 100 * occlusion).map { 100 * $0 / occlusion }
            }
        case "emg_rms", "emg_rms_peak", "position_sd", "acceleration_sd":
            measurement.expanded = uncertaintyPercent.map { $0 / 100 * value }
            if uncertaintyPercent == nil { measurement.expandedReason = Self.dynamic }
        default: measurement.expandedReason = Self.dynamic
        }
    }
}
