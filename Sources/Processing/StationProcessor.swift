public import Calibration
import Metrics
public import Samples

/// All pipelines of a station and the holds that they share. Pure; the `process` thread drives it with rings, `analyze` and the
/// tests with arrays.
public final class StationProcessor {
    private var pipelines: [SensorPipeline]
    /// What the signals look like, in the order of the sensors' numbers.
    public let signals: [SignalStatus]
    private var grouper: HoldGrouper
    /// Frames that named a sensor that is not there: a programming error elsewhere, counted instead of trapped.
    public private(set) var strayFrames: UInt64 = 0

    /// - Parameters:
    ///   - sensors: one entry per sensor, in the order of their numbers.
    ///   - places: for how many there is memory: those that are added later take none.
    ///   - nextHold: the number of the next hold.
    public init(sensors: [PipelineSettings], places: Int = 0, nextHold: UInt64) {
        let nobody = PipelineSettings(
            kind: .cell, calibration: SensorCalibration(state: .none, channels: 1), setUp: 0, onset: OnsetParameters(.cell))
        let count = min(max(sensors.count, places), SensorNumber.limit)
        pipelines = (0..<count).map { number in
            SensorPipeline(
                sensor: SensorNumber(UInt16(truncatingIfNeeded: number)),
                settings: number < sensors.count ? sensors[number] : nobody)
        }
        signals = pipelines.map(\.signal)
        grouper = HoldGrouper(nextNumber: nextHold)
    }

    /// Takes one frame, and puts readings and events into `output`.
    public func process<Output: ProcessingOutput & ~Copyable>(_ frame: Frame, into output: inout Output) {
        let number = Int(frame.sensor.value)
        guard number < pipelines.count else {
            strayFrames &+= 1
            return
        }
        pipelines[number].process(frame, grouper: &grouper, into: &output)
        close(at: frame, into: &output)
    }

    /// Puts `holdClosed` for every hold whose sensors have all released; any frame is a moment to do it.
    private func close<Output: ProcessingOutput & ~Copyable>(at frame: Frame, into output: inout Output) {
        close(
            at: frame.time, HoldEvent(sensor: frame.sensor, hold: 0, index: frame.index, time: frame.time, what: .holdClosed),
            into: &output)
    }

    /// Tells, with the place and moment of an event, what has become of holds by `time`.
    private func close<Output: ProcessingOutput & ~Copyable>(at time: HostInstant, _ event: HoldEvent, into output: inout Output)
    {
        var event = event
        while let outcome = grouper.close(at: time) {
            switch outcome {
            case .closed(let hold): (event.hold, event.what) = (hold, .holdClosed)
            case .merged(let hold, let kept):
                for place in 0..<pipelines.count { pipelines[place].rename(hold, to: kept) }
                (event.hold, event.what) = (hold, .holdMerged(into: kept))
            }
            output.emit(event)
        }
    }

    /// As a frame does, when none comes. Two seconds late, so that a frame that is on its way is never too late for its hold.
    func tick<Output: ProcessingOutput & ~Copyable>(at now: HostInstant, into output: inout Output) {
        close(
            at: now.advanced(bySeconds: -2), HoldEvent(sensor: SensorNumber(0), hold: 0, index: 0, time: now, what: .holdClosed),
            into: &output)
    }

    /// Closes what is still open, because no more frames come.
    public func finish<Output: ProcessingOutput & ~Copyable>(at time: HostInstant, into output: inout Output) {
        // By their places: an iterator over objects takes memory where it is not optimised away.
        for place in 0..<pipelines.count { pipelines[place].believeSuspect(grouper: &grouper, into: &output) }
        while let hold = grouper.closeAny() {
            output.emit(HoldEvent(sensor: SensorNumber(0), hold: hold, index: 0, time: time, what: .holdClosed))
        }
    }

    /// Takes a tare, and answers with an event.
    func takeTare<Output: ProcessingOutput & ~Copyable>(
        of sensor: SensorNumber, ticket: UInt64, at now: HostInstant, into output: inout Output
    ) {
        guard Int(sensor.value) < pipelines.count else { return }
        pipelines[Int(sensor.value)].takeTare(ticket: ticket, into: &output, at: now)
    }

    /// Puts conditions in force, live or from a recording, after the frame that they followed.
    public func use<Output: ProcessingOutput & ~Copyable>(
        _ conditions: HoldConditions, for sensor: SensorNumber, at time: HostInstant, into output: inout Output
    ) {
        guard Int(sensor.value) < pipelines.count else { return }
        pipelines[Int(sensor.value)].use(conditions, at: time, into: &output)
    }

    /// Puts another calibration in force, live or from a recording, after the frame that it followed.
    public func use<Output: ProcessingOutput & ~Copyable>(
        _ calibration: SensorCalibration, edition: UInt16, for sensor: SensorNumber, at time: HostInstant,
        into output: inout Output
    ) {
        guard Int(sensor.value) < pipelines.count else { return }
        pipelines[Int(sensor.value)].use(calibration, edition: edition, at: time, grouper: &grouper, into: &output)
    }

    /// Measures a sensor by other settings, or one that was not there, live or from a recording; the others notice nothing.
    ///
    /// - Parameter index: not before the stream has ended whose next sample would have had this index; 0: now.
    public func measure<Output: ProcessingOutput & ~Copyable>(
        _ sensor: SensorNumber, by settings: PipelineSettings, edition: UInt16, after index: UInt64 = 0, at time: HostInstant,
        into output: inout Output
    ) {
        let number = Int(sensor.value)
        // Only in a replay: live there is a place for everybody.
        if number == pipelines.count, number < SensorNumber.limit {
            pipelines.append(SensorPipeline(sensor: sensor, settings: settings))
        }
        guard number < pipelines.count else { return }
        pipelines[number].measure(by: settings, edition: edition, after: index, at: time, grouper: &grouper, into: &output)
    }

    /// Begins to detect on a sensor. The mark that a recording needs goes to `record` first.
    func start<Output: ProcessingOutput & ~Copyable>(
        _ stages: SensorStages, of sensor: SensorNumber, lockedAt index: UInt64, at now: HostInstant,
        into output: inout Output, record: (Frame, inout Output) -> Void
    ) {
        guard Int(sensor.value) < pipelines.count else { return output.retire(stages) }
        let pipeline = pipelines[Int(sensor.value)]
        guard pipeline.accepts(lockAt: index) else { return output.retire(stages) }
        record(pipeline.lockMark(of: stages, at: now), &output)
        pipeline.start(stages, lockedAt: index, time: now, grouper: &grouper, into: &output)
    }

    /// Puts a tare from a recording in force, after the frame that it followed.
    public func replayTare<Output: ProcessingOutput & ~Copyable>(
        _ offset: Double, of sensor: SensorNumber, at time: HostInstant, into output: inout Output
    ) {
        guard Int(sensor.value) < pipelines.count else { return }
        pipelines[Int(sensor.value)].replayTare(offset, at: time, into: &output)
    }
}
