import LinuxIO
import Samples

/// The place of a block in a recording on the disk, which is read block by block.
struct FileBlock {
    var offset: Int
    var end: Int
    var kind: UInt32

    /// The next block, found by its length and the magic of its successor; after damage, by its magic.
    static func next(from offset: inout Int, in file: borrowing BlockFile) throws(SystemError) -> FileBlock? {
        while true {
            if let block = try Self.block(at: offset, in: file) {
                let isLast = try file.read(at: block.end - 1, count: 2).count == 1
                let following = try Self.block(at: block.end, in: file)
                if isLast || following != nil {
                    offset = block.end
                    return block
                }
                // What follows is damaged, or this length is: this block may be whole.
                offset += 1
                return block
            }
            let chunk = try file.read(at: offset + 1, count: 64 << 10)
            guard chunk.count >= 4 else { return nil }
            let place = (0...chunk.count - 4).first {
                ByteReader(chunk[$0...]).magic == SegmentFormat.recordMagic
            }
            offset += 1 + (place ?? chunk.count - 3)
        }
    }

    private static func block(at offset: Int, in file: borrowing BlockFile) throws(SystemError) -> FileBlock? {
        let bytes = try file.read(at: offset, count: SegmentFormat.recordHeaderBytes)
        var reader = ByteReader(bytes[...])
        guard reader.read(UInt32.self) == SegmentFormat.recordMagic, let kind = reader.read(UInt32.self),
            let length = reader.read(UInt32.self), reader.read(UInt32.self) != nil, length <= SegmentFormat.maximumPayload
        else { return nil }
        return FileBlock(offset: offset, end: offset + SegmentFormat.recordHeaderBytes + Int(length), kind: kind)
    }
}

extension ByteReader {
    fileprivate var magic: UInt32? {
        var copy = self
        return copy.read(UInt32.self)
    }
}
