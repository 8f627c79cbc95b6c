import CLinux
import Glibc

/// The environment of this process: variables, limits, terminals, open files.
public enum Environment {
    /// An environment variable.
    public static func value(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

    public static var processNumber: Int32 { getpid() }
    public static var userNumber: UInt32 { geteuid() }

    /// Ends this process.
    public static func exit(_ code: Int32) -> Never { Glibc.exit(code) }

    /// Runs another program in this process. Returns only if that fails.
    public static func become(_ path: String, _ arguments: [String]) -> SystemError {
        var words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
        execv(path, &words)
        return SystemError("exec", path)
    }

    /// A soft limit of this process; `nil` when there is no limit.
    public static func limit(_ which: Limit) -> UInt64? {
        var limit = rlimit()
        let code: Int32
        switch which {
        case .realTimePriority: code = getrlimit(__rlimit_resource_t(14), &limit)
        case .lockedMemory: code = getrlimit(__rlimit_resource_t(8), &limit)
        case .openFiles: code = getrlimit(__rlimit_resource_t(7), &limit)
        }
        return code == 0 && limit.rlim_cur != rlim_t.max ? UInt64(limit.rlim_cur) : nil
    }

    public enum Limit: Sendable { case realTimePriority, lockedMemory, openFiles }

    /// Rows and columns of a terminal; `nil` when the descriptor is not a terminal.
    public static func terminalSize(_ number: Int32) -> (rows: Int, columns: Int)? {
        var rows: UInt16 = 0
        var columns: UInt16 = 0
        guard isatty(number) == 1, clinux_terminal_size(number, &rows, &columns) == 0, columns > 0 else { return nil }
        return (Int(rows), Int(columns))
    }

    /// Whether a descriptor is a terminal.
    public static func isTerminal(_ number: Int32) -> Bool { isatty(number) == 1 }

    /// The processes that have `path` open, by name and number, as far as this user may see them.
    public static func holders(of path: String) -> [(name: String, process: Int32)] {
        guard let names = try? Files.list("/proc") else { return [] }
        let wanted = realPath(path) ?? path
        return names.compactMap { name in
            guard let process = Int32(name), process != getpid(), let open = try? Files.list("/proc/\(name)/fd"),
                open.contains(where: { Files.target(of: "/proc/\(name)/fd/\($0)") == wanted })
            else { return nil }
            let command = (try? Files.read("/proc/\(name)/comm", limit: 64)) ?? []
            return (String(decoding: command.filter { $0 != 10 }, as: UTF8.self), process)
        }
    }

    /// Makes the C library return the blocks of long hold samples to the kernel as soon as they are freed. Otherwise it would
    /// keep memory for the largest number of them that ever existed, for each thread.
    public static func returnLargeBlocks() { _ = clinux_set_large_block(64 << 10) }

    /// Returns pages of freed memory to the kernel, of all threads. It takes milliseconds, and other threads may wait for it when they
    /// allocate.
    public static func returnFreePages() { clinux_return_free_pages() }

    /// Keeps the code of this program in memory, page by page as it is used: a host that is short of memory would read it from the
    /// disk again, while a thread that measures waits.
    ///
    /// - Returns: whether all of it could be locked; `ulimit -l` and `LimitMEMLOCK` are the limit.
    public static func lockProgram() -> Bool { clinux_lock_program() == 0 }

    /// The same for memory that this process has allocated. It must be a block of its own, because its pages stay locked.
    public static func lock(_ memory: UnsafeRawBufferPointer) -> Bool {
        memory.baseAddress.map { clinux_lock($0, memory.count) == 0 } ?? true
    }

    /// Whether this process itself has `path` open.
    public static func hasOpen(_ path: String) -> Bool {
        let wanted = Files.device(at: path)
        return wanted != path
            && ((try? Files.list("/proc/self/fd")) ?? []).contains { Files.device(at: "/proc/self/fd/\($0)") == wanted }
    }

    /// The path with all links resolved.
    public static func realPath(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
