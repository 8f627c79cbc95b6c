import Certificates
import LinuxIO
import RingBuffer
import Samples

/// Writes the trace of one hold while recordings are read: the frames of its sensors, and everything that a replay of them needs.
struct TraceWriter {
    /// Bytes that are collected before they are written.
    private static let batchBytes = 1 << 18

    private let request: TraceRequest
    private let folder: TraceFolder
    private var head: RecordingHead
    private var state: ReplayState
    private var coverage: TraceCoverage
    private var encoder = SegmentEncoder()
    private var file: (any AppendFile)?
    private var failure: SystemError?
    /// The numbers of the hold's sensors in the trace, by their numbers in the recordings; nil before the first sample of the trace.
    private var numbers: [UInt16: UInt16]?
    private var hasFrames = false
    /// Nothing that comes is wanted: the samples are past the hold, or the disk has refused.
    private(set) var isOver = false

    private var target: String { folder.path(ofHold: request.hold) }
    private var part: String { target + TraceFolder.partSuffix }

    /// - Parameters:
    ///   - head: the head of the first recording.
    ///   - state: the state in which it is read.
    init(_ request: TraceRequest, into folder: TraceFolder, head: RecordingHead, state: ReplayState) {
        self.request = request
        self.folder = folder
        self.head = head
        self.state = state
        coverage = TraceCoverage(request)
    }

    /// Takes the next outcome of the recordings.
    mutating func take(_ outcome: RecordedOutcome, _ sensors: Editions<SensorDescription>) {
        guard failure == nil else {
            isOver = true
            return
        }
        if case .frame(let frame) = outcome, frame.time > request.end.advanced(bySeconds: TraceCutter.disorder) { isOver = true }
        let isKnown = state.contains(outcome)
        if numbers == nil {
            guard case .frame(let frame) = outcome, frame.flags.isDisjoint(with: .marks), frame.time >= request.begin else {
                return state.remember(outcome, sensors: sensors.count)
            }
            begin(sensors)
        }
        // A later recording begins with what was recorded before.
        if !isKnown { add(outcome, sensors) }
        state.remember(outcome, sensors: sensors.count)
        if encoder.byteCount >= Self.batchBytes { write() }
    }

    /// A later recording names the calibrations in force anew.
    mutating func nextRecording(sensors count: Int) { state.forgetEditions(sensors: count) }

    /// Completes the trace.
    mutating func finish() throws(SystemError) -> TraceOutcome {
        guard failure == nil, hasFrames else {
            file = nil
            try? folder.files.remove(part)
            if let failure { throw failure }
            return .notRecorded
        }
        encoder.end()
        write()
        do throws(SystemError) {
            if let failure { throw failure }
            try file?.synchronise()
            file = nil
            try folder.files.move(part, to: target)
        } catch {
            file = nil
            try? folder.files.remove(part)
            throw error
        }
        try folder.files.synchroniseDirectory(of: target)
        return .kept(isWhole: coverage.isWhole)
    }

    private mutating func begin(_ sensors: Editions<SensorDescription>) {
        let known = state.sensors(of: sensors)
        let places = known.indices.filter { place in request.parts.contains { $0.sensor == known[place].name } }
        var numbers: [UInt16: UInt16] = [:]
        for (number, place) in places.enumerated() { numbers[UInt16(clamping: place)] = UInt16(clamping: number) }
        self.numbers = numbers
        head.sensors = places.map { known[$0] }
        head.sequence = 0
        head.trace = RecordingHead.Trace(hold: request.hold, detection: request.detection)
        encoder.begin(head: head.bytes)
        for outcome in state.outcomes { add(outcome, sensors) }
    }

    private mutating func add(_ outcome: RecordedOutcome, _ sensors: Editions<SensorDescription>) {
        if case .calibrated(let sensor, _, _, let edition) = outcome, numbers?[sensor.value] == nil,
            let name = sensors[sensor.value, edition]?.name, request.parts.contains(where: { $0.sensor == name })
        {
            // The sensor was added to the station.
            let next = UInt16(clamping: numbers?.count ?? 0)
            numbers?[sensor.value] = next
        }
        guard let number = numbers?[outcome.sensor.value].map(SensorNumber.init) else { return }
        switch outcome {
        case .frame(var frame):
            let isSample = frame.flags.isDisjoint(with: .marks)
            guard frame.time <= request.end, frame.time >= request.begin || !isSample else { return }
            if isSample {
                hasFrames = true
                coverage.count(frame, of: sensors[frame.sensor.value, 0]?.name)
            }
            frame.sensor = number
            encoder.append(frame)
        case .tare(_, let index, let time, let offset):
            if time <= request.end { encoder.appendTare(offset, sensor: number, index: index, time: time) }
        case .conditions(_, let index, let time, let conditions):
            if time <= request.end { encoder.append(conditions, sensor: number, index: index, time: time) }
        case .mark(_, let index, let time, let mark):
            if time <= request.end { encoder.append(mark, sensor: number, index: index, time: time) }
        case .calibrated(let sensor, let index, let time, let edition):
            guard time <= request.end, let known = sensors[sensor.value, edition] else { return }
            encoder.append(known.recordedText, sensor: number, index: index, time: time)
        }
    }

    private mutating func write() {
        do throws(SystemError) {
            if file == nil {
                try folder.files.makeDirectory(folder.path)
                // Left behind when the program ended.
                try? folder.files.remove(part)
                file = try folder.files.create(part)
            }
            var refusal: SystemError?
            encoder.take { bytes in do throws(SystemError) { try file?.append(bytes) } catch { refusal = error } }
            if let refusal { throw refusal }
        } catch { failure = error }
    }
}
