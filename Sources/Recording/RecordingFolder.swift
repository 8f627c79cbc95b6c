import LinuxIO

/// Where recordings lie, and how much room they may take.
public struct RecordingFolder: Sendable {
    public static let suffix = ".hfr"
    public let path: String
    /// Bytes of all recordings together; the oldest are removed above it.
    public let limit: Int

    public init(path: String, limitMegabytes: Int64) {
        self.path = path
        limit = Int(clamping: limitMegabytes) &* 1_000_000
    }

    /// A new file, named after the moment (UTC).
    func create(at wallMicroseconds: Int64) throws(SystemError) -> (name: String, file: any AppendFile) {
        let stem = Clock.utcText(wallMicroseconds).replacing(":", with: "-")
        for attempt in 1...99 {
            let name = stem + (attempt == 1 ? "" : "-\(attempt)") + Self.suffix
            do throws(SystemError) {
                return (name, try DiskFile(creating: path + "/" + name))
            } catch  where error.isExisting { continue }
        }
        throw SystemError("create", path + "/" + stem)
    }

    /// Removes the oldest recordings until the rest is within the limit; the names of those that are gone. `current` stays.
    func removeOldest(but current: String?) -> [String] {
        guard let names = try? Files.list(path) else { return [] }
        // The names sort by their moments.
        let recordings = names.filter { $0.hasSuffix(Self.suffix) }
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
}
