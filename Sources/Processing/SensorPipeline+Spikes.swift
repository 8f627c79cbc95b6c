import Calibration
import Filtering
import Samples

/// Single impossible samples: one that is suspect waits for the next, which tells it from the foot of a pull.
extension SensorPipeline {
    /// Takes the frame that waits, now that the next one is known.
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

    /// Takes the frame that waits as it is: nothing comes that could tell.
    func believeSuspect<Output: ProcessingOutput & ~Copyable>(grouper: inout HoldGrouper, into output: inout Output) {
        guard let waiting = suspect else { return }
        suspect = nil
        stages?.spikes.believeSuspect()
        var forces = [8 of Double](repeating: .nan)
        let sum = calibration.force(of: waiting, into: &forces)
        take(waiting, sum, forces, grouper: &grouper, into: &output)
    }

    /// Tells of a frame that no force can have made, without one.
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
