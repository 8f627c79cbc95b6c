import Calibration
import Filtering
import Metrics
import Samples

/// Processes one sensor from raw frame to reading: calibration, tare, onset machine, live tremor. It is deterministic: the same
/// frames and tares give bit-identical results, live and offline.
///
/// Owned by the thread that processes; allocates no memory.
final class SensorPipeline {
    /// A gap of at most this many seconds is bridged with the last force, so that one lost line does not end a hold; the hold has
    /// the flag `gapInside`, and its stored samples contain the gap. A longer gap ends the hold and restarts everything.
    static let bridgedSeconds = HoldEvent.bridgedSeconds

    let sensor: SensorNumber
    var settings: PipelineSettings
    /// The settings to use once the current stream has ended.
    var successor: (settings: PipelineSettings, edition: UInt16, after: UInt64)?
    /// The calibration in use, and its number.
    var calibration: SensorCalibration
    var edition: UInt16 = 0
    /// `nil` until the clock has locked.
    var stages: SensorStages?
    var machineEvents = OnsetEvents()

    var tare = 0.0
    var isTared = false
    var bridged: UInt64 = 0
    var expectedIndex: UInt64?
    /// The index of the last mark that ended a stream.
    var endedIndex: UInt64 = 0
    /// The frame index of the machine's sample 0.
    var machineStart: UInt64 = 0
    var lastForce = 0.0
    /// A suspect sample: only the next one shows whether it is a spike.
    var suspect: Frame?
    private var repeats = RepeatWatch()
    /// For a plate, while a hold is under way.
    var shift = WeightShift(ownRest: nil, othersRest: nil)
    /// The status of the sensor's signal, for `main`.
    let signal = SignalStatus()
    var watch = HoldWatch()
    var hold: UInt64 = 0
    var holdFlags: HoldFlags = []
    var sequence: UInt64 = 0
    var overload: OverloadWatch

    init(sensor: SensorNumber, settings: PipelineSettings) {
        self.sensor = sensor
        self.settings = settings
        calibration = settings.calibration
        overload = OverloadWatch(settings, settings.calibration)
    }

    /// Processes the next frame of this sensor.
    func process<Output: ProcessingOutput & ~Copyable>(
        _ frame: Frame, grouper: inout HoldGrouper, into output: inout Output
    ) {
        guard frame.flags.isDisjoint(with: .marks) else {
            mark(frame, grouper: &grouper, into: &output)
            return
        }
        var forces = [8 of Double](repeating: .nan)
        let sum = calibration.force(of: frame, into: &forces)
        guard settings.kind.isForce else { return take(frame, sum, forces, grouper: &grouper, into: &output) }
        if repeats.push(sum) { signal.note(repeats: repeats.repeats) }
        decideSuspect(before: frame, sum, grouper: &grouper, into: &output)
        if let stages {
            if frame.index != expectedIndex || frame.flags.contains(.discontinuity) { stages.spikes.interrupt() }
            if stages.spikes.push(sum) {
                suspect = frame
                return
            }
        }
        take(frame, sum, forces, grouper: &grouper, into: &output)
    }

    /// Processes an accepted frame, with its sum of forces and the force of each channel.
    func take<Output: ProcessingOutput & ~Copyable>(
        _ frame: Frame, _ sum: Double, _ forces: [8 of Double], grouper: inout HoldGrouper, into output: inout Output
    ) {
        follow(frame, grouper: &grouper, into: &output)
        var reading = Reading(frame: frame, sequence: sequence)
        reading.calibration = edition
        sequence &+= 1
        for channel in 0..<Frame.channelLimit { reading.forces[channel] = Float(forces[channel]) }
        if abs(sum) > settings.capacity {
            reading.flags = FrameFlags(rawValue: reading.flags.rawValue | FrameFlags.saturated.rawValue)
        }
        reading.force = sum - tare
        reading.tare = tare
        if let plate = calibration.plate {
            let centre = plate.centreOfPressure(forces)
            reading.centreOfPressureX = Float(centre.x)
            reading.centreOfPressureY = Float(centre.y)
        }
        if let stages, settings.kind.isForce {
            advance(stages, &reading, sum: sum, grouper: &grouper, into: &output)
        } else if let stages {
            accompany(stages, &reading, value: sum, grouper, into: &output)
        } else {
            output.emit(reading)
        }
        if let what = overload.push(sum) { emit(what, index: frame.index, time: frame.time, into: &output) }
    }

