public import Samples

/// ON-LIVE: finds the holds of one sensor while they happen, sample by sample, from calibrated unfiltered force.
///
/// The rules, their sources and what they cannot do are in <doc:OnsetDetection>. Pure: the same samples give the same events, live
/// and replayed. All memory is taken in `init`; `push` neither allocates nor locks and takes constant time on average.
///
/// Sample numbers count from 0 at the last `reset`. Owned by one thread.
public struct OnsetMachine: ~Copyable {
    enum State: UInt8 {
        case rest, armed, rising, ramp, hold, release
        // The one that Swift would make is generic, and may therefore take a lock.
        @_noAllocation @_noLocks static func == (a: State, b: State) -> Bool { a.rawValue == b.rawValue }
        @_noAllocation @_noLocks static func != (a: State, b: State) -> Bool { a.rawValue != b.rawValue }
    }

    public let kind: SensorKind
    public let rate: Double
    public let parameters: OnsetParameters
    let spans: OnsetSpans

    let force: OnsetHistory
    /// Trailing 20 ms mean of `force`.
    let smooth: OnsetHistory
    var rawWindow: OnsetWindow
    var smoothWindow: OnsetWindow
    var largest: OnsetExtreme
    var smallest: OnsetExtreme
    var slow: OnsetSlowBaseline
    /// Sum of the samples of the 20 ms mean, and how many samples until it is summed anew.
    var running = 0.0
    var untilSum = 0

    /// How many samples were pushed since the last `reset`.
    public internal(set) var count = 0
    /// The first sample after the last restart; nothing before it is looked at.
    var origin = 0
    var state = State.rest
    /// Baseline of the rise or hold under way, or of the level that is armed.
    var baseline = OnsetBaseline()
    /// How many samples in a row were above the trigger, and the first of them.
    var above = 0
    var trigger = 0
    var confirmed = 0
    var released = 0
    var holdFlags = HoldFlags(rawValue: 0)
    var holdPeak = 0.0
    /// Onset of a hold whose first 250 ms are not there yet; −1 when there is none.
    var pendingOnset = -1
    /// what may become a sustained hold.
    var load: OnsetLoad?
    /// The level of rest, N: 0 after a tare. When it is known, a baseline away from it raises `pretension` (B-3).
    public var restLevel: Double?

    /// A machine for a sensor of `rate` Hz, frozen when its clock locked. A rate outside 1 Hz…100 kHz is moved into it.
    public init(rate: Double, kind: SensorKind, parameters: OnsetParameters? = nil) {
        let parameters = parameters ?? OnsetParameters(kind)
        let rate = rate >= 1 ? min(rate, 100_000) : 1
        let spans = OnsetSpans(parameters, rate: rate)
        self.kind = kind
        self.rate = rate
        self.parameters = parameters
        self.spans = spans
        force = OnsetHistory(atLeast: spans.history)
        smooth = OnsetHistory(atLeast: spans.history)
        rawWindow = OnsetWindow(length: spans.window)
        smoothWindow = OnsetWindow(length: spans.window)
        largest = OnsetExtreme(length: spans.window, largest: true)
        smallest = OnsetExtreme(length: spans.window, largest: false)
        slow = OnsetSlowBaseline(length: spans.slowWindow)
    }

    /// Where the sensor is in the course of a hold; a ramp is one only as long as its load lasts.
    public var phase: Phase {
        @_noAllocation @_noLocks get {
            switch state {
            case .hold: return .hold
            case .release: return .release
            case .rising: return isHolding ? .holding : .rising
            case .armed: return isHolding ? .holding : .armed
            case .ramp: return isHolding ? .holding : isLoaded ? .ramp : .rest
            case .rest: return isHolding ? .holding : .rest
            }
        }
    }

    /// A load is on that came up slowly; it has been on for a second.
    private var isLoaded: Bool {
        @_noAllocation @_noLocks get {
            guard let load else { return false }
            return !load.isOver
        }
    }
    private var isHolding: Bool {
        @_noAllocation @_noLocks get {
            guard let load else { return false }
            return load.announced && !load.isOver
        }
    }
    private var hasBaseline: Bool { @_noAllocation @_noLocks get { state != .rest && state != .ramp } }

