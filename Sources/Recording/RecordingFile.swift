public import LinuxIO
public import RingBuffer
public import Samples

/// The contents of a recording.
public struct RecordingFile {
    public var head: RecordingHead
    /// The sensors, with one entry for each calibration: those of the head first.
    public var sensors: Editions<RecordingHead.Sensor>
    /// In the order in which they were processed.
    public var outcomes: [RecordedOutcome]
    /// Bytes that could not be read, and outcomes that the writer reports as lost.
    public var damagedBytes = 0
    public var refused: UInt64 = 0
    /// Whether the writer closed the file; if not, the program or the machine stopped during the recording.
    public var isClosed = false

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
        var head: RecordingHead?
        var sensors: Editions<RecordingHead.Sensor>?
        var outcomes: [RecordedOutcome] = []
        var damagedBytes = 0
        var refused: UInt64 = 0
        var isClosed = false
        do throws(SegmentError) {
            try SegmentDecoder.decode(bytes) { item in
                switch item {
                case .head(let text):
                    guard head == nil, let read = RecordingHead(bytes: text) else { return }
                    head = read
                    sensors = Editions(read.sensors)
                case .frame(let frame): outcomes.append(.frame(frame))
                case .tare(let sensor, let index, let time, let offset):
                    outcomes.append(.tare(sensor: sensor, index: index, time: time, offset: offset))
                case .conditions(let sensor, let index, let time, let conditions):
                    outcomes.append(.conditions(sensor: sensor, index: index, time: time, conditions))
                case .calibration(let sensor, let index, let time, let text):
                    guard let fresh = RecordingHead.Sensor(bytes: text),
                        let edition = Self.append(fresh, at: sensor, to: sensors)
                    else { return damagedBytes += text.count }
                    outcomes.append(.calibrated(sensor: sensor, index: index, time: time, edition: edition))
                case .refused(let count): refused &+= count
                case .damage(let count): damagedBytes += count
                case .end: isClosed = true
                }
            }
        } catch {
            switch error {
            case .notARecording: throw .notARecording("this is not a recording of Holdfast")
            case .unknownVersion(let version):
                throw .notARecording("this recording has version \(version): a newer Holdfast made it, and can read it")
            }
        }
        guard let head, let sensors else { throw .notARecording("its first record, which describes the sensors, cannot be read") }
        self.head = head
        self.sensors = sensors
        self.outcomes = outcomes
        self.damagedBytes = damagedBytes
        self.refused = refused
        self.isClosed = isClosed
    }

    /// For a sensor that is not in the head, this is the first edition.
    private static func append(
        _ fresh: RecordingHead.Sensor, at sensor: SensorNumber, to sensors: Editions<RecordingHead.Sensor>?
    ) -> UInt16? {
        guard let sensors, sensors.count == Int(sensor.value) else { return sensors?.append(fresh, at: sensor.value) }
        return sensors.add(fresh) == sensor.value ? 0 : nil
    }

    /// Whether a file begins like a recording.
    public static func isRecording(_ bytes: some Collection<UInt8>) -> Bool {
        bytes.prefix(SegmentFormat.fileMagic.count).elementsEqual(SegmentFormat.fileMagic)
    }
}
