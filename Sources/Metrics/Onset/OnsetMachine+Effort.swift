import Samples

/// The last sample at which force was at the level from which loads are counted, and the course of force since then.
struct OnsetLow: BitwiseCopyable {
    /// The last sample at that level, and the 20 ms mean there, N.
    var sample: Int
    var start = 0.0
    /// The largest 20 ms mean since that sample, N, and that of the first 200 ms.
    var peak = -Double.infinity
    var early = -Double.infinity
    /// SD of the baseline from which the load rose, N.
    var deviation = 0.0
    /// The sample since which force has been above the level by C; −1 when it is not.
    var loadedSince = -1
    /// The number of samples for which force has been below a raised level.
    var below = 0

    @_noAllocation @_noLocks init(sample: Int = 0) { self.sample = sample }
}

/// The effort, which uses levels only: it follows loads, holds and releases.
extension OnsetMachine {
    @_noAllocation @_noLocks
    mutating func follow(_ i: Int, _ events: inout OnsetEvents) {
        guard var current = effort else {
            followLevel(i, &events)
            return
        }
        let mean = front.smooth[i]
        if current.isOver {
            // A finished slow load waits for a pull whose pre-tension it may be.
            guard i - current.endedAt > spans.join, trigger.state != .rising else { return }
            close(at: i, level: current.endLevel, flags: HoldFlags(rawValue: 0), &events)
            low.sample = i
            low.peak = mean
            return
        }
        if i == current.refineAt { refine(&current, i, &events) }
        if i == current.gainAt { current.gain = gain(of: current.rise, at: i) }
        if current.hasCandidate, mean > max(current.peak, current.candidateForce) { decide(&current, mean, i, &events) }
        if mean > current.base + parameters.confirmationFloor { current.loaded += 1 }
        current.peak = max(current.peak, mean)
        if isDeadWeight(&current, i) {
            effort = nil
            settle(on: front.slowMean)
            low = OnsetLow(sample: i)
            pendingOnset = -1
            events.append(.levelChanged(rest: front.slowMean))
            return
        }
        if isAsBefore(mean) {
            effort = nil
            rest.left = rest.level
            settle(on: front.mean)
            rest.former = .nan
            low = OnsetLow(sample: i)
            pendingOnset = -1
            events.append(.weightShift(peak: current.peak))
            return
        }
        if i - current.confirmed > spans.releaseDelay { letGo(&current, mean, i, &events) }
        effort = current
        guard current.isOver || i - Int(clamping: current.rise.onset.onset) > spans.holdLimit else { return }
        if !current.isOver {
            close(at: i, level: mean, flags: .truncated, &events)
        } else if current.isConfirmed {
            close(at: i, level: current.endLevel, flags: HoldFlags(rawValue: 0), &events)
        }
    }

    /// Handles force below half of the net peak. The hold is released when the fall was steep, not when force fades. It is over
    /// when force is back at the baseline, or flat near it, or quiet, or after a time limit.
    @_noAllocation @_noLocks
    private mutating func letGo(_ current: inout OnsetEffort, _ mean: Double, _ i: Int, _ events: inout OnsetEvents) {
        let baseline = current.rise.onset.baselineMean
        let net = current.netPeak
        if mean > baseline + (parameters.releaseFraction + parameters.releaseReturn) * net {
            current.below = -1
            current.released = -1
            current.isImpact = false
            return
        }
        if current.below < 0 {
            guard mean < baseline + parameters.releaseFraction * net else { return }
            current.below = i
            current.isImpact = isImpact(current, at: i)
            if let former = current.former, mean > current.base + parameters.confirmationFloor,
                current.isImpact || isSpurt(current, since: former, at: i)
            {
                goOn(&current, former, mean, &events)
                return
            }
        }
        let isDown = mean <= baseline + parameters.height(current.rise.onset.baselineDeviation)
        current.backAt = !isDown ? -1 : current.backAt < 0 ? i : current.backAt
        let isBack = isDown && !isLeaving(i)
        if current.released < 0 {
            let level = front.flatMean
            let isSteep = level - baseline < parameters.releaseSteepness * (front.recentLevel - baseline)
            guard isBack || isSteep || i - current.below > spans.fade else { return }
            // A steep fall is recognised slightly late, so the release is the sample at which force fell below half. Force that
            // had faded below half before is released only now.
            let isKnownLate = i - current.below <= spans.window || !(isBack || isSteep)
            current.released = isKnownLate ? current.below : i
            // The release of a slow load is reported at its end, because until then it may become the pre-tension of a pull.
            if current.isConfirmed { events.append(.release(peak: current.peak)) }
        }
        let since = i - current.released
        let isFlat =
            current.isConfirmed && since > spans.flat
            && front.flatRange <= parameters.flatFloors * parameters.floor
            && isNear(front.flatMean, baseline, netPeak: net)
        let isQuiet = since >= spans.settle && front.isQuiet
        guard isBack || isFlat || isQuiet || since > spans.releaseLimit else { return }
        current.endLevel = isBack ? baseline : front.flatMean
        current.endedAt = isBack ? current.backAt : i
    }

