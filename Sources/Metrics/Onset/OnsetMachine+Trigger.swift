import Samples

/// The trigger: arms on baselines, and decides which rises are fast.
extension OnsetMachine {
    /// Arms, freezes, re-arms, and waits for force to stay above the trigger.
    @_noAllocation @_noLocks
    mutating func watch(_ value: Double, _ i: Int, _ events: inout OnsetEvents) {
        if trigger.state != .rising {
            if trigger.above == 0 { arm(i) }
            if trigger.state != .rest { look(value, i) }
        }
        if trigger.state == .rising { rise(value, i, &events) }
    }

    @_noAllocation @_noLocks
    private mutating func arm(_ i: Int) {
        let mean = front.smooth[i]
        var quiet = front.isQuiet
        // During a dip below the baseline the baseline is kept, and no part of the dip becomes a baseline.
        if trigger.state == .armed, mean < trigger.baseline.mean - trigger.baseline.height(parameters) {
            trigger.state = .frozen
            trigger.frozenAt = i
            trigger.isDip = true
        } else if trigger.state == .frozen, trigger.isDip, i - trigger.frozenAt <= spans.freeze {
            quiet = false
        } else if trigger.state != .frozen {
            trigger.isDip = false
        }
        let level = front.mean
        if quiet, level >= rest.level - parameters.confirmationFloor, mayArm(i) {
            let deviation = front.deviation
            if mean >= level - parameters.height(deviation) {
                trigger.baseline = OnsetBaseline(
                    mean: level, deviation: deviation, end: i + 1 - spans.gap, count: spans.window)
                trigger.smoothDeviation = front.smoothLineDeviation
                trigger.slopeDeviation = .nan
                trigger.state = .armed
                return
            }
        }
        switch trigger.state {
        case .armed:
            trigger.state = .frozen
            trigger.frozenAt = i
        case .frozen: if i - trigger.frozenAt > spans.freeze { trigger.state = .rest }
        case .rest, .rearmed: if !quiet { rearm(i) }
        case .rising: break
        }
    }

    /// Inside an effort a level counts only when it has been quiet for a second, and came after the last rise.
    @_noAllocation @_noLocks
    private func mayArm(_ i: Int) -> Bool {
        guard let effort, !effort.isOver else { return true }
        return front.quietRun >= spans.insideQuiet
            && i - trigger.confirmed > spans.insideQuiet + spans.window + spans.gap
    }

    /// After a release the last baseline is used again as soon as force is flat near it, because pulses leave no time for a new
    /// one.
    @_noAllocation @_noLocks
    private mutating func rearm(_ i: Int) {
        guard effort == nil, past.ended >= 0, i - past.ended < spans.rearm else { return }
        let level = front.flatMean
        if front.flatRange <= parameters.flatFloors * parameters.floor, isNearPast(level),
            level >= rest.level - parameters.confirmationFloor
        {
            trigger.state = .rearmed
            trigger.frozenAt = i
            trigger.baseline = OnsetBaseline(
                mean: front.flatMean(before: i), deviation: past.baseline.deviation, end: i + 1 - spans.mean,
                count: spans.flat)
            trigger.smoothDeviation = past.baseline.deviation * spans.noiseOfMean
            trigger.slopeDeviation = past.slopeDeviation
        } else if trigger.state == .rearmed, i - trigger.frozenAt > spans.freeze {
            trigger.state = .rest
        }
    }

    @_noAllocation @_noLocks
    private func isNearPast(_ level: Double) -> Bool { isNear(level, past.baseline.mean, netPeak: past.netPeak) }

    /// Whether a level is within A of a baseline, or within a fifth of the force held above it, but not more than 2 C away.
    @_noAllocation @_noLocks
    func isNear(_ level: Double, _ baseline: Double, netPeak: Double) -> Bool {
        let share = min(parameters.rearmShare * netPeak, 2 * parameters.confirmationFloor)
        return abs(level - baseline) <= max(parameters.floor, share)
    }

    @_noAllocation @_noLocks
    private mutating func look(_ value: Double, _ i: Int) {
        guard value > trigger.baseline.mean + trigger.baseline.height(parameters) else {
            trigger.above = 0
            return
        }
        trigger.above += 1
        guard trigger.above >= spans.run else { return }
        trigger.wasArmed = trigger.state == .armed
        trigger.state = .rising
        trigger.sample = i - trigger.above + 1
        // Sums of a sliding window have rounding errors, so the baseline of a hold is computed anew.
        if trigger.baseline.count == spans.window, trigger.baseline.end - spans.window >= front.oldest(at: i) {
            trigger.baseline = front.baseline(endingBefore: trigger.baseline.end)
        }
    }

