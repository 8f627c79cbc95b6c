public import Samples

/// Converts the sample index or device time of one sensor to host time.
///
/// Arrivals jitter: USB delivers samples in bursts, an FTDI adapter delays them by up to 16 ms, and a busy host reads them late.
/// So an arrival is never the exact time of a sample; but it can only be late, and now and then one comes without delay. For the
/// first seconds (`briefSeconds`, or `lockSeconds` where these do not suffice) the clock only fits a line under the arrivals (``EarliestLine``), as a function of the device's
/// own time, or of the sample index when the device sends no time. Then it locks, freezes the rate and tracks the earliest
/// arrival of every second with a second-order loop of low bandwidth (F. Adriaensen, "Using a DLL to filter time", 2005; the
/// choice of the least delayed arrival follows NTP's clock filter, RFC 5905 §10). A nominal rate is never trusted.
///
/// Owned by the thread that reads the device; neither allocates nor locks.
public struct SampleClock: Sendable {
    /// How long the clock listens at most before it locks, seconds.
    public static let lockSeconds = 5.0
    /// It locks after this time, seconds, when the arrivals leave no doubt: in every tenth of it an arrival comes this close to
    /// the line, seconds, so that the slope of the line is wrong by less than 0.1 %; and the slopes of its halves differ by less
    /// than this.
    public static let briefSeconds = 2.0
    static let briefNearSeconds = 0.0005
    static let briefDrift = 0.001
    /// The rate on the device's clock may differ by this much between the second half of that time and the whole: the first
    /// interval of some devices is wrong.
    static let briefRateLimit = 0.002
    /// The rates of the two halves of that time and of the whole may differ by this much.
    public static let driftLimit = 0.01
    /// In every tenth of that time at least one arrival must be this close to the line, in seconds or in sample intervals. The
    /// limit doubles after each failed attempt. With device time it is `nearDeviceSeconds`, because time stamps may be coarse.
    static let nearSeconds = 0.003
    static let nearIntervals = 0.25
    static let nearDeviceSeconds = 0.05
    /// Fewer samples per second are single values and not a signal; no device delivers more than `largestRate`.
    public static let leastRate = 3.0
    public static let largestRate = 100_000.0
    /// No real clock crystal is wrong by this much.
    static let deviceLimit = 0.1
    /// After so many failed attempts the trouble is reported.
    static let patience = 3
    /// The loop uses the earliest arrival of each block, which has at least this length and this many samples.
    public static let blockSeconds = 1.0
    public static let blockSamples = 8
    /// Bandwidth of the loop, Hz: slow compared with the remaining jitter of bursts, fast compared with the drift of a crystal.
    public static let bandwidth = 0.03
    /// The time until the loop has corrected the slope with which it locked, wrong by up to 0.1 %, to a few parts per million, seconds.
    public static let settlingSeconds = 60.0
    /// When device time stands still for less than this, or steps back by less than this, seconds, single time stamps are wrong
    /// and the clock continues.
    public static let heldSeconds = 1.0
    /// An arrival is never early, so a device time that is ahead of the host by this much, seconds, is damaged, or the device's clock
    /// has jumped.
    public static let futureSeconds = 0.1
    /// Without device time: the rate has changed when the loop has moved it away from the frozen one by this much in so many
    /// blocks.
    public static let rateLimit = 0.02
    public static let rateBlocks = 2
    /// When a sample without device time comes this much too early, or a whole block this much too late, seconds, the clock has
    /// jumped.
    public static let jumpSeconds = 0.5

    public enum State: Sendable, Equatable {
        /// `time` is the arrival.
        case listening
        /// This sample is the first one with a locked clock: `rate` is frozen from here on.
        case justLocked
        case locked
        /// The clock jumped and begins anew: the times of earlier samples are not comparable with this sample.
        case jumped
    }

