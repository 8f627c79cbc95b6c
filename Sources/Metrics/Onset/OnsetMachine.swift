public import Samples

/// Finds the holds of one sensor live, sample by sample, from calibrated unfiltered force.
///
/// Two small state machines use the same windows. The *trigger* looks for fast rises, each from its own baseline. The *effort*
/// uses levels only: it decides what is rest, what is a load, and when it is released. <doc:OnsetDetection> describes the rules,
/// their sources and their limits. The machine is deterministic: the same samples give the same events, live and replayed. All
/// memory is allocated in `init`; `push` neither allocates nor locks and takes constant time on average.
///
/// A hold begins with a fast rise in `OnsetMachine+Trigger` (`rise`), or with a load in `OnsetMachine+Effort` (`beginLoad`). It
/// ends in `OnsetMachine+Effort` (`letGo`, `close`). The sample of the onset is found live in `OnsetMachine+Rise` (`walkBack`), after slack
/// that is taken up in `OnsetMachine+TakeUp`, and after the hold by ``OnsetMethods``.
///
/// Sample numbers count from 0 at the last `reset`. Owned by one thread.
public struct OnsetMachine: ~Copyable {
    public let kind: SensorKind
    public let rate: Double
    public let parameters: OnsetParameters
    let spans: OnsetSpans

    var front: OnsetFront
    /// SD of the load on the sensor at each of the last samples, with which a dip is compared.
    let scatters: OnsetHistory
    var trigger = OnsetTrigger()
    var slow = OnsetSlowBaseline()
    var effort: OnsetEffort?
    var past = OnsetPast()
    var low = OnsetLow()
    var rest = OnsetRest()

    /// The number of samples pushed since the last `reset`.
    public internal(set) var count = 0
    /// The onset of a rise whose first 250 ms are not complete yet; −1 when there is none.
    var pendingOnset = -1
    /// Peak of the last hold, N.
    var lastPeak = 0.0

    /// The level without effort, N: declared by a tare, otherwise the first quiet level; `nil` before that. A baseline that
    /// differs from it raises `pretension`.
    public var restLevel: Double? { @_noAllocation @_noLocks get { rest.isKnown ? rest.level : nil } }

    /// A machine for a sensor whose frozen rate is `rate` Hz. A rate outside 1 Hz…100 kHz is clamped.
    public init(rate: Double, kind: SensorKind, parameters: OnsetParameters? = nil) {
        let parameters = parameters ?? OnsetParameters(kind)
        let rate = rate >= 1 ? min(rate, 100_000) : 1
        let spans = OnsetSpans(parameters, rate: rate)
        self.kind = kind
        self.rate = rate
        self.parameters = parameters
        self.spans = spans
        front = OnsetFront(parameters, spans)
        scatters = OnsetHistory(atLeast: spans.countermovement + spans.confirmation + spans.run + 2)
    }

    /// Where the sensor is in the course of a hold.
    public var phase: Phase {
        @_noAllocation @_noLocks get {
            if let effort, !effort.isOver {
                guard effort.isConfirmed else { return .holding }
                return effort.released >= 0 ? .release : .hold
            }
            if trigger.state == .rising { return .rising }
            if isLoaded { return .ramp }
            return trigger.state == .rest ? .rest : .armed
        }
    }

    /// Whether force has been above the level from which loads are counted for longer than a release takes, and may become a
    /// hold.
    private var isLoaded: Bool {
        @_noAllocation @_noLocks get {
            rest.isKnown && rest.isStoodOn && count - low.sample > spans.explosive && mean > rest.base + parameters.floor
        }
    }
    /// Whether a hold with a fast rise is under way.
    private var isHold: Bool {
        @_noAllocation @_noLocks get {
            guard let effort else { return false }
            return effort.isConfirmed
        }
    }
    private var hasBaseline: Bool { @_noAllocation @_noLocks get { trigger.state != .rest || isHold } }
    var currentBaseline: OnsetBaseline {
        @_noAllocation @_noLocks get {
            guard let effort, effort.isConfirmed else { return trigger.baseline }
            return OnsetBaseline(
                mean: effort.rise.onset.baselineMean, deviation: effort.rise.onset.baselineDeviation)
        }
    }

