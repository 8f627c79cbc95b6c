import Analysis
import Certificates
import LinuxIO
import Metrics
import Processing
import Publishing
import Recording
import RingBuffer
import Samples
import Store

/// Reads the trace of a hold: the daemon's own code processes its frames, which gives the readings and the events again.
enum TraceReader {
    /// nil when the file cannot be read, or is not the trace of this hold.
    static func trace(of hold: StoredHold, _ query: TraceQuery, _ path: String, isIncomplete: Bool) -> HoldTrace? {
        guard let bytes = try? Files.read(path, limit: 1 << 30), let head = RecordingHead(ofRecording: bytes),
            let trace = head.trace, trace.hold == hold.number
        else { return nil }
        let detections = HoldDetection.list(trace.detection)
        let described = hold.origin?.sensors.map(RecordedDescription.list) ?? []
        // The trace begins with its first sample; before it are tares and clocks.
        var before: [RecordedOutcome] = []
        var replay: TraceReplay?
        _ = try? RecordingFile.read(bytes) { outcome, sensors in
            if replay == nil, case .frame(let frame) = outcome, frame.flags.isDisjoint(with: .marks) {
                replay = TraceReplay(hold, query, detections, described, sensors, begin: frame.time)
                for outcome in before { replay?.take(outcome) }
            }
            if replay == nil { before.append(outcome) } else { replay?.take(outcome) }
        }
        guard let (begin, parts) = replay?.finish() else { return nil }
        let wall = head.wallMicroseconds &+ (begin.nanoseconds &- head.monotonic.nanoseconds) / 1000
        return HoldTrace(hold: hold, begin: begin, beginWallMicroseconds: wall, isIncomplete: isIncomplete, parts: parts)
    }
}

/// A trace on its way through the processing.
private struct TraceReplay {
    private struct Output: ProcessingOutput {
        var series: [UInt16: TraceSeries]
        mutating func emit(_ reading: Reading) { series[reading.sensor.value]?.take(reading) }
        mutating func emit(_ event: HoldEvent) { series[event.sensor.value]?.take(event) }
    }

    private let begin: HostInstant
    private var replay: RecordingReplay
    private var output: Output
    /// What was subtracted in the result that is asked for, where it is another one than the first.
    private var tares: [UInt16: Double] = [:]

    /// - Parameter described: the sensors as the result was computed with them; empty for the first result.
    init(
        _ hold: StoredHold, _ query: TraceQuery, _ detections: [HoldDetection], _ described: [RecordedDescription],
        _ sensors: Editions<SensorDescription>, begin: HostInstant
    ) {
        self.begin = begin
        let own = Dictionary(described.map { ($0.sensor.name, $0) }) { first, _ in first }
        replay = RecordingReplay(sensors) { sensor in
            var settings = PipelineSettings(sensor)
            if let detection = detections.first(where: { $0.sensor == sensor.name }) {
                settings.onset = detection.record.parameters
            }
            if let own = own[sensor.name] { settings.calibration = own.sensor.calibration }
            return settings
        }
        var series: [UInt16: TraceSeries] = [:]
        for part in hold.sensors where query.sensor == nil || query.sensor == part.sensor {
            guard let detection = detections.first(where: { $0.sensor == part.sensor }),
                let number = sensors.place(where: { $0.name == part.sensor }), let sensor = sensors[number, 0]
            else { continue }
            tares[number] = own[part.sensor]?.tare
            series[number] = TraceSeries(
                query, part, own[part.sensor]?.sensor ?? sensor, analysed: (detection.begin, detection.end), begin: begin)
        }
        output = Output(series: series)
    }

    mutating func take(_ outcome: RecordedOutcome) {
        if case .frame(let frame) = outcome { output.series[frame.sensor.value]?.take(frame) }
        if case .tare(let sensor, let index, let time, _) = outcome, let tare = tares[sensor.value] {
            return replay.process(.tare(sensor: sensor, index: index, time: time, offset: tare), into: &output)
        }
        replay.process(outcome, into: &output)
    }

    mutating func finish() -> (begin: HostInstant, parts: [TraceSeries]) {
        replay.finish(into: &output)
        let parts = output.series.keys.sorted().compactMap { number in
            var series = output.series[number]
            series?.finish()
            return series
        }
        return (begin, parts)
    }
}
