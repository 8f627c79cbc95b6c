/// Observes live samples and reports when a static load may be captured.
///
/// Over the last ``Limits/window`` seconds it computes the mean, the standard deviation (n − 1) and the slope of the
/// least-squares straight line. When deviation and slope have stayed within their limits for ``Limits/dwell`` seconds, the
/// state is ``State/stable``. A gap, a saturated sample, a time that goes backwards or a value that is not finite restarts the
/// test. Numbers are updated ten times per second of sample time; no clock is read.
///
/// A reading that changes between two neighbouring steps of the converter stands still, whatever deviation and slope say of so few
/// steps. Two values are neighbouring when no smaller step is known, or when the reading returns from one to the other.
public struct StabilityTest: Sendable {
    /// The limits for a steady load, in raw units or in N, as the samples.
    public struct Limits: Sendable, Hashable {
        /// Length of the window over which the numbers are computed, seconds.
        public var window: Double
        /// Time for which the window must have been quiet, seconds; ISO 376 waits 30 s after a load change.
        public var dwell: Double
        public var largestDeviation: Double
        /// Per second.
        public var largestSlope: Double
        /// The smallest step of the readings; 0 when it is not known.
        public var resolution = 0.0
        /// The largest distance of two values that may be one step of the converter when its resolution is not known; 0: none may.
        public var coarsestStep = 0.0

        /// Outside 0.5 … 60 s the window is 5 s; a dwell that is no time is 30 s.
        public init(window: Double, dwell: Double, largestDeviation: Double, largestSlope: Double) {
            self.window = window.isFinite && window >= 0.5 && window <= 60 ? window : 5
            self.dwell = dwell.isFinite && dwell >= 0 ? dwell : 30
            self.largestDeviation = largestDeviation
            self.largestSlope = largestSlope
        }

        /// A load stands still when it scatters by no more than four times the noise of the sensor, a ten-thousandth of the
        /// span or its resolution, and creeps by no more than a third of that in the window.
        ///
        /// - Parameters:
        ///   - noise: the scatter of the unloaded sensor.
        ///   - span: the reading of the load, of either sign.
        ///   - resolution: the smallest step of the readings.
        public init(window: Double, dwell: Double, noise: Double, span: Double, resolution: Double) {
            let deviation = max(4 * noise, 1e-4 * abs(span), resolution)
            self.init(window: window, dwell: dwell, largestDeviation: deviation, largestSlope: 0)
            largestSlope = deviation / 3 / self.window
            self.resolution = resolution
            // A converter whose step is more than a hundredth of the load is of no class.
            coarsestStep = span == 0 ? .infinity : 0.01 * abs(span)
        }
    }

    public enum State: Sendable, Hashable {
        /// The window is not full yet.
        case filling
        /// Somebody touches the load, or it swings.
        case noisy
        /// The reading creeps, or the load still settles.
        case drifting
        /// Quiet, but not yet for long enough.
        case settling
        /// The load may be captured.
        case stable
        /// The last sample was at a limit of the converter.
        case saturated
    }

    public struct Status: Sendable, Hashable {
        public var state: State
        /// NaN until there are two samples.
        public var mean: Double
        public var deviation: Double
        /// Per second.
        public var slope: Double
        public var samples: Int
        /// Seconds until the state becomes stable if the load stays within the limits; 0 when stable.
        public var remaining: Double
        /// The smallest step of the readings as far as it is known; 0 while it is not.
        public var resolution = 0.0
    }

    public let limits: Limits
    public private(set) var status: Status
    private var times: [Double] = []
    private var values: [Double] = []
    private var first = 0
    private var quietSince: Double?
    /// The mean when it became quiet.
    private var quietMean = 0.0
    /// Of the window, when it holds two values and no other: their distance, and how often they change places.
    private var pair: (step: Double, changes: Int)?
    private var renewed = -Double.infinity

    private static let largestCount = 1 << 17

    public init(limits: Limits) {
        self.limits = limits
        status = StabilityTest.empty(limits, .filling)
    }

    /// Adds a sample.
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

    /// Discards all samples, because the load was changed.
    public mutating func restart() {
        times.removeAll(keepingCapacity: true)
        values.removeAll(keepingCapacity: true)
        first = 0
        quietSince = nil
        renewed = -.infinity
        let resolution = status.resolution
        status = StabilityTest.empty(limits, .filling)
        status.resolution = resolution
    }

    private static func empty(_ limits: Limits, _ state: State) -> Status {
        Status(
            state: state, mean: .nan, deviation: .nan, slope: .nan, samples: 0, remaining: limits.window + limits.dwell,
            resolution: limits.resolution)
    }

    private mutating func renew(at time: Double) {
        while first < times.count, time - times[first] > limits.window { first += 1 }
        if first > max(times.count / 2, 1) {
            // Keep one sample older than the window: it proves that the window is full.
            times.removeFirst(first - 1)
            values.removeFirst(first - 1)
            first = 1
        }
        guard let begin = times.first, times.count - first > 1 else { return }
        // One sample before the window proves that it is full.
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
            if quietSince == nil { quietMean = status.mean }
            let since = quietSince ?? time
            quietSince = since
            status.remaining = max(0, limits.dwell - (time - since))
            status.state = status.remaining > 0 ? .settling : .stable
        }
    }

    /// nil when quiet.
    private var verdict: State? {
        let deviation = max(limits.largestDeviation, status.resolution)
        let isSlow = abs(status.slope) <= max(limits.largestSlope, status.resolution / 3 / limits.window)
        if isSlow && status.deviation <= deviation || isBetweenSteps { return nil }
        return isSlow ? .noisy : .drifting
    }

    /// One change between two steps has any slope. A reading that goes on to the next step moves.
    private var isBetweenSteps: Bool {
        guard let pair else { return false }
        return pair.step < 1.5 * status.resolution && (quietSince == nil || abs(status.mean - quietMean) <= pair.step)
    }

    private mutating func measure() {
        let count = Double(times.count - first)
        // Compute relative to the first value: a reading that never changes then has a deviation of exactly 0.
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
        var other: Double?
        var changes: Int? = 0
        for place in first..<times.count {
            if values[place] != base {
                if other == nil { other = values[place] }
                if values[place] != other { changes = nil }
            }
            if place > first, values[place] != values[place - 1] { changes? += 1 }
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
        pair = other.flatMap { other in changes.map { (abs(other - base), $0) } }
        // A load that is put on leaves a value for good, and one that swings has many.
        guard let pair, pair.changes > 2, pair.step <= limits.coarsestStep else { return }
        status.resolution = status.resolution > 0 ? min(status.resolution, pair.step) : pair.step
    }
}
