public import Certificates
public import LinuxIO
public import RingBuffer
public import Samples

/// Writes outcomes to segment files: collects batches, synchronises, starts a new file when it is time, and survives a full disk.
///
/// Owned by the `record` thread.
public struct RecordingWriter {
    /// Bytes and seconds after which a batch is written and synchronised. A power cut loses no more than this.
    static let batchBytes = 1 << 20
    static let batchSeconds = 1.0
    /// Age and size at which a file is closed and another one started.
    static let fileSeconds = 600.0
    static let fileBytes = 512 << 20
    /// How long the place of a batch is remembered, seconds: longer than the longest hold with the time for its analysis.
    static let batchMemory = 2400.0
    /// Time before a disk that refused is tried again, seconds.
    static let retrySeconds = 5.0

    /// An event to be reported.
    public enum Report: Sendable, Equatable {
        case opened(String)
        case closed(String)
        case removed([String])
        /// The disk refused: outcomes are not recorded until it accepts bytes again.
        case failed(SystemError)
        /// No data of this file has reached the disk.
        case abandoned(String)
        /// The disk accepts bytes again; this number of outcomes was not recorded.
        case resumed(lost: UInt64)
    }

    private let makeFile: (Int64) throws(SystemError) -> (name: String, file: any AppendFile)
    private let head: (_ wallMicroseconds: Int64, _ now: HostInstant, _ sensors: [SensorDescription]) -> RecordingHead
    private let sensors: Editions<SensorDescription>
    private var file: (name: String, file: any AppendFile)?
    private var encoder = SegmentEncoder()
    private var opened = HostInstant.never
    private var written = 0
    private var lastWrite = HostInstant.never
    private var retryAt: HostInstant?
    /// Outcomes that are in no file, and outcomes that wait in the batch.
    private var lost: UInt64 = 0
    private var pending: UInt64 = 0
    /// The state with which a new file must begin.
    private var state: ReplayState
    /// The batches of the last files, the oldest first: traces are cut without reading whole files.
    private(set) var batches: [Batch] = []
    /// The batch that is collected now.
    private var batch: Batch?

    /// Where a batch is on the disk, and with which state it can be replayed.
    struct Batch {
        var name: String
        var offset: Int
        /// The moment at which its first outcome arrived.
        var arrival: HostInstant
        /// The moment of its first outcome, which differs where a recording is played.
        var time: HostInstant
        var state: ReplayState
    }

    /// - Parameters:
    ///   - sensors: the sensors, with one entry for each calibration.
    ///   - makeFile: creates a new file for a moment on the wall clock.
    ///   - head: returns the head of a file that begins at a given moment.
    public init(
        sensors: Editions<SensorDescription>,
        head:
            @escaping (_ wallMicroseconds: Int64, _ now: HostInstant, _ sensors: [SensorDescription]) -> RecordingHead,
        makeFile: @escaping (Int64) throws(SystemError) -> (name: String, file: any AppendFile)
    ) {
        self.makeFile = makeFile
        self.sensors = sensors
        state = ReplayState(sensors: sensors.count)
        self.head = head
    }

    /// The file that is written now.
    public var currentName: String? { file?.name }

    /// Appends one outcome.
    public mutating func append(
        _ outcome: RecordedOutcome, at now: HostInstant, wallMicroseconds: Int64, _ report: (Report) -> Void
    ) {
        if file == nil {
            guard retryAt.map({ $0 <= now }) ?? true else {
                lost += 1
                state.remember(outcome, sensors: sensors.count)
                return
            }
            open(at: now, wallMicroseconds: wallMicroseconds, report)
        }
        if let file, batch == nil {
            let time = if case .frame(let frame) = outcome { frame.time } else { now }
            batch = Batch(name: file.name, offset: written, arrival: now, time: time, state: state)
        }
        state.remember(outcome, sensors: sensors.count)
        guard file != nil else {
            lost += 1
            return
        }
        encoder.append(outcome, sensors)
        pending += 1
        if encoder.byteCount >= Self.batchBytes { write(at: now, report) }
        if now.seconds(since: opened) > Self.fileSeconds || written > Self.fileBytes { close(at: now, report) }
    }