    /// The mean of the baseline, N, while one is known: armed, rising, or in a hold.
    public var baselineMean: Double? { @_noAllocation @_noLocks get { hasBaseline ? currentBaseline.mean : nil } }
    /// The SD (n − 1) of the baseline, N.
    public var baselineDeviation: Double? { @_noAllocation @_noLocks get { hasBaseline ? currentBaseline.deviation : nil } }
    /// The level that force must exceed to trigger, N, while the trigger is armed.
    public var triggerLevel: Double? {
        @_noAllocation @_noLocks get {
            trigger.state == .rest || trigger.state == .rising
                ? nil : trigger.baseline.mean + trigger.baseline.height(parameters)
        }
    }
    /// Largest 20 ms mean of the hold or load under way, or of the last hold, N.
    public var peak: Double {
        @_noAllocation @_noLocks get {
            guard let effort else { return lastPeak }
            return effort.peak
        }
    }
    /// The trailing 20 ms mean, N; 0 before the first sample.
    public var mean: Double { @_noAllocation @_noLocks get { count > 0 ? front.smooth[count - 1] : 0 } }

    /// Resets everything except a declared level of rest; the next sample is number 0. A hold under way is discarded: see
    /// `finish`.
    @_noAllocation @_noLocks
    public mutating func reset() {
        count = 0
        restart()
        rest.restart()
        effort = nil
        pendingOnset = -1
        lastPeak = 0
    }

    /// Declares `level`, N, as the level of rest after a tare that removed `tared` newtons; with `tared` the load on a plate is
    /// still known.
    @_noAllocation @_noLocks
    public mutating func declareRest(_ level: Double, tared: Double = 0) {
        rest.declared = level
        rest.tared = tared
        rest.isKnown = false
    }

    /// Call when the meaning of forces changes: the next quiet level becomes rest.
    @_noAllocation @_noLocks
    public mutating func forgetRest() {
        rest = OnsetRest()
    }

    /// Starts a new baseline from the following samples, because a tare shifts them. Returns false, and does nothing, while there
    /// is a rise, a hold, or a load that may become one. Sample numbers continue.
    @_noAllocation @_noLocks
    @discardableResult public mutating func restartBaseline() -> Bool {
        switch phase {
        case .rising, .ramp, .holding, .hold, .release: return false
        case .settling, .rest, .armed: break
        }
        restart()
        return true
    }

    @_noAllocation @_noLocks
    private mutating func restart() {
        front.restart(at: count)
        trigger = OnsetTrigger()
        slow = OnsetSlowBaseline()
        past = OnsetPast()
        low = OnsetLow(sample: count)
        rest.forgetCounts()
    }

    /// Processes the next sample, N, and appends the resulting events to `events`, which the caller empties.
    ///
    /// `value` must be a number: for missing samples the caller must either skip them or call `reset`. NaN is never above a level
    /// and makes every baseline window not quiet.
    @_noAllocation @_noLocks
    public mutating func push(_ value: Double, into events: inout OnsetEvents) {
        let i = count
        front.take(value, i)
        count = i + 1
        keepScatter(i)
        watchArming(&events)
        guard knowsRest(i), carriesAthlete(i, &events) else { return }
        followRest(i, &events)
        watch(value, i, &events)
        watchSlowly(value, i, &events)
        watchRamp(i, &events)
        follow(i, &events)
        watchTakeUp(i, &events)
        if pendingOnset >= 0, Double(i) >= Double(pendingOnset) + 0.25 * rate { reportEarly(i, &events) }
    }

    /// Ends an effort under way because no more samples come: the sensor was removed, or the recording is over. The hold is
    /// flagged `truncated` unless it had ended already. Call `reset` afterwards.
    @_noAllocation @_noLocks
    public mutating func finish(into events: inout OnsetEvents) {
        let last = max(0, count - 1)
        if let effort {
            var flags = HoldFlags(rawValue: 0)
            if !effort.isOver { flags.raise(.truncated) }
            close(at: last, level: -.infinity, flags: flags, &events)
        }
        trigger.forget()
    }
}
