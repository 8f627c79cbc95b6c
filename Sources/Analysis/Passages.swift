public import Samples
import Synchronization

/// Who waits until everything that clients have asked for has passed: a mark or the conditions of a session go from `main` through
/// `acquire` to `record`, and through `analyse` to `store`. A ticket that follows them says that they have arrived. Any thread.
public final class Passages: Sendable {
    /// The time after which a ticket is given up, seconds.
    static let longest = 10.0

    private struct State {
        var last: UInt64 = 0
        var waiting: [UInt64: (deadline: HostInstant, answer: @Sendable (_ hasPassed: Bool) -> Void)] = [:]
    }

    private let state = Mutex(State())

    /// Returns the ticket to be sent; `answer` is called once.
    public func begin(at now: HostInstant, answer: @escaping @Sendable (_ hasPassed: Bool) -> Void) -> UInt64 {
        state.withLock { state in
            state.last += 1
            state.waiting[state.last] = (now.advanced(bySeconds: Self.longest), answer)
            return state.last
        }
    }

    /// A ticket has arrived, or could not be sent.
    public func end(_ ticket: UInt64, hasPassed: Bool) {
        state.withLock { $0.waiting.removeValue(forKey: ticket) }?.answer(hasPassed)
    }

    /// Gives up the tickets that are late: a full ring has refused them, or a thread hangs.
    public func giveUp(at now: HostInstant) {
        let late = state.withLock { state in
            let late = state.waiting.filter { $0.value.deadline <= now }
            for ticket in late.keys { state.waiting[ticket] = nil }
            return late.values.map(\.answer)
        }
        for answer in late { answer(false) }
    }
}