    /// Does everything that needs a sampling rate, for a frame with a locked clock.
    func advance<Output: ProcessingOutput & ~Copyable>(
        _ stages: SensorStages, _ reading: inout Reading, sum: Double, grouper: inout HoldGrouper, into output: inout Output
    ) {
        if reading.flags.contains(.saturated) { holdFlags.raise(.saturated) }
        if sum.isFinite {
            bridged = 0
            lastForce = sum
            stages.tareWindow.push(sum)
        } else {
            // A missing number is a gap of one sample.
            bridged &+= 1
            holdFlags.raise(reading.flags.contains(.spike) ? .spike : .gapInside)
            if Double(bridged) > stages.rate * Self.bridgedSeconds {
                restart(stages, at: reading.index, time: reading.time, lost: bridged, grouper: &grouper, into: &output)
                bridged = 0
            }
        }
        machineEvents.removeAll()
        stages.machine.push(lastForce - tare, into: &machineEvents)
        let tremor = stages.tremor.push(lastForce - tare)
        // The reading at which a hold is found already belongs to the hold.
        for number in 0..<machineEvents.count where hold == 0 {
            if let what = machineEvents[number] { begin(what, stages, time: reading.time, grouper: &grouper) }
        }
        reading.mean = stages.machine.mean
        reading.phase = stages.machine.phase
        if reading.phase != .rest { signal.noteArmed() }
        followWeight(stages, grouper: &grouper)
        if hold != 0, repeats.repeats > 1 { holdFlags.raise(.repeated) }
        reading.tremor = watch.shown(tremor: tremor, phase: reading.phase)
        reading.hold = hold
        watch.rest = stages.machine.restLevel
        reading.percentOfMaximum = watch.percent(of: reading.force)
        output.emit(reading)
        follow(spectrumOf: lastForce - tare, stages, reading.index, reading.time, into: &output)
        follow(tremor: reading.tremor, percent: reading.percentOfMaximum, reading.index, reading.time, into: &output)
        emitMachineEvents(stages, index: reading.index, time: reading.time, grouper: &grouper, into: &output)
    }

    /// Stores the load of this plate for the other plates of the set-up, and compares the loads in a hold under way.
    private func followWeight(_ stages: SensorStages, grouper: inout HoldGrouper) {
        guard settings.onset.standing else { return }
        grouper.plates.note(sensor, setUp: settings.setUp, load: stages.machine.mean, rest: stages.machine.restLevel ?? .nan)
        guard hold != 0, stages.machine.phase != .release else { return }
        shift.push(stages.machine.mean, others: grouper.plates.others(than: sensor, setUp: settings.setUp)?.load)
    }

    /// Emits the events that are noticed during a hold.
    private func follow<Output: ProcessingOutput & ~Copyable>(
        tremor: Double, percent: Double, _ index: UInt64, _ time: HostInstant, into output: inout Output
    ) {
        guard hold != 0 else { return }
        if let sample = watch.push(tremor: tremor) {
            emit(.shakingBegan(sample: sample), index: index, time: time, into: &output)
        }
        if let zone = watch.push(percent: percent) { emit(.zoneEntered(zone), index: index, time: time, into: &output) }
    }

    /// Emits a step of the spectrum when this force completes one.
    func follow<Output: ProcessingOutput & ~Copyable>(
        spectrumOf force: Double, _ stages: SensorStages, _ index: UInt64, _ time: HostInstant, into output: inout Output
    ) {
        guard stages.spectrum?.push(force) == true else { return }
        var amplitudes = [11 of Double](repeating: .nan)
        var ridge = stages.spectrum?.ridge ?? .nan
        if settings.kind == .emg {
            (ridge, amplitudes[0], amplitudes[1]) =
                stages.spectrum?.muscle(mains: settings.companion.mains) ?? (.nan, .nan, .nan)
        } else {
            for place in LiveSpectrum.bands.indices where place < amplitudes.count {
                amplitudes[place] = stages.spectrum?.amplitude(LiveSpectrum.bands[place]) ?? .nan
            }
        }
        output.emit(
            SpectrumHop(
                sensor: sensor, calibration: edition, hold: hold, index: index,
                time: time.advanced(bySeconds: -LiveSpectrum.window / 2), ridge: ridge, amplitudes: amplitudes))
    }

    // MARK: the stream

