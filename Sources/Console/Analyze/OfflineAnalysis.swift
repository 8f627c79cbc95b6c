package import Analysis
import Calibration
import Certificates
import Filtering
import Metrics
import Processing
import Recording
import RingBuffer
package import Samples

/// The daemon's own processing and analysis, over what lies in a file.
package enum OfflineAnalysis {
    /// One sensor's samples, with its clock.
    package struct Series {
        package var force: [Double]
        /// Seconds, strictly increasing, as many as forces.
        package var seconds: [Double]
        /// The number of each sample, with those that are lost counted; nil: a hole in the times is a hole in the samples.
        package var index: [UInt64]?
        /// Hertz.
        package var rate: Double
        package var kind: SensorKind

        package init(force: [Double], seconds: [Double], index: [UInt64]? = nil, rate: Double, kind: SensorKind) {
            self.force = force
            self.seconds = seconds
            self.index = index
            self.rate = rate
            self.kind = kind
        }
    }

    /// What was found, and where the automatic baseline and search of each hold lie, in samples of the series.
    package struct Found {
        package var hold: CompletedHold
        package var baseline: Range<Int>?
    }

    private struct Output: ProcessingOutput {
        var analysis: StationAnalysis
        var remarks = SignalRemarks()
        var onsets: [UInt64: HoldEvent.Onset] = [:]
        mutating func emit(_ reading: Reading) {
            remarks.note(reading)
            analysis.receive(reading)
        }
        mutating func emit(_ event: HoldEvent) {
            remarks.note(event)
            if case .onsetFinal(let onset) = event.what { onsets[event.hold] = onset }
            analysis.receive(event)
        }

        /// Everything that can be analysed by now.
        mutating func finished() -> [CompletedHold] {
            while !analysis.isIdle { analysis.work() }
            var holds: [CompletedHold] = []
            while let (hold, _) = analysis.nextCompleted() { holds.append(hold) }
            return holds
        }
    }

    /// The holds of a recording: the same frames through the same code as when they were measured, and so the same bits.
    static func holds(of recording: RecordingFile) -> [CompletedHold] { outcome(of: recording).holds }

    /// The same, with what is to be said of the sensors.
    static func outcome(of recording: RecordingFile) -> (holds: [CompletedHold], remarks: SignalRemarks) {
        var replay = RecordingReplay(recording.sensors) { PipelineSettings($0) }
        var output = Output(analysis: StationAnalysis(recording.sensors))
        var holds: [CompletedHold] = []
        for outcome in recording.outcomes {
            replay.process(outcome, into: &output)
            if !output.analysis.isIdle { holds += output.finished() }
        }
        replay.finish(into: &output)
        return (holds + output.finished(), output.remarks)
    }

    /// A series as a sensor would have sent it: the mark of its clock, its samples, and the mark of its end.
    package static func frames(of series: Series, sensor: SensorNumber = SensorNumber(0)) -> [Frame] {
        let origin = HostInstant(nanoseconds: 0)
        var lock = Frame(endOf: sensor, at: origin)
        (lock.flags, lock.index, lock.values[0]) = (.clockLocked, 0, series.rate)
        var frames = [lock]
        frames.reserveCapacity(series.force.count + 2)
        var index: UInt64 = 0
        for (position, force) in series.force.enumerated() {
            if let numbers = series.index {
                index = numbers[position]
            } else if position > 0 {
                // A hole in the time stamps is a hole in the samples.
                let step = (series.seconds[position] - series.seconds[position - 1]) * series.rate
                index += step.isFinite && step > 1.5 ? UInt64(min(step.rounded(), 1e9)) : 1
            }
            var values = [8 of Double](repeating: .nan)
            values[0] = force
            let time = origin.advanced(bySeconds: series.seconds[position] - series.seconds[0])
            frames.append(
                Frame(
                    sensor: sensor, present: force.isFinite ? 1 : 0, flags: [], index: index, time: time, arrival: time,
                    values: values))
        }
        var end = Frame(endOf: sensor, at: origin.advanced(bySeconds: series.seconds.last ?? 0))
        end.index = index + 1
        return frames + [end]
    }

    /// The holds of a series of forces.
    package static func holds(of series: Series) -> [Found] { outcome(of: series).holds }

    /// The same, with what is to be said of the sensor.
    static func outcome(of series: Series) -> (holds: [Found], remarks: SignalRemarks) {
        let sensor = SensorDescription(
            name: "", kind: series.kind, calibration: SensorCalibration(state: .settings, channels: 1))
        let processor = StationProcessor(sensors: [PipelineSettings(sensor)], nextHold: 1)
        var output = Output(analysis: StationAnalysis(Editions([sensor])))
        let frames = frames(of: series)
        var positions: [UInt64: Int] = [:]
        for (position, frame) in frames.enumerated() {
            // The first marks the clock.
            if position > 0 { positions[frame.index] = position - 1 }
            processor.process(frame, into: &output)
        }
        if let last = frames.last { processor.finish(at: last.time, into: &output) }
        let holds = output.finished().map { hold in
            let onset = output.onsets[hold.number]
            let first = onset.flatMap { positions[$0.baselineFirst] }
            return Found(hold: hold, baseline: first.flatMap { first in onset.map { first..<first + Int($0.baselineCount) } })
        }
        return (holds, output.remarks)
    }

    /// The numbers of a hold whose baseline and search windows somebody has chosen, in samples of the series.
    static func result(of series: Series, baseline: Range<Int>, search: Range<Int>) -> HoldResult {
        var series = series
        let spikes = series.leaveOutSpikes()
        let values = series.force[baseline].filter(\.isFinite)
        let mean = values.isEmpty ? .nan : values.reduce(0, +) / Double(values.count)
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let deviation = values.count > 1 ? (squares / Double(values.count - 1)).squareRoot() : .nan
        return HoldAnalysis.result(
            of: HoldRecord(
                force: series.force, time: series.seconds.map { $0 - (series.seconds.first ?? 0) }, rate: series.rate,
                sensorKind: series.kind, kind: .explosive, baseline: baseline, baselineMean: mean, baselineDeviation: deviation,
                search: search, release: nil, restLevel: nil, flags: spikes ? .spike : []))
    }
}

extension OfflineAnalysis.Series {
    /// Takes the force from impossible samples, as the pipeline does; whether there are any.
    fileprivate mutating func leaveOutSpikes() -> Bool {
        var detector = SpikeDetector(rate: rate, floor: OnsetParameters(kind).floor)
        var found = false
        var suspect: Int?
        for (position, value) in force.enumerated() {
            if let waiting = suspect, detector.isSpike(before: value) {
                force[waiting] = .nan
                found = true
            }
            suspect = detector.push(value) ? position : nil
        }
        return found
    }
}
