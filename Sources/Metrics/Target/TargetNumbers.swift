import Filtering

/// The numbers of a hold with a target: from the first time that net force is within 5 % of the target (or in the corridor) to
/// half a second before the release, because the release does not follow the target.
struct TargetNumbers {
    /// Failure: below the target (the corridor's lower end) by 5 % of the maximum for two seconds without interruption.
    static let failureShare = 0.05
    static let failureSeconds = 2.0
    /// The shortest time for which a target counts as followed, s.
    static let least = 1.0

    private let context: HoldContext
    private let series: Result<(values: [Double], rate: Double), NullReason>

    init(_ metrics: ExplosiveMetrics?, context: HoldContext, refusal: NullReason?) {
        self.context = context
        do throws(NullReason) {
            guard let target = context.target else { throw .noTarget }
            guard refusal == nil, let metrics else { throw refusal ?? .noBaseline }
            series = .success(try Self.followed(metrics, target))
        } catch {
            series = .failure(error)
        }
    }

    /// Uniformly resampled force over the level of rest, from the moment at which the target was reached.
    private static func followed(
        _ metrics: ExplosiveMetrics, _ target: TargetForce
    ) throws(NullReason) -> (values: [Double], rate: Double) {
        let curve = metrics.curve
        guard RateRule.meets(curve.rate, RateRule.lowest) else { throw .rateTooLow }
        let hasCorridor = target.corridor.lowerBound < target.corridor.upperBound
        let range = hasCorridor ? target.corridor : 0.95 * target.force...1.05 * target.force
        var first = curve.index(atOrAfter: metrics.start)
        while first < curve.time.count, !range.contains(curve.force[first] - metrics.rest) { first += 1 }
        var last = first
        while last < curve.time.count, curve.time[last] <= metrics.end - Plateau.trim { last += 1 }
        guard first < last else { throw .noCrossing }
        guard curve.time[last - 1] - curve.time[first] >= least else { throw .holdTooShort }
        guard !curve.hasHole(from: curve.time[first], to: curve.time[last - 1], longerThan: PlateauNumbers.bridgedBySteadiness)
        else { throw .gapInside }
        let net = curve.force[first..<last].map { $0 - metrics.rest }
        guard let grid = UniformSeries(time: Array(curve.time[first..<last]), values: net, rate: curve.rate) else {
            throw .gapInside
        }
        return (grid.values, grid.rate)
    }

    /// Appends every number of `MetricDefinition.target`, in that order.
    func add(to list: inout MeasurementList) {
        func tracking(_ value: (Tracking, TargetForce) -> Double) throws(NullReason) -> Double {
            let values = try series.get().values
            guard let target = context.target, let tracking = Tracking(values, target: target) else { throw .noTarget }
            return value(tracking, target)
        }
        list.add(.trackingError) { () throws(NullReason) in try tracking { found, _ in found.rootMeanSquare } }
        list.add(.trackingRelativeError) { () throws(NullReason) in
            try tracking { found, target in 100 * found.rootMeanSquare / target.force }
        }
        list.add(.trackingDistance) { () throws(NullReason) in try tracking { found, _ in found.meanDistance } }
        list.add(.trackingBias) { () throws(NullReason) in try tracking { found, _ in found.bias } }
        list.add(.trackingWithin5) { () throws(NullReason) in try tracking { found, _ in 100 * found.within5 } }
        list.add(.trackingWithin10) { () throws(NullReason) in try tracking { found, _ in 100 * found.within10 } }
        list.add(.trackingInside) { () throws(NullReason) in
            guard let corridor = context.target?.corridor else { throw .noTarget }
            guard corridor.lowerBound < corridor.upperBound else { throw .noTarget }
            return try tracking { found, _ in 100 * found.inside }
        }
        list.add(.timeToFailure) { () throws(NullReason) in try timeToFailure() }
    }

    /// The time from reaching the target to the beginning of the two seconds, s. Throws `noFailure` when the target was held to
    /// the end.
    private func timeToFailure() throws(NullReason) -> Double {
        let (values, rate) = try series.get()
        guard let maximum = context.usableMaximum else { throw .noMaximalForce }
        guard let target = context.target else { throw .noTarget }
        let level = target.corridor.lowerBound - Self.failureShare * maximum
        let needed = Self.failureSeconds * rate
        var below = 0
        for (index, value) in values.enumerated() {
            below = value < level ? below + 1 : 0
            if Double(below) >= needed { return Double(index + 1 - below) / rate }
        }
        throw .noFailure
    }
}
