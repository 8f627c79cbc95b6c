import Analysis
import Certificates
import LinuxIO
import Metrics
import Publishing
import Recording
import RingBuffer
import Samples
import Store
import Synchronization

/// Reads the samples of stored holds again: computes the numbers of a hold from an onset that an operator has marked, or with another
/// version, calibration or settings, and has them stored in addition to the existing ones; and reads traces for clients.
///
/// Processing a recording takes seconds, so this has a thread of its own, for which no other thread waits.
final class Rereader: Sendable {
    enum Request: Sendable {
        case mark(Mark)
        case open(TraceQuery, answer: @Sendable (Result<HoldTrace, TraceFailure>) -> Void)
        case readOn(UInt64, answer: @Sendable (Result<TracePiece, TraceFailure>) -> Void)
        case close(UInt64)
        case reanalyze(Reanalysis)
    }

    /// An onset that an operator has marked.
    struct Mark: Sendable {
        var hold: Int64
        var sensor: String?
        /// Seconds since the first sample of the hold's `HoldRecord`.
        var onset: Double
        var user: UInt32
        var wallMicroseconds: Int64
        /// The sensors of the station. The sensor may have been removed since the hold.
        var sensors: Editions<SensorDescription>
        var answer: @Sendable (Result<StoredOnsetMark, OnsetMarkFailure>) -> Void
    }

    private let stateDirectory: String
    let traces: TraceFolder
    let store: StoreLoop
    private let recent: RecentRecords
    private let requests = Mutex<[Request]>([])
    private let bell: Doorbell
    private let stopping = Atomic<Bool>(false)
    private let turnCount = Atomic<UInt64>(0)

    init(stateDirectory: String, store: StoreLoop, recent: RecentRecords) throws(SystemError) {
        self.stateDirectory = stateDirectory
        traces = TraceFolder(path: stateDirectory + "/traces")
        self.store = store
        self.recent = recent
        bell = try Doorbell()
    }

    /// Any thread; the answer comes on another.
    func mark(_ mark: Mark) { post(.mark(mark)) }

    /// Any thread; the answer comes on another.
    func trace(_ query: TraceQuery, answer: @escaping @Sendable (Result<HoldTrace, TraceFailure>) -> Void) {
        post(.open(query, answer: answer))
    }

    /// Any thread; the answer comes on another.
    func reanalyze(_ request: Reanalysis) { post(.reanalyze(request)) }

    func post(_ request: Request) {
        requests.withLock { $0.append(request) }
        bell.ring()
    }

    /// Counts the iterations of the loop, at least one a second while it has nothing to do. If the count stops, a request takes long, or
    /// the loop has hung.
    var turns: UInt64 { turnCount.load(ordering: .relaxed) }

    /// Ends `run` soon. Any thread.
    func stop() {
        stopping.store(true, ordering: .releasing)
        bell.ring()
    }

    /// Runs until `stop`.
    func run() {
        var reading = StoreReading(store.file)
        var open = OpenTraces()
        while !stopping.load(ordering: .acquiring) {
            turnCount.add(1, ordering: .relaxed)
            if turn(&reading, &open) { continue }
            bell.prepareToWait()
            if turn(&reading, &open) || stopping.load(ordering: .acquiring) {
                bell.cancelWait()
            } else {
                bell.wait(until: Clock.monotonic().advanced(bySeconds: 1))
                bell.cancelWait()
            }
        }
    }

    private func turn(_ reading: inout StoreReading, _ open: inout OpenTraces) -> Bool {
        guard let request = requests.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) else { return false }
        switch request {
        case .mark(let mark): answer(mark, &reading)
        case .reanalyze(let reanalysis): answer(reanalysis, &reading)
        case .open(let query, let answer):
            do throws(TraceFailure) { answer(.success(try self.open(query, &reading, &open))) } catch { answer(.failure(error)) }
        case .readOn(let number, let answer): answer(readOn(number, &open))
        case .close(let number): close(number, &open)
        }
        return true
    }

    private func answer(_ request: Mark, _ reading: inout StoreReading) {
        do throws(OnsetMarkFailure) {
            let (mark, correction) = try mark(request, &reading)
            store.ask({ (store) throws(StoreError) -> Bool? in
                guard try store.reader.correction(ofHold: request.hold) == correction else { return nil }
                return try store.insert(mark, hold: request.hold)
            }) { [self] result in
                switch result {
                case .success(true?): request.answer(.success(mark))
                case .success(false?): request.answer(.failure(.noSuchHold))
                // Somebody has corrected the hold meanwhile.
                case .success(nil): self.mark(request)
                case .failure(let error): request.answer(.failure(.store(error)))
                }
            }
        } catch { request.answer(.failure(error)) }
    }

    private func mark(
        _ request: Mark, _ reading: inout StoreReading
    ) throws(OnsetMarkFailure) -> (StoredOnsetMark, HoldCorrection) {
        let known: StoredHold?
        let correction: HoldCorrection
        do throws(StoreError) {
            (known, correction) = try reading.read { (reader) throws(StoreError) in
                (try reader.hold(request.hold, result: .first), try reader.correction(ofHold: request.hold))
            }
        } catch { throw .store(error) }
        guard let known else { throw .noSuchHold }
        // A companion has no onset of its own.
        let names = known.sensors.filter { $0.result["peak_force"] != nil }.map(\.sensor)
        guard let name = request.sensor ?? (names.count == 1 ? names.first : nil),
            names.contains(name), let part = known.sensors.first(where: { $0.sensor == name })
        else { throw .whichSensor(names) }
        guard
            var record = recent.record(ofHold: request.hold, sensor: name) ?? traced(part, ofHold: request.hold)
                ?? recorded(part, in: known.recording)
        else {
            throw .notInMemory
        }
        record.operatorOnset = request.onset
        record.context.follow(correction)
        var result = HoldAnalysis.result(of: record)
        guard result.onsetTime == request.onset else { throw .outside(seconds: record.time.last ?? 0) }
        // Use the calibration with which the hold was measured, not a later one.
        let editions = request.sensors.place { $0.name == name }.map { request.sensors.all($0) } ?? []
        editions.last { $0.recordID == part.calibrationID }?.uncertainty?.addUncertainty(to: &result)
        let mark = StoredOnsetMark(
            wallMicroseconds: request.wallMicroseconds, user: request.user, sensor: name, unit: part.unit, result: result)
        return (mark, correction)
    }

    /// The samples of a part of a hold from its trace; nil when there is none, or it lacks some of them.
    private func traced(_ part: StoredSensorHold, ofHold hold: Int64) -> HoldRecord? {
        guard let file = try? RecordingFile(path: traces.path(ofHold: hold)), let trace = file.head.trace, trace.hold == hold
        else { return nil }
        return HoldDetection.list(trace.detection).first { $0.sensor == part.sensor && $0.firstIndex == part.firstSample }?
            .record(from: file.outcomes, file.sensors)
    }

    /// The samples of a part of a hold; nil when the recording is gone, does not contain the whole hold, or gives a different
    /// result.
    private func recorded(_ part: StoredSensorHold, in recording: String?) -> HoldRecord? {
        guard let recording, !recording.contains("/"),
            let source = try? RecordingSource(path: stateDirectory + "/recordings/" + recording)
        else { return nil }
        return RecordReader.record(of: part, in: source) { stopping.load(ordering: .relaxed) }
    }
}
