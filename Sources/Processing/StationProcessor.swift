public import Calibration
import Metrics
public import Samples

/// All pipelines of a station and the holds that they share. Its output depends only on its input; the thread that processes drives it
/// with rings, `analyze` and the tests with arrays.
public final class StationProcessor {
    private let pipelines: [SensorPipeline]
    /// The signal status of each sensor, in the order of the sensors' numbers.
    public let signals: [SignalStatus]
    private var grouper: HoldGrouper
    /// The number of frames with an unknown sensor. Such a frame is a programming error elsewhere; it is counted instead of
    /// ending the process.
    public private(set) var strayFrames: UInt64 = 0

    /// - Parameters:
    ///   - sensors: one entry per sensor, in the order of their numbers.
    ///   - places: the number of sensors to reserve memory for: sensors that are added later find it.
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

    /// Processes one frame, and writes readings and events to `output`.
    public func process<Output: ProcessingOutput & ~Copyable>(_ frame: Frame, into output: inout Output) {
        let number = Int(frame.sensor.value)
        guard number < pipelines.count else {
            strayFrames &+= 1
            return
        }
        pipelines[number].process(frame, grouper: &grouper, into: &output)
        close(at: frame, into: &output)
    }

    /// Emits `holdClosed` for every hold whose sensors have all released. This is checked at every frame.
    private func close<Output: ProcessingOutput & ~Copyable>(at frame: Frame, into output: inout Output) {
        close(
            at: frame.time, HoldEvent(sensor: frame.sensor, hold: 0, index: frame.index, time: frame.time, what: .holdClosed),
            into: &output)
    }

    /// Reports the holds that are closed or merged by `time`, with the index and time of `event`.
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

    /// Closes holds when no frames come. It does so two seconds late, so that a frame that is still on its way is never too late
    /// for its hold.
    func tick<Output: ProcessingOutput & ~Copyable>(at now: HostInstant, into output: inout Output) {
        close(
            at: now.advanced(bySeconds: -2), HoldEvent(sensor: SensorNumber(0), hold: 0, index: 0, time: now, what: .holdClosed),
            into: &output)
    }

    /// Closes all open holds, because no more frames come.
    public func finish<Output: ProcessingOutput & ~Copyable>(at time: HostInstant, into output: inout Output) {
        // Uses indices, because an iterator over objects allocates memory in builds without optimisation.
        for place in 0..<pipelines.count { pipelines[place].believeSuspect(grouper: &grouper, into: &output) }
        while let hold = grouper.closeAny() {
            output.emit(HoldEvent(sensor: SensorNumber(0), hold: hold, index: 0, time: time, what: .holdClosed))
        }
    }

    /// Takes a tare and emits an event as the answer.
    func takeTare<Output: ProcessingOutput & ~Copyable>(
        of sensor: SensorNumber, ticket: UInt64, at now: HostInstant, into output: inout Output
    ) {
        guard Int(sensor.value) < pipelines.count else { return }
        pipelines[Int(sensor.value)].takeTare(ticket: ticket, into: &output, at: now)
    }

    /// Marks a moment, live or from a recording. It belongs to no sensor: the first one carries it.
    public func mark<Output: ProcessingOutput & ~Copyable>(_ text: MarkText, at time: HostInstant, into output: inout Output) {
        guard pipelines.count > 0 else { return }
        pipelines[0].emit(.mark(text), index: pipelines[0].lastIndex, time: time, into: &output)
    }

    /// Sets conditions, live or from a recording, after the frame that they followed.
    public func use<Output: ProcessingOutput & ~Copyable>(
        _ conditions: HoldConditions, for sensor: SensorNumber, at time: HostInstant, into output: inout Output
    ) {
        guard Int(sensor.value) < pipelines.count else { return }
        pipelines[Int(sensor.value)].use(conditions, at: time, into: &output)
    }

    /// Uses another calibration, live or from a recording, after the frame that it followed.
    public func use<Output: ProcessingOutput & ~Copyable>(
        _ calibration: SensorCalibration, edition: UInt16, for sensor: SensorNumber, at time: HostInstant,
        into output: inout Output
    ) {
        guard Int(sensor.value) < pipelines.count else { return }
        pipelines[Int(sensor.value)].use(calibration, edition: edition, at: time, grouper: &grouper, into: &output)
    }

    /// Measures a sensor with other settings, or adds a sensor, live or from a recording. Other sensors are not affected.
    ///
    /// - Parameter index: the settings apply after the end of the stream whose next sample would have had this index; 0 means
    ///   now.
    public func measure<Output: ProcessingOutput & ~Copyable>(
        _ sensor: SensorNumber, by settings: PipelineSettings, edition: UInt16, after index: UInt64 = 0, at time: HostInstant,
        into output: inout Output
    ) {
        let number = Int(sensor.value)
        guard number < pipelines.count else { return }
        pipelines[number].measure(by: settings, edition: edition, after: index, at: time, grouper: &grouper, into: &output)
    }

    /// Starts detection on a sensor. The mark for the recording is passed to `record` first.
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

    /// Applies a tare from a recording, after the frame that it followed.
    public func replayTare<Output: ProcessingOutput & ~Copyable>(
        _ offset: Double, of sensor: SensorNumber, at time: HostInstant, into output: inout Output
    ) {
        guard Int(sensor.value) < pipelines.count else { return }
        pipelines[Int(sensor.value)].replayTare(offset, at: time, into: &output)
    }
}
