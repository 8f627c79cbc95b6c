import Samples

/// A pull out of what was taken up less than a second before: slack, or a pre-tension without a quiet level.
///
/// The trigger is not armed there. So a fast rise is looked for in the course of force itself.
extension OnsetMachine {
    /// Looks 300 ms after force has risen fast to a new peak, when all of the rise has been seen.
    @_noAllocation @_noLocks
    mutating func watchTakeUp(_ i: Int, _ events: inout OnsetEvents) {
        let mean = front.smooth[i]
        guard let effort, !effort.isOver, effort.released < 0, effort.lookAt >= 0 || mean >= effort.peak else { return }
        var current = effort
        let first = Int(clamping: current.rise.onset.onset)
        if current.lookAt < 0 {
            guard i - first > spans.preRise else { return }
            let before = front.smooth[max(max(first, front.oldest(at: i)), i - spans.explosive)]
            guard isLarge(mean - before, of: mean) else { return }
            current.lookAt = i + spans.refine
        } else if i >= current.lookAt {
            current.lookAt = -1
            // A level that was quiet for a second has armed the trigger, which is more exact.
            if trigger.state != .rising, let start = pull(after: first, of: current, at: i), !isCandidate(start, of: current) {
                trigger.confirmed = i
                current.move(to: takenUp(from: start, after: first, at: i), at: i)
                announce(&current, i, &events)
            }
        }
        self.effort = current
    }

    /// Whether the trigger has seen the rise that begins at this sample.
    @_noAllocation @_noLocks
    private func isCandidate(_ start: Int, of effort: OnsetEffort) -> Bool {
        effort.hasCandidate && abs(Int(clamping: effort.candidate.onset.onset) - start) <= spans.preRise
    }

    /// Whether a gain of force, N, is enough for the pull of a hold with this force.
    @_noAllocation @_noLocks
    private func isLarge(_ gain: Double, of force: Double) -> Bool {
        gain >= max(parameters.confirmationFloor, parameters.moveShare * (force - rest.level))
    }

    /// The start of a fast rise after a slow one, where both are that clearly: no 50 ms of what came before gain a third of the
    /// steepest 50 ms. Nil as well when the force has not been kept, as after a knock.
    @_noAllocation @_noLocks
    private func pull(after onset: Int, of effort: OnsetEffort, at now: Int) -> Int? {
        // What began fast is the pull: a double push, or a first push and a tremor.
        let early = !effort.isConfirmed ? effort.loadGain : effort.gain.isNaN ? gain(of: effort.rise, at: now) : effort.gain
        guard early < parameters.explosiveShare * effort.netPeak else { return nil }
        let first = max(onset, front.oldest(at: now) + spans.mean)
        let width = spans.takeUpWidth
        guard now - first > spans.preRise + 2 * width else { return nil }
        let (top, most) = steepest(from: first, to: now, width)
        // The ramp, or the level, just before the steep part.
        var foot = top
        while foot > first, front.smooth[foot + width] - front.smooth[foot] > most / parameters.takeUpContrast { foot -= 1 }
        let end = max(first, foot - width)
        let begin = max(first, end - spans.preRise)
        let ramp = end > begin ? max(0, (front.smooth[end] - front.smooth[begin]) / Double(end - begin)) : 0
        let start = steepest(from: max(first, end - width), to: now, above: ramp * Double(spans.mean))
        guard start - onset > spans.preRise, start - first > width else { return nil }
        let before = steepest(from: first, to: max(first + width, foot - width / 2), width).gain
        guard before * parameters.takeUpContrast <= most else { return nil }
        let peak = largest(from: start, to: now, until: now)
        let gained = largest(from: start, to: start + spans.explosive + spans.mean, until: now) - front.smooth[start]
        let kept = front.smooth[now] - front.smooth[start]
        return isLarge(gained, of: peak) && kept >= parameters.releaseFraction * gained ? start : nil
    }

    /// The largest gain of force over `width` samples between two samples, N, and where it begins.
    @_noAllocation @_noLocks
    private func steepest(from first: Int, to last: Int, _ width: Int) -> (sample: Int, gain: Double) {
        var (sample, gain) = (first, -Double.infinity)
        var k = first
        while k + width <= last {
            let next = front.smooth[k + width] - front.smooth[k]
            if next > gain { (sample, gain) = (k, next) }
            k += 1
        }
        return (sample, gain)
    }

    /// The rise from a sample whose baseline is the force there, with the scatter of the last part of what was taken up.
    @_noAllocation @_noLocks
    private func takenUp(from start: Int, after onset: Int, at now: Int) -> OnsetRise {
        let end = start - spans.mean / 2
        let count = min(spans.window, max(2, end - max(onset, front.oldest(at: now))))
        let begin = end - min(count, 2 * spans.preRise)
        var rise = OnsetRise(
            onset: onsetEvent(
                at: start, trigger: start, now: now,
                baseline: OnsetBaseline(
                    mean: front.smooth[start], deviation: front.scatter(from: begin, to: end), end: end, count: count)),
            noise: front.noise)
        rise.onset.rule = .steepest
        rise.onset.flags.raise(.preRise)
        return rise
    }
}
