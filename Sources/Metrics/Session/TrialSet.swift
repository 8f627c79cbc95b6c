public import Samples

/// Repeated trials of one task, compared by one number of each (see <doc:RisesAndReleases>): the best, the mean of the best
/// three, their scatter, and the outliers.
public struct TrialSet: Sendable, Equatable {
    /// One trial: the number by which the set is judged (force at 100 ms or RFD 0–100), its flags, and its net peak, N.
    public struct Trial: Sendable, Equatable {
        public let value: Double?
        public let netPeak: Double?
        public let flags: HoldFlags
        public init(value: Double?, netPeak: Double?, flags: HoldFlags) {
            self.value = value
            self.netPeak = netPeak
            self.flags = flags
        }
    }

    /// A trial with one of these flags is stored and shown, but does not count: countermovement, slack impact, knock, and flags that
    /// mean that part of the force is hidden or cut off.
    public static var disqualifying: HoldFlags { EffortWatch.disqualifying }
    /// The share of the maximal force that an explosive trial must reach to count as a serious attempt (70 to 80 % are usual).
    public static let effort = 0.7
    /// Distance from the median, as a share of it, from which a trial is an outlier.
    public static let outlier = 0.1
    /// The least number of trials in a set.
    public static let least = 3

    /// Indices of the trials that count, in their order.
    public let valid: [Int]
    /// Indices of the valid trials that differ by more than 10 % from the median of all valid trials.
    public let outliers: [Int]
    private let values: [Double]

    /// With a maximal force, N, a trial also needs a net peak of 70 % of it.
    public init(_ trials: [Trial], maximalForce: Double? = nil) {
        var valid: [Int] = []
        var values: [Double] = []
        for (index, trial) in trials.enumerated() {
            guard let value = trial.value, value.isFinite, trial.flags.isDisjoint(with: Self.disqualifying) else { continue }
            if let maximalForce, maximalForce > 0, trial.netPeak ?? 0 < Self.effort * maximalForce { continue }
            valid.append(index)
            values.append(value)
        }
        self.valid = valid
        self.values = values
        let sorted = values.sorted()
        let middle = sorted.count / 2
        let median = sorted.isEmpty ? 0 : sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
        outliers = zip(valid, values).filter { abs($0.1 - median) > Self.outlier * abs(median) }.map(\.0)
    }

    /// The highest value. Throws `tooFew` below three valid trials, like the others.
    public func best() throws(NullReason) -> Double { try sorted()[0] }

    /// Mean of the three highest values.
    public func meanOfBestThree() throws(NullReason) -> Double { try sorted().prefix(3).reduce(0, +) / 3 }

    /// SD (n − 1) of all valid values in % of their mean.
    public func variation() throws(NullReason) -> Double {
        let values = try sorted()
        let count = Double(values.count)
        let mean = values.reduce(0, +) / count
        guard mean != 0 else { throw .divisionByZero }
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return 100 * (squares / (count - 1)).squareRoot() / abs(mean)
    }

    private func sorted() throws(NullReason) -> [Double] {
        guard values.count >= Self.least else { throw .tooFew }
        return values.sorted(by: >)
    }

    /// Best, mean of the best three, CV, number of valid trials and of outliers, as `MetricDefinition.trials` lists them; `unit` is
    /// that of the values.
    public func measurements(unit: MetricUnit) -> [Measurement] {
        var list = MeasurementList()
        list.add(.trialBest(unit)) { () throws(NullReason) in try best() }
        list.add(.trialMeanOfBest(unit)) { () throws(NullReason) in try meanOfBestThree() }
        list.add(.trialVariation) { () throws(NullReason) in try variation() }
        list.add(.trialCount, Double(valid.count))
        list.add(.trialOutliers, Double(outliers.count))
        return list.measurements
    }
}
