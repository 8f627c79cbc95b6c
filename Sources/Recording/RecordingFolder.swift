import LinuxIO

/// Where recordings lie, and how much room they may take.
public struct RecordingFolder: Sendable {
    public static let suffix = ".hfr"
    /// A head of many sensors is within this.
    private static let headBytes = 64 << 10
    /// Bytes that are kept free: half a minute of eight sensors at 1 kHz.
    static let reserve = 16 << 20
    public let path: String
    /// Bytes of all recordings together; the oldest are removed above it.
    public let limit: Int

    public init(path: String, limitMegabytes: Int64) {
        self.path = path
        limit = Int(clamping: limitMegabytes) &* 1_000_000
    }

    /// A new file, named after the moment (UTC).
    func create(at wallMicroseconds: Int64) throws(SystemError) -> (name: String, file: any AppendFile) {
        // Somebody may have removed it meanwhile.
        try Files.makeDirectory(path, mode: 0o750)
        let stem = Clock.utcText(wallMicroseconds).replacing(":", with: "-")
        for attempt in 1...99 {
            let name = stem + (attempt == 1 ? "" : "-\(attempt)") + Self.suffix
            do throws(SystemError) {
                return (name, try DiskFile(creating: path + "/" + name))
            } catch  where error.isExisting { continue }
        }
        throw SystemError("create", path + "/" + stem)
    }

    /// Removes one that has nothing in it.
    func remove(_ name: String) { try? Files.remove(path + "/" + name) }

    /// Removes the oldest recordings until the rest is within the limit; the names of those that are gone. `current` stays.
    func removeOldest(but current: String?) -> [String] {
        let recordings = inOrder()
        var total = recordings.reduce(0) { $0 + (Files.size(of: path + "/" + $1) ?? 0) }
        var removed: [String] = []
        for name in recordings where total > limit && name != current {
            let size = Files.size(of: path + "/" + name) ?? 0
            guard (try? Files.remove(path + "/" + name)) != nil else { continue }
            total -= size
            removed.append(name)
        }
        return removed
    }

    /// Removes the oldest recordings while the disk is nearly full, so that what is measured now is not lost; the names of those that are gone.
    /// `current` stays, and the newest of all: the disk may have become full while it was written.
    ///
    /// - Parameter space: how many bytes are free on the disk.
    func makeRoom(but current: String?, space: (String) -> Int? = { Files.space(at: $0)?.free }) -> [String] {
        var removed: [String] = []
        guard let free = space(path), free < Self.reserve else { return removed }
        for name in inOrder().dropLast() where name != current {
            guard let free = space(path), free < Self.reserve else { break }
            if (try? Files.remove(path + "/" + name)) != nil { removed.append(name) }
        }
        return removed
    }

    /// Of the next recording.
    func nextSequence() -> Int64 { (names().map(sequence).max() ?? 0) + 1 }

    /// The recordings, the oldest first: by their sequence, because their names are of a clock that may not have been set. Those of
    /// before sequences were counted come first, by name.
    private func inOrder() -> [String] {
        names().map { (sequence($0), $0) }.sorted { $0 < $1 }.map(\.1)
    }

    private func names() -> [String] { ((try? Files.list(path)) ?? []).filter { $0.hasSuffix(Self.suffix) } }

    private func sequence(_ name: String) -> Int64 {
        guard let start = try? Files.readStart(path + "/" + name, count: Self.headBytes) else { return 0 }
        var sequence: Int64 = 0
        try? SegmentDecoder.decode(start) { item in
            guard sequence == 0, case .head(let text) = item else { return }
            sequence = RecordingHead(bytes: text)?.sequence ?? 0
        }
        return sequence
    }
}
