/// Who has a trace open: it is read and processed for its client, so only a few clients of a socket have one at a time, each of another
/// user. The others wait in their order.
///
/// Owned by the thread of the socket.
final class TraceTurns {
    private var waiting: [(number: UInt64, user: UInt32)] = []
    private var holders: [UInt64: UInt32] = [:]
    private var last: UInt64 = 0
    /// Called when somebody's turn has come.
    private let wake: @Sendable () -> Void

    init(wake: @escaping @Sendable () -> Void) { self.wake = wake }

    /// A client's turn, from when it asks until this is released.
    final class Turn {
        private let turns: TraceTurns
        private let number: UInt64

        fileprivate init(_ turns: TraceTurns, _ number: UInt64) {
            self.turns = turns
            self.number = number
        }

        var hasCome: Bool { turns.holders[number] != nil }

        deinit { turns.leave(number) }
    }

    /// The turn of a client that has come now.
    func turn(of user: UInt32) -> Turn {
        last += 1
        waiting.append((last, user))
        share()
        return Turn(self, last)
    }

    private func leave(_ number: UInt64) {
        holders[number] = nil
        waiting.removeAll { $0.number == number }
        if share() { wake() }
    }

    /// Gives the free places away; whether there was one.
    @discardableResult private func share() -> Bool {
        var isGiven = false
        while holders.count < ClientLimits.openTraces,
            let place = waiting.firstIndex(where: { !holders.values.contains($0.user) })
        {
            let next = waiting.remove(at: place)
            holders[next.number] = next.user
            isGiven = true
        }
        return isGiven
    }
}
