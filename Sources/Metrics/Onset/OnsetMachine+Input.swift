import Samples

/// Input without a usable hold (see <doc:ImpossibleInput>): loads below rest, and a sensor that is never quiet.
extension OnsetMachine {
    /// Tracks a force below the level of rest, or below that of an empty plate; `below` is the difference, N, negative.
    @_noAllocation @_noLocks
    mutating func followNegative(_ below: Double, _ events: inout OnsetEvents) {
        if below < -parameters.confirmationFloor {
            rest.negative += 1
            if rest.negative == spans.negative { events.append(.negativeLoad(force: below)) }
            return
        }
        if rest.negative >= spans.negative {
            // Between the two levels the negative load is not over, but its duration is not counted.
            guard below > -parameters.floor else { return }
            events.append(.negativeLoadEnded(returned: true))
        }
        rest.negative = 0
    }

    /// Tracks a plate that has lost weight because the athlete leans on something, or also stands on another plate.
    @_noAllocation @_noLocks
    mutating func followUnloading(_ below: Double, _ events: inout OnsetEvents) {
        guard below < -parameters.confirmationFloor else {
            rest.negative = 0
            return
        }
        rest.negative += 1
        if rest.negative == spans.negative { events.append(.unloaded(force: below)) }
    }

    /// Reports half a minute in which the trigger was not armed and there was no load and no hold.
    @_noAllocation @_noLocks
    mutating func watchArming(_ events: inout OnsetEvents) {
        let isIdle = trigger.state == .rest && effort == nil && low.loadedSince < 0 && rest.negative == 0
        guard isIdle, rest.isStoodOn || !rest.isKnown, front.hasWindow, !front.isQuiet else {
            // A quiet moment inside a dip or a load does not arm the trigger, but it shows that the sensor works.
            if trigger.state != .rest || effort != nil || front.isQuiet { rest.unarmed = 0 }
            return
        }
        rest.unarmed += 1
        if rest.unarmed == spans.unarmed { events.append(.notArmed(front.unrest)) }
    }
}

extension OnsetFront {
    /// The test of the baseline window that fails by the largest factor.
    var unrest: HoldEvent.Unrest {
        @_noAllocation @_noLocks get {
            let limit = quietLimit
            let tests = (
                HoldEvent.Unrest(test: .deviation, value: smoothDeviation, limit: limit),
                HoldEvent.Unrest(test: .rise, value: rise < 0 ? -rise : rise, limit: parameters.quietSlope * limit),
                HoldEvent.Unrest(test: .range, value: smoothRange, limit: parameters.quietRange * limit)
            )
            var worst = tests.0
            if tests.1.value * worst.limit > worst.value * tests.1.limit { worst = tests.1 }
            if tests.2.value * worst.limit > worst.value * tests.2.limit { worst = tests.2 }
            return worst
        }
    }
}