    /// The baseline mean, N, while one is known: armed, rising, or in a hold.
    public var baselineMean: Double? { @_noAllocation @_noLocks get { hasBaseline ? baseline.mean : nil } }
    /// Its SD (n − 1), N.
    public var baselineDeviation: Double? { @_noAllocation @_noLocks get { hasBaseline ? baseline.deviation : nil } }
    /// What force must exceed to trigger, N, while armed.
    public var triggerLevel: Double? {
        @_noAllocation @_noLocks get { state == .armed ? baseline.mean + baseline.height(parameters) : nil }
    }
    /// Largest 20 ms mean of the hold under way, of the load that may become one, or of the last hold, N.
    public var peak: Double {
        @_noAllocation @_noLocks get {
            guard state != .hold, state != .release, let load, !load.isOver else { return holdPeak }
            return load.peak
        }
    }
    /// The trailing 20 ms mean, N; 0 before the first sample.
    public var mean: Double { @_noAllocation @_noLocks get { count > 0 ? smooth[count - 1] : 0 } }

    /// Forgets everything; the next sample is number 0. A hold under way is forgotten too: see `finish`.
    @_noAllocation @_noLocks
    public mutating func reset() {
        count = 0
        restart()
        load = nil
        pendingOnset = -1
        holdPeak = 0
    }

    /// Takes a new baseline from the samples to come, because a tare has moved them. Returns false, and does nothing, from
    /// RISING to RELEASE and while a load lasts that may be a hold. Sample numbers go on.
    @_noAllocation @_noLocks
    @discardableResult public mutating func restartBaseline() -> Bool {
        switch phase {
        case .rising, .ramp, .holding, .hold, .release: return false
        case .settling, .rest, .armed: break
        }
        // A sustained hold that is over and only waits for a pull to join it keeps what was found.
        if let load, !load.isOver { self.load = nil }
        restart()
        return true
    }

    @_noAllocation @_noLocks
    private mutating func restart() {
        origin = count
        running = 0
        untilSum = 0
        state = .rest
        above = 0
        rawWindow.restart()
        smoothWindow.restart()
        largest.restart()
        smallest.restart()
        slow.restart()
    }

    /// Takes the next sample, N, and appends what it brought about to `events`, which the caller empties.
    ///
    /// `value` must be a number: missing samples are for the caller to leave out or to answer with `reset`. What is no number is
    /// above no level and makes no baseline quiet.
    @_noAllocation @_noLocks
    public mutating func push(_ value: Double, into events: inout OnsetEvents) {
        let i = count
        take(value, i)
        switch state {
        case .rest, .armed, .ramp: watch(value, i)
        case .rising: rise(value, i, &events)
        case .hold: hold(i, &events)
        case .release: release(i, &events)
        }
        if parameters.slowFraction > 0, state != .hold, state != .release { watchSlowly(value, i, &events) }
        if load != nil { followLoad(i, &events) }
        if pendingOnset >= 0, Double(i) >= Double(pendingOnset) + 0.25 * rate { reportEarly(i, &events) }
    }

    /// Stores sample `i`, its 20 ms mean, and moves all windows on.
    @_noAllocation @_noLocks
    @inline(__always) private mutating func take(_ value: Double, _ i: Int) {
        force[i] = value
        let age = i - origin
        let length = min(spans.mean, age + 1)
        running += value - (age >= spans.mean ? force[i - spans.mean] : 0)
        untilSum -= 1
        if untilSum <= 0 {
            running = 0
            for k in 0..<length { running += force[i - k] }
            untilSum = spans.mean
        }
        smooth[i] = running / Double(length)
        count = i + 1
        // Windows end 100 ms ago; the first 20 ms after a restart have no full mean and stay outside.
        let entering = i - spans.gap
        guard entering >= origin + spans.mean else { return }
        rawWindow.slide(to: entering, of: force)
        smoothWindow.slide(to: entering, of: smooth)
        largest.slide(to: entering, of: smooth)
        smallest.slide(to: entering, of: smooth)
        if parameters.slowFraction > 0 { slow.window.slide(to: entering, of: smooth) }
    }