    /// The last rise was a knock or a spurt on a force that is still held: the hold is what it was before. A spurt counts as its
    /// force, a knock does not.
    @_noAllocation @_noLocks
    private mutating func goOn(
        _ current: inout OnsetEffort, _ former: OnsetFormer, _ mean: Double, _ events: inout OnsetEvents
    ) {
        current.restore(former, peak: max(former.peak, current.isImpact ? mean : current.peak))
        pendingOnset = -1
        if current.isConfirmed {
            events.append(.onset(announceable(current)))
        } else {
            events.append(.holding(onset: current.rise.onset.onset, baseline: current.base))
        }
    }

    /// Whether force on a plate that carries the athlete passes the level of rest on its way down: a jump, or a step off.
    @_noAllocation @_noLocks
    private func isLeaving(_ i: Int) -> Bool {
        parameters.standing
            && (rest.stepping > 0 || front.smooth[max(i - spans.mean, front.origin)] - front.smooth[i] > parameters.floor)
    }

    /// Force has exceeded the peak after a later rise: decides whether that rise is the pull, or a spurt in the same hold.
    @_noAllocation @_noLocks
    private mutating func decide(_ current: inout OnsetEffort, _ mean: Double, _ i: Int, _ events: inout OnsetEvents) {
        let brought = mean - current.candidate.onset.baselineMean
        guard brought >= parameters.moveShare * (mean - rest.level) else { return }
        current.move(to: current.candidate, at: i)
        announce(&current, i, &events)
    }

    /// Without an effort: updates the last sample at the level, and begins a load when force has been above the level for a
    /// second.
    @_noAllocation @_noLocks
    private mutating func followLevel(_ i: Int, _ events: inout OnsetEvents) {
        let mean = front.smooth[i]
        if mean <= rest.base + parameters.floor {
            low.sample = i
            low.start = mean
            low.peak = mean
            low.early = mean
            // What is never quiet has a scatter as well.
            if front.isQuiet || low.deviation == 0 && front.isSteady { low.deviation = front.deviation }
            if mean <= rest.level + parameters.floor {
                rest.base = rest.level
                low.below = 0
            } else if mean < rest.base - parameters.floor {
                low.below += 1
                if low.below > spans.holding / 2 {
                    rest.base = max(rest.level, mean)
                    low.below = 0
                }
            } else {
                low.below = 0
            }
        }
        low.peak = max(low.peak, mean)
        if i - low.sample <= spans.explosive + spans.mean { low.early = max(low.early, mean) }
        guard mean > rest.base + parameters.confirmationFloor else {
            low.loadedSince = -1
            return
        }
        if low.loadedSince < 0 { low.loadedSince = i }
        guard i - low.loadedSince >= spans.holding, trigger.state != .rising else { return }
        beginLoad(i, &events)
    }

