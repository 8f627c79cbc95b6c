import Samples

/// The time-out of an answer, and the number of attempts for a request.
struct RequestTimer {
    /// Seconds until a request without an answer is sent again.
    var timeout: Double
    /// The number of attempts in all.
    var attempts: Int
    private(set) var sent = 0
    private var deadline = HostInstant.never

    init(timeout: Double, attempts: Int) {
        self.timeout = timeout
        self.attempts = attempts
    }

    /// The moment until which to wait; `nil`: send now. Throws `.silent` after the last attempt has failed.
    mutating func wait(at now: HostInstant) throws(DialogueError) -> HostInstant? {
        if now < deadline { return deadline }
        guard sent < attempts else { throw .silent }
        sent += 1
        deadline = now.advanced(bySeconds: timeout)
        return nil
    }

    /// Whether the time for an answer is over.
    func isDue(at now: HostInstant) -> Bool { now >= deadline }

    /// Whether the present request was sent before.
    var isRepeating: Bool { sent > 1 }

    /// The answer has arrived: the next request starts afresh, not before `moment`.
    mutating func restart(notBefore moment: HostInstant = .never) {
        sent = 0
        deadline = moment
    }

    /// The request was refused: it is sent again at once, if there are attempts left.
    mutating func retry() { deadline = .never }
}
