import Analysis
import LinuxIO
import Metrics
import Processing
import Recording
import Samples
import Store
import Synchronization

/// Makes the samples and onset of an old hold (a `HoldRecord`) again from the recording of the hold.
///
/// Processing a recording of an hour takes seconds, so this has a thread of its own, for which no other thread waits.
final class RecordReader: Sendable {
    private struct Job: Sendable {
        var hold: Int64
        var sensor: String?
        var answer: @Sendable (HoldRecord?) -> Void
    }

    /// The largest recording that is read, in bytes; the station begins a new one long before this size.
    private static let limit = 1 << 30

    private let stateDirectory: String
    private let file: StoreFile
    private let jobs = Mutex<[Job]>([])
    private let bell: Doorbell
    private let stopping = Atomic<Bool>(false)

    init(stateDirectory: String, file: StoreFile) throws(SystemError) {
        self.file = file
        self.stateDirectory = stateDirectory
        bell = try Doorbell()
    }

    /// Requests the `HoldRecord` of a hold. Any thread; the answer comes on the reader's thread. It is nil when the recording is
    /// gone, does not contain the whole hold, or gives a different result.
    func read(hold: Int64, sensor: String?, answer: @escaping @Sendable (HoldRecord?) -> Void) {
        jobs.withLock { $0.append(Job(hold: hold, sensor: sensor, answer: answer)) }
        bell.ring()
    }

    /// Ends `run` soon. Any thread.
    func stop() {
        stopping.store(true, ordering: .releasing)
        bell.ring()
    }

    /// Runs until `stop`.
    func run() {
        var reading = StoreReading(file)
        while !stopping.load(ordering: .acquiring) {
            if turn(&reading) { continue }
            bell.prepareToWait()
            if turn(&reading) || stopping.load(ordering: .acquiring) {
                bell.cancelWait()
            } else {
                bell.wait()
            }
        }
    }

    private func turn(_ reading: inout StoreReading) -> Bool {
        guard let job = jobs.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) else { return false }
        job.answer(record(ofHold: job.hold, sensor: job.sensor, &reading))
        return true
    }

    private func record(ofHold number: Int64, sensor: String?, _ reading: inout StoreReading) -> HoldRecord? {
        guard let hold = try? reading.read({ (reader) throws(StoreError) in try reader.hold(number) }),
            let part = hold.sensors.first(where: { $0.sensor == sensor ?? hold.sensors.first?.sensor }),
            let name = hold.recording, !name.contains("/"),
            let bytes = try? Files.read(stateDirectory + "/recordings/" + name, limit: Self.limit)
        else { return nil }
        return Self.record(of: part, in: bytes) { self.stopping.load(ordering: .relaxed) }
    }

    /// The `HoldRecord` from which a part of a hold was analysed, made by the daemon's own code from the bytes of a recording.
    ///
    /// Only the frames of its sensor are processed. The result must be the hold that was stored: its first sample, its onset and
    /// its peak, to nine digits in case another build measured it.
    static func record(of part: StoredSensorHold, in bytes: [UInt8], isStopped: () -> Bool = { false }) -> HoldRecord? {
        var replay: Replay?
        do throws(SegmentError) {
            try SegmentDecoder.decode(bytes) { item in
                if case .head(let text) = item, replay == nil {
                    replay = RecordingHead(bytes: text).map { Replay($0, part) }
                } else if !isStopped() {
                    replay?.take(item)
                }
            }
        } catch { return nil }
        guard let record = replay?.found else { return nil }
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
private struct Replay {
    private struct Output: ProcessingOutput {
        var collector: HoldCollector
        let wanted: UInt64
        var found: HoldRecord?
        mutating func emit(_ reading: Reading) { collector.receive(reading) }
        mutating func emit(_ event: HoldEvent) {
            if let collected = collector.receive(event), collected.firstIndex == wanted { found = found ?? collected.record }
        }
    }

    private let processor: StationProcessor
    private let part: StoredSensorHold
    /// Nil until the sensor is added.
    private var sensor: SensorNumber?
    private var edition: UInt16 = 0
    private var output: Output

    var found: HoldRecord? { output.found }

    init(_ head: RecordingHead, _ part: StoredSensorHold) {
        self.part = part
        let place = head.sensors.firstIndex { $0.name == part.sensor }
        sensor = place.flatMap { UInt16(exactly: $0) }.map { SensorNumber($0) }
        var settings = head.sensors.map { PipelineSettings($0) }
        // Use the parameters with which the hold was found, not those of this build.
        if let place, let parameters = part.result.parameters { settings[place].onset = parameters }
        // A sensor that is added during the recording has an index from the start.
        processor = StationProcessor(sensors: settings, places: SensorNumber.limit, nextHold: 1)
        output = Output(
            collector: HoldCollector(place.map { settings[$0].onset } ?? OnsetParameters(.cell)), wanted: part.firstSample)
    }

    mutating func take(_ item: RecordedItem) {
        guard output.found == nil else { return }
        switch item {
        case .calibration(let number, _, let time, let text):
            guard let fresh = RecordingHead.Sensor(bytes: text), fresh.name == part.sensor else { return }
            // The first edition of a sensor that was added is number 0.
            edition = sensor == nil ? 0 : edition &+ 1
            sensor = number
            let settings = PipelineSettings(fresh)
            processor.measure(number, by: settings, edition: edition, at: time, into: &output)
            output.collector.parameters = settings.onset
        case .frame(let frame) where frame.sensor == sensor: processor.process(frame, into: &output)
        case .tare(let number, _, let time, let offset) where number == sensor:
            processor.replayTare(offset, of: number, at: time, into: &output)
        case .conditions(let number, _, let time, let conditions) where number == sensor:
            processor.use(conditions, for: number, at: time, into: &output)
        default: return
        }
    }
}

extension PipelineSettings {
    /// The settings at the time of the recording.
    init(_ sensor: RecordingHead.Sensor) {
        self.init(
            kind: sensor.kind, calibration: sensor.calibration, setUp: sensor.setUp,
            onset: OnsetParameters(
                sensor.kind, floor: sensor.onsetThreshold, confirmationFloor: sensor.confirmThreshold,
                standing: sensor.standing),
            capacity: sensor.capacity ?? .infinity)
    }
}
