import Calibration
import Metrics
import Samples

/// A calibration that is replaced while the sensor streams.
extension SensorPipeline {
    /// Measures with another calibration from the next frame on.
    ///
    /// What two calibrations say is not the same newton: a hold under way ends here, the tare and what holds are compared with are
    /// forgotten, and nothing looks back past this sample.
    func use<Output: ProcessingOutput & ~Copyable>(
        _ fresh: SensorCalibration, edition: UInt16, at time: HostInstant, grouper: inout HoldGrouper, into output: inout Output
    ) {
        if let stages {
            finish(stages, time: time, grouper: &grouper, into: &output)
            forget(stages)
            stages.machine.forgetRest()
            machineStart = expectedIndex ?? machineStart
        }
        if let what = overload.end() { emit(what, index: lastIndex, time: time, into: &output) }
        calibration = fresh
        self.edition = edition
        overload = OverloadWatch(settings, fresh)
        signal.forgetLevels()
        tare = 0
        isTared = false
        bridged = 0
        lastForce = 0
        watch.use(HoldConditions())
        emit(.calibrated(edition: edition), index: lastIndex, time: time, into: &output)
    }
}
