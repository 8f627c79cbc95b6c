public import Certificates
import LinuxIO
public import RingBuffer
public import Samples

/// A recording that somebody has named: a file, which is read piece by piece, or the bytes of a pipe.
public struct RecordingSource: Sendable {
    public let path: String
    public let head: RecordingHead
    public let byteCount: Int
    private let bytes: [UInt8]?

    /// The head of a station with many sensors is smaller than the first number; no head is longer than the second.
    private static let headBytes = [64 << 10, SegmentFormat.maximumPayload + (64 << 10)]

    /// A file. It may still be written: what is added later is not read.
    public init(path: String) throws(RecordingFile.Failure) {
        var start: [UInt8] = []
        var known: RecordingHead?
        for limit in Self.headBytes where known == nil {
            do throws(SystemError) { start = try Files.read(path, from: 0, limit: limit) } catch { throw .unreadable(error) }
            known = RecordingHead(ofRecording: start)
        }
        try self.init(path, head: known, start, Files.size(of: path) ?? 0, nil)
    }

    /// - Parameter name: what it is called where no path can be.
    public init(bytes: [UInt8], name: String) throws(RecordingFile.Failure) {
        try self.init(name, head: RecordingHead(ofRecording: bytes), bytes, bytes.count, bytes)
    }

    /// - Parameter known: nil where the head is not at the start, because the start is damaged.
    private init(
        _ path: String, head known: RecordingHead?, _ start: [UInt8], _ byteCount: Int, _ bytes: [UInt8]?
    ) throws(RecordingFile.Failure) {
        if let known { head = known } else { head = try RecordingFile.read(start) { _, _ in }.head }
        self.path = path
        self.byteCount = byteCount
        self.bytes = bytes
    }

    fileprivate func read(from offset: Int, limit: Int) throws(SystemError) -> [UInt8] {
        guard let bytes else { return try Files.read(path, from: offset, limit: min(limit, byteCount - offset)) }
        return Array(bytes[offset..<min(bytes.count, offset + limit)])
    }
}

/// Recordings of one run of the recorder, one after the other: one recording, whose parts are read piece by piece.
public struct RecordingRun: Sendable {
    /// At least one.
    public let sources: [RecordingSource]

    public var head: RecordingHead { sources[0].head }
    public var byteCount: Int { sources.reduce(0) { $0 + $1.byteCount } }

    /// Recordings as runs, in the order of time. A trace, and a recording that does not name its run, stands alone.
    public static func list(_ sources: [RecordingSource]) -> [RecordingRun] {
        var runs: [[RecordingSource]] = []
        for source in sources.sorted(by: { $0.order < $1.order }) {
            let place = source.isAlone ? nil : runs.firstIndex { !$0[0].isAlone && $0[0].head.run == source.head.run }
            if let place { runs[place].append(source) } else { runs.append([source]) }
        }
        // The wall clock may have been set meanwhile.
        return runs.map { RecordingRun(sources: $0.sorted { $0.head.sequence < $1.head.sequence }) }
    }
}

extension RecordingSource {
    fileprivate var isAlone: Bool { head.run == 0 || head.trace != nil }
    fileprivate var order: (Int64, Int64) { (head.wallMicroseconds, head.sequence) }
}

/// Reads a run piece by piece.
public struct RecordingRunReader {
    /// The sensors, with one entry for each calibration, by the numbers that outcomes have.
    public let sensors: Editions<SensorDescription>
    /// Bytes that could not be read, and outcomes that the writer reports as lost.
    public private(set) var damagedBytes = 0
    public private(set) var refused: UInt64 = 0
    /// Whether the writer closed every part.
    public private(set) var isClosed = true

    private let run: RecordingRun
    private var part = 0
    private var offset = 0
    private var reader = RecordingReader()
    private var joint: RecordingJoint

    private static let piece = 1 << 20

    public init(_ run: RecordingRun) { self.init(run, sensors: Editions(run.head.sensors)) }

    /// - Parameter sensors: those of the head, to which later calibrations are added.
    public init(_ run: RecordingRun, sensors: Editions<SensorDescription>) {
        self.run = run
        self.sensors = sensors
        joint = RecordingJoint(sensors)
    }

    /// Reads the next piece.
    ///
    /// - Returns: the number of its bytes; nil after the last one.
    public mutating func next(_ body: (RecordedOutcome) -> Void) throws(RecordingFile.Failure) -> Int? {
        guard part < run.sources.count else { return nil }
        let source = run.sources[part]
        var joint = joint
        defer { self.joint = joint }
        if offset == 0, part > 0 { for change in joint.next(source.head) { body(change) } }
        let bytes: [UInt8]
        do throws(SystemError) { bytes = try source.read(from: offset, limit: Self.piece) } catch { throw .unreadable(error) }
        try reader.feed(bytes) { outcome, own in
            if let joined = joint.take(outcome, own) { body(joined) }
        }
        offset += bytes.count
        if offset >= source.byteCount || bytes.isEmpty {
            let file = try reader.finish { outcome, own in
                if let joined = joint.take(outcome, own) { body(joined) }
            }
            damagedBytes += file.damagedBytes
            refused &+= file.refused
            isClosed = isClosed && file.isClosed
            (part, offset, reader) = (part + 1, 0, RecordingReader())
        }
        return bytes.count
    }
}

/// Makes the outcomes of several recordings those of one: what a later one repeats is left out, and calibrations are counted on.
private struct RecordingJoint {
    private let sensors: Editions<SensorDescription>
    private var state: ReplayState
    private var isLater = false

    init(_ sensors: Editions<SensorDescription>) {
        self.sensors = sensors
        state = ReplayState(sensors: sensors.count)
    }

    /// A later recording begins.
    ///
    /// - Returns: what has changed since the one before it.
    mutating func next(_ head: RecordingHead) -> [RecordedOutcome] {
        isLater = true
        var changes: [RecordedOutcome] = []
        let known = state.sensors(of: sensors)
        for (place, sensor) in head.sensors.enumerated() {
            guard place >= known.count || known[place].recordedText != sensor.recordedText else { continue }
            if let change = calibrated(SensorNumber(UInt16(clamping: place)), index: 0, time: head.monotonic, sensor) {
                changes.append(change)
                state.remember(change, sensors: sensors.count)
            }
        }
        return changes
    }

    /// - Parameter own: the sensors as the recording numbers their calibrations.
    mutating func take(_ outcome: RecordedOutcome, _ own: Editions<SensorDescription>) -> RecordedOutcome? {
        if isLater, state.contains(outcome) { return nil }
        var joined = outcome
        if case .calibrated(let sensor, let index, let time, let edition) = outcome {
            guard let fresh = own[sensor.value, edition],
                let change = calibrated(sensor, index: index, time: time, fresh)
            else { return nil }
            joined = change
        }
        state.remember(joined, sensors: sensors.count)
        return joined
    }

    private func calibrated(
        _ sensor: SensorNumber, index: UInt64, time: HostInstant, _ fresh: SensorDescription
    ) -> RecordedOutcome? {
        var fresh = fresh
        if Int(sensor.value) < sensors.count {
            // A recording does not have them.
            let before = sensors.newest[Int(sensor.value)]
            (fresh.setUpName, fresh.rawUnits) = (before.setUpName, before.rawUnits)
        }
        let edition =
            Int(sensor.value) == sensors.count
            ? sensors.add(fresh).map { _ in UInt16(0) } : sensors.append(fresh, at: sensor.value)
        return edition.map { .calibrated(sensor: sensor, index: index, time: time, edition: $0) }
    }
}
