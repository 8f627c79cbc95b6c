public import LinuxIO
import Samples

extension RecordingFolder {
    /// Overwrites the body mass, maximum and target of these sessions in every recording of a folder, also in the one that is being
    /// written, or in every trace: that of a hold before or after the session has its conditions, too, and that of a hold that was
    /// reassigned has them in its head. The frames stay as they are.
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
        var head: FileBlock?
        var numbers: Set<Double> = []
        while let block = try FileBlock.next(from: &offset, in: file) {
            if block.kind == SegmentFormat.Kind.head.rawValue { head = head ?? block }
            guard block.kind == SegmentFormat.Kind.conditions.rawValue else { continue }
            let bytes = try file.read(at: block.offset, count: block.end - block.offset)
            guard let forgotten = SegmentEncoder.withoutPerson(bytes, sessions, &numbers) else { continue }
            try file.write(forgotten, at: block.offset)
        }
        guard !numbers.isEmpty else { return }
        if let head {
            let bytes = try file.read(at: head.offset, count: head.end - head.offset)
            if let forgotten = SegmentEncoder.withoutNumbers(bytes, numbers) { try file.write(forgotten, at: head.offset) }
        }
        try file.synchronise()
    }
}

extension SegmentEncoder {
    /// A block of conditions without body mass, maximum and target, if it is one of these sessions and whole. They are added to `numbers`.
    fileprivate static func withoutPerson(
        _ block: [UInt8], _ sessions: Set<Int64>, _ numbers: inout Set<Double>
    ) -> [UInt8]? {
        var reader = ByteReader(block[...])
        guard reader.read(UInt64.self) != nil, reader.read(UInt32.self) != nil, reader.read(UInt32.self) == checksum(block[...]),
            reader.read(UInt64.self) != nil, reader.read(UInt64.self) != nil, reader.read(Int64.self) != nil,
            let session = reader.read(Int64.self), sessions.contains(session), reader.remaining >= 32
        else { return nil }
        var writer = ByteWriter()
        writer.append(Array(block[..<reader.position]))
        for _ in 0..<4 {
            numbers.insert(reader.readDouble() ?? .nan)
            writer.append(Double.nan)
        }
        writer.append(Array(block[reader.position...]))
        writer.set(checksum(writer.bytes[...]), at: 12)
        return writer.bytes
    }

    /// A head whose detections do not have these body masses and maxima, of the same length; nil when it has none of them.
    fileprivate static func withoutNumbers(_ block: [UInt8], _ numbers: Set<Double>) -> [UInt8]? {
        var reader = ByteReader(block[...])
        guard reader.read(UInt64.self) != nil, reader.read(UInt32.self) != nil, reader.read(UInt32.self) == checksum(block[...])
        else { return nil }
        var bytes = block
        for key in ["\"body_mass\":", "\"maximal_force\":"].map({ Array($0.utf8) }) {
            for start in reader.position..<block.count where block[start...].starts(with: key) {
                let value = block[(start + key.count)...].prefix { !",}".utf8.contains($0) }
                guard let number = Double(String(decoding: value, as: UTF8.self)), numbers.contains(number) else { continue }
                // No mass and no maximum is 0.
                let none = Array((value.count < 4 ? "0" : "null").utf8)
                bytes.replaceSubrange(
                    value.startIndex..<value.endIndex, with: none + [UInt8](repeating: 0x20, count: value.count - none.count))
            }
        }
        guard bytes != block else { return nil }
        var writer = ByteWriter()
        writer.append(bytes)
        writer.set(checksum(writer.bytes[...]), at: 12)
        return writer.bytes
    }
}
