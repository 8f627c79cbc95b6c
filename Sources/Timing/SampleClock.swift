public import Samples

/// From sample index or device time to host time, for one sensor.
///
/// Arrivals jitter: USB hands samples over in bursts, an FTDI adapter holds them up to 16 ms, a busy host reads them when it gets to it.
/// So an arrival is never the time of a sample; but it can only be late, and now and then one comes without delay. For the first
/// seconds (`lockSeconds`) the clock only lays a line under the arrivals (``EarliestLine``) over the device's own time (or over the
/// sample index where a device sends none); then it locks, freezes the rate and follows the earliest arrival of every second
/// with a second-order loop of low bandwidth (F. Adriaensen, "Using a DLL to filter time", 2005; that the least delayed exchange is
/// the one to believe is NTP's clock filter, RFC 5905 §10). A nominal rate is never trusted.
///
/// Owned by the thread that reads the device; neither allocates nor locks.
public struct SampleClock: Sendable {
    /// How long the clock listens before it locks, seconds.
    public static let lockSeconds = 5.0
    /// The rates of the two halves of that time may differ by this much.
    public static let driftLimit = 0.01
    /// The earliest of the arrivals in so many seconds, and of at least so many, is believed: longer than hosts stall.
    public static let blockSeconds = 1.0
    public static let blockSamples = 8
    /// Bandwidth of the loop, Hz: slow against what is left of bursts, fast against the drift of a crystal.
    public static let bandwidth = 0.03
    /// A device time that stands still, or steps back by less, for so long is one sample's own time that is missing, and no new clock,
    /// seconds.
    public static let heldSeconds = 1.0
    /// Device time and index are compared all the time: a rate that differs by this much in so many blocks in a row is another rate.
    public static let rateLimit = 0.05
    public static let rateBlocks = 2
    public static let rateSeconds = 0.5
    /// An arrival this far from its prediction, in seconds, means that the host was suspended or the device's clock jumped.
    public static let jumpSeconds = 0.5

    public enum State: Sendable, Equatable {
        /// `time` is the arrival.
        case listening
        /// This sample is the first one with a locked clock: `rate` is frozen from here on.
        case justLocked
        case locked
        /// The clock jumped and begins anew: what came before does not go together with this sample.
        case jumped
    }

    private var whole = EarliestLine()
    private var halves = (EarliestLine(), EarliestLine())
    private var firstArrival = HostInstant.never
    private var firstDevice: Int64 = 0
    private var firstIndex: UInt64 = 0
    private var started = false
    private var isLocked = false
    private var previousX = 0.0
    private var predicted = 0.0
    private var ratio = 1.0
    /// How much faster time passes in this block, so that at its end the error of the one before is made good.
    private var slew = 0.0
    private var blockBegin = 0.0
    private var blockCount = 0
    /// Samples since the device time last went forward.
    private var heldCount = 0
    /// Where the comparison of index and device time began, and in how many blocks in a row they did not agree.
    private var rateIndex: UInt64 = 0
    private var rateX = 0.0
    private var disagreements = 0
    /// Of that comparison: the sample before, and the longest step with what it counts, which may be one over samples that were lost.
    private var stepIndex: UInt64 = 0
    private var longestStep = 0.0
    private var longestCount: UInt64 = 0
    /// The first step of device time after the first sample.
    private var steppedX = 0.0
    private var steppedIndex: UInt64 = 0
    /// Of the block, seconds after the prediction.
    private var earliest = Double.infinity
    private var lateness = 0.0
    private var variance = 0.0
    private var last = HostInstant.never

    /// Samples per second, frozen when the clock locked; 0 before.
    public private(set) var rate = 0.0
    /// Samples whose device time stood still or stepped back: their times are interpolated.
    public private(set) var interpolated: UInt64 = 0
    /// Standard deviation of arrivals around the clock, seconds; a measure of how bursts come.
    public var jitter: Double { variance.squareRoot() }

    public init() {}

    /// Whether times are estimates; if not, they are arrivals.
    public var locked: Bool { isLocked }

    /// Device seconds per host second minus one, in parts per million; 0 before the clock has locked or without device time.
    public var driftPartsPerMillion: Double { isLocked && ratio > 0 ? (1 / ratio - 1) * 1e6 : 0 }

    /// Forgets everything; the next sample begins anew.
    public mutating func reset() { self = SampleClock() }

    /// The time of the next sample.
    ///
    /// - Parameters:
    ///   - index: its number; samples known to be lost are counted.
    ///   - deviceTime: the device's own time, ns, unwrapped; always or never there for one sensor.
    ///   - arrival: when its last byte was read.
    /// - Returns: host time, strictly increasing once locked.
    public mutating func update(index: UInt64, deviceTime: Int64?, arrival: HostInstant) -> (time: HostInstant, state: State) {
        guard started else {
            started = true
            firstArrival = arrival
            firstDevice = deviceTime ?? 0
            firstIndex = index
            whole.add(0, 0)
            halves.0.add(0, 0)
            return (arrival, .listening)
        }
        let x = position(index: index, deviceTime: deviceTime)
        let y = arrival.seconds(since: firstArrival)
        if isLocked { return follow(x, y, index: index, deviceTime: deviceTime, arrival: arrival) }
        if deviceTime != nil { note(x, index) }
        whole.add(x, y)
        if y < Self.lockSeconds / 2 { halves.0.add(x, y) } else { halves.1.add(x, y) }
        guard y >= Self.lockSeconds else { return (arrival, .listening) }
        guard lock(x, index: index, hasDeviceTime: deviceTime != nil) else {
            restart(index: index, deviceTime: deviceTime, arrival: arrival)
            return (arrival, .listening)
        }
        last = firstArrival.advanced(bySeconds: predicted)
        return (last, .justLocked)
    }

