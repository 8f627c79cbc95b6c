public import Certificates
public import LinuxIO
public import RingBuffer
public import Samples

/// Writes outcomes to segment files: collects batches, synchronises, starts a new file when it is time, and survives a full disk.
///
/// Owned by the `record` thread.
public struct RecordingWriter {
    /// Bytes and seconds after which a batch is written and synchronised. A power cut loses no more than this.
    static let batchBytes = 256 << 10
    static let batchSeconds = 1.0
    /// Age and size at which a file is closed and another one started.
    static let fileSeconds = 3600.0
    static let fileBytes = 512 << 20
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
    /// The edition of each sensor that applies to its present frames.
    private var inForce: [UInt16]
    private var file: (name: String, file: any AppendFile)?
    private var encoder = SegmentEncoder()
    private var opened = HostInstant.never
    private var written = 0
    private var lastWrite = HostInstant.never
    private var retryAt: HostInstant?
    /// Outcomes that are in no file, and outcomes that wait in the batch.
    private var lost: UInt64 = 0
    private var pending: UInt64 = 0
    /// The state with which a new file must begin so that it can be replayed alone: each sensor's clock, tare and conditions.
    private var locks: [UInt16: Frame] = [:]
    private var tares: [UInt16: RecordedOutcome] = [:]
    private var conditions: [UInt16: RecordedOutcome] = [:]

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
        inForce = [UInt16](repeating: 0, count: sensors.count)
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
                remember(outcome)
                return
            }
            open(at: now, wallMicroseconds: wallMicroseconds, report)
        }
        remember(outcome)
        guard file != nil else {
            lost += 1
            return
        }
        encode(outcome)
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
            let known = inForce.enumerated().compactMap { sensors[UInt16(truncatingIfNeeded: $0), $1] }
            encoder.begin(head: head(wallMicroseconds, now, known).bytes)
            report(.opened(made.name))
            if lost > 0 {
                encoder.appendRefused(lost)
                report(.resumed(lost: lost))
                lost = 0
            }
            retryAt = nil
            for sensor in locks.keys.sorted() {
                if let lock = locks[sensor] { encode(.frame(lock)) }
                if let tare = tares[sensor] { encode(tare) }
            }
            for sensor in conditions.keys.sorted() { if let conditions = conditions[sensor] { encode(conditions) } }
        } catch { fail(error, at: now, report) }
    }

    private mutating func encode(_ outcome: RecordedOutcome) {
        switch outcome {
        case .frame(let frame): encoder.append(frame)
        case .tare(let sensor, let index, let time, let offset):
            encoder.appendTare(offset, sensor: sensor, index: index, time: time)
        case .calibrated(let sensor, let index, let time, let edition):
            guard let known = sensors[sensor.value, edition] else { return }
            encoder.append(known.recordedText, sensor: sensor, index: index, time: time)
        case .conditions(let sensor, let index, let time, let conditions):
            encoder.append(conditions, sensor: sensor, index: index, time: time)
        }
    }

    private mutating func remember(_ outcome: RecordedOutcome) {
        switch outcome {
        case .frame(let frame) where frame.flags.contains(.clockLocked): locks[frame.sensor.value] = frame
        case .frame(let frame) where frame.flags.contains(.ended): locks[frame.sensor.value] = nil
        case .frame: break
        case .tare(let sensor, _, _, _): tares[sensor.value] = outcome
        case .calibrated(let sensor, _, _, let edition):
            // The tare and the conditions end with the old calibration.
            tares[sensor.value] = nil
            conditions[sensor.value] = nil
            // A sensor that was added starts with its first edition.
            while inForce.count <= Int(sensor.value), inForce.count < sensors.count { inForce.append(0) }
            if Int(sensor.value) < inForce.count { inForce[Int(sensor.value)] = edition }
        case .conditions(let sensor, _, _, _): conditions[sensor.value] = outcome
        }
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
        }
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
        retryAt = now.advanced(bySeconds: Self.retrySeconds)
        report(.failed(error))
    }
}