    /// Confirms a rise when it is fast.
    @_noAllocation @_noLocks
    private mutating func rise(_ value: Double, _ i: Int, _ events: inout OnsetEvents) {
        let baseline = trigger.baseline
        let height = baseline.height(parameters)
        let overRest = rest.level + parameters.confirmationFloor
        let added = parameters.insideRise * (baseline.mean - rest.level)
        // In a moving band half a second may be quiet by chance, so the rise must also exceed the level of the slow baseline over
        // 1.5 s.
        let reach = max(overRest, slow.outOfReach(parameters))
        let needed = max(
            baseline.mean + max(max(parameters.confirmationFactor * height, parameters.confirmationFloor), added), reach)
        // The 20 ms mean contains less noise than single samples, so it needs a lower limit.
        let meanHeight = parameters.confirmationFactor * parameters.height(trigger.smoothDeviation)
        let neededMean = max(
            baseline.mean + max(max(meanHeight, height + parameters.confirmationFloor), added), reach)
        if value >= needed || front.smooth[i] >= neededMean {
            confirm(
                at: i, trigger: trigger.sample, baseline: baseline, slopeDeviation: trigger.slopeDeviation,
                flags: HoldFlags(rawValue: 0), &events)
        } else if i - trigger.sample > spans.confirmation {
            let isUp = front.smooth[i] > baseline.mean + height
            // Movements during a hold, or from a baseline that was not quiet, are not reported.
            if effort == nil, trigger.wasArmed {
                events.append(
                    isUp
                        ? .ramp(trigger: UInt64(clamping: trigger.sample))
                        : .falseStart(trigger: UInt64(clamping: trigger.sample)))
            }
            trigger.state = isUp ? .rest : .frozen
            trigger.frozenAt = i
            trigger.above = 0
        }
    }

    /// The same rule on the slow baseline, for a pull from a pre-tension that fluctuates too much for the quiet test, or whose
    /// fluctuation has just triggered a rise on the quiet baseline that was not confirmed.
    @_noAllocation @_noLocks
    mutating func watchSlowly(_ value: Double, _ i: Int, _ events: inout OnsetEvents) {
        if slow.above == 0, front.hasSlowWindow {
            slow.mean = front.slowMean
            // Single samples are compared with this level, so their noise is included.
            slow.deviation = front.slowSampleDeviation
            let net = slow.mean - rest.level
            slow.isLevel =
                net >= parameters.confirmationFloor && front.slowDeviation <= parameters.slowFraction * net
                && i - trigger.confirmed > spans.slowWindow + spans.gap
        }
        guard slow.isLevel else {
            slow.spent = true
            return
        }
        let height = parameters.height(slow.deviation)
        guard value > slow.mean + height else {
            slow.above = 0
            slow.spent = false
            return
        }
        guard !slow.spent else { return }
        if slow.above == 0 {
            slow.trigger = i
            slow.quiet = front.isQuiet
        }
        slow.above += 1
        if slow.above > spans.confirmation {
            slow.above = 0
            slow.spent = true
            return
        }
        let needed = max(
            max(parameters.slowFactor * height, parameters.confirmationFloor),
            parameters.insideRise * (slow.mean - rest.level))
        guard slow.above >= spans.run, value >= slow.mean + needed else { return }
        let local = front.baseline(endingBefore: slow.trigger + 1 - spans.gap)
        confirm(
            at: i, trigger: slow.trigger, baseline: local, slopeDeviation: .nan,
            flags: HoldFlags(rawValue: slow.quiet ? 0 : HoldFlags.baselineUnstable.rawValue), &events)
    }

    /// Finds a pull out of a steady ramp. The trigger is not armed there, so the line through the last half second is the
    /// baseline.
    @_noAllocation @_noLocks
    mutating func watchRamp(_ i: Int, _ events: inout OnsetEvents) {
        let needed = spans.window + spans.gap + spans.mean
        guard trigger.state == .rest, front.hasWindow, i - front.origin >= needed, i - trigger.confirmed > needed
        else { return }
        if let effort {
            guard !effort.isConfirmed, !effort.isOver else { return }
        } else {
            // The load must last longer than a single wrong sample can raise the mean.
            guard low.loadedSince >= 0, i - low.loadedSince > 2 * spans.mean else { return }
        }
        let rise = front.rise
        guard rise > parameters.quietSlope * front.quietLimit else { return }
        let before = front.smooth[i - spans.gap]
        let gained = front.smooth[i] - before
        let steady = rise * Double(spans.gap) / Double(spans.window)
        let end = front.mean + rise / 2
        guard
            gained
                >= max(
                    max(parameters.confirmationFloor, parameters.rampFactor * steady),
                    parameters.insideRise * (before - rest.level)),
            abs(before - end) <= 2 * parameters.floor
        else { return }
        let scatter = front.lineDeviation
        guard scatter <= parameters.rampScatter * gained else { return }
        let first = max(i - spans.gap - spans.gap / 2, front.oldest(at: i))
        let start = steepest(from: first, to: i, above: steady * Double(spans.mean) / Double(spans.gap))
        confirm(
            at: i, trigger: start,
            baseline: OnsetBaseline(mean: front.smooth[start], deviation: scatter, end: i + 1 - spans.gap, count: spans.window),
            slopeDeviation: .nan, flags: .preRise, start: start, &events)
    }

    /// Walks back from the steepest 20 ms between two samples to a tenth of the steepest gain above `level`, N per 20 ms.
    @_noAllocation @_noLocks
    func steepest(from first: Int, to last: Int, above level: Double) -> Int {
        var top = first
        var most = -Double.infinity
        var k = first
        while k + spans.mean <= last {
            let gain = front.smooth[k + spans.mean] - front.smooth[k]
            if gain > most {
                most = gain
                top = k
            }
            k += 1
        }
        let limit = parameters.preRiseSlope * (most - level)
        while top > first, front.smooth[top + spans.mean] - front.smooth[top] - level > limit { top -= 1 }
        return top
    }
}
