import LinuxIO

extension RecordingFolder {
    /// A recording that a kill or a power cut ended. Reading passes over damage without it (`SegmentDecoder`).
    struct Recovered: Equatable {
        enum Outcome: Equatable {
            /// It ended before its first block and was removed.
            case empty
            /// It was read block by block and got a last block that says so.
            case marked(damagedBytes: Int)
            /// Its head cannot be read: it is damaged, of a later version, or no recording. It stays as it is.
            case headless
            /// The disk refused.
            case failed(SystemError)
        }
        var name: String
        var outcome: Outcome
    }

    /// Looks for recordings that no recorder has closed. Call it before the first one is created.
    ///
    /// What was written stays as it is: the end of a file that cannot be read is counted, not cut off.
    func recover(wallMicroseconds: Int64) -> [Recovered] {
        var found: [Recovered] = []
        for name in names().sorted() {
            do throws(SystemError) {
                guard let outcome = try recover(name, wallMicroseconds) else { continue }
                found.append(Recovered(name: name, outcome: outcome))
            } catch { found.append(Recovered(name: name, outcome: .failed(error))) }
        }
        return found
    }

    private func recover(_ name: String, _ wallMicroseconds: Int64) throws(SystemError) -> Recovered.Outcome? {
        let path = path + "/" + name
        let size = Files.size(of: path) ?? 0
        guard size >= SegmentFormat.fileHeaderBytes + SegmentFormat.recordHeaderBytes else {
            try files.remove(path)
            return .empty
        }
        // A file that was closed is only read, so that nothing is said of it where it cannot be written.
        let tail = try files.read(path, from: size - SegmentFormat.recoveredBytes, limit: SegmentFormat.recoveredBytes)
        guard !SegmentDecoder.isEnd(tail) else { return nil }
        let start = try files.read(path, from: 0, limit: Self.headBytes)
        guard SegmentDecoder.head(of: start) != nil else { return .headless }
        let file = try BlockFile(path: path)
        let damaged = try Self.damagedBytes(of: size, in: file)
        var encoder = SegmentEncoder()
        encoder.appendRecovered(wallMicroseconds: wallMicroseconds, damagedBytes: damaged)
        var block: [UInt8] = []
        encoder.take { block = Array($0) }
        try file.write(block, at: size)
        try file.synchronise()
        return .marked(damagedBytes: damaged)
    }

    private static func damagedBytes(of size: Int, in file: borrowing BlockFile) throws(SystemError) -> Int {
        var offset = SegmentFormat.fileHeaderBytes
        var whole = offset
        while let block = try FileBlock.next(from: &offset, in: file) {
            let bytes = try file.read(at: block.offset, count: block.end - block.offset)
            if SegmentDecoder.isBlock(bytes) { whole += bytes.count }
        }
        return size - whole
    }
}
