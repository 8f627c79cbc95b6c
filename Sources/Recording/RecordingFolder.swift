public import LinuxIO

/// The folder of recordings, and its size limit.
public struct RecordingFolder: Sendable {
    public static let suffix = ".hfr"
    /// The head of a station with many sensors is smaller than this.
    private static let headBytes = 64 << 10
    /// Free space that is maintained, in bytes: half a minute of eight sensors at 1 kHz.
    static let reserve = 16 << 20
    public let path: String
    /// Limit for all recordings together, in bytes; the oldest are removed above it.
    public let limit: Int
    let files: any FileLayer

    public init(path: String, limitMegabytes: Int64, files: any FileLayer = DiskFiles()) {
        self.files = files
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

    /// Removes the oldest recordings until the rest is within the limit, and returns their names. `current` is never removed.
    func removeOldest(but current: String?) -> [String] {
        let recordings = inOrder()
        var total = recordings.reduce(0) { $0 + (Files.size(of: path + "/" + $1) ?? 0) }
        var removed: [String] = []
        for name in recordings where total > limit && name != current {
            let size = Files.size(of: path + "/" + name) ?? 0
            guard (try? files.remove(path + "/" + name)) != nil else { continue }
            total -= size
            removed.append(name)
        }
        return removed
    }

    /// Removes the oldest recordings while the disk is nearly full, so that new measurements are not lost, and returns their
    /// names. `current` and the newest recording are never removed, because the disk may have become full while the newest was
    /// written.
    ///
    /// - Parameter space: returns the number of free bytes on the disk.
    func makeRoom(but current: String?, space: (String) -> Int? = { Files.space(at: $0)?.free }) -> [String] {
        var removed: [String] = []
        guard let free = space(path), free < Self.reserve else { return removed }
        for name in inOrder().dropLast() where name != current {
            guard let free = space(path), free < Self.reserve else { break }
            if (try? files.remove(path + "/" + name)) != nil { removed.append(name) }
        }
        return removed
    }

    /// The sequence number of the next recording.
    func nextSequence() -> Int64 { (names().map(sequence).max() ?? 0) + 1 }

    /// The recordings, the oldest first: by sequence number, because the clock in their names may not have been set. Recordings
    /// without a sequence number come first, by name.
    private func inOrder() -> [String] {
        names().map { (sequence($0), $0) }.sorted { $0 < $1 }.map(\.1)
    }

    private func names() -> [String] { ((try? Files.list(path)) ?? []).filter { $0.hasSuffix(Self.suffix) } }

    private func sequence(_ name: String) -> Int64 { (try? head(of: name))?.sequence ?? 0 }

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
        let made = inOrder().filter { (try? self.head(of: $0))?.run == head.run }
        guard let place = made.firstIndex(of: name) else { return [] }
        return Array(made[max(0, place - before)..<min(made.count, place + 2)])
    }
}
