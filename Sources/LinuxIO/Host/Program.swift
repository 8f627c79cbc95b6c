import Glibc

/// Other programs of the machine.
public enum Program {
    /// Runs a program of the search path with its arguments and waits for its end; its output goes where that of this process goes.
    ///
    /// - Parameter isQuiet: nobody sees what it says.
    /// - Returns: its exit code, or nil when there is no such program.
    public static func run(_ words: [String], isQuiet: Bool = false) -> Int32? {
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { word in strdup(word) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for output: Int32 in isQuiet ? [1, 2] : [] {
            posix_spawn_file_actions_addopen(&actions, output, "/dev/null", O_WRONLY, 0)
        }
        var process = pid_t()
        guard let name = words.first, posix_spawnp(&process, name, &actions, nil, &arguments, environ) == 0 else { return nil }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        // What a signal has ended was no success either.
        return status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
    }
}
