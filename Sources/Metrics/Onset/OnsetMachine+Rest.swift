import Samples

/// The level without effort, the level from which loads are counted, and the state needed to track them.
struct OnsetRest: BitwiseCopyable {
    var isKnown = false
    /// The level declared by a tare, N; NaN without one.
    var declared = Double.nan
    /// `Br`, N: the reading without effort.
    var level = 0.0
    /// `Bl`, N: equal to `level`, or the level above it at which the last hold ended.
    var base = 0.0
    /// The force removed by a tare, N.
    var tared = 0.0
    /// Whether somebody stands on the plate; always true for a cell.
    var isStoodOn = true
    /// The number of samples in a row that indicate that the plate was left, or stepped on.
    var stepping = 0
    /// A candidate for the level of rest, N, and the number of samples for which it has lasted.
    var adopted = 0.0
    var adopting = 0
    /// The number of samples for which the first level has been that of rest, and whether it may still be that of a hold in whose
    /// middle measuring began.
    var firstFor = 0
    var isGuess = false
    /// The level of rest from which an athlete came back to stand as before, N; NaN when nobody did.
    var left = Double.nan
    /// The load on a plate before it lost weight that has not come back, N; NaN when no weight is missing.
    var former = Double.nan
    /// The number of samples for which force has been below rest by C.
    var negative = 0
    /// The number of samples for which the trigger was not armed.
    var unarmed = 0
    /// Mean and variance of the load without effort over the last seconds, N and N².
    var swayMean = 0.0
    var swayVariance = 0.0
    /// SD of the 20 ms mean at rest, N; NaN until it is known.
    var stillness = Double.nan

    @_noAllocation @_noLocks init() {}

    /// Resets everything except the level declared by a tare.
    @_noAllocation @_noLocks
    mutating func restart() {
        let (declared, tared) = (declared, tared)
        self = OnsetRest()
        self.declared = declared
        self.tared = tared
    }

    @_noAllocation @_noLocks
    mutating func forgetCounts() {
        stepping = 0
        adopting = 0
        negative = 0
        unarmed = 0
        former = .nan
        left = .nan
    }
}

extension OnsetMachine {
    private var emptyLimit: Double {
        @_noAllocation @_noLocks get { max(parameters.emptyForce, parameters.emptyFraction * (rest.level + rest.tared)) }
    }

    /// Makes `level` the level of rest.
    @_noAllocation @_noLocks
    mutating func settle(on level: Double) {
        let wasKnown = rest.isKnown
        rest.isKnown = true
        rest.isGuess = false
        rest.level = level
        rest.base = level
        rest.adopting = 0
        rest.negative = 0
        if !wasKnown { rest.isStoodOn = !parameters.standing || level + rest.tared >= parameters.emptyForce }
    }

    /// Whether the level of rest is known. The first quiet level is rest, unless a tare has declared one; before that nothing can
    /// be detected.
    @_noAllocation @_noLocks
    mutating func knowsRest(_ i: Int) -> Bool {
        if rest.isKnown { return true }
        if rest.declared.isFinite {
            settle(on: rest.declared)
            return true
        }
        let isQuiet = front.isQuiet
        guard isQuiet || isSteady() else { return false }
        let level = isQuiet ? front.mean : front.slowMean
        settle(on: level)
        rest.isGuess = true
        rest.swayMean = level
        rest.swayVariance = 0
        return true
    }

    /// Whether a sensor that is never quiet, as one beside a motor, has had one level for five seconds. The trigger is not armed from
    /// it, but loads are seen.
    @_noAllocation @_noLocks
    private mutating func isSteady() -> Bool {
        guard front.isSteady else {
            rest.adopting = 0
            return false
        }
        if rest.adopting == 0 || abs(front.slowMean - rest.adopted) > parameters.floor / 2 {
            rest.adopting = 0
            rest.adopted = front.slowMean
        }
        rest.adopting += 1
        return rest.adopting >= spans.restAdopt
    }

    /// Whether somebody stands on the plate. Reports steps on and off.
    @_noAllocation @_noLocks
    mutating func carriesAthlete(_ i: Int, _ events: inout OnsetEvents) -> Bool {
        guard parameters.standing else { return true }
        let mean = front.smooth[i]
        if rest.isStoodOn {
            rest.stepping = mean + rest.tared < emptyLimit ? rest.stepping + 1 : 0
            guard rest.stepping >= spans.empty else { return true }
            if var leaving = effort {
                if leaving.released < 0 {
                    leaving.released = i - rest.stepping
                    effort = leaving
                }
                close(at: i, level: -.infinity, flags: .steppedOff, &events)
            }
            rest.isStoodOn = false
            rest.former = .nan
            rest.left = .nan
            rest.stepping = 0
            rest.negative = 0
            trigger.forget()
            events.append(.steppedOff(rest: -rest.tared))
            return false
        }
        followNegative(mean + rest.tared, &events)
        let level = front.mean
        let stands =
            front.isQuiet && level + rest.tared > parameters.emptyForce
            && abs(mean - level) < parameters.height(front.deviation)
        rest.stepping = stands ? rest.stepping + 1 : 0
        guard rest.stepping >= spans.stand else { return false }
        rest.isStoodOn = true
        rest.stepping = 0
        settle(on: level)
        rest.swayMean = level
        rest.swayVariance = 0
        trigger.forget()
        past.ended = -1
        low = OnsetLow(sample: i)
        events.append(.steppedOn(rest: level))
        return false
    }

