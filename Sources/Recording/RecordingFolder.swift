public import LinuxIO

/// The folder of recordings, and its size limit.
public struct RecordingFolder: Sendable {
    public static let suffix = ".hfr"
    /// The head of a station with many sensors is smaller than this.
    static let headBytes = 64 << 10
    public let path: String
    /// Limit for all recordings together, in bytes; the oldest are removed above it.
    public let limit: Int
    /// How long recordings without a hold, and those with one, are kept, days.
    let kept: (idle: Int, hold: Int)
    let files: any FileLayer

    public init(path: String, limitMegabytes: Int64, days: (idle: Int, hold: Int), files: any FileLayer = DiskFiles()) {
        self.files = files
        kept = days
        self.path = path
        limit = Int(clamping: limitMegabytes) &* 1_000_000
    }

    /// Creates a new file, named after the moment (UTC).
    func create(at wallMicroseconds: Int64) throws(SystemError) -> (name: String, file: any AppendFile) {
        // The folder may have been removed in the meantime.
        try files.makeDirectory(path)
        let stem = Clock.utcText(wallMicroseconds).replacing(":", with: "-")
        for attempt in 1...99 {
            let name = stem + (attempt == 1 ? "" : "-\(attempt)") + Self.suffix
            do throws(SystemError) {
                return (name, try files.create(path + "/" + name))
            } catch  where error.isExisting { continue }
        }
        throw SystemError("create", path + "/" + stem)
    }

    /// Removes an empty recording.
    func remove(_ name: String) { try? files.remove(path + "/" + name) }

    /// The sequence number of the next recording.
    func nextSequence() -> Int64 { (names().map(sequence).max() ?? 0) + 1 }

    func names() -> [String] { ((try? Files.list(path)) ?? []).filter { $0.hasSuffix(Self.suffix) } }

    func sequence(_ name: String) -> Int64 { (try? head(of: name))?.sequence ?? 0 }

    /// The head of a recording; nil when there is none.
    func head(of name: String) throws(SystemError) -> RecordingHead? {
        let start: [UInt8]
        do throws(SystemError) { start = try files.read(path + "/" + name, from: 0, limit: Self.headBytes) } catch {
            if error.isMissing { return nil }
            throw error
        }
        return SegmentDecoder.head(of: start).flatMap(RecordingHead.init(bytes:))
    }

    /// The recordings in which a hold may be that ended in this one, the oldest first: those before and after it that the same run
    /// of the recorder made.
    func neighbours(of name: String, before: Int) throws(SystemError) -> [String] {
        guard let head = try head(of: name) else { return [] }
        guard head.run != 0 else { return [name] }
        let made = inOrder([]).filter { (try? self.head(of: $0))?.run == head.run }
        guard let place = made.firstIndex(of: name) else { return [] }
        return Array(made[max(0, place - before)..<min(made.count, place + 2)])
    }
}
