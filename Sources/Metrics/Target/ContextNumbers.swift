/// Strength relative to the athlete, and the time in each zone of the athlete's maximum.
enum ContextNumbers {
    /// Appends peak and strength relative to the athlete's body mass and maximum, computed from values that are already in the
    /// list.
    static func addRelativeStrength(to list: inout MeasurementList, context: HoldContext) {
        func add(_ definition: MetricDefinition, _ absolute: MetricDefinition, per divisor: Double?, otherwise: NullReason) {
            guard let divisor else {
                list.add(definition, null: otherwise)
                return
            }
            let found = list.measurements.last { $0.name == absolute.name }
            list.add(definition, found?.value.map { $0 / divisor }, otherwise: found?.reason ?? .noBaseline)
        }
        add(.peakPerMass, .peakNetForce, per: context.usableMass, otherwise: .noBodyMass)
        add(.strengthPerMass, .strength("500"), per: context.usableMass, otherwise: .noBodyMass)
        add(.strengthPercent, .strength("500"), per: context.usableMaximum.map { $0 / 100 }, otherwise: .noMaximalForce)
    }

    /// Appends every number of `MetricDefinition.zones`. Gaps count for no zone.
    static func addZones(
        to list: inout MeasurementList, metrics: ExplosiveMetrics?, context: HoldContext, from start: Double?,
        refusal: NullReason?
    ) {
        do throws(NullReason) {
            guard refusal == nil, let metrics else { throw refusal ?? .noBaseline }
            guard let maximum = context.usableMaximum else { throw .noMaximalForce }
            let curve = metrics.curve
            let longest = ForceCurve.holePeriods / curve.rate
            var tracker = ZoneTracker()
            var index = max(1, curve.index(atOrAfter: max(start ?? metrics.start, metrics.start)))
            while index < curve.time.count, curve.time[index] <= metrics.end {
                let step = curve.time[index] - curve.time[index - 1]
                if step <= longest {
                    _ = tracker.push(100 * (curve.force[index] - metrics.rest) / maximum, seconds: step)
                }
                index += 1
            }
            for zone in ForceZone.allCases { list.add(.zoneTime(zone), tracker.time(in: zone)) }
        } catch {
            for definition in MetricDefinition.zones { list.add(definition, null: error) }
        }
    }
}
