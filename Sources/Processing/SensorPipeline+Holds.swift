import Metrics
import Samples

/// The hold in which the sensor takes part, and its events.
extension SensorPipeline {
    /// Assigns a number to a hold that begins.
    func begin(_ what: HoldEvent.What, _ stages: SensorStages, time: HostInstant, grouper: inout HoldGrouper) {
        guard let found = begun(what, stages, time: time) else { return }
        hold = grouper.join(sensor, setUp: settings.setUp, onset: found.onset, isFast: found.isFast)
        holdFlags = HoldFlags(rawValue: holdFlags.rawValue & HoldFlags.truncated.rawValue)
        shift = WeightShift(
            ownRest: stages.machine.restLevel, othersRest: grouper.plates.others(than: sensor, setUp: settings.setUp)?.rest)
        let count = UInt64(clamping: stages.machine.count)
        watch.begin(at: machineStart &+ (count == 0 ? 0 : count - 1))
    }

    /// The moment at which the effort of a machine event began, and whether its rise was fast.
    private func begun(_ what: HoldEvent.What, _ stages: SensorStages, time: HostInstant)
        -> (onset: HostInstant, isFast: Bool)?
    {
        switch what {
        case .onset(let found): (self.time(of: found.onset, stages, time), true)
        case .onsetFinal(let found): (self.time(of: found.onset, stages, time), found.rule != .load)
        case .holding(let onset, _): (self.time(of: onset, stages, time), false)
        default: nil
        }
    }

    /// The time of a sample of the machine, computed with the frozen rate; `now` is the time of the newest sample.
    private func time(of sample: UInt64, _ stages: SensorStages, _ now: HostInstant) -> HostInstant {
        let count = UInt64(clamping: stages.machine.count)
        return now.advanced(bySeconds: -Double(count &- min(sample, count)) / stages.rate)
    }

    /// The hold has become part of the hold `kept`.
    func rename(_ number: UInt64, to kept: UInt64) { if hold == number { hold = kept } }

    /// Emits the machine's events, with its sample numbers converted to frame indices.
    func emitMachineEvents<Output: ProcessingOutput & ~Copyable>(
        _ stages: SensorStages, index: UInt64, time: HostInstant, grouper: inout HoldGrouper, into output: inout Output
    ) {
        let isShift = hold != 0 && shift.isSeen && grouper.hasOnlyPlates(hold)
        for number in 0..<machineEvents.count {
            guard var event = machineEvents[number] else { continue }
            // Weight that moved here from another plate is not an effort.
            if isShift, case .onsetFinal = event { continue }
            if isShift, case .ended = event { event = .weightShift(peak: stages.machine.peak) }
            if hold == 0 {
                begin(event, stages, time: time, grouper: &grouper)
            } else if let found = begun(event, stages, time: time) {
                grouper.move(sensor, hold: hold, onset: found.onset, isFast: found.isFast)
            }
            var what = event.moved(by: machineStart)
            if case .ended(var ended) = what {
                ended.flags.raise(holdFlags)
                what = .ended(ended)
            }
            emit(what, index: index, time: time, into: &output)
            watch.note(what)
            signal.note(what)
            switch event {
            case .ended(let ended):
                if let told = watch.end(ended) { emit(told, index: index, time: time, into: &output) }
                grouper.leave(sensor, hold: hold, release: self.time(of: ended.release, stages, time), at: time)
                endHold()
            case .weightShift, .levelChanged:
                if hold != 0 { grouper.cancel(sensor, hold: hold, at: time) }
                endHold()
            default: break
            }
        }
    }

    private func endHold() {
        hold = 0
        holdFlags = []
    }

    func emit<Output: ProcessingOutput & ~Copyable>(
        _ what: HoldEvent.What, index: UInt64, time: HostInstant, into output: inout Output
    ) {
        output.emit(HoldEvent(sensor: sensor, hold: hold, index: index, time: time, what: what))
    }
}
