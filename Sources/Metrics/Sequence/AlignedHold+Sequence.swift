extension AlignedHold {
    /// The window of the early impulse, s.
    static let early = 0.2

    /// The order of the onsets, and what each sensor does in the first moments after the first of them.
    func addSequence(to list: inout SetUpList) {
        for (index, member) in members.enumerated() {
            for other in members[(index + 1)...] {
                list.add(.alignmentUncertainty, of: [member.name, other.name]) { () throws(NullReason) in
                    guard let a = member.onset, let b = other.onset else { throw .noCrossing }
                    return 1000 * OnsetOrder.alignment(a, b)
                }
            }
        }
        for name in members.map(\.name) where late.contains(name) {
            list.add(.onsetLag, of: [name]) { () throws(NullReason) -> Double in throw .laterRise }
        }
        guard let order else {
            for member in members where !late.contains(member.name) {
                list.add(.onsetLag, of: [member.name]) { () throws(NullReason) -> Double in throw .noCrossing }
            }
            return
        }
        let first = ordered[order.first]
        for (member, lag) in zip(ordered, order.lags) {
            list.add(.onsetPlace, of: [member.name]) { () throws(NullReason) in Double(lag.place) }
            if member.name != first.name {
                list.add(.onsetLag, of: [member.name, first.name]) { () throws(NullReason) in
                    (1000 * lag.seconds, 1000 * lag.halfWidth)
                }
            }
            let names = member.name == first.name ? [member.name] : [member.name, first.name]
            list.add(.halfPeakDelay, of: names) { () throws(NullReason) in
                guard let start = first.onset?.moment, let own = member.onset?.moment, let peak = member.netPeak else {
                    throw .noCrossing
                }
                let level = member.member.record.baselineMean + peak / 2
                guard let moment = member.curve.firstRise(to: level, from: own, until: own + 10) else { throw .noCrossing }
                return 1000 * (moment - start)
            }
        }
        list.add(.onsetSpan, of: ordered.map(\.name)) { () throws(NullReason) in
            let last = order.lags.max { $0.seconds < $1.seconds }
            return (1000 * (last?.seconds ?? 0), 1000 * (last?.halfWidth ?? 0))
        }
        addImpulses(from: first, to: &list)
    }

    /// Each sensor's part of the impulse of its family.
    private func addImpulses(from first: AlignedMember, to list: inout SetUpList) {
        guard let start = first.onset?.moment else { return }
        for family in families {
            for (index, member) in family.enumerated() {
                list.add(.earlyImpulseShare, of: [member.name] + family.map(\.name).filter { $0 != member.name }) {
                    () throws(NullReason) in
                    guard family.allSatisfy(\.member.isCalibrated) else { throw .otherUnits }
                    try check(family)
                    guard family.allSatisfy({ RateRule.meets($0.curve.rate, RateRule.lowest) }) else { throw .rateTooLow }
                    /// - Parameter shifts: how much later each sensor is taken to be.
                    func share(_ shifts: [Double]) throws(NullReason) -> Double {
                        var impulses: [Double] = []
                        for (one, shift) in zip(family, shifts) {
                            let moment = start + shift
                            let end = moment + Self.early
                            guard !one.curve.hasHole(from: moment, to: end) else { throw .gapInside }
                            guard
                                let impulse = one.curve.integral(from: moment, to: end, offset: one.member.record.baselineMean)
                            else { throw .holdTooShort }
                            impulses.append(max(0, impulse))
                        }
                        let sum = impulses.reduce(0, +)
                        guard sum > 0 else { throw .divisionByZero }
                        return 100 * impulses[index] / sum
                    }
                    let none = family.map { _ in 0.0 }
                    let value = try share(none)
                    func change(_ shifts: [Double]) throws(NullReason) -> Double {
                        max(abs(try share(shifts) - value), abs(try share(shifts.map { -$0 }) - value))
                    }
                    // All are counted from one onset, and each sensor has its own time; these are independent.
                    let onset = try change(none.map { _ in 2 * (first.onset?.spread ?? 0) })
                    var square = onset * onset
                    for (place, one) in family.enumerated() {
                        guard let its = one.onset, let onset = first.onset else { throw .noCrossing }
                        var shifts = none
                        shifts[place] = OnsetOrder.alignment(onset, its)
                        let change = try change(shifts)
                        square += change * change
                    }
                    return (value, square.squareRoot())
                }
            }
        }
    }
}
