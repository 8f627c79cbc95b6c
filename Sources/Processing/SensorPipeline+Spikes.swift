import Calibration
import Filtering
import Samples

/// Handles single impossible samples. A suspect sample waits for the next one, which distinguishes it from the start of a pull.
extension SensorPipeline {
    /// Decides on the waiting frame, now that the next one is known.
    func decideSuspect<Output: ProcessingOutput & ~Copyable>(
        before frame: Frame, _ next: Double, grouper: inout HoldGrouper, into output: inout Output
    ) {
        guard let waiting = suspect else { return }
        guard let stages, frame.index == waiting.index &+ 1, !frame.flags.contains(.discontinuity),
            stages.spikes.isSpike(before: next)
        else { return believeSuspect(grouper: &grouper, into: &output) }
        suspect = nil
        leaveOut(waiting, stages, grouper: &grouper, into: &output)
    }

    /// Accepts the waiting frame as it is, because no further frame will come.
    func believeSuspect<Output: ProcessingOutput & ~Copyable>(grouper: inout HoldGrouper, into output: inout Output) {
        guard let waiting = suspect else { return }
        suspect = nil
        stages?.spikes.believeSuspect()
        var forces = [8 of Double](repeating: .nan)
        let sum = calibration.force(of: waiting, into: &forces)
        take(waiting, sum, forces, grouper: &grouper, into: &output)
    }

    /// Emits the reading of an impossible frame, without a force.
    private func leaveOut<Output: ProcessingOutput & ~Copyable>(
        _ frame: Frame, _ stages: SensorStages, grouper: inout HoldGrouper, into output: inout Output
    ) {
        signal.noteSpike()
        follow(frame, grouper: &grouper, into: &output)
        var reading = Reading(frame: frame, sequence: sequence)
        reading.calibration = edition
        sequence &+= 1
        reading.tare = tare
        reading.flags = .spike
        advance(stages, &reading, sum: .nan, grouper: &grouper, into: &output)
    }
}