    private var listener = ClockListener(seconds: lockSeconds)
    private var brief = ClockListener(seconds: briefSeconds)
    /// Whether the brief time has passed without a lock.
    private var isBriefOver = false
    /// The first sample of the second half of the brief time.
    private var half: (index: UInt64, x: Double)?
    private var heard = 0
    private var attempts = 0
    private var firstArrival = HostInstant.never
    private var firstDevice: Int64 = 0
    private var firstIndex: UInt64 = 0
    private var started = false
    private var isLocked = false
    private var lockedAt = 0.0
    private var hasDeviceTime = false
    private var previousX = 0.0
    private var predicted = 0.0
    private var ratio = 1.0
    /// How much faster time runs in this block, so that the error of the previous block is corrected at its end.
    private var slew = 0.0
    private var blockBegin = 0.0
    private var blockFirst = 0.0
    private var blockCount = 0
    /// Blocks in a row in which the loop's rate differed from the frozen one.
    private var misfits = 0
    /// Samples since the device time last went forward.
    private var heldCount = 0
    private var steps = StepWatch(index: 0, deviceTime: 0)
    private var comparison = RateComparison(index: 0, x: 0)
    /// The first and the last step of device time while the clock listens.
    private var firstStep: (index: UInt64, x: Double) = (0, 0)
    private var lastStep: (index: UInt64, x: Double) = (0, 0)
    /// The earliest arrival of the block, seconds after the prediction.
    private var earliest = Double.infinity
    private var lateness = 0.0
    private var variance = 0.0
    private var last = HostInstant.never

    /// Samples per second, frozen when the clock locked; 0 before.
    public private(set) var rate = 0.0
    /// Why the clock has not locked yet.
    public private(set) var trouble = ClockTrouble.none
    /// The value that belongs to `trouble`: samples per second, or seconds of device time per second.
    public private(set) var troubleValue = 0.0
    /// Samples whose device time stood still or stepped back: their times are interpolated.
    public private(set) var interpolated: UInt64 = 0
    /// Standard deviation of arrivals around the clock, seconds; it shows how bursty the arrivals are.
    public var jitter: Double { variance.squareRoot() }

    public init() {}

    /// Whether the times are estimates; before that they are arrivals.
    public var locked: Bool { isLocked }

    /// Device seconds per host second minus one, in parts per million, to about 10 ppm; `nil` without device time and until the loop
    /// has settled.
    public var driftPartsPerMillion: Double? {
        guard isLocked, hasDeviceTime, ratio > 0, predicted - lockedAt >= Self.settlingSeconds else { return nil }
        return (1 / ratio - 1) * 1e6
    }

    /// Resets everything; the clock begins anew with the next sample.
    public mutating func reset() { self = SampleClock() }

    /// Whether a device time cannot be that of the next sample: it lies in the future of the host, or far before the sample before.
    /// One such time is a damaged number; two in a row are a clock that has jumped.
    public func isOdd(deviceTime: Int64, arrival: HostInstant) -> Bool {
        guard started, !isLocked || hasDeviceTime else { return false }
        let x = position(index: 0, deviceTime: deviceTime)
        let y = arrival.seconds(since: firstArrival)
        // Before the clock has locked, the delay of the first arrival is not known.
        let ahead = isLocked ? predicted + (x - previousX) * ratio - y : x - y
        return ahead >= (isLocked ? Self.futureSeconds : Self.heldSeconds)
            || x <= (isLocked ? previousX : lastStep.x) - Self.heldSeconds
    }

    /// The number of samples lost before the next one, according to the device's own time. Called once for each sample, before
    /// `update`; the caller adds the lost samples to the index.
    public mutating func missing(index: UInt64, deviceTime: Int64?, arrival: HostInstant) -> UInt64 {
        guard started, let deviceTime else { return 0 }
        let x = position(index: index, deviceTime: deviceTime)
        let y = arrival.seconds(since: firstArrival)
        let ahead = isLocked ? predicted + (x - previousX) * ratio - y : x - y - Self.heldSeconds
        let found = steps.missing(index, deviceTime, arrival: y, rate: rate)
        // A time that lies in the future of the host means that the device's clock has jumped.
        return ahead < Self.futureSeconds ? found : 0
    }

    /// How much later than expected a sample comes, seconds, if no sample is lost; `nil` before the clock has locked and with
    /// device time.
    public func lateness(index: UInt64, arrival: HostInstant) -> Double? {
        guard isLocked, !hasDeviceTime else { return nil }
        let x = position(index: index, deviceTime: nil)
        return arrival.seconds(since: firstArrival) - (predicted + (x - previousX) * ratio * (1 + slew))
    }

