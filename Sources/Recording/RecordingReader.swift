public import Certificates
import LinuxIO
public import RingBuffer
public import Samples

/// Reads a recording piece by piece, outcome by outcome, without keeping them.
public struct RecordingReader {
    private var decoder = SegmentDecoder()
    private var contents = Contents()

    private struct Contents {
        var file: RecordingFile?
        /// Bytes that were skipped in front of the head.
        var damagedBefore = 0

        mutating func take(_ item: RecordedItem, _ body: (RecordedOutcome, Editions<SensorDescription>) -> Void) {
            if file == nil {
                if case .damage(let count) = item { damagedBefore += count }
                guard case .head(let text) = item else { return }
                file = RecordingHead(bytes: text).map(RecordingFile.init(head:))
                file?.damagedBytes = damagedBefore
            } else if let outcome = file?.take(item), let sensors = file?.sensors {
                body(outcome, sensors)
            }
        }
    }

    /// Bytes of a file that are in memory at once.
    private static let piece = 1 << 18

    public init() {}

    /// Reads blocks from the middle of a recording.
    ///
    /// - Parameter sensors: the sensors with the calibrations in force there.
    init(middleWith sensors: [SensorDescription]) {
        decoder = SegmentDecoder(isInMiddle: true)
        contents.file = RecordingFile(
            head: RecordingHead(
                station: "", software: "", wallMicroseconds: 0, monotonic: HostInstant(nanoseconds: 0), sensors: sensors))
    }

    /// The head of the recording, and what was read by now; nil before the head.
    public var file: RecordingFile? { contents.file }

    /// Takes the next bytes.
    ///
    /// - Parameter body: gets each outcome, and the sensors with the calibrations that were read by then.
    public mutating func feed(
        _ bytes: [UInt8], _ body: (RecordedOutcome, Editions<SensorDescription>) -> Void
    ) throws(RecordingFile.Failure) {
        var contents = contents
        defer { self.contents = contents }
        do throws(SegmentError) { try decoder.feed(bytes) { contents.take($0, body) } } catch { throw Self.failure(error) }
    }

    /// After the last bytes.
    public mutating func finish(
        _ body: (RecordedOutcome, Editions<SensorDescription>) -> Void
    ) throws(RecordingFile.Failure) -> RecordingFile {
        var contents = contents
        do throws(SegmentError) { try decoder.finish { contents.take($0, body) } } catch { throw Self.failure(error) }
        guard let file = contents.file else {
            throw .notARecording("its first record, which describes the sensors, cannot be read")
        }
        return file
    }

    /// Reads a file from an offset to its end, or until nothing more is wanted.
    mutating func read(
        _ path: String, from start: Int, in files: any FileLayer, until isOver: () -> Bool = { false },
        _ body: (RecordedOutcome, Editions<SensorDescription>) -> Void
    ) throws(RecordingFile.Failure) -> RecordingFile {
        var offset = start
        while true {
            let bytes: [UInt8]
            do throws(SystemError) { bytes = try files.read(path, from: offset, limit: Self.piece) } catch {
                throw .unreadable(error)
            }
            try feed(bytes, body)
            offset += bytes.count
            if let file, isOver() { return file }
            if bytes.count < Self.piece { return try finish(body) }
        }
    }

    private static func failure(_ error: SegmentError) -> RecordingFile.Failure {
        switch error {
        case .notARecording: .notARecording("this is not a recording of Holdfast")
        case .unknownVersion(let version):
            .notARecording("this recording has version \(version): a newer Holdfast made it, and can read it")
        }
    }
}
