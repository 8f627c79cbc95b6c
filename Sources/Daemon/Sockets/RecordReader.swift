import Analysis
import Certificates
import Metrics
import Processing
import Recording
import RingBuffer
import Samples
import Store

/// Restores the samples and the onset of an old hold from its recording.
enum RecordReader {
    /// The `HoldRecord` from which a part of a hold was analysed, made by the daemon's own code from a recording, which is read
    /// piece by piece.
    ///
    /// Only the frames of its sensor are processed. The result must be the hold that was stored: its first sample, its onset and
    /// its peak, to nine digits in case another build measured it.
    static func record(of part: StoredSensorHold, in recording: RecordingSource, isStopped: () -> Bool) -> HoldRecord? {
        guard let run = RecordingRun.list([recording]).first else { return nil }
        var reader = RecordingRunReader(run)
        var search = Search(part, reader.sensors)
        do throws(RecordingFile.Failure) {
            while search.found == nil, !isStopped(), try reader.next({ search.take($0) }) != nil {}
        } catch { return nil }
        guard let record = search.found else { return nil }
        let result = HoldAnalysis.result(of: record)
        func isSame(_ a: Double?, _ b: Double?) -> Bool {
            guard let a, let b else { return a == nil && b == nil }
            return abs(a - b) <= 1e-9 * max(abs(a), 1)
        }
        let isTheHold =
            isSame(result.onsetTime, part.result.onsetTime)
            && isSame(result["peak_force"]?.value, part.result["peak_force"]?.value)
        return isTheHold ? record : nil
    }
}

/// One sensor of a recording on its way through the processing, until the `HoldRecord` of a hold is complete.
private struct Search {
    private struct Output: ProcessingOutput {
        let part: StoredSensorHold
        let sensors: Editions<SensorDescription>
        var collector: HoldCollector
        var found: HoldRecord?

        mutating func emit(_ reading: Reading) { collector.receive(reading) }
        mutating func emit(_ event: HoldEvent) {
            if case .calibrated(let edition) = event.what, let sensor = sensors[event.sensor.value, edition] {
                collector.parameters = part.parameters(on: sensor)
            }
            guard let collected = collector.receive(event), collected.firstIndex == part.firstSample else { return }
            found = found ?? collected.record
        }
    }

    private var replay: RecordingReplay
    private var output: Output
    /// Nil until the sensor is added.
    private var number: UInt16?

    var found: HoldRecord? { output.found }

    init(_ part: StoredSensorHold, _ sensors: Editions<SensorDescription>) {
        replay = RecordingReplay(sensors) { sensor in
            var settings = PipelineSettings(sensor)
            if sensor.name == part.sensor { settings.onset = part.parameters(on: sensor) }
            return settings
        }
        number = sensors.place { $0.name == part.sensor }
        let sensor = number.flatMap { sensors[$0, 0] }
        output = Output(
            part: part, sensors: sensors, collector: HoldCollector(sensor.map(part.parameters) ?? OnsetParameters(.cell)))
    }

    mutating func take(_ outcome: RecordedOutcome) {
        guard output.found == nil else { return }
        let part = output.part
        if number == nil, case .calibrated = outcome { number = output.sensors.place { $0.name == part.sensor } }
        if outcome.sensor.value == number { replay.process(outcome, into: &output) }
    }
}

extension StoredSensorHold {
    /// The parameters with which the hold was found; they may be others in this build.
    fileprivate func parameters(on sensor: SensorDescription) -> OnsetParameters { result.parameters ?? sensor.onset }
}