    /// Tracks the level of rest while there is no load and no hold, adopts a new quiet level, and handles force below rest.
    @_noAllocation @_noLocks
    mutating func followRest(_ i: Int, _ events: inout OnsetEvents) {
        let mean = front.smooth[i]
        let isIdle = effort == nil && low.loadedSince < 0
        if isIdle, rest.base == rest.level, abs(mean - rest.level) < parameters.floor {
            rest.level += spans.restShare * (mean - rest.level)
            rest.base = rest.level
            rest.adopting = 0
            rest.firstFor += 1
            if rest.firstFor >= spans.guess { rest.isGuess = false }
            if front.hasSlowWindow, front.isQuiet {
                let deviation = front.slowDeviation
                rest.stillness =
                    rest.stillness >= 0 ? rest.stillness + spans.restShare * (deviation - rest.stillness) : deviation
            }
        } else if isIdle, abs(mean - rest.level) < parameters.confirmationFloor, front.isQuiet,
            abs(mean - front.mean) < parameters.floor
        {
            // A creeping force does not count as a level.
            if rest.adopting == 0 || abs(front.mean - rest.adopted) > parameters.floor / 2 {
                rest.adopting = 0
                rest.adopted = front.mean
            }
            rest.adopting += 1
            if rest.adopting >= spans.restAdopt { settle(on: front.mean) }
        } else {
            rest.adopting = 0
        }
        if parameters.standing {
            followUnloading(mean - rest.level, &events)
        } else {
            followNegative(mean - rest.level, &events)
        }
        let isZero = front.isQuiet && isZero(front.mean)
        if effort == nil,
            isZero
                ? rest.negative >= spans.zeroAdopt
                : rest.negative >= spans.negativeAdopt && front.quietRun >= spans.insideQuiet
        {
            let wasSaid = rest.negative >= spans.negative
            let before = rest.former.isFinite ? rest.former : rest.level
            let wasGuess = rest.isGuess
            settle(on: front.mean)
            rest.isGuess = wasGuess && !parameters.standing
            rest.firstFor = 0
            if parameters.standing {
                // Nobody leans twice by the same force: the level above was that of a hold in whose middle measuring began.
                rest.former = abs(rest.level - rest.left) <= 2 * parameters.floor ? .nan : before
            } else if wasSaid {
                events.append(.negativeLoadEnded(returned: false))
            }
        }
    }

    /// Whether a level below rest is the zero of the sensor, or the first level was a guess, so that the level of rest was learned
    /// under load because measuring began in the middle of a hold. This applies only without a tare, because a tare declares the
    /// level of rest. A reversed sensor moves away from its zero. It does not apply to plates, because an athlete who leaves little
    /// weight on a plate stands on another one.
    @_noAllocation @_noLocks
    private func isZero(_ level: Double) -> Bool {
        let away = level < 0 ? -level : level
        let near = max(parameters.confirmationFloor, parameters.zeroShare * (rest.level - level))
        return !rest.declared.isFinite && !parameters.standing && (away <= near || rest.isGuess && level > 0)
    }

    /// Stores how much the load on the sensor varies, for the later search for dips.
    @_noAllocation @_noLocks
    mutating func keepScatter(_ i: Int) {
        var scatter = front.isQuiet ? front.deviation : 0
        if front.hasSlowWindow {
            let deviation = front.slowDeviation
            if deviation < parameters.confirmationFloor / 5 { scatter = max(scatter, deviation) }
        }
        let mean = front.smooth[i]
        if parameters.standing, rest.isKnown, effort == nil, abs(mean - rest.level) < parameters.floor {
            // Averaged over about five seconds, because sway takes seconds.
            let share = min(1, 1 / (2.5 * rate))
            let d = mean - rest.swayMean
            rest.swayMean += share * d
            rest.swayVariance += share * ((1 - share) * d * d - rest.swayVariance)
        }
        scatters[i] = max(scatter, root(rest.swayVariance))
    }

    /// Whether an athlete who had leaned on something, or on another plate, stands as before: the weight that came back is not a
    /// load.
    @_noAllocation @_noLocks
    func isAsBefore(_ mean: Double) -> Bool {
        // Also false while no weight is missing (`former` is NaN).
        abs(mean - rest.former) <= parameters.floor && abs(front.mean - rest.former) <= parameters.floor && front.isQuiet
    }

    /// Whether force has been as still as a dead weight, such as a harness or a stack of weights, for a minute. That force
    /// becomes the level of rest.
    ///
    /// No athlete holds as still as a dead weight, for which the SD of the 20 ms mean over 1.5 s is at most 2.5 times that at
    /// rest, or a thousandth of the load.
    @_noAllocation @_noLocks
    mutating func isDeadWeight(_ effort: inout OnsetEffort, _ i: Int) -> Bool {
        let level = front.slowMean
        guard front.hasSlowWindow, rest.stillness >= 0, effort.released < 0,
            front.slowDeviation <= max(2.5 * rest.stillness, 0.001 * abs(level - rest.level))
        else {
            effort.still = 0
            return false
        }
        if effort.still == 0 || abs(level - effort.stillLevel) > max(parameters.floor / 2, rest.stillness) {
            effort.still = 0
            effort.stillLevel = level
        }
        effort.still += 1
        return effort.still >= spans.level
    }
}
