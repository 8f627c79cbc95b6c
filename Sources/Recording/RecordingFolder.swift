public import LinuxIO

/// The folder of recordings, and its size limit.
public struct RecordingFolder: Sendable {
    public static let suffix = ".hfr"
    /// The head of a station with many sensors is smaller than this.
    static let headBytes = 64 << 10
    /// Free space that is maintained, in bytes: half a minute of eight sensors at 1 kHz.
    static let reserve = 16 << 20
    public let path: String
    /// Limit for all recordings together, in bytes; the oldest are removed above it.
    public let limit: Int
    /// How long recordings without a hold, and those with one, are kept, days.
    private let kept: (idle: Int, hold: Int)
    let files: any FileLayer
    /// A file that is older was written while the clock was not set.
    private static let firstRelease: Int64 = 1_700_000_000_000_000

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

    /// Removes recordings that are older than they are kept, and then as many as must go so that the rest is within the limit: first
    /// those without a hold, the oldest first. Returns their names. `current` is never removed.
    ///
    /// - Parameter holds: the recordings in which a hold took place.
    func removeOldest(but current: String?, holds: Set<String>, wallMicroseconds: Int64) -> [String] {
        let recordings = inOrder(holds)
        var total = recordings.reduce(0) { $0 + (Files.size(of: path + "/" + $1) ?? 0) }
        var removed: [String] = []
        for name in recordings where name != current {
            guard total > limit || isOld(name, holds, wallMicroseconds) else { continue }
            let size = Files.size(of: path + "/" + name) ?? 0
            guard (try? files.remove(path + "/" + name)) != nil else { continue }
            total -= size
            removed.append(name)
        }
        return removed
    }

    private func isOld(_ name: String, _ holds: Set<String>, _ wallMicroseconds: Int64) -> Bool {
        // A host without a battery begins in 1970, until its clock is set.
        guard let modified = Files.modified(path + "/" + name), modified > Self.firstRelease else { return false }
        let days = holds.contains(name) ? kept.hold : kept.idle
        return wallMicroseconds - modified > Int64(days) * 86_400_000_000
    }

    /// Removes recordings while the disk is nearly full, so that new measurements are not lost, in the same order, and returns
    /// their names. `current` and the newest recording are never removed, because the disk may have become full while the newest
    /// was written.
    ///
    /// - Parameter space: returns the number of free bytes on the disk.
    func makeRoom(
        but current: String?, holds: Set<String>, space: (String) -> Int? = { Files.space(at: $0)?.free }
    ) -> [String] {
        var removed: [String] = []
        guard let free = space(path), free < Self.reserve else { return removed }
        let newest = inOrder([]).last
        for name in inOrder(holds) where name != current && name != newest {
            guard let free = space(path), free < Self.reserve else { break }
            if (try? files.remove(path + "/" + name)) != nil { removed.append(name) }
        }
        return removed
    }

    /// The sequence number of the next recording.
    func nextSequence() -> Int64 { (names().map(sequence).max() ?? 0) + 1 }

    /// The recordings, those without a hold first, and the oldest first: by sequence number, because the clock in their names may
    /// not have been set. Recordings without a sequence number come first, by name.
    private func inOrder(_ holds: Set<String>) -> [String] {
        names().map { (holds.contains($0) ? 1 : 0, sequence($0), $0) }.sorted { $0 < $1 }.map(\.2)
    }

    func names() -> [String] { ((try? Files.list(path)) ?? []).filter { $0.hasSuffix(Self.suffix) } }

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
        let made = inOrder([]).filter { (try? self.head(of: $0))?.run == head.run }
        guard let place = made.firstIndex(of: name) else { return [] }
        return Array(made[max(0, place - before)..<min(made.count, place + 2)])
    }
}
