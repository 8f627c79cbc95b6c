import Samples

/// a load that came up too slowly for an explosive hold, and may become a sustained one.
struct OnsetLoad: BitwiseCopyable {
    /// The first crossing, walked back while the history still reached it: a hold may last minutes.
    var onset: HoldEvent.Onset
    /// Largest 20 ms mean since then, N.
    var peak: Double
    /// Since when it has been above `Br + C`, and since when below half of its peak; −1 when it is not.
    var loadedSince = -1
    var releasedSince = -1
    /// It lasted for a second: the hold has been announced.
    var announced = false
    /// When it fell below `Br + A`; −1 before.
    var endedAt = -1

    @_noAllocation @_noLocks init(onset: HoldEvent.Onset, peak: Double) {
        self.onset = onset
        self.peak = peak
    }

    /// Over, and only waiting for a pull that it would be the pre-tension of.
    var isOver: Bool { @_noAllocation @_noLocks get { endedAt >= 0 } }
}

extension OnsetMachine {
    /// The first ramp remembers the level of rest; later ones are movements of the same load.
    @_noAllocation @_noLocks
    mutating func beginLoad(_ i: Int, _ events: inout OnsetEvents) {
        if let load {
            guard load.isOver else { return }
            endLoad(load, flags: HoldFlags(rawValue: 0), &events)
        }
        let onset = walkBack(from: trigger, at: i, baseline: baseline, kind: .sustained)
        load = OnsetLoad(onset: onset, peak: smooth[i])
    }

    /// Once per sample while there is a load.
    @_noAllocation @_noLocks
    mutating func followLoad(_ i: Int, _ events: inout OnsetEvents) {
        guard var load else { return }
        if load.isOver {
            if i - load.endedAt > spans.join {
                endLoad(load, flags: HoldFlags(rawValue: 0), &events)
                self.load = nil
            }
            return
        }
        let mean = smooth[i]
        let rest = load.onset.baselineMean
        load.peak = max(load.peak, mean)
        if mean > rest + parameters.confirmationFloor {
            if load.loadedSince < 0 { load.loadedSince = i }
            if !load.announced, i - load.loadedSince >= spans.holding {
                load.announced = true
                load.onset.confirmed = UInt64(clamping: i)
                events.append(.holding(trigger: load.onset.trigger, baseline: rest))
            }
        } else {
            load.loadedSince = -1
        }
        if mean < rest + parameters.releaseFraction * (load.peak - rest) {
            if load.releasedSince < 0 { load.releasedSince = i }
        } else {
            load.releasedSince = -1
        }
        let tooLong = i - Int(clamping: load.onset.trigger) > spans.holdLimit
        let released = load.releasedSince >= 0 && i - load.releasedSince > spans.releaseLimit
        if mean < rest + parameters.floor || released || tooLong {
            load.endedAt = i
            if tooLong { load.onset.flags.raise(.truncated) }
            // What never was a hold leaves nothing behind.
            self.load = load.announced ? load : nil
        } else {
            self.load = load
        }
    }

    /// A sustained hold is final. Its onset is told only now, because until now it could have become the pre-tension of a pull.
    @_noAllocation @_noLocks
    mutating func endLoad(_ load: OnsetLoad, flags: HoldFlags, _ events: inout OnsetEvents) {
        var onset = load.onset
        onset.flags.raise(flags)
        let release = load.releasedSince >= 0 ? load.releasedSince : load.endedAt
        events.append(.onset(onset))
        events.append(.release(peak: load.peak))
        holdPeak = load.peak
        events.append(
            .ended(
                HoldEvent.Ended(
                    kind: .sustained, release: UInt64(clamping: release), end: UInt64(clamping: load.endedAt), flags: onset.flags)
            ))
    }

    /// Ends what is under way because no more samples come: the sensor left, or the recording is over. The hold is flagged
    /// `truncated` unless it had ended already. Follow with `reset`.
    @_noAllocation @_noLocks
    public mutating func finish(into events: inout OnsetEvents) {
        let last = max(0, count - 1)
        if state == .hold || state == .release {
            if state == .hold { released = last }
            holdFlags.raise(.truncated)
            end(at: last, &events)
        } else if var load, load.announced {
            let over = load.isOver
            if !over { load.endedAt = last }
            endLoad(load, flags: HoldFlags(rawValue: over ? 0 : HoldFlags.truncated.rawValue), &events)
        }
        load = nil
        state = .rest
    }
}
