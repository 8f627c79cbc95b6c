import Glibc

/// Basic file operations. Paths are plain strings; every error names the call that failed and the path.
public enum Files {
    public enum Kind: Sendable { case file, directory, socket, characterDevice, other }

    /// The kind of the file at a path, with links followed; `nil` when there is none.
    public static func kind(of path: String) -> Kind? {
        var information = stat()
        guard stat(path, &information) == 0 else { return nil }
        switch information.st_mode & S_IFMT {
        case S_IFREG: return .file
        case S_IFDIR: return .directory
        case S_IFSOCK: return .socket
        case S_IFCHR: return .characterDevice
        default: return .other
        }
    }

    /// Whether there is certainly nothing at a path, with links followed. A disk that cannot say is no reason to believe that a file is gone.
    public static func isMissing(_ path: String) -> Bool {
        var information = stat()
        return stat(path, &information) != 0 && [ENOENT, ENOTDIR].contains(errno)
    }

    /// An identifier of the device at a path, the same for all links to it; the path itself when there is no device.
    public static func device(at path: String) -> String {
        var information = stat()
        guard stat(path, &information) == 0, information.st_mode & S_IFMT == S_IFCHR else { return path }
        return "\(information.st_dev):\(information.st_ino)"
    }

    /// The reason why this process may not read and write the node at `path`; `nil` when it may.
    public static func refusal(_ path: String) -> SystemError? {
        access(path, R_OK | W_OK) == 0 ? nil : SystemError("access", path)
    }

    /// The size of a file in bytes.
    public static func size(of path: String) -> Int? {
        var information = stat()
        return stat(path, &information) == 0 ? Int(information.st_size) : nil
    }

    /// The time at which a file was last written, microseconds since 1970.
    public static func modified(_ path: String) -> Int64? {
        var information = stat()
        guard stat(path, &information) == 0 else { return nil }
        return Int64(information.st_mtim.tv_sec) * 1_000_000 + Int64(information.st_mtim.tv_nsec) / 1000
    }

