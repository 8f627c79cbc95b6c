public import Certificates
public import LinuxIO
public import RingBuffer
public import Samples

/// The contents of a recording.
public struct RecordingFile {
    public var head: RecordingHead
    /// The sensors, with one entry for each calibration: those of the head first.
    public var sensors: Editions<SensorDescription>
    /// In the order in which they were processed.
    public var outcomes: [RecordedOutcome] = []
    /// Bytes that could not be read, and outcomes that the writer reports as lost.
    public var damagedBytes = 0
    public var refused: UInt64 = 0
    /// Whether the writer closed the file; if not, the program or the machine stopped during the recording.
    public var isClosed = false
    /// When a later start of the station found that the recording was not closed, microseconds since 1970.
    public var recovered: Int64?

    public enum Failure: Error, Sendable {
        /// The file cannot be opened or read: report the error.
        case unreadable(SystemError)
        /// The file is not a recording, or its version is unknown to this program: report this.
        case notARecording(String)
    }

    /// Reads a whole file.
    public init(path: String) throws(Failure) {
        let bytes: [UInt8]
        do throws(SystemError) { bytes = try Files.read(path, limit: 2 << 30) } catch { throw .unreadable(error) }
        try self.init(bytes: bytes)
    }

    public init(bytes: [UInt8]) throws(Failure) {
        var outcomes: [RecordedOutcome] = []
        self = try Self.read(bytes) { outcome, _ in outcomes.append(outcome) }
        self.outcomes = outcomes
    }

    /// Reads a file outcome by outcome, without keeping them.
    ///
    /// - Parameter body: gets each outcome, and the sensors with the calibrations that were read by then.
    public static func read(
        _ bytes: [UInt8], _ body: (RecordedOutcome, Editions<SensorDescription>) -> Void
    ) throws(Failure) -> RecordingFile {
        var reader = RecordingReader()
        try reader.feed(bytes, body)
        return try reader.finish(body)
    }

    init(head: RecordingHead) {
        self.head = head
        sensors = Editions(head.sensors)
    }

    mutating func take(_ item: RecordedItem) -> RecordedOutcome? {
        switch item {
        case .frame(let frame): return .frame(frame)
        case .tare(let sensor, let index, let time, let offset):
            return .tare(sensor: sensor, index: index, time: time, offset: offset)
        case .conditions(let sensor, let index, let time, let conditions):
            return .conditions(sensor: sensor, index: index, time: time, conditions)
        case .mark(let sensor, let index, let time, let text):
            return .mark(sensor: sensor, index: index, time: time, text)
        case .calibration(let sensor, let index, let time, let text):
            guard let fresh = SensorDescription(recordedText: text), let edition = append(fresh, at: sensor) else {
                damagedBytes += text.count
                return nil
            }
            return .calibrated(sensor: sensor, index: index, time: time, edition: edition)
        case .refused(let count): refused &+= count
        case .damage(let count): damagedBytes += count
        case .end: isClosed = true
        case .recovered(let wallMicroseconds): recovered = wallMicroseconds
        case .head: break
        }
        return nil
    }

    /// For a sensor that is not in the head, this is the first edition.
    private func append(_ fresh: SensorDescription, at sensor: SensorNumber) -> UInt16? {
        guard sensors.count == Int(sensor.value) else { return sensors.append(fresh, at: sensor.value) }
        return sensors.add(fresh) == sensor.value ? 0 : nil
    }

    /// Whether a file begins like a recording.
    public static func isRecording(_ bytes: some Collection<UInt8>) -> Bool {
        bytes.prefix(SegmentFormat.fileMagic.count).elementsEqual(SegmentFormat.fileMagic)
    }
}
