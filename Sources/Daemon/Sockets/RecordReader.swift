import Analysis
import Certificates
import LinuxIO
import Metrics
import Processing
import Recording
import RingBuffer
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
        var search: Search?
        do throws(RecordingFile.Failure) {
            _ = try RecordingFile.read(bytes) { outcome, sensors in
                guard !isStopped() else { return }
                if search == nil { search = Search(part, sensors) }
                search?.take(outcome)
            }
        } catch { return nil }
        guard let record = search?.found else { return nil }
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
