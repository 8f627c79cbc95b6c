import Glibc

/// A file that only grows, to which recordings are written. A protocol, so that a test can make the nth call fail.
public protocol AppendFile: AnyObject {
    /// Appends all bytes, or throws the reason; after an error nothing more is written to this file.
    func append(_ bytes: UnsafeRawBufferPointer) throws(SystemError)
    /// Makes everything appended so far survive a power cut.
    func synchronise() throws(SystemError)
    /// Whether the file still has a name.
    var isThere: Bool { get }
}

extension AppendFile { public var isThere: Bool { true } }

/// An append file on disk. It must be new: an existing file of that name is an error.
public final class DiskFile: AppendFile {
    private let descriptor: Descriptor
    private let path: String

    public init(creating path: String, mode: UInt32 = 0o640) throws(SystemError) {
        let number = try retrying("open", path) {
            Glibc.open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, mode_t(mode & 0o7777))
        }
        descriptor = Descriptor(owning: number)
        self.path = path
        try Files.synchroniseDirectory(of: path)
    }

    public func append(_ bytes: UnsafeRawBufferPointer) throws(SystemError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let part = UnsafeRawBufferPointer(rebasing: rest)
            let count = try retrying("write", path) { Glibc.write(descriptor.number, part.baseAddress, part.count) }
            rest = rest.dropFirst(count)
        }
    }

    public var isThere: Bool {
        var information = stat()
        return fstat(descriptor.number, &information) == 0 && information.st_nlink > 0
    }

    public func synchronise() throws(SystemError) {
        guard fdatasync(descriptor.number) == 0 else { throw SystemError("fdatasync", path) }
    }
}
