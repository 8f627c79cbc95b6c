import Samples

/// What is computed at the moment that a rise is confirmed, from the few seconds of history.
extension OnsetMachine {
    /// The root of a variance; 0 when rounding has made it negative, and of what is no number.
    @_noAllocation @_noLocks
    func deviation(_ variance: Double) -> Double {
        // Safety: the root is one instruction, which the performance check cannot see into.
        unsafe variance > 0 ? _unsafePerformance { variance.squareRoot() } : 0
    }

    /// Two passes over the raw window that ends before sample `end`.
    @_noAllocation @_noLocks
    func exactBaseline(endingBefore end: Int) -> OnsetBaseline {
        let first = end - spans.window
        var sum = 0.0
        for k in first..<end { sum += force[k] }
        let mean = sum / Double(spans.window)
        var square = 0.0
        for k in first..<end { square += (force[k] - mean) * (force[k] - mean) }
        return OnsetBaseline(mean: mean, deviation: deviation(square / Double(spans.window - 1)), end: end)
    }

    /// Least-squares slope over ±5 ms around a sample, N/s.
    @_noAllocation @_noLocks
    @inline(__always) private func slope(at sample: Int) -> Double {
        let half = spans.slope
        var product = 0.0
        var square = 0.0
        for k in -half...half {
            product += Double(k) * force[sample + k]
            square += Double(k) * Double(k)
        }
        return product / square * rate
    }

    /// SD of that slope inside the baseline: what ON-TROUGH calls noise.
    @_noAllocation @_noLocks
    private func slopeDeviation(_ baseline: OnsetBaseline) -> Double {
        let first = baseline.end - spans.window + spans.slope
        let count = spans.window - 2 * spans.slope
        guard count > 1 else { return 0 }
        var sum = 0.0
        for k in 0..<count { sum += slope(at: first + k) }
        let mean = sum / Double(count)
        var square = 0.0
        for k in 0..<count {
            let d = slope(at: first + k) - mean
            square += d * d
        }
        return deviation(square / Double(count - 1))
    }

    /// Step 4: ON-5SD, ON-TROUGH and the flags of a rise that crossed its trigger at sample `trigger`.
    @_noAllocation @_noLocks
    func walkBack(from trigger: Int, at now: Int, baseline: OnsetBaseline, kind: HoldKind) -> HoldEvent.Onset {
        let oldest = max(origin, now + 1 - force.capacity) + spans.slope
        let level = baseline.mean + parameters.triggerDeviations * baseline.deviation
        var above = trigger
        // The level may lie above the trigger when that comes from the slow baseline.
        while above < now, !(force[above] > level) { above += 1 }
        while above > oldest, force[above - 1] > level { above -= 1 }
        let before = force[above - 1]
        var position = Double(above)
        if above > oldest, force[above] != before { position = Double(above - 1) + (level - before) / (force[above] - before) }
        let threshold = slopeDeviation(baseline)
        let stop = max(above - spans.troughLimit, oldest)
        var onset = above
        while onset > stop, slope(at: onset) > threshold { onset -= 1 }
        var lowest = force[onset]
        for k in max(oldest, onset - spans.countermovement)..<max(onset, oldest) { lowest = min(lowest, force[k]) }
        var flags = HoldFlags(rawValue: 0)
        let depth = max(parameters.countermovementDeviations * baseline.deviation, parameters.countermovementFloor)
        if lowest < baseline.mean - depth { flags.raise(.countermovement) }
        if baseline.deviation > parameters.quietLimit(baseline.mean) { flags.raise(.baselineNoisy) }
        if onset <= stop { flags.raise(.troughLimit) }
        if !spans.isFullRate { flags.raise(.lowRate) }
        if let restLevel, abs(baseline.mean - restLevel) > parameters.pretensionFloor { flags.raise(.pretension) }
        return HoldEvent.Onset(
            kind: kind, onset: UInt64(clamping: onset), onset5SD: position, trigger: UInt64(clamping: trigger),
            confirmed: UInt64(clamping: now), baselineMean: baseline.mean, baselineDeviation: baseline.deviation,
            baselineFirst: UInt64(clamping: baseline.end - spans.window), baselineCount: UInt32(clamping: spans.window),
            countermovement: baseline.mean - lowest, flags: flags)
    }

