import Filtering
import Metrics
import Samples

/// A companion: a sensor that measures no force, opens no hold, and takes part in the holds of its set-up.
extension SensorPipeline {
    /// Does everything that needs a sampling rate, for a frame with a locked clock.
    func accompany<Output: ProcessingOutput & ~Copyable>(
        _ stages: SensorStages, _ reading: inout Reading, value: Double, _ grouper: borrowing HoldGrouper,
        into output: inout Output
    ) {
        if value.isFinite {
            bridged = 0
            lastForce = value
            stages.tareWindow.push(value)
        } else {
            // A missing number is a gap of one sample.
            bridged &+= 1
            if Double(bridged) > stages.rate * Self.bridgedSeconds {
                forget(stages)
                emit(.discontinuity(lost: bridged), index: reading.index, time: reading.time, into: &output)
                bridged = 0
                lastForce = .nan
            }
        }
        let values = stages.companion?.push(lastForce - tare, at: reading.time)
        hold = grouper.current(setUp: settings.setUp)
        reading.hold = hold
        reading.phase = hold == 0 ? .rest : .holding
        if let values {
            reading.tremor = values.derived
            reading.percentOfMaximum = values.percent
        }
        output.emit(reading)
        follow(spectrumOf: lastForce - tare, stages, reading.index, reading.time, into: &output)
        if let news = stages.companion?.news { emit(.cuff(news), index: reading.index, time: reading.time, into: &output) }
    }

    /// Bridges a short gap with the last value.
    func bridge<Output: ProcessingOutput & ~Copyable>(
        _ stages: SensorStages, _ lost: UInt64, before frame: Frame, into output: inout Output
    ) {
        for step in 0..<lost {
            _ = stages.companion?.push(lastForce - tare, at: frame.time)
            follow(spectrumOf: lastForce - tare, stages, (expectedIndex ?? 0) &+ step, frame.time, into: &output)
        }
    }
}
