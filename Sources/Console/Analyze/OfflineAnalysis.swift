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

    /// What was found, and where the automatic baseline of each hold lies, in samples of the first series.
    package struct Found {
        package var hold: CompletedHold
        package var baseline: Range<Int>?
    }

    struct Output: ProcessingOutput {
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

    /// A recording on its way through the code of the daemon, outcome by outcome.
    struct Replay {
        private var replay: RecordingReplay
        private var output: Output

        /// - Parameter sensors: the sensors of the recording, with one entry for each calibration, as ``RecordingReplay`` takes them.
        init(_ sensors: Editions<SensorDescription>) {
            replay = RecordingReplay(sensors) { PipelineSettings($0) }
            output = Output(analysis: StationAnalysis(sensors))
        }

        /// What is to be said of the sensors by now.
        var remarks: SignalRemarks { output.remarks }

        /// - Returns: the holds that are complete.
        mutating func take(_ outcome: RecordedOutcome) -> [CompletedHold] {
            replay.process(outcome, into: &output)
            return output.analysis.isIdle ? [] : output.finished()
        }

        /// - Returns: the last holds.
        mutating func finish() -> [CompletedHold] {
            replay.finish(into: &output)
            return output.finished()
        }
    }

    /// The holds of a recording: the same frames through the same code as when they were measured, and so the same bits.
    static func holds(of recording: RecordingFile) -> [CompletedHold] {
        var replay = Replay(recording.sensors)
        return recording.outcomes.flatMap { replay.take($0) } + replay.finish()
    }

    /// A series as a sensor would have sent it: the mark of its clock, its samples, and the mark of its end.
    ///
    /// - Parameter start: the time of its first sample, seconds.
    package static func frames(
        of series: Series, sensor: SensorNumber = SensorNumber(0), start: Double = 0
    ) -> [Frame] {
        let all = SeriesFrames(series, sensor, start: start)
        return all.indices.map { all[$0] }
    }

    /// A moment, seconds from the first sample.
    static func moment(_ seconds: Double) -> HostInstant { HostInstant(nanoseconds: 0).advanced(bySeconds: seconds) }

    /// The mark of a clock.
    static func lock(_ sensor: SensorNumber, rate: Double, at time: HostInstant) -> Frame {
        var lock = Frame(endOf: sensor, at: time)
        (lock.flags, lock.index, lock.values[0]) = (.clockLocked, 0, rate)
        return lock
    }

    static func frame(_ sensor: SensorNumber, _ force: Double, index: UInt64, time: HostInstant) -> Frame {
        var values = [8 of Double](repeating: .nan)
        values[0] = force
        return Frame(
            sensor: sensor, present: force.isFinite ? 1 : 0, flags: [], index: index, time: time, arrival: time, values: values)
    }

    /// The mark of the end.
    static func end(_ sensor: SensorNumber, index: UInt64, at time: HostInstant) -> Frame {
        var end = Frame(endOf: sensor, at: time)
        end.index = index
        return end
    }

    /// The holds of a series of forces.
    package static func holds(of series: Series) -> [Found] { outcome(of: [series]).holds }

    /// The holds of the sensors of one set-up, with what is to be said of the sensors.
    ///
    /// - Parameters:
    ///   - list: a series for each sensor; their seconds count from the same moment.
    ///   - names: of the sensors, by which the numbers that they have together name them.
    static func outcome(of list: [Series], names: [String] = []) -> (holds: [Found], remarks: SignalRemarks) {
        let sensors = sensors(names, kinds: list.map(\.kind))
        let processor = StationProcessor(sensors: sensors.map(PipelineSettings.init), nextHold: 1)
        var output = Output(analysis: StationAnalysis(Editions(sensors)))
        let begin = list.compactMap(\.seconds.first).min() ?? 0
        let frames = list.enumerated().map { number, series in
            SeriesFrames(series, SensorNumber(UInt16(clamping: number)), start: (series.seconds.first ?? begin) - begin)
        }
        // The first mark is that of the clock.
        let positions = Dictionary(
            frames.first.map { frames in frames.indices.dropFirst().map { (frames[$0].index, $0 - 1) } } ?? []
        ) { $1 }
        let last = inOrder(frames) { processor.process($0, into: &output) }
        if let last { processor.finish(at: last, into: &output) }
        let holds = output.finished().map { hold in
            let onset = output.onsets[hold.number]
            let first = onset.flatMap { positions[$0.baselineFirst] }
            return Found(hold: hold, baseline: first.flatMap { first in onset.map { first..<first + Int($0.baselineCount) } })
        }
        return (holds, output.remarks)
    }

    static func sensors(_ names: [String], kinds: [SensorKind]) -> [SensorDescription] {
        kinds.enumerated().map { place, kind in
            SensorDescription(
                name: place < names.count ? names[place] : "", kind: kind,
                calibration: SensorCalibration(state: .settings, channels: 1))
        }
    }

    /// Calls `body` with the frames of several sensors in the order of their times.
    ///
    /// - Returns: the time of the last one.
    static func inOrder<Frames: RandomAccessCollection<Frame>>(_ sensors: [Frames], _ body: (Frame) -> Void) -> HostInstant?
    where Frames.Index == Int {
        var next = sensors.map(\.startIndex)
        var last: HostInstant?
        while true {
            var earliest: (sensor: Int, time: HostInstant)?
            for (sensor, frames) in sensors.enumerated() where next[sensor] < frames.endIndex {
                let time = frames[next[sensor]].time
                if earliest.map({ time < $0.time }) ?? true { earliest = (sensor, time) }
            }
            guard let earliest else { return last }
            body(sensors[earliest.sensor][next[earliest.sensor]])
            next[earliest.sensor] += 1
            last = earliest.time
        }
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

/// The frames of a series, each made when it is read: the mark of its clock, its samples, and the mark of its end.
private struct SeriesFrames: RandomAccessCollection {
    private let series: OfflineAnalysis.Series
    private let numbers: [UInt64]
    private let sensor: SensorNumber
    private let origin: HostInstant

    init(_ series: OfflineAnalysis.Series, _ sensor: SensorNumber, start: Double) {
        self.series = series
        self.sensor = sensor
        numbers = series.numbers
        origin = OfflineAnalysis.moment(start)
    }

    var startIndex: Int { 0 }
    var endIndex: Int { series.force.count + 2 }

    subscript(place: Int) -> Frame {
        let sample = place - 1
        if sample < 0 { return OfflineAnalysis.lock(sensor, rate: series.rate, at: origin) }
        guard sample < series.force.count else {
            return OfflineAnalysis.end(
                sensor, index: (numbers.last ?? 0) + 1, at: origin.advanced(bySeconds: series.seconds.last ?? 0))
        }
        return OfflineAnalysis.frame(
            sensor, series.force[sample], index: numbers[sample],
            time: origin.advanced(bySeconds: series.seconds[sample] - series.seconds[0]))
    }
}

extension OfflineAnalysis.Series {
    /// The number of each sample: what was given, or else a hole in the times is a hole in the samples.
    var numbers: [UInt64] {
        if let index { return index }
        var number: UInt64 = 0
        return seconds.indices.map { position in
            guard position > 0 else { return 0 }
            let step = (seconds[position] - seconds[position - 1]) * rate
            number += step.isFinite && step > 1.5 ? UInt64(min(step.rounded(), 1e9)) : 1
            return number
        }
    }

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