    /// A fast rise is a hold. A load before it, still on or gone for less than a second, is its pre-tension.
    @_noAllocation @_noLocks
    mutating func confirm(
        at i: Int, trigger: Int, baseline: OnsetBaseline, flags: HoldFlags, into events: inout OnsetEvents
    ) {
        var onset = walkBack(from: trigger, at: i, baseline: baseline, kind: .explosive)
        onset.flags.raise(flags)
        if let load, load.announced || abs(baseline.mean - load.onset.baselineMean) > parameters.pretensionFloor {
            onset.flags.raise(.pretension)
        }
        load = nil
        events.append(.onset(onset))
        self.baseline = baseline
        state = .hold
        above = 0
        slow.above = 0
        confirmed = i
        holdPeak = smooth[i]
        holdFlags = onset.flags
        pendingOnset = Int(clamping: onset.onset)
    }

    /// The same rule on the slow baseline: a pull from a pre-tension that fluctuates too much for B-2, or whose fluctuation has
    /// just used up the rise of the fast one.
    @_noAllocation @_noLocks
    mutating func watchSlowly(_ value: Double, _ i: Int, _ events: inout OnsetEvents) {
        if slow.above == 0 {
            guard slow.window.isFull else { return }
            slow.mean = slow.window.mean
            let variance = slow.window.variance
            let limit = parameters.slowFraction * slow.mean
            slow.isLevel = slow.mean >= parameters.confirmationFloor && variance <= limit * limit
            slow.deviation = deviation(variance)
        }
        guard slow.isLevel else {
            slow.spent = true
            return
        }
        guard value > slow.mean + slow.height(parameters) else {
            slow.above = 0
            slow.spent = false
            return
        }
        guard !slow.spent else { return }
        if slow.above == 0 {
            slow.trigger = i
            slow.quiet = isQuiet
        }
        slow.above += 1
        if slow.above > spans.confirmation {
            slow.above = 0
            slow.spent = true
            return
        }
        guard slow.above >= spans.run, value >= slow.confirmation(parameters) else { return }
        let local = exactBaseline(endingBefore: slow.trigger + 1 - spans.gap)
        confirm(
            at: i, trigger: slow.trigger, baseline: local,
            flags: HoldFlags(rawValue: slow.quiet ? 0 : HoldFlags.baselineUnstable.rawValue), into: &events)
    }

    /// Values of the first 250 ms, or of what there is of them when the hold ended before; provisional.
    @_noAllocation @_noLocks
    mutating func reportEarly(_ i: Int, _ events: inout OnsetEvents) {
        let onset = pendingOnset
        pendingOnset = -1
        let start = force[onset]
        var early = HoldEvent.EarlyForce(
            rfd50: .nan, rfd100: .nan, rfd200: .nan, peakRFD20: .nan, force100: .nan, force250: .nan)
        if spans.isEarlyRate {
            early.rfd50 = (force(onset, 0.05, i) - start) / 0.05
            early.rfd100 = (force(onset, 0.1, i) - start) / 0.1
            let width = spans.peakWindow
            let last = min(i, onset + Int(0.25 * rate)) - width
            if onset <= last {
                var peak = force[onset + width] - force[onset]
                for k in onset...last { peak = max(peak, force[k + width] - force[k]) }
                early.peakRFD20 = peak / Double(width) * rate
            }
        }
        if spans.isUsableRate {
            early.rfd200 = (force(onset, 0.2, i) - start) / 0.2
            early.force100 = force(onset, 0.1, i) - baseline.mean
            early.force250 = force(onset, 0.25, i) - baseline.mean
        }
        events.append(.early(early))
    }

    /// Force `seconds` after sample `onset`, between samples; not a number when it is yet to come.
    @_noAllocation @_noLocks
    private func force(_ onset: Int, _ seconds: Double, _ now: Int) -> Double {
        let distance = seconds * rate
        let whole = Int(distance)
        let fraction = distance - Double(whole)
        let left = onset + whole
        guard left <= now else { return .nan }
        guard fraction > 0 else { return force[left] }
        return left < now ? force[left] + fraction * (force[left + 1] - force[left]) : .nan
    }
}
