public import LinuxIO
import Samples

extension RecordingFolder {
    /// Overwrites the body mass, maximum and target of these sessions in every recording of a folder, also in the one that is being
    /// written, or in every trace: that of a hold before or after the session has its conditions, too, and that of a hold that was
    /// reassigned has them in its head. The frames stay as they are. A mark becomes a row of hyphens.
    /// `Blackboard.forget` of the daemon calls it, and clears the rest.
    ///
    /// - Parameter isForgotten: whether a mark with this text and time (microseconds since 1970) goes, too.
    public static func forget(
        sessions: Set<Int64>, isForgotten: (_ mark: String, _ wallMicroseconds: Int64) -> Bool = { _, _ in false },
        in path: String
    ) throws(SystemError) {
        guard !Files.isMissing(path) else { return }
        for name in try Files.list(path) where name.hasSuffix(suffix) {
            // The oldest may be removed at any time to make room.
            do throws(SystemError) {
                try forget(sessions, isForgotten, in: BlockFile(path: path + "/" + name))
            } catch {
                guard Files.isMissing(path + "/" + name) else { throw error }
            }
        }
    }

    private static func forget(
        _ sessions: Set<Int64>, _ isForgotten: (String, Int64) -> Bool, in file: borrowing BlockFile
    ) throws(SystemError) {
        var offset = SegmentFormat.fileHeaderBytes
        var head: FileBlock?
        var clock: RecordingHead?
        var numbers: Set<Double> = []
        var isChanged = false
        while let block = try FileBlock.next(from: &offset, in: file) {
            let kind = SegmentFormat.Kind(rawValue: block.kind)
            guard kind == .head || kind == .conditions || kind == .mark else { continue }
            let bytes = try file.read(at: block.offset, count: block.end - block.offset)
            var forgotten: [UInt8]?
            switch kind {
            case .head where head == nil:
                head = block
                clock = RecordingHead(bytes: Array(bytes[SegmentFormat.recordHeaderBytes...]))
            case .conditions: forgotten = SegmentEncoder.withoutPerson(bytes, sessions, &numbers)
            case .mark:
                forgotten = SegmentEncoder.withoutText(bytes) { text, time in
                    isForgotten(text, clock.map { $0.wallMicroseconds &+ (time &- $0.monotonic.nanoseconds) / 1000 } ?? 0)
                }
            default: break
            }
            guard let forgotten else { continue }
            try file.write(forgotten, at: block.offset)
            isChanged = true
        }
        guard isChanged else { return }
        if let head, !numbers.isEmpty {
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

    /// A block of a mark with another text of the same length; nil when it stays, or is not whole.
    fileprivate static func withoutText(_ block: [UInt8], _ isForgotten: (_ text: String, _ time: Int64) -> Bool) -> [UInt8]? {
        var reader = ByteReader(block[...])
        guard reader.read(UInt64.self) != nil, reader.read(UInt32.self) != nil, reader.read(UInt32.self) == checksum(block[...]),
            reader.read(UInt64.self) != nil, reader.read(UInt64.self) != nil, let time = reader.read(Int64.self)
        else { return nil }
        let text = block[reader.position...]
        guard isForgotten(String(decoding: text, as: UTF8.self), time) else { return nil }
        var writer = ByteWriter()
        writer.append(Array(block[..<reader.position]) + [UInt8](repeating: UInt8(ascii: "-"), count: text.count))
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