    /// Notes outcomes that did not arrive here because a ring was full.
    public mutating func noteRefused(_ count: UInt64) { if file != nil { encoder.appendRefused(count) } }

    /// Writes data that is older than a second; returns the time of the next call.
    public mutating func flush(at now: HostInstant, _ report: (Report) -> Void) -> HostInstant? {
        guard file != nil, encoder.byteCount > 0 else { return nil }
        let due = lastWrite.advanced(bySeconds: Self.batchSeconds)
        guard due <= now else { return due }
        write(at: now, report)
        return nil
    }

    /// Ends the file.
    public mutating func close(at now: HostInstant, _ report: (Report) -> Void) {
        guard let name = file?.name else { return }
        encoder.end()
        write(at: now, report)
        guard file != nil else { return }
        file = nil
        report(.closed(name))
    }

    private mutating func open(at now: HostInstant, wallMicroseconds: Int64, _ report: (Report) -> Void) {
        do throws(SystemError) {
            let made = try makeFile(wallMicroseconds)
            file = made
            opened = now
            lastWrite = now
            written = 0
            encoder = SegmentEncoder()
            encoder.begin(head: head(wallMicroseconds, now, state.sensors(of: sensors)).bytes)
            report(.opened(made.name))
            if lost > 0 {
                encoder.appendRefused(lost)
                report(.resumed(lost: lost))
                lost = 0
            }
            retryAt = nil
            for outcome in state.outcomes { encoder.append(outcome, sensors) }
        } catch { fail(error, at: now, report) }
    }

    private mutating func write(at now: HostInstant, _ report: (Report) -> Void) {
        guard let file else { return }
        lastWrite = now
        var failure: SystemError?
        var count = 0
        encoder.take { bytes in
            count = bytes.count
            do throws(SystemError) {
                guard file.file.isThere else { throw SystemError("write", file.name, number: 2) }
                try file.file.append(bytes)
                try file.file.synchronise()
            } catch { failure = error }
        }
        written += count
        if let failure {
            written -= count
            fail(failure, at: now, report)
        } else {
            pending = 0
            if let batch { batches.append(batch) }
            batch = nil
            forgetBatches(before: now.advanced(bySeconds: -Self.batchMemory))
        }
    }

    /// Whether a recording is of this run, and not too old.
    func has(_ name: String) -> Bool { name == file?.name || batches.contains { $0.name == name } }

    /// The recordings of this run that have data from a moment on.
    func names(from moment: HostInstant) -> Set<String> {
        let first = batches.lastIndex { $0.arrival <= moment } ?? 0
        return Set(batches.dropFirst(first).map(\.name))
    }

    /// Whether nothing is collected that is not in a file.
    var isWritten: Bool { encoder.byteCount == 0 }

    /// Writes what is collected, however young it is.
    mutating func writeNow(at now: HostInstant, _ report: (Report) -> Void) {
        if file != nil, encoder.byteCount > 0 { write(at: now, report) }
    }

    /// Traces that are cut later, and the next file, have no person of these sessions.
    mutating func forget(sessions: Set<Int64>) {
        state.forget(sessions: sessions)
        batch?.state.forget(sessions: sessions)
        for place in batches.indices { batches[place].state.forget(sessions: sessions) }
    }

    private mutating func forgetBatches(before moment: HostInstant) {
        let old = batches.prefix { $0.arrival < moment }.count
        // Moved only once per many batches.
        if old > max(64, batches.count / 4) { batches.removeFirst(old) }
    }

    /// Gives up the file at its present length: a reader skips damaged parts. A new file is started when the disk accepts bytes
    /// again.
    private mutating func fail(_ error: SystemError, at now: HostInstant, _ report: (Report) -> Void) {
        let begun = written == 0 ? file?.name : nil
        file = nil
        if let begun { report(.abandoned(begun)) }
        encoder = SegmentEncoder()
        lost += pending
        pending = 0
        batch = nil
        retryAt = now.advanced(bySeconds: Self.retrySeconds)
        report(.failed(error))
    }
}
