import Glibc
import Interface
import LinuxIO
import Publishing
import Samples
import Synchronization
import Testing

struct VarlinkServerTests {
    private func withClient(_ body: (RawClient, TestServer) throws -> Void) throws {
        let server = try TestServer()
        defer { server.stop() }
        try body(try RawClient(server.path), server)
    }

    @Test func messagesMayBeSplitAndJoinedAnywhere() throws {
        try withClient { client, server in
            let call = Array("{\"method\":\"org.test.Echo\",\"parameters\":{\"text\":\"a\"}}\u{0}".utf8)
            // The server has read a byte when it has answered somebody else.
            let other = try RawClient(server.path)
            for byte in call {
                try client.send([byte])
                try other.send(call)
                #expect(try other.message() != nil)
            }
            #expect(try client.message()?["parameters"]?.object?["text"] == .string("a"))
            try client.send(call + call + call)
            for _ in 0..<3 { #expect(try client.message()?["parameters"]?.object?["text"] == .string("a")) }
        }
    }

    @Test func aReplyHasParametersAndNothingElse() throws {
        try withClient { client, _ in
            try client.send("{\"method\":\"org.test.Echo\",\"more\":true}\u{0}")
            #expect(try client.message()?.members.map(\.name) == ["parameters"])
        }
    }

    @Test func onewayIsNeverAnsweredNotEvenWithAnError() throws {
        try withClient { client, _ in
            for method in ["org.test.Echo", "org.test.Nothing", "org.nowhere.X", "org.test.Later", "org.test.Count"] {
                try client.send("{\"method\":\"\(method)\",\"oneway\":true}\u{0}")
            }
            try client.send("{\"method\":\"org.test.Echo\",\"parameters\":{\"text\":\"last\"}}\u{0}")
            #expect(try client.message()?["parameters"]?.object?["text"] == .string("last"))
        }
    }

    @Test(
        arguments: [
            (#"{"method":"org.nowhere.X"}"#, "InterfaceNotFound", "org.nowhere"),
            (#"{"method":"Nothing"}"#, "InterfaceNotFound", "Nothing"),
            (#"{"method":"org.test.Nothing"}"#, "MethodNotFound", "org.test.Nothing"),
            (#"{"method":"org.test.Echo","parameters":{"text":1}}"#, "InvalidParameter", "text"),
            (#"{"method":"org.test.Echo","parameters":{"size":1}}"#, "InvalidParameter", "size"),
            (#"{"method":"org.test.Echo","upgrade":true}"#, "InvalidParameter", "upgrade"),
            (#"{"method":"org.test.Count","parameters":{"to":1}}"#, "ExpectedMore", nil),
            (#"{"method":"org.change.Set"}"#, "PermissionDenied", nil),
            (#"{"method":"org.varlink.service.GetInterfaceDescription"}"#, "InvalidParameter", "interface"),
            (#"{"method":"org.varlink.service.Nothing"}"#, "MethodNotFound", "org.varlink.service.Nothing"),
        ] as [(String, String, String?)])
    func errorsHaveTheNamesThatTheProtocolGivesThem(_ call: String, _ name: String, _ detail: String?) throws {
        try withClient { client, _ in
            try client.send(call + "\u{0}")
            let reply = try client.message()
            #expect(reply?["error"] == .string("org.varlink.service.\(name)"))
            #expect(reply?["parameters"]?.object?.members.first?.value.string == detail)
        }
    }

    @Test(arguments: ["", "[]", "{}", #"{"method":"a","method":"b"}"#, #"{"method":1}"#, #"{"method":"a.B","more":1}"#, "x"])
    func whatIsNoCallClosesTheConnection(_ text: String) throws {
        try withClient { client, _ in
            try client.send(text + "\u{0}")
            #expect(try client.message() == nil)
        }
    }

    @Test func aMessageThatNeverEndsClosesTheConnection() throws {
        try withClient { client, _ in
            let flood = [UInt8](repeating: UInt8(ascii: "a"), count: 1 << 20)
            try client.send(flood)
            // The server may close before the rest is sent.
            try? client.send(flood)
            #expect(try client.message() == nil)
        }
    }

    /// All of it may be there before the call in front is answered, and nothing comes after it.
    @Test func aCallBeforeAMessageThatNeverEndsIsAnswered() throws {
        let server = try TestServer()
        defer { server.stop() }
        for _ in 0..<30 {
            let client = try RawClient(server.path)
            let call = Array("{\"method\":\"org.nowhere.Do\"}\u{0}".utf8)
            try client.send(call + [UInt8](repeating: UInt8(ascii: "a"), count: (1 << 20) + 1))
            #expect(try client.message()?["error"] != nil)
            #expect(try client.message() == nil)
        }
    }

    @Test func theControlSocketMayDoWhatThePublicOneMayNot() throws {
        let server = try TestServer()
        defer { server.stop() }
        let client = try RawClient(server.controlPath)
        try client.send("{\"method\":\"org.change.Set\"}\u{0}")
        let reply = try #require(try client.message())
        #expect(reply["error"] == nil)
        let stranger = try RawClient(server.path)
        try stranger.send("{\"method\":\"org.change.Set\"}\u{0}")
        #expect(try stranger.message()?["error"] == .string("org.varlink.service.PermissionDenied"))
    }

    /// Whoever closes the side that it writes on may still listen.
    @Test func callsBeforeTheEndAreAnsweredAndAStreamEnds() throws {
        let server = try TestServer()
        defer { server.stop() }
        let client = try RawClient(server.path)
        for number in 1...2 { try client.send("{\"method\":\"org.test.Echo\",\"parameters\":{\"text\":\"\(number)\"}}\u{0}") }
        try client.send("{\"method\":\"org.test.Echo\"")
        #expect(shutdown(client.descriptor.number, Int32(SHUT_WR)) == 0)
        for number in 1...2 { #expect(try client.message()?["parameters"]?.object?["text"] == .string("\(number)")) }
        #expect(try client.message() == nil)
        let listener = try RawClient(server.path)
        try listener.send("{\"method\":\"org.test.Forever\",\"more\":true}\u{0}")
        #expect(try listener.message() != nil)
        #expect(shutdown(listener.descriptor.number, Int32(SHUT_WR)) == 0)
        // What is on its way already comes: the kernel keeps a megabyte.
        var further = 0
        while further < 2000, try listener.message() != nil { further += 1 }
        #expect(further < 2000)
    }

    /// As one is when no descriptor is left: the thread looks for nobody there again and again.
    @Test func aSocketAtWhichNobodyCanBeAcceptedIsLeftAlone() throws {
        // Ready to be read, and nothing that accepts.
        let ready = try EventDescriptor()
        ready.ring()
        let server = try VarlinkServer(
            information: VarlinkInformation(vendor: "v", product: "p", version: "1", url: "u"), news: try Doorbell())
        try server.listen(on: Descriptor(owning: dup(ready.number)), access: .read)
        let end = Clock.monotonic().advanced(bySeconds: 0.2)
        server.everyTurn = { [unowned server] now in
            if now >= end { server.stop() }
            return now.advanced(bySeconds: 0.02)
        }
        try server.run()
        // Ten looks, and the one at the socket.
        #expect(server.turns < 30)
    }

    @Test func callsAreAnsweredInOrderAfterAStreamAndAPutOffAnswer() throws {
        try withClient { client, _ in
            try client.send(
                "{\"method\":\"org.test.Later\"}\u{0}{\"method\":\"org.test.Count\",\"parameters\":{\"to\":3},\"more\":true}\u{0}"
                    + "{\"method\":\"org.test.Echo\",\"parameters\":{\"text\":\"after\"}}\u{0}")
            #expect(try client.message()?["parameters"]?.object?.members.isEmpty == true)
            for number in 1...3 {
                let reply = try client.message()
                #expect(reply?["parameters"]?.object?["number"] == .integer(Int64(number)))
                #expect(reply?["continues"] == (number < 3 ? .bool(true) : nil))
            }
            #expect(try client.message()?["parameters"]?.object?["text"] == .string("after"))
        }
    }

    @Test func aClientThatPipelinesWithoutReadingGetsEveryAnswerInTheEnd() throws {
        try withClient { client, _ in
            // One byte at a time is not the point here: 4000 calls of 80 bytes are five times what the server holds.
            let text = String(repeating: "y", count: 30)
            for number in 0..<4000 {
                try client.send("{\"method\":\"org.test.Echo\",\"parameters\":{\"text\":\"\(number)\(text)\"}}\u{0}")
                if number % 1000 == 999 {
                    for earlier in (number - 999)...number {
                        #expect(try client.message()?["parameters"]?.object?["text"] == .string("\(earlier)\(text)"))
                    }
                }
            }
        }
    }

    @Test func aSlowReaderOfAStreamHoldsUpNobodyElse() throws {
        try withClient { client, server in
            try client.send("{\"method\":\"org.test.Forever\",\"more\":true}\u{0}")
            #expect(try client.message()?["parameters"]?.object?["number"] == .integer(1))
            // From here on it does not read; its socket fills, and another client is served all the same.
            let other = try RawClient(server.path)
            for number in 0..<100 {
                try other.send("{\"method\":\"org.test.Echo\",\"parameters\":{\"text\":\"\(number)\"}}\u{0}")
                #expect(try other.message()?["parameters"]?.object?["text"] == .string("\(number)"))
            }
            // What it reads later is whole and in order.
            for number in 2...300 {
                #expect(try client.message()?["parameters"]?.object?["number"] == .integer(Int64(number)))
            }
        }
    }

    private final class Over: Sendable {
        let now = Atomic<Bool>(false)
        var isSo: Bool { now.load(ordering: .acquiring) }
    }

    /// Whoever calls without end gets no more than a share of each turn: in between others are answered.
    @Test func aFloodOfOneClientHoldsUpNobodyElse() throws {
        let test = try TestServer()
        defer { test.stop() }
        let (path, calm) = (test.path, try RawClient(test.path))
        let calls = [UInt8](String(repeating: #"{"method":"org.test.Echo","oneway":true}"# + "\0", count: 10_000).utf8)
        let isOver = Over()
        let flood = try Thread(name: "hf-flood") { _ in
            guard let client = try? RawClient(path) else { return }
            while !isOver.now.load(ordering: .relaxed) { guard (try? client.send(calls)) != nil else { return } }
        }
        var between: [Int] = []
        // It goes on until it was a flood: how many calls fit between two answers is the host's business.
        var number = 0
        while number < 200 || (number < 10_000 && test.echo.calls.load(ordering: .relaxed) <= 10_000) {
            defer { number += 1 }
            let before = test.echo.calls.load(ordering: .relaxed)
            try calm.send(#"{"method":"org.test.Echo","parameters":{"text":"\#(number)"}}"# + "\0")
            let reply = try #require(try calm.message())
            #expect(reply["parameters"]?.object?["text"]?.string == "\(number)")
            between.append(test.echo.calls.load(ordering: .relaxed) - before)
        }
        isOver.now.store(true, ordering: .relaxed)
        flood.join()
        // Of a share there are two at most between a call and its answer; where the test itself had to wait, more.
        #expect(between.sorted()[between.count / 2] < 4 * 64, "\(between.sorted())")
        #expect(test.echo.calls.load(ordering: .relaxed) > 10_000, "it was a flood")
    }

    @Test func oneUserGetsSixteenConnectionsAndOneMoreIsToldSo() throws {
        let server = try TestServer()
        defer { server.stop() }
        var clients: [RawClient] = []
        for _ in 0..<16 {
            let client = try RawClient(server.path)
            try client.send("{\"method\":\"org.test.Echo\"}\u{0}")
            #expect(try client.message() != nil)
            clients.append(client)
        }
        #expect(server.server.clientCount == 16)
        // Whatever it calls: that is not there, or nobody may do it, comes after having room.
        for call in ["org.test.Echo", "org.varlink.service.GetInfo", "org.nobody.Knows"] {
            let further = try RawClient(server.path)
            try further.send("{\"method\":\"\(call)\"}\u{0}{\"method\":\"\(call)\"}\u{0}")
            let answer = try further.message()
            #expect(answer?["error"] == .string("org.holdfast.station1.TooManyClients"))
            #expect(answer?["parameters"]?.object?["message"]?.string?.contains("16 of one user") == true)
            #expect(try further.message() == nil)
        }
        // One that says nothing is closed all the same, and so are those for whom there is no answer left.
        let silent = try (0..<20).map { _ in try RawClient(server.path) }
        for client in silent { #expect(try client.message() == nil) }
        #expect(server.server.clientCount == 16)
        clients.removeLast()
        // The server sees the end of one before it takes another: ask on a connection that it has already.
        try clients[0].send("{\"method\":\"org.test.Echo\"}\u{0}")
        #expect(try clients[0].message() != nil)
        let late = try RawClient(server.path)
        try late.send("{\"method\":\"org.test.Echo\"}\u{0}")
        #expect(try late.message() != nil)
    }

    @Test("Two clients at a time have a long call under way: the others wait for room, and get it")
    func longCalls() throws {
        let test = try TestServer()
        defer { test.stop() }
        let text = String(repeating: "x", count: 700_000)
        let call = [UInt8](#"{"method":"org.test.Echo","parameters":{"text":"\#(text)"}}"#.utf8)
        // These two have begun, and send no more: the third one is not read further.
        let clients = try (0..<2).map { _ in try RawClient(test.path) }
        for client in clients { try client.send([UInt8](call[..<600_000])) }
        let (isAnswered, path) = (Over(), test.path)
        let third = try Thread(name: "hf-third") { _ in
            guard let client = try? RawClient(path), (try? client.send(call + [0])) != nil, let reply = try? client.message()
            else { return }
            isAnswered.now.store(reply["parameters"]?.object?["text"]?.string == text, ordering: .releasing)
        }
        // Short calls are answered meanwhile.
        let calm = try RawClient(test.path)
        for number in 0..<100 {
            try calm.send(#"{"method":"org.test.Echo","parameters":{"text":"\#(number)"}}"# + "\0")
            #expect(try calm.message()?["parameters"]?.object?["text"]?.string == "\(number)")
        }
        #expect(!isAnswered.isSo)
        // One that is done makes room for it.
        try clients[0].send([UInt8](call[600_000...]) + [0])
        #expect(try clients[0].message()?["parameters"]?.object?["text"]?.string == text)
        third.join()
        #expect(isAnswered.isSo)
        try clients[1].send([UInt8](call[600_000...]) + [0])
        #expect(try clients[1].message()?["parameters"]?.object?["text"]?.string == text)
        // So does one that goes without an end.
        var leavers = try (0..<2).map { _ in try RawClient(test.path) }
        for client in leavers { try client.send([UInt8](call[..<600_000])) }
        leavers = []
        try clients[0].send(call + [0])
        #expect(try clients[0].message()?["parameters"]?.object?["text"]?.string == text)
    }

    @Test func theServiceDescribesItselfByteForByte() throws {
        try withClient { client, _ in
            try client.send("{\"method\":\"org.varlink.service.GetInfo\"}\u{0}")
            let info = try client.message()?["parameters"]?.object
            #expect(
                info?["interfaces"] == .array([.string("org.change"), .string("org.test"), .string("org.varlink.service")]))
            try client.send(
                "{\"method\":\"org.varlink.service.GetInterfaceDescription\",\"parameters\":{\"interface\":\"org.varlink.service\"}}\u{0}"
            )
            let text = try client.message()?["parameters"]?.object?["description"]?.string
            #expect(text == InterfaceDescription.service.text)
        }
    }
}
