import LinuxIO

extension RecordingFolder {
    /// A recording that a kill or a power cut ended.
    struct Recovered: Equatable {
        enum Outcome: Equatable {
            /// It ended before its first block and was removed.
            case empty
            /// It was read block by block and got a last block that says so.
            case marked(damagedBytes: Int)
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
        let file = try BlockFile(path: path)
        let tail = try file.read(at: size - SegmentFormat.recoveredBytes, count: SegmentFormat.recoveredBytes)
        // What is no recording of this version, or has no head, is nobody's to change.
        let start = try file.read(at: 0, count: Self.headBytes)
        guard !SegmentDecoder.isEnd(tail), SegmentDecoder.head(of: start) != nil else { return nil }
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
