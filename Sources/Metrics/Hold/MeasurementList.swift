/// Collects the numbers of a hold; names and units come only from their definitions.
struct MeasurementList {
    private(set) var measurements: [Measurement] = []

    mutating func add(_ measurement: Measurement) { measurements.append(measurement) }

    mutating func add(_ definition: MetricDefinition, _ value: Double, lower: Double? = nil, upper: Double? = nil) {
        measurements.append(Measurement(definition.name, definition.unit, value, lower: lower, upper: upper))
    }

    mutating func add(_ definition: MetricDefinition, null reason: NullReason) {
        measurements.append(Measurement(definition.name, definition.unit, null: reason))
    }

    /// Adds a value, or the reason when there is none.
    mutating func add(_ definition: MetricDefinition, _ value: Double?, otherwise reason: NullReason) {
        if let value { add(definition, value) } else { add(definition, null: reason) }
    }

    /// Adds the computed value, or the reason that the computation throws.
    mutating func add(_ definition: MetricDefinition, computed: () throws(NullReason) -> Double) {
        do {
            add(definition, try computed())
        } catch {
            add(definition, null: error)
        }
    }
}