    /// Handles a gap before a frame.
    func follow<Output: ProcessingOutput & ~Copyable>(
        _ frame: Frame, grouper: inout HoldGrouper, into output: inout Output
    ) {
        defer { expectedIndex = frame.index &+ 1 }
        guard let expected = expectedIndex else {
            emit(.discontinuity(lost: 0), index: frame.index, time: frame.time, into: &output)
            return
        }
        let lost = frame.index >= expected ? frame.index - expected : 0
        guard lost > 0 || frame.flags.contains(.discontinuity) || frame.index < expected else { return }
        guard let stages else {
            emit(.discontinuity(lost: lost), index: frame.index, time: frame.time, into: &output)
            return
        }
        // Before the first force there is no value to bridge a gap with.
        guard lost > 0, stages.machine.count > 0 || !settings.kind.isForce, Double(lost) <= stages.rate * Self.bridgedSeconds
        else {
            restart(stages, at: frame.index, time: frame.time, lost: lost, grouper: &grouper, into: &output)
            return
        }
        emit(.discontinuity(lost: lost), index: frame.index, time: frame.time, into: &output)
        guard settings.kind.isForce else { return bridge(stages, lost, before: frame, into: &output) }
        holdFlags.raise(.gapInside)
        for step in 0..<lost {
            machineEvents.removeAll()
            stages.machine.push(lastForce - tare, into: &machineEvents)
            let tremor = stages.tremor.push(lastForce - tare)
            follow(spectrumOf: lastForce - tare, stages, expected &+ step, frame.time, into: &output)
            follow(tremor: tremor, percent: .nan, expected &+ step, frame.time, into: &output)
            emitMachineEvents(stages, index: expected &+ step, time: frame.time, grouper: &grouper, into: &output)
        }
    }

    /// Ends a hold under way and discards everything from before `index`.
    private func restart<Output: ProcessingOutput & ~Copyable>(
        _ stages: SensorStages, at index: UInt64, time: HostInstant, lost: UInt64, grouper: inout HoldGrouper,
        into output: inout Output
    ) {
        finish(stages, time: time, grouper: &grouper, into: &output)
        emit(.discontinuity(lost: lost), index: index, time: time, into: &output)
        forget(stages)
        machineStart = index
    }

    /// Discards all history.
    func forget(_ stages: SensorStages) {
        stages.spikes.reset()
        stages.machine.reset()
        stages.tremor.reset()
        stages.spectrum?.reset()
        stages.companion?.reset()
        stages.tareWindow.reset()
    }

    /// Ends a hold under way, because no more samples follow.
    func finish<Output: ProcessingOutput & ~Copyable>(
        _ stages: SensorStages, time: HostInstant, grouper: inout HoldGrouper, into output: inout Output
    ) {
        machineEvents.removeAll()
        stages.machine.finish(into: &machineEvents)
        guard machineEvents.count > 0 else { return }
        holdFlags.raise(.truncated)
        let last = machineStart &+ UInt64(clamping: max(stages.machine.count - 1, 0))
        emitMachineEvents(stages, index: last, time: time, grouper: &grouper, into: &output)
    }

    private func mark<Output: ProcessingOutput & ~Copyable>(
        _ frame: Frame, grouper: inout HoldGrouper, into output: inout Output
    ) {
        if frame.flags.contains(.clockLocked) {
            // Only in a replay. Live, the thread that processes receives its stages from `main`, because it must not allocate.
            guard let stages = SensorStages(rate: frame.values[0], settings: settings) else { return }
            start(stages, lockedAt: frame.index, time: frame.time, grouper: &grouper, into: &output)
        } else if frame.flags.contains(.ended) {
            believeSuspect(grouper: &grouper, into: &output)
            if let stages { finish(stages, time: frame.time, grouper: &grouper, into: &output) }
            grouper.plates.forget(sensor)
            drop(into: &output)
            endedIndex = frame.index
            succeed(at: frame.time, grouper: &grouper, into: &output)
        } else {
            emit(.trigger(rose: frame.flags.contains(.triggerRose)), index: frame.index, time: frame.time, into: &output)
        }
    }

    /// Starts detection with `fresh` from the next frame on, unless the stream for which it was made has ended meanwhile.
    func start<Output: ProcessingOutput & ~Copyable>(
        _ fresh: SensorStages, lockedAt index: UInt64, time: HostInstant, grouper: inout HoldGrouper, into output: inout Output
    ) {
        guard index >= endedIndex else { return output.retire(fresh) }
        believeSuspect(grouper: &grouper, into: &output)
        if let stages { finish(stages, time: time, grouper: &grouper, into: &output) }
        drop(into: &output)
        stages = fresh
        machineStart = expectedIndex ?? index
        watch.lock(rate: fresh.rate)
        if isTared { fresh.machine.declareRest(0, tared: tare) }
        emit(.rateFrozen(fresh.rate), index: machineStart, time: time, into: &output)
    }

    /// Stops detection until there are new stages.
    func drop<Output: ProcessingOutput & ~Copyable>(into output: inout Output) {
        if let stages { output.retire(stages) }
        stages = nil
    }

    /// The mark that shows in a recording that `stages` started here.
    func lockMark(of stages: SensorStages, at time: HostInstant) -> Frame {
        var values = [8 of Double](repeating: .nan)
        values[0] = stages.rate
        return Frame(
            sensor: sensor, present: 0, flags: .clockLocked, index: expectedIndex ?? 0, time: time, arrival: time, values: values)
    }

    /// Whether stages made for a lock at `index` would be accepted.
    func accepts(lockAt index: UInt64) -> Bool { index >= endedIndex }
}