    /// B-2, on the 20 ms mean over the 500 ms that end 100 ms ago.
    var isQuiet: Bool {
        @_noAllocation @_noLocks get {
            guard smoothWindow.isFull else { return false }
            let limit = parameters.quietLimit(smoothWindow.mean)
            return smoothWindow.variance <= limit * limit
                && abs(smoothWindow.rise) <= parameters.quietSlope * limit
                && largest.value(of: smooth) - smallest.value(of: smooth) <= parameters.quietRange * limit
        }
    }

    /// Steps 1 and 2: arm on a quiet window, follow it, and wait for force to stay above the trigger.
    @_noAllocation @_noLocks
    private mutating func watch(_ value: Double, _ i: Int) {
        if above == 0 {
            if isQuiet {
                let variance = rawWindow.variance
                baseline = OnsetBaseline(
                    mean: rawWindow.mean, deviation: deviation(variance), end: i + 1 - spans.gap)
                state = .armed
            } else if state == .armed {
                state = .rest
            }
        }
        guard state == .armed else { return }
        guard value > baseline.mean + baseline.height(parameters) else {
            above = 0
            return
        }
        above += 1
        guard above >= spans.run else { return }
        state = .rising
        trigger = i - above + 1
        baseline = exactBaseline(endingBefore: baseline.end)
    }

    /// Step 3: a rise is a hold when it is fast.
    @_noAllocation @_noLocks
    private mutating func rise(_ value: Double, _ i: Int, _ events: inout OnsetEvents) {
        let height = baseline.height(parameters)
        let needed = baseline.mean + max(parameters.confirmationFactor * height, parameters.confirmationFloor)
        // Half a second may be quiet by chance in a band that moves; two seconds know better.
        if value >= max(needed, slow.outOfReach(parameters)) {
            confirm(at: i, trigger: trigger, baseline: baseline, flags: HoldFlags(rawValue: 0), into: &events)
        } else if i - trigger > spans.confirmation {
            if smooth[i] > baseline.mean + height {
                events.append(.ramp(trigger: UInt64(clamping: trigger)))
                beginLoad(i, &events)
            } else {
                events.append(.falseStart(trigger: UInt64(clamping: trigger)))
            }
            state = .ramp
            above = 0
        }
    }

    /// Step 6, first half.
    @_noAllocation @_noLocks
    private mutating func hold(_ i: Int, _ events: inout OnsetEvents) {
        let mean = smooth[i]
        holdPeak = max(holdPeak, mean)
        if i - confirmed > spans.releaseDelay, mean < baseline.mean + parameters.releaseFraction * (holdPeak - baseline.mean) {
            events.append(.release(peak: holdPeak))
            state = .release
            released = i
        } else if i - confirmed > spans.holdLimit {
            released = i
            holdFlags.raise(.truncated)
            end(at: i, &events)
        }
    }

    /// Step 6, second half; a hold that does not come back to its baseline ends when force is quiet again, or after a while.
    @_noAllocation @_noLocks
    private mutating func release(_ i: Int, _ events: inout OnsetEvents) {
        let back = smooth[i] < baseline.mean + baseline.height(parameters)
        let settled = i - released >= spans.window + spans.gap + spans.mean && isQuiet
        if back || settled || i - released > spans.releaseLimit { end(at: i, &events) }
    }

    /// The explosive hold is over.
    @_noAllocation @_noLocks
    mutating func end(at i: Int, _ events: inout OnsetEvents) {
        if pendingOnset >= 0 { reportEarly(i, &events) }
        events.append(
            .ended(
                HoldEvent.Ended(kind: .explosive, release: UInt64(clamping: released), end: UInt64(clamping: i), flags: holdFlags)
            ))
        state = .rest
        above = 0
    }
}
