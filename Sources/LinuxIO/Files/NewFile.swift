import Glibc

/// A file that appears whole or not at all: it has no name until `keep`. If the program ends before, the kernel removes it.
///
/// Where the file system has no files without a name, it has a private name until then.
public final class NewFile {
    private let descriptor: Descriptor
    private let path: String
    /// nil for a file without a name.
    private var privateName: String?

    /// Mode of a file without a name, until it has one: `O_TMPFILE`, which the C headers compose of two numbers.
    private static let withoutName = 0o20_000_000 | O_DIRECTORY

    /// - Throws: a ``SystemError`` that ``SystemError/isExisting`` when there is a file at `path`.
    public init(_ path: String, mode: UInt32 = 0o644) throws(SystemError) {
        self.path = path
        guard Files.kind(of: path) == nil else { throw SystemError("create", path, number: EEXIST) }
        let folder = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let unnamed = Glibc.open(folder, Self.withoutName | O_WRONLY | O_CLOEXEC, mode_t(mode & 0o7777))
        if unnamed >= 0 {
            descriptor = Descriptor(owning: unnamed)
            return
        }
        guard [EOPNOTSUPP, EISDIR, EINVAL, ENOENT].contains(errno), Files.kind(of: folder) == .directory else {
            throw SystemError("create", path)
        }
        let name = "\(path).\(String(UInt64.random(in: 0...UInt64.max), radix: 36))"
        descriptor = Descriptor(
            owning: try retrying("create", path) {
                Glibc.open(name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode_t(mode & 0o7777))
            })
        privateName = name
    }

    deinit { if let privateName { unlink(privateName) } }

    public func append(_ bytes: [UInt8]) throws(SystemError) { try Files.writeAll(descriptor.number, bytes, path: path) }

    /// Gives the file its name, after all of it is on the disk.
    ///
    /// - Throws: a ``SystemError`` that ``SystemError/isExisting`` when another program has made a file at `path` since.
    public func keep() throws(SystemError) {
        guard fsync(descriptor.number) == 0 else { throw SystemError("fsync", path) }
        let source = privateName ?? "/proc/self/fd/\(descriptor.number)"
        guard linkat(AT_FDCWD, source, AT_FDCWD, path, privateName == nil ? AT_SYMLINK_FOLLOW : 0) == 0 else {
            throw SystemError("create", path)
        }
        try Files.synchroniseDirectory(of: path)
    }
}