    /// While the clock listens: where the device's time went forward first and last.
    private mutating func note(_ x: Double, _ index: UInt64) {
        guard x > rateX else {
            interpolated &+= 1
            return
        }
        if rateX == 0 { (steppedX, steppedIndex) = (x, index) }
        (rateX, rateIndex) = (x, index)
    }

    /// The host time of a moment on the device's clock: for edges on its trigger input. The arrival before the clock has locked.
    public func time(ofDevice deviceTime: Int64, arrival: HostInstant) -> HostInstant {
        guard isLocked else { return arrival }
        let x = Double(deviceTime &- firstDevice) * 1e-9
        return firstArrival.advanced(bySeconds: predicted + (x - previousX) * ratio * (1 + slew))
    }

    /// Seconds of device time since the first sample, or samples since it.
    private func position(index: UInt64, deviceTime: Int64?) -> Double {
        deviceTime.map { Double($0 &- firstDevice) * 1e-9 } ?? Double(index &- firstIndex)
    }

    private mutating func restart(index: UInt64, deviceTime: Int64?, arrival: HostInstant) {
        reset()
        _ = update(index: index, deviceTime: deviceTime, arrival: arrival)
    }

    private mutating func lock(_ x: Double, index: UInt64, hasDeviceTime: Bool) -> Bool {
        guard let slope = whole.slope, let early = halves.0.slope, let late = halves.1.slope, slope > 0, early > 0, late > 0,
            halves.0.count >= 8, halves.1.count >= 8, abs(early - late) <= Self.driftLimit * slope
        else { return false }
        // With device time the rate is that of the device's clock, which has no jitter; without, that of the arrivals.
        if hasDeviceTime {
            // Where several samples share a time, from the first of one such group to the first of another.
            rate = interpolated > 0 ? Double(rateIndex &- steppedIndex) / (rateX - steppedX) : Double(index &- firstIndex) / x
        } else {
            rate = 1 / slope
        }
        guard rate.isFinite, rate > 0 else { return false }
        predicted = whole.value(at: x)
        blockBegin = predicted
        ratio = slope
        previousX = x
        beginComparison(index, x)
        stepIndex = index
        isLocked = true
        return true
    }

    private mutating func follow(
        _ x: Double, _ y: Double, index: UInt64, deviceTime: Int64?, arrival: HostInstant
    ) -> (time: HostInstant, state: State) {
        if deviceTime != nil, x <= previousX, x > previousX - Self.heldSeconds, Double(heldCount + 1) < Self.heldSeconds * rate {
            return hold()
        }
        let step = (x - previousX) * ratio * (1 + slew)
        let error = y - (predicted + step)
        guard step > 0, abs(error) < Self.jumpSeconds else {
            restart(index: index, deviceTime: deviceTime, arrival: arrival)
            return (arrival, .jumped)
        }
        guard deviceTime == nil || agrees(index, x) else {
            restart(index: index, deviceTime: deviceTime, arrival: arrival)
            return (arrival, .jumped)
        }
        predicted += step
        previousX = x
        heldCount = 0
        let away = error - lateness
        lateness += 0.001 * away
        variance += 0.001 * (away * away - variance)
        earliest = min(earliest, error)
        blockCount += 1
        if predicted - blockBegin >= Self.blockSeconds, blockCount >= Self.blockSamples { steer(over: predicted - blockBegin) }
        let time = firstArrival.advanced(bySeconds: predicted)
        last = time > last ? time : last.advanced(byNanoseconds: 1)
        return (last, .locked)
    }

    /// The device's time stands still or has stepped back for a moment: this sample is one interval after the one before. The line goes
    /// on from the device time that went forward last, so that nothing adds up.
    private mutating func hold() -> (time: HostInstant, state: State) {
        heldCount += 1
        interpolated &+= 1
        let time = firstArrival.advanced(bySeconds: predicted + Double(heldCount) * ratio / rate)
        last = time > last ? time : last.advanced(byNanoseconds: 1)
        return (last, .locked)
    }

    /// Whether samples still come at the rate that was frozen, by the device's own clock. Of each block the longest step is left out: it
    /// may be one over samples that were lost. One block can disagree by chance, two in a row are another rate.
    private mutating func agrees(_ index: UInt64, _ x: Double) -> Bool {
        let (step, samples) = (x - previousX, index &- stepIndex)
        stepIndex = index
        if step > longestStep { (longestStep, longestCount) = (step, samples) }
        let span = x - rateX - longestStep
        let count = index &- rateIndex &- longestCount
        guard x - rateX >= Self.rateSeconds, count >= UInt64(Self.blockSamples) || span * rate >= 2 * Double(Self.blockSamples)
        else { return true }
        let away = abs(Double(count) / (span * rate) - 1)
        disagreements = away > max(Self.rateLimit, 1.5 / (span * rate)) ? disagreements + 1 : 0
        beginComparison(index, x)
        return disagreements < Self.rateBlocks
    }

    private mutating func beginComparison(_ index: UInt64, _ x: Double) {
        (rateIndex, rateX) = (index, x)
        (longestStep, longestCount) = (0, 0)
    }

    /// Corrects the rate for the next block by the error of this one. Time never jumps, and never runs at less than half its rate.
    private mutating func steer(over seconds: Double) {
        let omega = min(2 * Double.pi * Self.bandwidth * seconds, 0.5)
        slew = min(max(1.414_213_562_373_095_1 * omega * earliest / seconds, -0.5), 0.5)
        ratio *= 1 + min(max(omega * omega * earliest / seconds, -0.01), 0.01)
        blockBegin = predicted
        blockCount = 0
        earliest = .infinity
    }
}
