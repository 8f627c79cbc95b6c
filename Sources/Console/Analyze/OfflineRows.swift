import Analysis
import Certificates
import Processing
import RingBuffer
import Samples

extension OfflineAnalysis {
    /// The sensors of one set-up, row by row: what ``outcome(of:names:)`` does with whole series that have the same times.
    struct Rows {
        private let processor: StationProcessor
        private var output: Output
        private let rate: Double
        private var origin = 0.0
        /// The frames of the last row by sensor, with the marks before them; the next row is later.
        private var waiting: [[Frame]] = []
        private var isFirst = true
        private var last = (seconds: 0.0, index: UInt64(0))
        private(set) var holds: [CompletedHold] = []

        var remarks: SignalRemarks { output.remarks }

        init(names: [String], kind: SensorKind, rate: Double) {
            let sensors = OfflineAnalysis.sensors(names, kinds: names.map { _ in kind })
            processor = StationProcessor(sensors: sensors.map(PipelineSettings.init), nextHold: 1)
            output = Output(analysis: StationAnalysis(Editions(sensors)))
            self.rate = rate
        }

        /// Takes the force of each sensor at one moment, later than the one before.
        mutating func take(_ forces: [Double], seconds: Double, index: UInt64) {
            if waiting.isEmpty { origin = seconds }
            process(isLast: false)
            waiting = forces.enumerated().map { number, force in
                let sensor = SensorNumber(UInt16(clamping: number))
                let frame = OfflineAnalysis.frame(sensor, force, index: index, time: OfflineAnalysis.moment(seconds - origin))
                return isFirst ? [OfflineAnalysis.lock(sensor, rate: rate, at: OfflineAnalysis.moment(0)), frame] : [frame]
            }
            last = (seconds, index)
            if !output.analysis.isIdle { holds += output.finished() }
        }

        /// Ends the series.
        mutating func finish() {
            for number in waiting.indices {
                waiting[number].append(
                    OfflineAnalysis.end(
                        SensorNumber(UInt16(clamping: number)), index: last.index + 1, at: OfflineAnalysis.moment(last.seconds)))
            }
            process(isLast: true)
            holds += output.finished()
        }

        private mutating func process(isLast: Bool) {
            guard !waiting.isEmpty else { return }
            if isFirst || isLast {
                // The marks are at moments of their own.
                let end = OfflineAnalysis.inOrder(waiting) { processor.process($0, into: &output) }
                if isLast, let end { processor.finish(at: end, into: &output) }
            } else {
                for frames in waiting { processor.process(frames[0], into: &output) }
            }
            isFirst = false
        }
    }
}