    /// Begins a load, after a second under load of any slope.
    @_noAllocation @_noLocks
    private mutating func beginLoad(_ i: Int, _ events: inout OnsetEvents) {
        let end = low.sample + 1 - spans.gap
        let first = max(end - spans.window, front.origin)
        let begin = UInt64(clamping: low.sample)
        var onset = HoldEvent.Onset(
            kind: .sustained, onset: begin, onset5SD: Double(low.sample), trigger: begin, confirmed: UInt64(clamping: i),
            baselineMean: rest.base, baselineDeviation: low.deviation, baselineFirst: UInt64(clamping: first),
            baselineCount: UInt32(clamping: max(0, end - first)), rest: rest.level, scatter: low.deviation,
            countermovement: 0, flags: HoldFlags(rawValue: 0))
        onset.rule = .load
        if !spans.isFullRate { onset.flags.raise(.lowRate) }
        var load = OnsetEffort(
            rise: OnsetRise(onset: onset), isConfirmed: false, base: rest.base, peak: low.peak, at: i)
        load.loaded = i - low.loadedSince
        load.loadGain = low.early - low.start
        load.lookAt = i
        // The rise was fast after all, but began where the trigger was not armed.
        if load.loadGain < parameters.explosiveShare * load.netPeak, let start = steepPart(of: load.rise.onset, at: i) {
            let gained = largest(from: start, to: start + spans.explosive + spans.mean, until: i) - front.smooth[start]
            if gained >= parameters.explosiveShare * load.netPeak {
                load.loadGain = gained
                load.rise.onset.onset = UInt64(clamping: start)
                load.rise.onset.position = Double(start)
                load.rise.onset.rule = .steepest
                load.rise.onset.flags.raise(.preRise)
            }
        }
        effort = load
        events.append(.holding(onset: load.rise.onset.onset, baseline: rest.base))
    }

    /// The largest 20 ms mean between two samples, but not after `now`.
    @_noAllocation @_noLocks
    func largest(from first: Int, to last: Int, until now: Int) -> Double {
        var most = -Double.infinity
        var k = min(first, now)
        while k <= min(last, now) {
            most = max(most, front.smooth[k])
            k += 1
        }
        return most
    }

    /// Ends the effort, at sample `i` or where it had ended before. A load that remains above rest becomes the level from which
    /// the next load is counted.
    @_noAllocation @_noLocks
    mutating func close(at i: Int, level: Double, flags: HoldFlags, _ events: inout OnsetEvents) {
        guard var ending = effort else { return }
        if ending.refineAt >= 0, !ending.isOver { refine(&ending, i, &events) }
        if ending.isImpact { pendingOnset = -1 }
        if pendingOnset >= 0 { reportEarly(i, &events) }
        let end = ending.isOver ? ending.endedAt : i
        let isShort = ending.isConfirmed ? ending.isImpact : ending.loaded < spans.leastLoad
        if isShort, flags.rawValue & HoldFlags.truncated.rawValue == 0 {
            events.append(.weightShift(peak: ending.peak))
        } else {
            let release = ending.released >= 0 ? ending.released : end
            var onset = final(&ending, at: i)
            onset.flags.raise(flags)
            if !ending.isConfirmed { events.append(.release(peak: ending.peak)) }
            events.append(.onsetFinal(onset))
            events.append(
                .ended(
                    HoldEvent.Ended(
                        kind: onset.kind, release: UInt64(clamping: release), end: UInt64(clamping: end), flags: onset.flags)))
        }
        let baseline = ending.rise.onset
        past.baseline = OnsetBaseline(mean: baseline.baselineMean, deviation: baseline.baselineDeviation)
        past.slopeDeviation = ending.rise.slopeDeviation
        past.netPeak = ending.netPeak
        past.ended = i
        lastPeak = ending.peak
        rest.base = level > rest.level + parameters.floor ? level : rest.level
        effort = nil
        low.loadedSince = -1
        low.sample = i
        low.start = front.smooth[i]
        low.peak = -.infinity
        low.early = -.infinity
        if flags.rawValue & HoldFlags.truncated.rawValue != 0 { trigger.forget() }
    }
}
