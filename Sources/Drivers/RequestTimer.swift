import Samples

/// How long an answer is waited for, and how often a request goes out again.
struct RequestTimer {
    /// Seconds until a request that nobody answered is sent again.
    var timeout: Double
    /// So often in all.
    var attempts: Int
    private(set) var sent = 0
    private var deadline = HostInstant.never

    init(timeout: Double, attempts: Int) {
        self.timeout = timeout
        self.attempts = attempts
    }

    /// The moment to wait for; `nil`: send now. `.silent` when the last attempt was in vain.
    mutating func wait(at now: HostInstant) throws(DialogueError) -> HostInstant? {
        if now < deadline { return deadline }
        guard sent < attempts else { throw .silent }
        sent += 1
        deadline = now.advanced(bySeconds: timeout)
        return nil
    }

    /// Whether what was sent has not been answered in time.
    func isDue(at now: HostInstant) -> Bool { now >= deadline }

    /// Whether what goes out now went out before.
    var isRepeating: Bool { sent > 1 }

    /// The answer is there: the next request starts afresh, not before `moment`.
    mutating func restart(notBefore moment: HostInstant = .never) {
        sent = 0
        deadline = moment
    }

    /// The request was refused: again at once, as far as there are attempts left.
    mutating func retry() { deadline = .never }
}
