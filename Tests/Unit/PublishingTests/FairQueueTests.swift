import Testing

@testable import Publishing

/// Who is served next.
struct FairQueueTests {
    /// Serves the next one, who has more work.
    private func serve(_ queue: inout FairQueue, seconds: Double) throws -> FairQueue.Entry {
        let served = queue.next()
        let next = try #require(served)
        queue.add(next.client, of: next.user)
        queue.charge(next, seconds: seconds)
        return next
    }

    /// 60 connections with more work than can be done, and one of another user that wants a tenth of a millisecond now and then.
    @Test(arguments: [1, 4] as [UInt32]) func whoTakesLittleIsServedBeforeAFlood(users: UInt32) throws {
        var queue = FairQueue()
        for client in 0..<60 { queue.add(UInt64(client), of: 1 + UInt32(client) % users) }
        for round in 0..<100 {
            for _ in 0..<20 { _ = try serve(&queue, seconds: 0.002) }
            queue.add(1000, of: 0)
            var before = 0
            while true {
                let served = queue.next()
                let next = try #require(served)
                if next.client == 1000 {
                    queue.charge(next, seconds: 0.0001)
                    break
                }
                queue.add(next.client, of: next.user)
                queue.charge(next, seconds: 0.002)
                before += 1
            }
            // One of each user at most.
            #expect(before <= users, "round \(round)")
        }
    }

    /// The same when the flood is of the same user.
    @Test func amongTheClientsOfAUserTheOneThatTakesLittleIsFirst() throws {
        var queue = FairQueue()
        for client in 0..<15 { queue.add(UInt64(client), of: 7) }
        for _ in 0..<40 { _ = try serve(&queue, seconds: 0.002) }
        queue.add(1000, of: 7)
        var before = 0
        while try serve(&queue, seconds: 0.002).client != 1000 { before += 1 }
        #expect(before < 15)
        // Those who have had as much are served in turn.
        let round = try (0..<16).map { _ in try serve(&queue, seconds: 0.002).client }
        #expect(Set(round).count == 16)
    }

    @Test func usersHaveEquallyMuchHoweverManyClientsTheyHave() throws {
        var queue = FairQueue()
        for client in 0..<15 { queue.add(UInt64(client), of: 1) }
        queue.add(99, of: 2)
        var served: [UInt32: Int] = [:]
        for _ in 0..<100 { served[try serve(&queue, seconds: 0.001).user, default: 0] += 1 }
        #expect(served == [1: 50, 2: 50])
    }

    /// Whoever waited for nothing for an hour does not hold the others up for an hour.
    @Test func whoWasAwayHasSavedNothingUp() throws {
        var queue = FairQueue()
        queue.add(1, of: 1)
        queue.add(2, of: 2)
        for _ in 0..<1000 { _ = try serve(&queue, seconds: 0.01) }
        queue.add(3, of: 3)
        let next = try (0..<9).map { _ in try serve(&queue, seconds: 0.01).client }
        #expect(next.filter { $0 == 3 }.count == 3)
    }

    @Test func whoHasGoneIsNotServed() throws {
        var queue = FairQueue()
        queue.add(1, of: 1)
        queue.add(2, of: 1)
        queue.remove(1)
        let (next, last) = (queue.next(), queue.next())
        #expect(next?.client == 2 && queue.isEmpty && last == nil)
    }
}
