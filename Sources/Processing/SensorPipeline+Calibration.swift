import Calibration
import Metrics
import Samples

/// Replaces the calibration while the sensor streams.
extension SensorPipeline {
    /// Measures with other settings. Settings of another device apply from the start of its stream, so that no sample of the
    /// previous device is processed with them.
    func measure<Output: ProcessingOutput & ~Copyable>(
        by fresh: PipelineSettings, edition: UInt16, after index: UInt64, at time: HostInstant, grouper: inout HoldGrouper,
        into output: inout Output
    ) {
        successor = (fresh, edition, index)
        succeed(at: time, grouper: &grouper, into: &output)
    }

    /// Applies the waiting settings when the stream that they wait for has ended.
    func succeed<Output: ProcessingOutput & ~Copyable>(
        at time: HostInstant, grouper: inout HoldGrouper, into output: inout Output
    ) {
        guard let (fresh, edition, index) = successor, endedIndex >= index else { return }
        successor = nil
        take(fresh, edition: edition, at: time, grouper: &grouper, into: &output)
    }

    /// Measures with another calibration from the next frame on.
    func use<Output: ProcessingOutput & ~Copyable>(
        _ fresh: SensorCalibration, edition: UInt16, at time: HostInstant, grouper: inout HoldGrouper, into output: inout Output
    ) {
        var changed = settings
        changed.calibration = fresh
        take(changed, edition: edition, at: time, grouper: &grouper, into: &output)
    }

    /// Forces of two calibrations are not comparable. So a hold under way ends here, the tare and the values that holds are
    /// compared with are discarded, and no computation uses samples from before this one.
    private func take<Output: ProcessingOutput & ~Copyable>(
        _ fresh: PipelineSettings, edition: UInt16, at time: HostInstant, grouper: inout HoldGrouper, into output: inout Output
    ) {
        if let stages {
            finish(stages, time: time, grouper: &grouper, into: &output)
            if fresh.detects(as: settings) {
                forget(stages)
                stages.machine.forgetRest()
                machineStart = expectedIndex ?? machineStart
            } else {
                // The old stages would detect differently: `main` sends stages made for the new settings.
                drop(into: &output)
            }
        }
        if let what = overload.end() { emit(what, index: lastIndex, time: time, into: &output) }
        settings = fresh
        calibration = fresh.calibration
        self.edition = edition
        overload = OverloadWatch(settings, calibration)
        signal.forgetLevels()
        grouper.plates.forget(sensor)
        tare = 0
        isTared = false
        bridged = 0
        lastForce = 0
        watch.use(HoldConditions())
        emit(.calibrated(edition: edition), index: lastIndex, time: time, into: &output)
    }
}
