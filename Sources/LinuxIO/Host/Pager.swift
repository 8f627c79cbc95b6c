import Glibc

/// A program that shows what this process writes to standard output, page by page.
public struct Pager: ~Copyable {
    private let process: pid_t

    /// Starts a command of the shell; its input is what is written to standard output from now on. Nil when it cannot be started.
    public init?(_ command: String) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        // The pager must not hold the end that it waits for.
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let input = Descriptor(owning: ends[0])
        let output = Descriptor(owning: ends[1])
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input.number, 0)
        let words = ["sh", "-c", command]
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { word in strdup(word) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var process = pid_t()
        guard posix_spawn(&process, "/bin/sh", &actions, nil, &arguments, environ) == 0 else { return nil }
        self.process = process
        dup2(output.number, 1)
    }

    /// Ends the output and waits until the person has read it.
    public consuming func finish() {
        close(1)
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
    }
}
