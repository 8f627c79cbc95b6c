import Filtering
import Metrics
import Samples

/// Tares and conditions, which are set between two frames and apply from the next frame on.
extension SensorPipeline {
    /// The index of the last frame.
    var lastIndex: UInt64 { expectedIndex.map { $0 == 0 ? 0 : $0 - 1 } ?? 0 }

    /// Sets the conditions; a hold under way keeps the conditions that it began with.
    func use<Output: ProcessingOutput & ~Copyable>(
        _ conditions: HoldConditions, at time: HostInstant, into output: inout Output
    ) {
        watch.use(conditions)
        emit(.conditions(conditions), index: lastIndex, time: time, into: &output)
    }

    /// Takes a tare, or reports why not. A force that moves is reported, not refused. The event contains the index of the last frame; the tare applies from the next one on.
    func takeTare<Output: ProcessingOutput & ~Copyable>(ticket: UInt64, into output: inout Output, at time: HostInstant) {
        let index = lastIndex
        guard let stages, let (mean, deviation) = stages.tareWindow.statistics() else {
            emit(.tareRefused(.noSamples, ticket: ticket), index: index, time: time, into: &output)
            return
        }
        guard mean.isFinite, deviation.isFinite, bridged == 0 else {
            emit(.tareRefused(.invalidSamples, ticket: ticket), index: index, time: time, into: &output)
            return
        }
        guard use(tare: mean) else {
            emit(.tareRefused(.holdUnderWay, ticket: ticket), index: index, time: time, into: &output)
            return
        }
        let quiet = !settings.kind.isForce || deviation <= settings.onset.quietLimit(0)
        emit(.tared(offset: mean, deviation: deviation, quiet: quiet, ticket: ticket), index: index, time: time, into: &output)
    }

    /// Applies a tare from a recording.
    func replayTare<Output: ProcessingOutput & ~Copyable>(_ offset: Double, at time: HostInstant, into output: inout Output) {
        guard use(tare: offset) else { return }
        let index = lastIndex
        emit(.tared(offset: offset, deviation: .nan, quiet: true, ticket: 0), index: index, time: time, into: &output)
    }

    private func use(tare offset: Double) -> Bool {
        if let stages {
            if settings.kind.isForce {
                guard stages.machine.restartBaseline() else { return false }
                stages.machine.declareRest(0, tared: offset)
            }
            stages.tremor.reset()
            stages.spectrum?.reset()
            stages.companion?.reset()
        }
        tare = offset
        isTared = true
        signal.forgetLevels()
        return true
    }
}
