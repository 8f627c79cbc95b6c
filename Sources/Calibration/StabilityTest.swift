/// Watches live samples and says when a standing load may be captured.
///
/// Over the last ``Limits/window`` seconds it has the mean, the standard deviation (n − 1) and the slope of the straight line by least
/// squares. When deviation and slope have stayed within their limits for ``Limits/dwell`` seconds the state is ``State/stable``. A gap,
/// a saturated sample, a time that goes backwards or a value that is no number starts everything anew. Numbers are renewed ten times a
/// second of sample time; no clock is looked at.
public struct StabilityTest: Sendable {
    /// What counts as standing still, in raw units or in N, as the samples are.
    public struct Limits: Sendable, Hashable {
        /// Seconds that the numbers are of.
        public var window: Double
        /// Seconds for which the window must have been quiet; ISO 376 waits 30 s after a load.
        public var dwell: Double
        public var largestDeviation: Double
        /// Per second.
        public var largestSlope: Double

        public init(window: Double = 5, dwell: Double = 30, largestDeviation: Double, largestSlope: Double) {
            self.window = window.isFinite && window >= 0.5 && window <= 60 ? window : 5
            self.dwell = dwell.isFinite && dwell >= 0 ? dwell : 30
            self.largestDeviation = largestDeviation
            self.largestSlope = largestSlope
        }
    }

    public enum State: Sendable, Hashable {
        /// The window is not full yet.
        case filling
        /// Somebody touches it, or it swings.
        case noisy
        /// It creeps or still sinks in.
        case drifting
        /// Quiet, but not yet for long enough.
        case settling
        /// May be captured.
        case stable
        /// The last sample lay at a limit of the converter.
        case saturated
    }

    public struct Status: Sendable, Hashable {
        public var state: State
        /// NaN until two samples are there.
        public var mean: Double
        public var deviation: Double
        /// Per second.
        public var slope: Double
        public var samples: Int
        /// Seconds until it will be stable if it stays as quiet as the limits ask; 0 when stable.
        public var remaining: Double
    }

    public let limits: Limits
    public private(set) var status: Status
    private var times: [Double] = []
    private var values: [Double] = []
    private var first = 0
    private var quietSince: Double?
    private var renewed = -Double.infinity

    private static let largestCount = 1 << 17

    public init(limits: Limits) {
        self.limits = limits
        status = StabilityTest.empty(limits, .filling)
    }

    /// Takes a sample.
    ///
    /// - Parameters:
    ///   - value: raw units or N.
    ///   - time: seconds, rising.
    @discardableResult
    public mutating func add(_ value: Double, at time: Double, isSaturated: Bool = false) -> Status {
        guard !isSaturated, value.isFinite, time.isFinite else {
            restart()
            if isSaturated { status.state = .saturated }
            return status
        }
        if let last = times.last, !(time >= last && time - last <= limits.window / 2) || times.count - first >= Self.largestCount
        {
            restart()
        }
        times.append(time)
        values.append(value)
        if time - renewed >= 0.1 || renewed > time {
            renewed = time
            renew(at: time)
        }
        return status
    }

    /// Forgets all samples: the load was changed.
    public mutating func restart() {
        times.removeAll(keepingCapacity: true)
        values.removeAll(keepingCapacity: true)
        first = 0
        quietSince = nil
        renewed = -.infinity
        status = StabilityTest.empty(limits, .filling)
    }

    private static func empty(_ limits: Limits, _ state: State) -> Status {
        Status(
            state: state, mean: .nan, deviation: .nan, slope: .nan, samples: 0, remaining: limits.window + limits.dwell)
    }

    private mutating func renew(at time: Double) {
        while first < times.count, time - times[first] > limits.window { first += 1 }
        if first > max(times.count / 2, 1) {
            // One that is older than the window stays: it is the proof that the window is full.
            times.removeFirst(first - 1)
            values.removeFirst(first - 1)
            first = 1
        }
        guard let begin = times.first, times.count - first > 1 else { return }
        // One sample before the window counts as proof that it is full.
        let isFull = first > 0 || time - begin >= limits.window * (1 - 1e-9)
        measure()
        let cause = verdict
        if !isFull {
            quietSince = nil
            status.state = .filling
            status.remaining = limits.window - (time - times[first]) + limits.dwell
        } else if let cause {
            quietSince = nil
            status.state = cause
            status.remaining = limits.window + limits.dwell
        } else {
            let since = quietSince ?? time
            quietSince = since
            status.remaining = max(0, limits.dwell - (time - since))
            status.state = status.remaining > 0 ? .settling : .stable
        }
    }

    /// nil when quiet.
    private var verdict: State? {
        if !(status.deviation <= limits.largestDeviation) { return abs(status.slope) > limits.largestSlope ? .drifting : .noisy }
        return abs(status.slope) <= limits.largestSlope ? nil : .drifting
    }

    private mutating func measure() {
        let count = Double(times.count - first)
        // About the first value: a reading that never changes has a deviation of exactly 0.
        let base = values[first]
        var meanTime = 0.0
        var rest = 0.0
        for place in first..<times.count {
            meanTime += times[place] / count
            rest += (values[place] - base) / count
        }
        let mean = base + rest
        var square = 0.0
        var product = 0.0
        var spread = 0.0
        for place in first..<times.count {
            let time = times[place] - meanTime
            let value = values[place] - mean
            square += value * value
            product += time * value
            spread += time * time
        }
        status.samples = times.count - first
        status.mean = mean
        status.deviation = (square / (count - 1)).squareRoot()
        status.slope = spread > 0 ? product / spread : .nan
    }
}