    /// The time of the next sample.
    ///
    /// - Parameters:
    ///   - index: its number; known lost samples are counted.
    ///   - deviceTime: the device's own time, ns, unwrapped; a sensor either always has it or never.
    ///   - arrival: when its last byte was read.
    /// - Returns: host time, strictly increasing once locked.
    public mutating func update(index: UInt64, deviceTime: Int64?, arrival: HostInstant) -> (time: HostInstant, state: State) {
        guard started else {
            begin(index: index, deviceTime: deviceTime, arrival: arrival)
            return (arrival, .listening)
        }
        let x = position(index: index, deviceTime: deviceTime)
        let y = arrival.seconds(since: firstArrival)
        if isLocked { return follow(x, y, index: index, deviceTime: deviceTime, arrival: arrival) }
        if deviceTime != nil { note(x, index) }
        heard += 1
        listener.add(x, y)
        if !isBriefOver {
            brief.add(x, y)
            if half == nil, y >= Self.briefSeconds / 2 { half = (index, x) }
            guard y >= Self.briefSeconds else { return (arrival, .listening) }
            isBriefOver = true
            guard !lockBriefly(x, y, index: index, hasDeviceTime: deviceTime != nil) else {
                last = firstArrival.advanced(bySeconds: predicted)
                return (last, .justLocked)
            }
        }
        guard y >= Self.lockSeconds else { return (arrival, .listening) }
        guard lock(x, y, index: index, hasDeviceTime: deviceTime != nil) else {
            let before = self
            restart(index: index, deviceTime: deviceTime, arrival: arrival)
            (trouble, troubleValue, attempts) = (before.trouble, before.troubleValue, before.attempts)
            return (arrival, .listening)
        }
        last = firstArrival.advanced(bySeconds: predicted)
        return (last, .justLocked)
    }

    private mutating func begin(index: UInt64, deviceTime: Int64?, arrival: HostInstant) {
        started = true
        firstArrival = arrival
        firstDevice = deviceTime ?? 0
        firstIndex = index
        steps = StepWatch(index: index, deviceTime: firstDevice)
        heard = 1
        listener.add(0, 0)
        brief.add(0, 0)
    }

    /// While the clock listens: remembers the first and the last sample at which device time went forward.
    private mutating func note(_ x: Double, _ index: UInt64) {
        guard x > lastStep.x else {
            interpolated &+= 1
            return
        }
        if lastStep.x == 0 { firstStep = (index, x) }
        lastStep = (index, x)
    }

