/// Detects lost samples from the device's own time: a step of several intervals.
///
/// The time stamps of some devices are coarse or jitter. So a step must exceed the usual variation of the device's steps. A step
/// as long as the step before is not a gap but a changed rate. Where time stamps are as coarse as the interval, the arrival must
/// confirm the gap, because truncated time stamps produce a long step now and then.
struct StepWatch: Sendable {
    /// The number of steps that are learned from before a step is judged.
    static let learned = 9
    /// A step counts as too long from this excess on, in intervals.
    static let least = 0.75
    /// Time stamps count as coarse when their resolution is larger than this many intervals.
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
    /// The greatest common divisor of all steps, ns: an upper limit of the resolution of the time stamps.
    private var grain: UInt64 = 0
    /// Seconds per sample, until a rate is frozen.
    private var typical = 0.0
    /// The mean deviation of steps from their expected length, in intervals.
    private var deviation = 0.0
    private var wasLong = false
    /// The number of intervals by which earlier steps were too short: an early time stamp makes the next step long.
    private var credit = 0.0

    init(index: UInt64, deviceTime: Int64) { (lastIndex, last) = (index, deviceTime) }

    /// The number of samples lost before the next one. Called once for each sample.
    ///
    /// - Parameters:
    ///   - index: its number; known lost samples are counted.
    ///   - deviceTime: ns.
    ///   - arrival: seconds.
    ///   - rate: the frozen rate; 0 before the clock has locked.
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

    /// The initial interval is the mean of the first steps without the longest one, which may span lost samples.
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
        // A resolution of 1 µs is fine enough for any rate.
        guard grain == 0 || grain > 1000 else { return }
        var (a, b) = (grain, step)
        while b != 0 { (a, b) = (b, a % b) }
        grain = a
    }
}
