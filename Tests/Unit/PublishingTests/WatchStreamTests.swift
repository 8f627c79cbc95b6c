import Interface
import Samples
import Testing

@testable import Publishing

/// Says one thing in each of so many turns, then waits.
private final class Talker: VarlinkStream {
    private var left: Int
    private let word: String

    init(_ word: String, times: Int) {
        self.word = word
        left = times
    }

    func next(at now: HostInstant) -> VarlinkStreamStep {
        guard left > 0 else { return .wait(until: now.advanced(bySeconds: Double(word.utf8.count)), orNews: word == "b") }
        left -= 1
        return .message(VarlinkReply.message(continues: true) { $0.field("word", word) })
    }
}

struct WatchStreamTests {
    @Test func streamsTakeTurnsAndEachReplyNamesItsOwn() throws {
        let stream = WatchStream([("a", Talker("a", times: 5)), ("b", Talker("b", times: 1)), ("c", Talker("ccc", times: 2))])
        let now = HostInstant(nanoseconds: 1_000_000_000)
        var heard: [String] = []
        while case .message(let message) = stream.next(at: now) {
            let reply = try JSONParser.object(message.dropLast()[...], limit: 1 << 16)
            #expect(reply["continues"] == .bool(true))
            let member = try #require(reply["parameters"]?.object?.members.first)
            #expect(reply["parameters"]?.object?.members.count == 1)
            heard.append(member.name + ":" + (member.value.object?["word"]?.string ?? ""))
        }
        #expect(heard == ["a:a", "b:b", "c:ccc", "a:a", "c:ccc", "a:a", "a:a", "a:a"])
        guard case .wait(let until, let orNews) = stream.next(at: now) else {
            Issue.record("it goes on")
            return
        }
        #expect(until == now.advanced(bySeconds: 1) && orNews)
    }
}
