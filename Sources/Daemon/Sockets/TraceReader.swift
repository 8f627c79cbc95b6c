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

/// Reads the trace of a hold piece by piece: the daemon's own code processes its frames, which gives the readings and the events again.
///
/// The whole file is read first, for what is known before the samples, and again for each sensor, whose samples are sent one sensor after
/// the other. Only the block that is read and the next samples are in memory. Owned by the thread `reread`.
struct TraceReader {
    let hold: StoredHold
    let begin: HostInstant
    let beginWallMicroseconds: Int64
    let parts: [TracePart]
    private let query: TraceQuery
    private let path: String
    private let head: RecordingHead
    /// The sensors of `parts`, as the file numbers them.
    private let sensors: [UInt16]
    private var part = 0
    private var sent = 0
    private var pass: TracePass?

    /// nil when the file cannot be read, or is not the trace of this hold.
    init?(_ hold: StoredHold, _ query: TraceQuery, _ path: String) {
        guard let source = try? RecordingSource(path: path), source.head.trace?.hold == hold.number else { return nil }
        // A sensor that was added during the recording is not in the head.
        let only = source.head.sensors.firstIndex { $0.name == query.sensor }.map { UInt16(clamping: $0) }
        let pass = TracePass(hold, query, path, source.head, only: only)
        do throws(TraceFailure) { while try pass.step() { pass.forgetPieces() } } catch { return nil }
        guard let (begin, found) = pass.summary else { return nil }
        self.hold = hold
        self.query = query
        self.path = path
        head = source.head
        self.begin = begin
        beginWallMicroseconds = head.wallMicroseconds &+ (begin.nanoseconds &- head.monotonic.nanoseconds) / 1000
        parts = found.map(\.part)
        sensors = found.map(\.sensor)
    }

    /// Whether every sample has been read.
    var isAtEnd: Bool { !parts.indices.contains { $0 > part && parts[$0].count > 0 || $0 == part && parts[$0].count > sent } }

    /// The next samples, of one sensor. Not after the last ones.
    mutating func next() throws(TraceFailure) -> TracePiece {
        while part < parts.count, sent >= parts[part].count { (part, sent, pass) = (part + 1, 0, nil) }
        guard part < parts.count else { throw .noTrace("unreadable") }
        let pass = pass ?? TracePass(hold, query, path, head, only: sensors[part])
        self.pass = pass
        while true {
            if let piece = pass.piece(of: sensors[part]) {
                sent += piece.count
                return piece
            }
            // It was complete before: somebody has changed or removed it.
            guard try pass.step() else { throw .noTrace("unreadable") }
        }
    }
}

/// A trace on its way through the processing, from its beginning to its end.
private final class TracePass {
    private struct Output: ProcessingOutput {
        var series: [UInt16: TraceSeries] = [:]
        mutating func emit(_ reading: Reading) { series[reading.sensor.value]?.take(reading) }
        mutating func emit(_ event: HoldEvent) { series[event.sensor.value]?.take(event) }
    }

    /// Bytes that are read at once.
    private static let block = 64 << 10

    private let hold: StoredHold
    private let query: TraceQuery
    private let path: String
    private let detections: [HoldDetection]
    /// The sensors as the result was computed with them; empty for the first result.
    private let described: [String: RecordedDescription]
    /// The only sensor that is processed.
    private let only: UInt16?
    private var reader = RecordingReader()
    private var offset = 0
    private var isAtEnd = false
    /// The trace begins with its first sample; before it are tares and clocks.
    private var before: [RecordedOutcome] = []
    private var begin: HostInstant?
    private var replay: RecordingReplay?
    private var output = Output()
    /// What was subtracted in the result that is asked for, where it is another one than the first.
    private var tares: [UInt16: Double] = [:]

    init(_ hold: StoredHold, _ query: TraceQuery, _ path: String, _ head: RecordingHead, only: UInt16? = nil) {
        self.hold = hold
        self.query = query
        self.path = path
        self.only = only
        detections = head.trace.map { HoldDetection.list($0.detection) } ?? []
        let described = hold.origin?.sensors.map(RecordedDescription.list) ?? []
        self.described = Dictionary(described.map { ($0.sensor.name, $0) }) { first, _ in first }
    }

    /// Reads and processes the next block; false after the last one.
    func step() throws(TraceFailure) -> Bool {
        guard !isAtEnd else { return false }
        var reader = RecordingReader()
        swap(&reader, &self.reader)
        defer { swap(&reader, &self.reader) }
        do {
            let bytes = try Files.read(path, from: offset, limit: Self.block)
            offset += bytes.count
            try reader.feed(bytes) { outcome, sensors in take(outcome, sensors) }
            guard bytes.isEmpty else { return true }
            isAtEnd = true
            _ = try reader.finish { outcome, sensors in take(outcome, sensors) }
        } catch { throw .noTrace("unreadable") }
        replay?.finish(into: &output)
        return true
    }

    private func take(_ outcome: RecordedOutcome, _ sensors: Editions<SensorDescription>) {
        if replay == nil {
            guard case .frame(let frame) = outcome, frame.flags.isDisjoint(with: .marks) else { return before.append(outcome) }
            start(sensors, at: frame.time)
            for outcome in before { process(outcome) }
            before = []
        }
        process(outcome)
    }

    private func start(_ sensors: Editions<SensorDescription>, at begin: HostInstant) {
        self.begin = begin
        replay = RecordingReplay(sensors) { [detections, described] sensor in
            var settings = PipelineSettings(sensor)
            if let detection = detections.first(where: { $0.sensor == sensor.name }) {
                settings.onset = detection.record.parameters
            }
            if let own = described[sensor.name] { settings.calibration = own.sensor.calibration }
            return settings
        }
        for part in hold.sensors where query.sensor == nil || query.sensor == part.sensor {
            guard let detection = detections.first(where: { $0.sensor == part.sensor }),
                let number = sensors.place(where: { $0.name == part.sensor }), let sensor = sensors[number, 0],
                only == nil || only == number
            else { continue }
            tares[number] = described[part.sensor]?.tare
            output.series[number] = TraceSeries(
                query, part, described[part.sensor]?.sensor ?? sensor, analysed: (detection.begin, detection.end), begin: begin)
        }
    }

    private func process(_ outcome: RecordedOutcome) {
        guard only == nil || only == outcome.sensor.value else { return }
        if case .frame(let frame) = outcome { output.series[frame.sensor.value]?.take(frame) }
        if case .tare(let sensor, let index, let time, _) = outcome, let tare = tares[sensor.value] {
            replay?.process(.tare(sensor: sensor, index: index, time: time, offset: tare), into: &output)
        } else {
            replay?.process(outcome, into: &output)
        }
    }

    func piece(of sensor: UInt16) -> TracePiece? { output.series[sensor]?.piece(isEnd: isAtEnd) }

    func forgetPieces() {
        for number in output.series.keys { while output.series[number]?.piece(isEnd: isAtEnd) != nil {} }
    }

    /// What is known after the last block; nil when the trace has no sample.
    var summary: (begin: HostInstant, parts: [(sensor: UInt16, part: TracePart)])? {
        begin.map { begin in
            (begin, output.series.keys.sorted().compactMap { number in output.series[number].map { (number, $0.summary) } })
        }
    }
}