    /// The host time of a moment on the device's clock, for edges on its trigger input; before the clock has locked, the arrival.
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
        let counted = interpolated
        reset()
        interpolated = counted
        begin(index: index, deviceTime: deviceTime, arrival: arrival)
    }

    private mutating func refuse(_ why: ClockTrouble, _ value: Double) -> Bool {
        (trouble, troubleValue) = (why, value)
        return false
    }

    private mutating func lock(_ x: Double, _ y: Double, index: UInt64, hasDeviceTime: Bool) -> Bool {
        attempts += 1
        let seen = Double(heard - 1) / y
        guard seen >= Self.leastRate else { return refuse(.slow, seen) }
        if hasDeviceTime, !listener.hasEnough { return refuse(.deviceTime, x / y) }
        let attempt = Double(1 << min(attempts - 1, 6))
        let near = hasDeviceTime ? Self.nearDeviceSeconds : max(Self.nearSeconds, Self.nearIntervals / seen)
        guard let line = listener.line(at: x, drift: Self.driftLimit, away: near * attempt) else {
            if attempts >= Self.patience { (trouble, troubleValue) = (.unsteady, seen) }
            return false
        }
        // With device time the rate is that of the device's clock, which has no jitter; without, that of the arrivals.
        if hasDeviceTime {
            guard abs(line.slope - 1) < Self.deviceLimit else { return refuse(.deviceTime, 1 / line.slope) }
            // Where several samples share a time stamp, the rate is measured from the first sample of one such group to the first
            // of another.
            rate =
                interpolated > 0
                ? Double(lastStep.index &- firstStep.index) / (lastStep.x - firstStep.x) : Double(index &- firstIndex) / x
        } else {
            rate = 1 / line.slope
        }
        guard rate.isFinite, rate > 0, rate <= Self.largestRate else {
            let found = rate
            rate = 0
            return refuse(.impossibleRate, found)
        }
        freeze(line, x, index: index, hasDeviceTime: hasDeviceTime)
        return true
    }

    /// Locks after the brief time, where the device's clock, or so many samples that some of them come at once, allow it.
    private mutating func lockBriefly(_ x: Double, _ y: Double, index: UInt64, hasDeviceTime: Bool) -> Bool {
        guard let line = brief.line(at: x, drift: Self.briefDrift, away: Self.briefNearSeconds), let half else { return false }
        var found = 1 / line.slope
        if hasDeviceTime {
            found = Double(index &- firstIndex) / x
            let later = Double(index &- half.index) / (x - half.x)
            // Where samples share a time stamp, a longer time is needed for the rate.
            guard interpolated == 0, abs(line.slope - 1) < Self.deviceLimit, abs(later / found - 1) < Self.briefRateLimit else {
                return false
            }
        }
        guard found.isFinite, found >= Self.leastRate, found <= Self.largestRate else { return false }
        rate = found
        freeze(line, x, index: index, hasDeviceTime: hasDeviceTime)
        return true
    }

    private mutating func freeze(
        _ line: (slope: Double, value: Double), _ x: Double, index: UInt64, hasDeviceTime: Bool
    ) {
        (trouble, troubleValue, attempts) = (.none, 0, 0)
        self.hasDeviceTime = hasDeviceTime
        predicted = line.value
        blockBegin = predicted
        lockedAt = predicted
        ratio = line.slope
        previousX = x
        comparison = RateComparison(index: index, x: x)
        isLocked = true
    }

    private mutating func follow(
        _ x: Double, _ y: Double, index: UInt64, deviceTime: Int64?, arrival: HostInstant
    ) -> (time: HostInstant, state: State) {
        if deviceTime != nil, x <= previousX, x > previousX - Self.heldSeconds, Double(heldCount + 1) < Self.heldSeconds * rate {
            return hold()
        }
        let step = (x - previousX) * ratio * (1 + slew)
        let error = y - (predicted + step)
        // A lag of the host is no reason to begin anew, however long it is; a sample from the future is a reason.
        let early = deviceTime == nil ? Self.jumpSeconds : Self.futureSeconds
        guard step > 0, error > -early, deviceTime == nil || comparison.agrees(index, x, rate: rate) else {
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
        if blockCount == 0 { blockFirst = y }
        blockCount += 1
        // A block needs a second of samples and also a second on the host, because the samples of a burst all come at once.
        if predicted - blockBegin >= Self.blockSeconds, y - blockFirst >= Self.blockSeconds, blockCount >= Self.blockSamples,
            !steer(over: predicted - blockBegin)
        {
            restart(index: index, deviceTime: deviceTime, arrival: arrival)
            return (arrival, .jumped)
        }
        let time = firstArrival.advanced(bySeconds: predicted)
        last = time > last ? time : last.advanced(byNanoseconds: 1)
        return (last, .locked)
    }

    /// Handles a device time that stands still or has stepped back for a moment: this sample is placed one interval after the one
    /// before. The interpolation starts from the sample whose device time last went forward, so errors do not accumulate.
    private mutating func hold() -> (time: HostInstant, state: State) {
        heldCount += 1
        interpolated &+= 1
        let time = firstArrival.advanced(bySeconds: predicted + Double(heldCount) * ratio / rate)
        last = time > last ? time : last.advanced(byNanoseconds: 1)
        return (last, .locked)
    }

    /// Corrects the rate for the next block by the error of this one. Returns whether the clock still fits. Time never jumps, and
    /// never runs at less than half its rate.
    private mutating func steer(over seconds: Double) -> Bool {
        guard earliest < Self.jumpSeconds else { return false }
        let omega = min(2 * Double.pi * Self.bandwidth * seconds, 0.5)
        slew = min(max(1.414_213_562_373_095_1 * omega * earliest / seconds, -0.5), 0.5)
        ratio *= 1 + min(max(omega * omega * earliest / seconds, -0.01), 0.01)
        let fits = hasDeviceTime || abs(ratio * rate - 1) <= Self.rateLimit
        misfits = fits ? 0 : misfits + 1
        blockBegin = predicted
        blockCount = 0
        earliest = .infinity
        return misfits < Self.rateBlocks
    }
}
