/// Sees by the device's own time that samples never came: a step of several intervals.
///
/// Stamps of some devices are coarse or jitter. So a step has to stand out of how much steps of this device differ anyway; one that
/// is as long as the one before is no gap but another rate; and where stamps are as coarse as intervals, the arrival has to bear it out:
/// a stamp that was cut off makes one long step now and then.
struct StepWatch: Sendable {
    /// Steps that are heard before one is judged.
    static let learned = 9
    /// A step counts from so many intervals too much on.
    static let least = 0.75
    /// Stamps of a coarser grain than so many intervals are coarse.
    static let coarse = 0.5

    private struct Step {
        var seconds = 0.0
        var samples = 1.0
    }

    private var first = InlineArray<9, Step>(repeating: Step())
    private var count = 0
    private var last: Int64 = 0
    private var lastIndex: UInt64 = 0
    private var lastArrival = 0.0
    /// The greatest common divisor of all steps, ns: at most the grain of stamps is as coarse.
    private var grain: UInt64 = 0
    /// Seconds per sample, until a rate is frozen.
    private var typical = 0.0
    /// By how many intervals steps are too long or too short, on average.
    private var deviation = 0.0
    private var wasLong = false
    /// Intervals by which steps before were too short: a stamp that was early makes the next step long.
    private var credit = 0.0

    init(index: UInt64, deviceTime: Int64) { (lastIndex, last) = (index, deviceTime) }

    /// Samples that are missing before the next one. Called once for each sample.
    ///
    /// - Parameters:
    ///   - index: its number; samples that are known to be lost are counted.
    ///   - deviceTime: ns.
    ///   - arrival: seconds.
    ///   - rate: what is frozen; 0 before.
    mutating func missing(_ index: UInt64, _ deviceTime: Int64, arrival: Double, rate: Double) -> UInt64 {
        guard deviceTime > last, index > lastIndex else { return 0 }
        let nanoseconds = UInt64(deviceTime &- last)
        let step = Step(seconds: Double(nanoseconds) * 1e-9, samples: Double(index &- lastIndex))
        let passed = arrival - lastArrival
        (last, lastIndex, lastArrival) = (deviceTime, index, arrival)
        refine(nanoseconds)
        guard count >= Self.learned else {
            learn(step)
            return 0
        }
        let interval = rate > 0 ? 1 / rate : typical
        let excess = step.seconds / interval - step.samples + credit
        credit = max(min(excess, 0) * 0.9, -2)
        let isLong = excess >= max(Self.least, 3 * deviation)
        defer { wasLong = isLong }
        if !isLong {
            deviation += (min(abs(excess), 1.5) - deviation) / 64
            typical += (step.seconds / step.samples - typical) / 32
        }
        guard isLong, !wasLong, excess < 1e9 else { return 0 }
        let grain = Double(grain) * 1e-9 / interval
        if grain >= Self.coarse, excess < grain + Self.least, passed < step.seconds - interval / 2 { return 0 }
        let found = UInt64(excess.rounded())
        lastIndex &+= found
        return found
    }

    /// The mean of the first steps but the longest, which may be one over samples that were lost, is the first interval.
    private mutating func learn(_ step: Step) {
        first[count] = step
        count += 1
        guard count == Self.learned else { return }
        var (sum, longest) = (Step(samples: 0), Step())
        for place in first.indices {
            sum.seconds += first[place].seconds
            sum.samples += first[place].samples
            if first[place].seconds > longest.seconds { longest = first[place] }
        }
        typical = (sum.seconds - longest.seconds) / (sum.samples - longest.samples)
        for place in first.indices {
            deviation += min(abs(first[place].seconds / typical - first[place].samples), 1.5) / Double(Self.learned)
        }
    }

    private mutating func refine(_ step: UInt64) {
        // Fine enough for any rate.
        guard grain == 0 || grain > 1000 else { return }
        var (a, b) = (grain, step)
        while b != 0 { (a, b) = (b, a % b) }
        grain = a
    }
}
