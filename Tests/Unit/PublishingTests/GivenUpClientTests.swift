import Interface
import Samples
import Synchronization
import Testing

@testable import LinuxIO
@testable import Publishing

/// When the server closes the connection of a client, by a clock that the test sets.
struct GivenUpClientTests {
    /// A server whose clock is ahead.
    private final class Ahead {
        private let seconds: AheadClock
        private let test: TestServer
        private let other: RawClient
        /// When the client of the test began.
        private var began = HostInstant(nanoseconds: 0)

        init() throws {
            let clock = AheadClock()
            seconds = clock
            test = try TestServer { $0.now = { Clock.monotonic().advanced(bySeconds: clock.seconds) } }
            other = try RawClient(test.path)
            try turn()
        }

        deinit { test.stop() }

        func client(control: Bool = false) throws -> RawClient {
            began = test.server.now()
            let client = try RawClient(control ? test.controlPath : test.path)
            while test.server.clientCount < 2 { try turn() }
            return client
        }

        /// The loop turns, and another client is served.
        func turn() throws {
            test.server.wake()
            try other.send("{\"method\":\"org.test.Echo\"}\u{0}")
            #expect(try other.message() != nil)
        }

        /// Asks for more than any kernel holds for a client that reads nothing.
        func fill(_ client: RawClient) throws {
            // Nothing is sent any more once the server waits for it.
            let text = String(repeating: "x", count: 900_000)
            let call = Array("{\"method\":\"org.test.Echo\",\"parameters\":{\"text\":\"\(text)\"}}\u{0}".utf8)
            var (rest, turns) = (([[UInt8]](repeating: call, count: 8).flatMap { $0 })[...], 0)
            while !rest.isEmpty, turns < 100 {
                let transfer = try rest.withUnsafeBytes { try UnixSocket.send(client.descriptor.number, $0) }
                if case .bytes(let count) = transfer { (rest, turns) = (rest.dropFirst(count), 0) } else { turns += 1 }
                try turn()
            }
            #expect(!rest.isEmpty)
        }

        var clientCount: Int { test.server.clientCount }
        func advance(by step: Double) throws {
            seconds.advance(by: step)
            try turn()
        }

        /// How long the client of the test was seen open, from now on, and how long after it began it was seen closed, in seconds of the
        /// server's clock: on a busy host that goes on between two steps, too. A thousand steps at most.
        func closed(step: Double) throws -> (open: Double, closed: Double)? {
            let begin = test.server.now()
            var open = begin
            for _ in 0..<1000 {
                seconds.advance(by: step)
                let look = test.server.now()
                try turn()
                if test.server.clientCount < 2 { return (open.seconds(since: begin), test.server.now().seconds(since: began)) }
                open = look
            }
            return nil
        }
    }

    private final class AheadClock: Sendable {
        private let milliseconds = Atomic<Int64>(0)
        var seconds: Double { Double(milliseconds.load(ordering: .acquiring)) * 1e-3 }
        func advance(by seconds: Double) { milliseconds.add(Int64(seconds * 1000), ordering: .acquiringAndReleasing) }
    }

    @Test func whoReadsNothingIsClosedAfterThirtySeconds() throws {
        let server = try Ahead()
        let client = try server.client()
        try server.fill(client)
        let seconds = try #require(try server.closed(step: 1))
        #expect(seconds.open < 31 && seconds.closed >= 30, "\(seconds) s")
    }

    /// What is unread is in memory, which strangers must not fill.
    @Test func manyWhoReadNothingAreClosedSoonerUntilWhatTheyLeaveHasRoom() throws {
        let server = try Ahead()
        var clients: [RawClient] = []
        for _ in 0..<4 {
            clients.append(try server.client())
            try server.fill(try #require(clients.last))
        }
        // Two replies of 0.9 MB have room; the client that reads is not meant.
        for _ in 0..<5 { try server.advance(by: 0.5) }
        #expect(server.clientCount == 3)
        for _ in 0..<10 { try server.advance(by: 1) }
        #expect(server.clientCount == 3)
    }

    @Test func whoDoesNotCompleteACallIsClosedAfterThirtySeconds() throws {
        let server = try Ahead()
        let client = try server.client()
        try client.send("{")
        let seconds = try #require(try server.closed(step: 1))
        #expect(seconds.open < 31 && seconds.closed >= 30, "\(seconds) s")
        #expect(try client.message() == nil)
    }

    @Test(arguments: [(false, 600.0), (true, 3600)]) func whoMakesNoCallIsClosed(control: Bool, limit: Double) throws {
        let server = try Ahead()
        let client = try server.client(control: control)
        let seconds = try #require(try server.closed(step: 10))
        #expect(seconds.open < limit + 10 && seconds.closed >= limit, "\(seconds) s")
        #expect(try client.message() == nil)
    }

    @Test func fourUsersOfSixteenConnectionsAreAllThatHaveRoom() throws {
        let count = Atomic<UInt32>(0)
        let server = try TestServer {
            $0.identify = { _ in
                UnixSocket.Peer(process: 1, user: count.add(1, ordering: .relaxed).oldValue / 16, group: 0)
            }
        }
        defer { server.stop() }
        var clients: [RawClient] = []
        for number in 0..<65 {
            let client = try RawClient(server.path)
            try client.send("{\"method\":\"org.test.Echo\"}\u{0}")
            let answer = try client.message()
            #expect((answer?["error"] == nil) == (number < 64), "\(number)")
            clients.append(client)
        }
        #expect(server.server.clientCount == 64)
    }
}
