public import Samples

/// Finds the holds of one sensor while they happen, sample by sample, from calibrated unfiltered force.
///
/// Two small machines look at the same windows. The *trigger* looks for fast rises, each from a baseline of its own. The *effort* looks at
/// levels only: what is rest, what is a load, when it is let go. The rules, their sources and what they cannot do are in
/// <doc:OnsetDetection>. Pure: the same samples give the same events, live and replayed. All memory is taken in `init`; `push` neither
/// allocates nor locks and takes constant time on average.
///
/// Sample numbers count from 0 at the last `reset`. Owned by one thread.
public struct OnsetMachine: ~Copyable {
    public let kind: SensorKind
    public let rate: Double
    public let parameters: OnsetParameters
    let spans: OnsetSpans

    var front: OnsetFront
    /// SD of what stands on the sensor, as it was at each of the last samples: what a dip is compared with.
    let scatters: OnsetHistory
    var trigger = OnsetTrigger()
    var slow = OnsetSlowBaseline()
    var effort: OnsetEffort?
    var past = OnsetPast()
    var low = OnsetLow()
    var rest = OnsetRest()

    /// How many samples were pushed since the last `reset`.
    public internal(set) var count = 0
    /// Onset of a rise whose first 250 ms are not there yet; −1 when there is none.
    var pendingOnset = -1
    /// Peak of the last hold, N.
    var lastPeak = 0.0

    /// The level without effort, N: what a tare has declared it to be, else the first quiet level; `nil` before that. A baseline away
    /// from it raises `pretension`.
    public var restLevel: Double? { @_noAllocation @_noLocks get { rest.isKnown ? rest.level : nil } }

    /// A machine for a sensor of `rate` Hz, frozen when its clock locked. A rate outside 1 Hz…100 kHz is moved into it.
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

    /// Force has left the level that loads are counted from for longer than a release takes, and may become a hold.
    private var isLoaded: Bool {
        @_noAllocation @_noLocks get {
            rest.isKnown && rest.isStoodOn && count - low.sample > spans.explosive && mean > rest.base + parameters.floor
        }
    }
    /// A hold of a fast rise is under way.
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

    /// The baseline mean, N, while one is known: armed, rising, or in a hold.
    public var baselineMean: Double? { @_noAllocation @_noLocks get { hasBaseline ? currentBaseline.mean : nil } }
    /// Its SD (n − 1), N.
    public var baselineDeviation: Double? { @_noAllocation @_noLocks get { hasBaseline ? currentBaseline.deviation : nil } }
    /// What force must exceed to trigger, N, while something is armed.
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

    /// Forgets everything but a level of rest that was set; the next sample is number 0. A hold under way is forgotten too: see `finish`.
    @_noAllocation @_noLocks
    public mutating func reset() {
        count = 0
        restart()
        rest.restart()
        effort = nil
        pendingOnset = -1
        lastPeak = 0
    }

    /// A tare has made `level`, N, the level of rest, and hides so many newtons: what stands on a plate is known in spite of it.
    @_noAllocation @_noLocks
    public mutating func declareRest(_ level: Double, tared: Double = 0) {
        rest.declared = level
        rest.tared = tared
        rest.isKnown = false
    }

    /// Forces mean something else from here on: the next quiet level is rest.
    @_noAllocation @_noLocks
    public mutating func forgetRest() {
        rest = OnsetRest()
    }

    /// Takes a new baseline from the samples to come, because a tare has moved them. Returns false, and does nothing, while a
    /// rise or a hold is under way, or a load that may become one. Sample numbers go on.
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

    /// Takes the next sample, N, and appends what it brought about to `events`, which the caller empties.
    ///
    /// `value` must be a number: missing samples are for the caller to leave out or to answer with `reset`. What is no number is
    /// above no level and makes no baseline quiet.
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
        if pendingOnset >= 0, Double(i) >= Double(pendingOnset) + 0.25 * rate { reportEarly(i, &events) }
    }

    /// Ends what is under way because no more samples come: the sensor left, or the recording is over. The hold is flagged
    /// `truncated` unless it had ended already. Follow with `reset`.
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
