import Interface
import LinuxIO
import Publishing
import Samples
import Synchronization
import Testing

/// Streams that wait for news: the bell wakes the server, and nothing is found late.
struct NewsTests {
    /// Says a number whenever it has grown.
    private final class NewsService: VarlinkService {
        let description = InterfaceDescription(Array("interface org.news\nmethod Follow() -> (number: int)\n".utf8))
        let access = VarlinkPeer.Access.read
        let newest = Atomic<Int>(0)
        let looks = Atomic<Int>(0)

        func handle(_ call: VarlinkCall, from peer: VarlinkPeer) -> VarlinkOutcome { .stream(Following(self)) }
    }

    private final class Following: VarlinkStream {
        private let service: NewsService
        private var said = 0

        init(_ service: NewsService) { self.service = service }

        func next(at now: HostInstant) -> VarlinkStreamStep {
            service.looks.add(1, ordering: .relaxed)
            let newest = service.newest.load(ordering: .sequentiallyConsistent)
            guard newest > said else { return .wait(until: now.advanced(bySeconds: 3600), orNews: true) }
            said = newest
            return .message(VarlinkReply.message(continues: true) { $0.field("number", newest) })
        }
    }

    @Test func eachRingIsHeardByAllWhoWait() throws {
        let service = NewsService()
        let server = try TestServer { $0.add(service) }
        defer { server.stop() }
        let clients = try (0..<2).map { _ in try RawClient(server.path) }
        for client in clients { try client.send("{\"method\":\"org.news.Follow\",\"more\":true}\u{0}") }
        // News comes while the server sleeps, works, or is about to sleep: nobody but the bell says so.
        for number in 1...500 {
            service.newest.store(number, ordering: .sequentiallyConsistent)
            server.news.ring()
            for client in clients {
                var heard: Int64 = 0
                while heard < number { heard = try #require(try client.message()?["parameters"]?.object?["number"]?.integer) }
            }
        }
    }

    @Test func aRingThatIsNotForAnybodyCostsNoTurn() throws {
        let service = NewsService()
        let server = try TestServer { $0.add(service) }
        defer { server.stop() }
        let client = try RawClient(server.path)
        try client.send("{\"method\":\"org.test.Echo\"}\u{0}")
        #expect(try client.message() != nil)
        let before = server.server.turns
        for _ in 0..<100 { server.news.ring() }
        try client.send("{\"method\":\"org.test.Echo\"}\u{0}")
        #expect(try client.message() != nil)
        let turns = server.server.turns - before
        #expect(turns <= 3)
    }
}
