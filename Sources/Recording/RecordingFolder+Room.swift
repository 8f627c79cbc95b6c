import LinuxIO

/// Which recordings are given up, and in which order, when they are old, take too much, or the disk is nearly full.
extension RecordingFolder {
    /// Free space that is maintained, in bytes: half a minute of eight sensors at 1 kHz.
    static let reserve = 16 << 20
    /// A file that is older was written while the clock was not set.
    private static let firstRelease: Int64 = 1_700_000_000_000_000

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

    /// The recordings, those without a hold first, and the oldest first: by sequence number, because the clock in their names may
    /// not have been set. Recordings without a sequence number come first, by name.
    func inOrder(_ holds: Set<String>) -> [String] {
        names().map { (holds.contains($0) ? 1 : 0, sequence($0), $0) }.sorted { $0 < $1 }.map(\.2)
    }
}
