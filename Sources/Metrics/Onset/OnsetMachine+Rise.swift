import Samples

/// Computations at the confirmation of a rise, and 300 ms later, from the last few seconds of history.
extension OnsetMachine {
    /// Least-squares slope over ±5 ms around a sample, N/s.
    @_noAllocation @_noLocks
    @inline(__always) private func slope(at sample: Int) -> Double {
        let half = spans.slope
        var product = 0.0
        var square = 0.0
        for k in -half...half {
            product += Double(k) * front.force[sample + k]
            square += Double(k) * Double(k)
        }
        return product / square * rate
    }

    /// SD of that slope inside the baseline, which ON-TROUGH uses as noise.
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
        return root(square / Double(count - 1))
    }

    /// ON-5SD, ON-TROUGH and the flags of a rise that crossed its trigger at sample `trigger`.
    @_noAllocation @_noLocks
    private func walkBack(from trigger: Int, at now: Int, baseline: OnsetBaseline, slopeDeviation known: Double) -> OnsetRise {
        let oldest = front.oldest(at: now) + spans.slope
        let level = baseline.mean + parameters.triggerDeviations * baseline.deviation
        var above = max(trigger, oldest + 1)
        // The level may be above the trigger level when the trigger comes from the slow baseline.
        while above < now, !(front.force[above] > level) { above += 1 }
        while above > oldest, front.force[above - 1] > level { above -= 1 }
        let before = front.force[above - 1]
        var position = Double(above)
        if above > oldest, front.force[above] != before {
            position = Double(above - 1) + (level - before) / (front.force[above] - before)
        }
        let threshold = known >= 0 ? known : slopeDeviation(baseline)
        let stop = max(above - spans.troughLimit, oldest)
        var onset = above
        while onset > stop, slope(at: onset) > threshold { onset -= 1 }
        var rise = OnsetRise(
            onset: onsetEvent(at: onset, trigger: trigger, now: now, baseline: baseline), slopeDeviation: threshold,
            noise: front.noise)
        rise.onset.onset5SD = position
        if onset <= stop { rise.onset.flags.raise(.troughLimit) }
        return rise
    }

    @_noAllocation @_noLocks
    func onsetEvent(at onset: Int, trigger: Int, now: Int, baseline: OnsetBaseline) -> HoldEvent.Onset {
        let scatter = scatters[max(front.origin, trigger - spans.countermovement)]
        var event = HoldEvent.Onset(
            kind: .explosive, onset: UInt64(clamping: onset), onset5SD: Double(onset), trigger: UInt64(clamping: trigger),
            confirmed: UInt64(clamping: now), baselineMean: baseline.mean, baselineDeviation: baseline.deviation,
            baselineFirst: UInt64(clamping: baseline.end - baseline.count), baselineCount: UInt32(clamping: baseline.count),
            rest: rest.level, scatter: scatter > 0 ? scatter : baseline.deviation,
            countermovement: dip(before: onset, baseline: baseline.mean, now: now), flags: HoldFlags(rawValue: 0))
        if baseline.deviation > parameters.quietLimit(baseline.mean) { event.flags.raise(.baselineNoisy) }
        if !spans.isFullRate { event.flags.raise(.lowRate) }
        if abs(baseline.mean - rest.level) > parameters.pretensionFloor { event.flags.raise(.pretension) }
        if isDip(event, netPeak: front.smooth[now] - baseline.mean) { event.flags.raise(.countermovement) }
        return event
    }

    /// The depth below the baseline at which the 20 ms mean stayed for 10 ms in the 500 ms before the onset, N; 0 when it did
    /// not. Force that had not been at the baseline before has not dipped: it is on its way there.
    @_noAllocation @_noLocks
    private func dip(before onset: Int, baseline: Double, now: Int) -> Double {
        // The trailing mean is delayed by half a window: just after the onset it still covers the time before.
        let last = min(onset + spans.mean - 1, now)
        let run = spans.countermovementRun
        let oldest = front.oldest(at: now) + spans.mean
        var k = max(onset - spans.countermovement, oldest)
        var level = min(baseline, largest(from: max(k - spans.countermovement, oldest), to: k, until: now))
        var depth = 0.0
        while k + run - 1 <= last {
            level = min(baseline, max(level, front.smooth[k]))
            var highest = -Double.infinity
            for offset in 0..<run { highest = max(highest, front.smooth[k + offset]) }
            depth = max(depth, level - highest)
            k += 1
        }
        return depth
    }

    /// Handles a confirmed fast rise: it begins a new hold, turns a load into a hold, or lies inside a hold.
    @_noAllocation @_noLocks
    mutating func confirm(
        at i: Int, trigger sample: Int, baseline: OnsetBaseline, slopeDeviation: Double, flags: HoldFlags, start: Int? = nil,
        _ events: inout OnsetEvents
    ) {
        var rise: OnsetRise
        if let start {
            rise = OnsetRise(onset: onsetEvent(at: start, trigger: sample, now: i, baseline: baseline), noise: front.noise)
            rise.onset.rule = .steepest
        } else {
            rise = walkBack(from: sample, at: i, baseline: baseline, slopeDeviation: slopeDeviation)
        }
        rise.onset.flags.raise(flags)
        trigger.forget()
        trigger.confirmed = i
        slow.above = 0
        slow.spent = true
        low.loadedSince = -1
        guard var current = effort else {
            var begun = OnsetEffort(rise: rise, isConfirmed: true, base: rest.base, peak: front.smooth[i], at: i)
            announce(&begun, i, &events)
            effort = begun
            return
        }
        if current.isConfirmed {
            // Inside a hold: the rise may move the onset when force exceeds the peak.
            current.candidate = rise
            current.candidateForce = front.smooth[i]
            current.hasCandidate = true
            events.append(.surge(trigger: UInt64(clamping: sample)))
        } else {
            // A load that is still on, or ended less than a second ago, is the pre-tension of this pull.
            current.move(to: rise, at: i)
            current.peak = front.smooth[i]
            announce(&current, i, &events)
        }
        effort = current
    }

    /// The onset of the effort as it is reported, with the number of earlier rises.
    @_noAllocation @_noLocks
    func announceable(_ current: OnsetEffort) -> HoldEvent.Onset {
        var onset = current.rise.onset
        onset.earlierRises = current.earlier
        return onset
    }

    @_noAllocation @_noLocks
    mutating func announce(_ current: inout OnsetEffort, _ i: Int, _ events: inout OnsetEvents) {
        current.confirmed = i
        current.refineAt = i + spans.refine
        events.append(.onset(announceable(current)))
        pendingOnset = Int(clamping: current.rise.onset.onset)
    }

    /// 300 ms after the confirmation: moves the onset behind a slow rise before the pull, or chooses ON-HINGE on a slow or noisy
    /// sensor.
    @_noAllocation @_noLocks
    mutating func refine(_ current: inout OnsetEffort, _ i: Int, _ events: inout OnsetEvents) {
        current.refineAt = -1
        if current.rise.onset.rule == .trough {
            if let trough = laterTrough(of: current.rise, at: i) {
                current.rise.onset.flags.lower(.troughLimit)
                move(&current, to: trough, &events)
            }
            if let start = steepPart(of: current.rise.onset, at: i) {
                current.rise.onset.rule = .steepest
                current.rise.onset.flags.raise(.preRise)
                move(&current, to: start, &events)
            } else {
                chooseHinge(&current.rise, i)
            }
        }
        let start = Int(clamping: current.rise.onset.onset)
        current.gainAt = start + spans.mean / 2 + spans.explosive
        if current.gainAt <= i { current.gain = gain(of: current.rise, at: i) }
    }

    @_noAllocation @_noLocks
    private mutating func move(_ current: inout OnsetEffort, to sample: Int, _ events: inout OnsetEvents) {
        current.rise.onset.onset = UInt64(clamping: sample)
        current.rise.onset.position = Double(sample)
        events.append(.onset(announceable(current)))
        pendingOnset = sample
    }

    /// ON-TROUGH from the level of ON-PCT, which is known now, when it is later than from ON-5SD.
    ///
    /// What a loaded band does before the pull may cross the level of the noise, and be followed by a level on which the pull begins.
    @_noAllocation @_noLocks
    private func laterTrough(of rise: OnsetRise, at now: Int) -> Int? {
        let first = Int(clamping: rise.onset.onset)
        guard first >= front.oldest(at: now) + spans.slope, rise.slopeDeviation.isFinite else { return nil }
        let baseline = rise.onset.baselineMean
        var peak = baseline
        for k in first...now { peak = max(peak, front.force[k]) }
        var foot = first
        while foot < now, !(front.force[foot] > baseline + 0.5 * (peak - baseline)) { foot += 1 }
        let level = baseline + parameters.percentOfPeak * (peak - baseline)
        while foot > first, front.force[foot - 1] > level { foot -= 1 }
        var onset = min(foot, now - spans.slope)
        while onset > first, slope(at: onset) > rise.slopeDeviation { onset -= 1 }
        return onset > first ? onset : nil
    }

    /// The gain of the 20 ms mean, which is delayed by 10 ms, within 200 ms of an onset, N.
    @_noAllocation @_noLocks
    func gain(of rise: OnsetRise, at now: Int) -> Double {
        let start = max(Int(clamping: rise.onset.onset) + spans.mean / 2, front.oldest(at: now))
        return largest(from: start, to: start + spans.explosive, until: now) - front.smooth[min(start, now)]
    }

    /// The start of the steep part of a rise, when it is more than 100 ms after the onset and less than 15 % of the rise lies
    /// before it.
    @_noAllocation @_noLocks
    func steepPart(of onset: HoldEvent.Onset, at now: Int) -> Int? {
        let first = Int(clamping: onset.onset)
        guard first > front.oldest(at: now) + spans.mean, now - first >= spans.mean + 2 else { return nil }
        let start = steepest(from: first, to: now, above: 0)
        guard start - first > spans.preRise else { return nil }
        let begin = front.smooth[first]
        let rise = largest(from: first, to: now, until: now) - begin
        return front.smooth[start] - begin <= parameters.preRiseShare * rise ? start : nil
    }

    /// Chooses ON-HINGE in place of ON-TROUGH on a slow or noisy sensor, where ON-TROUGH is wrong by tens of milliseconds.
    @_noAllocation @_noLocks
    private func chooseHinge(_ rise: inout OnsetRise, _ i: Int) {
        let crossing = rise.onset.onset5SD
        guard crossing.isFinite, crossing >= 0, crossing < Double(i) else { return }
        let above = Int(crossing)
        guard above > front.oldest(at: i) + spans.hingeLead else { return }
        let baseline = rise.onset.baselineMean
        var peak = -Double.infinity
        for k in above...i { peak = max(peak, front.force[k] - baseline) }
        let isSlow = !spans.isEarlyRate
        let isNoisy = rise.noise > max(parameters.hingeNoise * peak, 0.5 * rise.onset.baselineDeviation)
        guard isSlow || isNoisy else { return }
        var end = above
        while end < i, front.force[end] - baseline < parameters.hingeEnd * peak { end += 1 }
        let hinge = hinge(from: max(0, above + 1 - spans.hingeLead), to: end, baseline: baseline)
        rise.onset.rule = hinge == nil ? .fiveDeviations : .hinge
        rise.onset.position = hinge ?? crossing
        rise.onset.onset = UInt64(clamping: Int(rise.onset.position))
    }

    /// Least squares of `B + a·max(0, t − t0)²` over the samples before `end`; t0 in steps of half a millisecond.
    @_noAllocation @_noLocks
    private func hinge(from first: Int, to end: Int, baseline: Double) -> Double? {
        guard end - first >= 4 else { return nil }
        let step = max(parameters.hingeStepMilliseconds * rate / 1000, Double(end - first) / 1000)
        var best = 0.0
        var found = -1.0
        var position = Double(first)
        while position < Double(end) - 1.5 {
            var product = 0.0
            var power = 0.0
            var k = Int(position) + 1
            while k < end {
                let distance = Double(k) - position
                let square = distance * distance
                product += square * (front.force[k] - baseline)
                power += square * square
                k += 1
            }
            // The reduction of the residual sum of squares by the parabola, which may only curve upwards.
            if product > 0, product * product > best * power {
                best = product * product / power
                found = position
            }
            position += step
        }
        return found >= 0 ? found : nil
    }

    /// Reports the values of the first 250 ms, or of the part that exists when the hold ended before; provisional.
    @_noAllocation @_noLocks
    mutating func reportEarly(_ i: Int, _ events: inout OnsetEvents) {
        let onset = pendingOnset
        pendingOnset = -1
        let baseline = currentBaseline.mean
        let start = front.force[onset]
        var early = HoldEvent.EarlyForce(
            rfd50: .nan, rfd100: .nan, rfd200: .nan, peakRFD20: .nan, force100: .nan, force250: .nan)
        if spans.isEarlyRate {
            early.rfd50 = (force(onset, 0.05, i) - start) / 0.05
            early.rfd100 = (force(onset, 0.1, i) - start) / 0.1
            let width = spans.peakWindow
            let last = min(i, onset + Int(0.25 * rate)) - width
            if onset <= last {
                var peak = front.force[onset + width] - front.force[onset]
                for k in onset...last { peak = max(peak, front.force[k + width] - front.force[k]) }
                early.peakRFD20 = peak / Double(width) * rate
            }
        }
        if spans.isUsableRate {
            early.rfd200 = (force(onset, 0.2, i) - start) / 0.2
            early.force100 = force(onset, 0.1, i) - baseline
            early.force250 = force(onset, 0.25, i) - baseline
        }
        events.append(.early(early))
    }

    /// Force `seconds` after sample `onset`, interpolated between samples; NaN when it is not measured yet.
    @_noAllocation @_noLocks
    private func force(_ onset: Int, _ seconds: Double, _ now: Int) -> Double {
        let distance = seconds * rate
        let whole = Int(distance)
        let fraction = distance - Double(whole)
        let left = onset + whole
        guard left <= now else { return .nan }
        guard fraction > 0 else { return front.force[left] }
        return left < now ? front.force[left] + fraction * (front.force[left + 1] - front.force[left]) : .nan
    }
}
