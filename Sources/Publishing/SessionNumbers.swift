import Metrics
import Samples
import Store

/// Numbers over the holds of a session, for each sensor: trial sets by force at 100 ms, by RFD 0–100 ms and by strength, the RFD
/// scaling factor, and the critical force of an all-out test or of holds to failure.
struct SessionNumbers {
    /// Numbers of one sensor over the listed holds.
    struct Group {
        var sensor: String
        /// The unit of the forces. Holds from before a calibration are in raw units, and are a group of their own.
        var unit: String
        /// The number by which trials are judged; for the scaling factor, the number of the rates.
        var judgedBy: String
        /// Every hold of the sensor, the valid ones, and the outliers among these.
        var holds: [Int64]
        var valid: [Int64]
        var outliers: [Int64]
        var measurements: [Measurement]
        /// The records from which the newtons of the holds come, each once.
        var calibrations: [String] = []
    }

    /// Holds with the same source can be combined.
    private struct Source: Hashable {
        var sensor: String
        var unit: String
        /// The athlete's maximal force.
        var maximum: Double?
    }

    private typealias Part = (hold: Int64, result: HoldResult)

    private static let judges: [(name: String, unit: MetricUnit)] = [
        ("force_100", .newton), ("rfd_0_100", .newtonPerSecond), ("mvc_500", .newton),
    ]

    let groups: [Group]

    /// - Parameters:
    ///   - maxima: the athlete's maximal force by sensor, N.
    ///   - isAllOut: each hold was a repetition of an all-out test, so there is a critical force.
    ///   - failures: the athlete's holds to failure in this position, of this session and earlier ones; nil when the disk has
    ///     changed which they are.
    init(_ holds: [StoredHold], maxima: [String: Double], isAllOut: Bool, failures: [StoredHold]? = []) {
        let isAltered = failures == nil || holds.contains(where: \.isAltered)
        let failures = failures ?? holds
        let (sources, parts) = Self.parts(of: holds, maxima)
        let (failed, failedParts) = Self.parts(of: failures, maxima)
        let found =
            sources.flatMap { source in
                let parts = parts[source] ?? []
                return Self.judges.map { Self.trials(parts, of: source, by: $0.name, $0.unit) }
                    + [Self.scaling(parts, of: source)]
                    + (isAllOut ? [Self.criticalForce(parts, of: source)] : [])
            } + failed.compactMap { Self.constantForce(failedParts[$0] ?? [], of: $0) }
        groups = found.map { isAltered ? Self.altered($0) : Self.calibrated($0, holds + failures) }
    }

    /// Numbers over holds of which one is unknown would be those of other holds.
    private static func altered(_ group: Group) -> Group {
        var group = group
        group.measurements = group.measurements.map { Measurement($0.name, $0.unit, null: .alteredOnDisk) }
        return group
    }

    /// Adds the records of its holds. The U of each hold is not a U of a number over several holds.
    private static func calibrated(_ group: Group, _ holds: [StoredHold]) -> Group {
        var group = group
        for hold in holds where group.holds.contains(hold.number) {
            for part in hold.sensors where part.sensor == group.sensor && part.unit == group.unit {
                if let id = part.calibrationID, !group.calibrations.contains(id) { group.calibrations.append(id) }
            }
        }
        guard !group.calibrations.isEmpty else { return group }
        for index in group.measurements.indices where group.measurements[index].value != nil {
            switch group.measurements[index].unit {
            case .newton, .newtonPerSecond, .newtonSecond: group.measurements[index].expandedReason = "several_holds"
            default: continue
            }
        }
        return group
    }

    /// Parts of holds by sensor and unit, in the order of first appearance.
    private static func parts(of holds: [StoredHold], _ maxima: [String: Double]) -> ([Source], [Source: [Part]]) {
        var sources: [Source] = []
        var parts: [Source: [Part]] = [:]
        for hold in holds {
            for part in hold.sensors {
                // The maximum is known in newtons only.
                let source = Source(
                    sensor: part.sensor, unit: part.unit, maximum: part.unit == "N" ? maxima[part.sensor] : nil)
                if parts[source] == nil { sources.append(source) }
                parts[source, default: []].append((hold.number, part.result))
            }
        }
        return (sources, parts)
    }

    private static func trials(_ parts: [Part], of source: Source, by name: String, _ unit: MetricUnit) -> Group {
        let set = TrialSet(
            parts.map {
                TrialSet.Trial(
                    value: $0.result[name]?.value, netPeak: $0.result["peak_net_force"]?.value, flags: $0.result.flags)
            }, maximalForce: source.maximum)
        return Group(
            sensor: source.sensor, unit: source.unit, judgedBy: name, holds: parts.map(\.hold),
            valid: set.valid.map { parts[$0].hold },
            outliers: set.outliers.map { parts[$0].hold }, measurements: set.measurements(unit: unit))
    }

    private static func criticalForce(_ parts: [Part], of source: Source) -> Group {
        var valid: [Int64] = []
        var repetitions: [CriticalForce.Repetition] = []
        for (hold, result) in parts {
            guard let force = result["mean_net_force"]?.value, let seconds = result["duration"]?.value else { continue }
            valid.append(hold)
            repetitions.append(CriticalForce.Repetition(meanForce: force, duration: seconds))
        }
        return Group(
            sensor: source.sensor, unit: source.unit, judgedBy: "mean_net_force", holds: parts.map(\.hold), valid: valid,
            outliers: [],
            measurements: CriticalForce.measurements(allOut: repetitions))
    }

    /// Holds at constant force until the task failed: the mean of the plateau, and the time to failure. Nil without any.
    private static func constantForce(_ parts: [Part], of source: Source) -> Group? {
        let failed = parts.filter { $0.result["time_to_failure"]?.value != nil }
        guard !failed.isEmpty else { return nil }
        var valid: [Int64] = []
        var trials: [CriticalForce.Trial] = []
        for (hold, result) in failed where result.flags.isDisjoint(with: TrialSet.disqualifying) {
            guard let force = result["plateau_net_mean"]?.value, let seconds = result["time_to_failure"]?.value else { continue }
            valid.append(hold)
            trials.append(CriticalForce.Trial(force: force, timeToFailure: seconds))
        }
        return Group(
            sensor: source.sensor, unit: source.unit, judgedBy: "time_to_failure", holds: failed.map(\.hold), valid: valid,
            outliers: [], measurements: CriticalForce.measurements(trials: trials))
    }

    private static func scaling(_ parts: [Part], of source: Source) -> Group {
        var valid: [Int64] = []
        var pulses: [RateScaling.Pulse] = []
        for (hold, result) in parts where result.flags.isDisjoint(with: TrialSet.disqualifying) {
            guard let force = result["peak_net_force"]?.value, let rate = result["peak_rfd_20"]?.value else { continue }
            valid.append(hold)
            pulses.append(RateScaling.Pulse(force: force, rate: rate))
        }
        return Group(
            sensor: source.sensor, unit: source.unit, judgedBy: "peak_rfd_20", holds: parts.map(\.hold), valid: valid,
            outliers: [],
            measurements: RateScaling.measurements(pulses, maximalForce: source.maximum))
    }
}
