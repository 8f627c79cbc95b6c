import Glibc

/// Other programs of the machine.
public enum Program {
    /// Runs a program of the search path with its arguments and waits for its end; its output goes where that of this process goes.
    ///
    /// - Returns: its exit code, or nil when there is no such program.
    public static func run(_ words: [String]) -> Int32? {
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { word in strdup(word) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var process = pid_t()
        guard let name = words.first, posix_spawnp(&process, name, nil, nil, &arguments, environ) == 0 else { return nil }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        // What a signal has ended was no success either.
        return status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
    }
}
