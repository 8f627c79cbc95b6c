import Glibc

/// An existing file that is read and changed in places, while another program or thread may append to it.
public struct BlockFile: ~Copyable {
    private let descriptor: Descriptor
    private let path: String

    public init(path: String) throws(SystemError) {
        let number = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW)
        guard number >= 0 else { throw SystemError("open", path) }
        descriptor = Descriptor(owning: number)
        self.path = path
    }

    /// At most `count` bytes; fewer at the end of the file.
    public func read(at offset: Int, count: Int) throws(SystemError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var done = 0
        while done < count {
            let read = bytes.withUnsafeMutableBytes { room in
                pread(descriptor.number, room.baseAddress.map { $0 + done }, count - done, off_t(offset + done))
            }
            if read < 0, errno == EINTR { continue }
            guard read >= 0 else { throw SystemError("read", path) }
            if read == 0 { break }
            done += read
        }
        return Array(bytes[..<done])
    }

    public func write(_ bytes: [UInt8], at offset: Int) throws(SystemError) {
        var done = 0
        while done < bytes.count {
            let written = bytes.withUnsafeBytes { room in
                pwrite(descriptor.number, room.baseAddress.map { $0 + done }, bytes.count - done, off_t(offset + done))
            }
            if written < 0, errno == EINTR { continue }
            guard written >= 0 else { throw SystemError("write", path) }
            done += written
        }
    }

    /// Waits until the changes are on the disk.
    public func synchronise() throws(SystemError) {
        guard fsync(descriptor.number) == 0 else { throw SystemError("fsync", path) }
    }
}