    /// All bytes of a file of at most `limit` bytes.
    public static func read(_ path: String, limit: Int) throws(SystemError) -> [UInt8] {
        let number = try retrying("open", path) { Glibc.open(path, O_RDONLY | O_CLOEXEC) }
        let file = Descriptor(owning: number)
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = try retrying("read", path) { Glibc.read(file.number, &buffer, buffer.count) }
            if count == 0 { return bytes }
            bytes += buffer[..<count]
            if bytes.count > limit { throw SystemError("read", path, number: EFBIG) }
        }
    }

    /// The bytes of a file from `offset` on, at most `limit`.
    public static func read(_ path: String, from offset: Int, limit: Int) throws(SystemError) -> [UInt8] {
        let number = try retrying("open", path) { Glibc.open(path, O_RDONLY | O_CLOEXEC) }
        let file = Descriptor(owning: number)
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        while bytes.count < limit {
            let room = min(buffer.count, limit - bytes.count)
            let count = try retrying("read", path) { pread(file.number, &buffer, room, off_t(offset + bytes.count)) }
            if count == 0 { break }
            bytes += buffer[..<count]
        }
        return bytes
    }

    /// Reads a file that must be a regular one. Opening a FIFO could block for ever, and reading a device may change its state.
    ///
    /// - Throws: `EINVAL` for anything else.
    public static func readRegular(_ path: String, limit: Int) throws(SystemError) -> [UInt8] {
        if let kind = kind(of: path), kind != .file { throw SystemError("read", path, number: EINVAL) }
        return try read(path, limit: limit)
    }

    /// The lines of a small text file; empty when it cannot be read.
    public static func lines(_ path: String) -> [String] {
        let bytes = (try? read(path, limit: 1 << 20)) ?? []
        return bytes.split(separator: 10).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The number of bytes that an unprivileged user may still write to the file system of `path`, and its size; `nil` when
    /// nothing is at `path`.
    public static func space(at path: String) -> (free: Int, total: Int)? {
        var information = statvfs()
        guard statvfs(path, &information) == 0 else { return nil }
        let block = Int(clamping: information.f_frsize)
        return (Int(clamping: information.f_bavail) * block, Int(clamping: information.f_blocks) * block)
    }

    /// The first bytes of a file, at most `count`.
    public static func readStart(_ path: String, count: Int) throws(SystemError) -> [UInt8] {
        let number = try retrying("open", path) { Glibc.open(path, O_RDONLY | O_CLOEXEC) }
        let file = Descriptor(owning: number)
        var bytes = [UInt8](repeating: 0, count: count)
        let read = try retrying("read", path) { Glibc.read(file.number, &bytes, count) }
        return Array(bytes[..<read])
    }

    /// Locks a directory for this process alone, until the descriptor is closed. No file is left behind.
    ///
    /// - Throws: a ``SystemError`` that ``SystemError/isBusy`` when another process holds the lock.
    public static func lockDirectory(_ path: String) throws(SystemError) -> Descriptor {
        let number = try retrying("open", path) { Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        let directory = Descriptor(owning: number)
        guard flock(number, LOCK_EX | LOCK_NB) == 0 else { throw SystemError("lock", path) }
        return directory
    }

    /// Replaces a file so that a reader finds either the whole new file or the old one: writes a new file next to it,
    /// synchronises it, and renames it over the old one. A link at `path` is replaced, not followed.
    public static func replace(_ path: String, with bytes: [UInt8], mode: UInt32 = 0o644) throws(SystemError) {
        try putInPlace(path) { (temporary) throws(SystemError) in
            let number = try retrying("open", temporary) {
                Glibc.open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode_t(mode & 0o7777))
            }
            let file = Descriptor(owning: number)
            do throws(SystemError) {
                try writeAll(file.number, bytes, path: temporary)
                guard fsync(file.number) == 0 else { throw SystemError("fsync", temporary) }
            } catch {
                unlink(temporary)
                throw error
            }
        }
        try synchroniseDirectory(of: path)
    }

    /// Makes a file or link under a name that no other process can guess, and renames it to `path`.
    ///
    /// - Parameter make: makes it, and fails if the name exists; it leaves nothing behind when it fails for another reason.
    private static func putInPlace(_ path: String, _ make: (String) throws(SystemError) -> Void) throws(SystemError) {
        for _ in 0..<16 {
            let temporary = "\(path).\(String(UInt64.random(in: 0...UInt64.max), radix: 36))"
            do throws(SystemError) { try make(temporary) } catch  where error.isExisting { continue }
            guard rename(temporary, path) == 0 else {
                let error = SystemError("rename", path)
                unlink(temporary)
                throw error
            }
            return
        }
        throw SystemError("open", path, number: EEXIST)
    }

    /// Writes all bytes.
    public static func writeAll(_ number: Int32, _ bytes: [UInt8], path: String = "") throws(SystemError) {
        var written = 0
        while written < bytes.count {
            written += try retrying("write", path) {
                bytes.withUnsafeBytes { Glibc.write(number, $0.baseAddress.map { $0 + written }, $0.count - written) }
            }
        }
    }

    /// Makes a directory and its parents, with this mode regardless of the umask; an existing directory stays as it is.
    public static func makeDirectory(_ path: String, mode: UInt32 = 0o755) throws(SystemError) {
        if kind(of: path) == .directory { return }
        if let slash = path.lastIndex(of: "/"), slash != path.startIndex { try makeDirectory(String(path[..<slash]), mode: mode) }
        if mkdir(path, mode_t(mode & 0o7777)) != 0 {
            guard errno == EEXIST else { throw SystemError("mkdir", path) }
            return
        }
        guard chmod(path, mode_t(mode & 0o7777)) == 0 else { throw SystemError("chmod", path) }
    }

    /// From now on, new files of this process are accessible to its user, and readable for its group.
    public static func keepFromOthers() { umask(0o027) }

    /// Sets the mode of an existing directory or plain file.
    ///
    /// - Throws: a ``SystemError``; also for a link in place of a file, and for a directory shared by all users, such as `/tmp`.
    public static func restrict(_ path: String, to mode: UInt32) throws(SystemError) {
        let isDirectory = kind(of: path) == .directory
        let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | (isDirectory ? O_DIRECTORY : O_NOFOLLOW)
        let opened = Descriptor(owning: try retrying("open", path) { Glibc.open(path, flags) })
        var information = stat()
        guard fstat(opened.number, &information) == 0 else { throw SystemError("stat", path) }
        let kind = information.st_mode & S_IFMT
        guard kind == S_IFREG || kind == S_IFDIR && information.st_mode & S_ISVTX == 0 else {
            throw SystemError("chmod", path, number: EPERM)
        }
        let wanted = mode_t(mode & 0o777)
        guard information.st_mode & 0o777 != wanted else { return }
        guard fchmod(opened.number, information.st_mode & 0o7000 | wanted) == 0 else { throw SystemError("chmod", path) }
    }

    /// The names in a directory, sorted, without those that begin with a dot.
    public static func list(_ path: String) throws(SystemError) -> [String] {
        guard let directory = opendir(path) else { throw SystemError("opendir", path) }
        defer { closedir(directory) }
        var names: [String] = []
        while true {
            // The end and an error look alike but for this.
            errno = 0
            guard let entry = readdir(directory) else { break }
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                // Safety: the kernel ends d_name with a 0 inside its 256 bytes.
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        guard errno == 0 else { throw SystemError("readdir", path) }
        return names.sorted()
    }

    /// Copies a file, byte for byte, and synchronises the copy. The copy gets its name when it is whole.
    ///
    /// - Parameter owner: the copy belongs to the owner of this file or directory; nil for the user of this process.
    public static func copy(_ path: String, to other: String, owner: String?, mode: UInt32) throws(SystemError) {
        let source = Descriptor(owning: try retrying("open", path) { Glibc.open(path, O_RDONLY | O_CLOEXEC) })
        try putInPlace(other) { (temporary) throws(SystemError) in
            let number = try retrying("open", temporary) {
                Glibc.open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode_t(mode & 0o7777))
            }
            let target = Descriptor(owning: number)
            do throws(SystemError) {
                var buffer = [UInt8](repeating: 0, count: 1 << 18)
                while true {
                    let count = try retrying("read", path) { Glibc.read(source.number, &buffer, buffer.count) }
                    if count == 0 { break }
                    try writeAll(target.number, Array(buffer[..<count]), path: temporary)
                }
                if let owner { try giveToOwner(of: owner, temporary) }
                guard fsync(target.number) == 0 else { throw SystemError("fsync", temporary) }
            } catch {
                unlink(temporary)
                throw error
            }
        }
        try synchroniseDirectory(of: other)
    }

    /// Gives a file or directory to the owner and group of another one.
    public static func giveToOwner(of other: String, _ path: String) throws(SystemError) {
        var information = stat()
        guard stat(other, &information) == 0 else { throw SystemError("stat", other) }
        guard lchown(path, information.st_uid, information.st_gid) == 0 else { throw SystemError("chown", path) }
    }

    /// Removes a file.
    public static func remove(_ path: String) throws(SystemError) {
        guard unlink(path) == 0 else { throw SystemError("unlink", path) }
    }

    /// Renames a file.
    public static func move(_ path: String, to other: String) throws(SystemError) {
        guard rename(path, other) == 0 else { throw SystemError("rename", path) }
    }

    /// Makes `path` a link to `target`, and replaces whatever was there.
    public static func link(_ path: String, to target: String) throws(SystemError) {
        try putInPlace(path) { (temporary) throws(SystemError) in
            guard symlink(target, temporary) == 0 else { throw SystemError("symlink", path) }
        }
    }

    /// The target of a link; `nil` when `path` is not a link.
    public static func target(of path: String) -> String? {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = buffer.withUnsafeMutableBytes { room in
            room.baseAddress.map { readlink(path, $0.assumingMemoryBound(to: CChar.self), room.count) } ?? -1
        }
        return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
    }

    /// Makes a new or renamed name survive a power cut.
    public static func synchroniseDirectory(of path: String) throws(SystemError) {
        let directory = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let number = try retrying("open", directory) { Glibc.open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        let opened = Descriptor(owning: number)
        guard fsync(opened.number) == 0 else { throw SystemError("fsync", directory) }
    }
}
