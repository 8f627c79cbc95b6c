public import LinuxIO
import Samples

extension RecordingFolder {
    /// Overwrites the body mass, maximum and target of these sessions in every recording of a folder, also in the one that is being
    /// written. The frames stay as they are.
    public static func forget(sessions: Set<Int64>, in path: String) throws(SystemError) {
        guard !sessions.isEmpty, !Files.isMissing(path) else { return }
        for name in try Files.list(path) where name.hasSuffix(suffix) {
            // The oldest may be removed at any time to make room.
            do throws(SystemError) {
                try forget(sessions: sessions, in: BlockFile(path: path + "/" + name))
            } catch {
                guard Files.isMissing(path + "/" + name) else { throw error }
            }
        }
    }

    private static func forget(sessions: Set<Int64>, in file: borrowing BlockFile) throws(SystemError) {
        var offset = SegmentFormat.fileHeaderBytes
        var hasChanged = false
        while let block = try FileBlock.next(from: &offset, in: file) {
            guard block.kind == SegmentFormat.Kind.conditions.rawValue else { continue }
            let bytes = try file.read(at: block.offset, count: block.end - block.offset)
            guard let forgotten = SegmentEncoder.withoutPerson(bytes, sessions) else { continue }
            try file.write(forgotten, at: block.offset)
            hasChanged = true
        }
        if hasChanged { try file.synchronise() }
    }
}

extension SegmentEncoder {
    /// A block of conditions without body mass, maximum and target, if it is one of these sessions and whole.
    fileprivate static func withoutPerson(_ block: [UInt8], _ sessions: Set<Int64>) -> [UInt8]? {
        var reader = ByteReader(block[...])
        guard reader.read(UInt64.self) != nil, reader.read(UInt32.self) != nil, reader.read(UInt32.self) == checksum(block[...]),
            reader.read(UInt64.self) != nil, reader.read(UInt64.self) != nil, reader.read(Int64.self) != nil,
            let session = reader.read(Int64.self), sessions.contains(session), reader.remaining >= 32
        else { return nil }
        var writer = ByteWriter()
        writer.append(Array(block[..<reader.position]))
        for _ in 0..<4 { writer.append(Double.nan) }
        writer.append(Array(block[(reader.position + 32)...]))
        writer.set(checksum(writer.bytes[...]), at: 12)
        return writer.bytes
    }
}
