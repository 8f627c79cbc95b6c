import Glibc
import LinuxIO
import Samples
import Scratch
import Testing

@testable import Publishing

/// When a client is given up, by the moments at which something was heard of it.
struct VarlinkConnectionTests {
    /// A connection, and the client at its other end.
    private final class Pair {
        let connection: VarlinkConnection
        let client: Descriptor
        private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)

        init(_ access: VarlinkPeer.Access = .read) throws {
            let folder = Scratch.path("connection")
            try Files.makeDirectory(folder, mode: 0o700)
            let listener = try UnixSocket.listen(path: folder + "/s", mode: 0o600)
            client = try UnixSocket.connect(path: folder + "/s")
            guard let served = try UnixSocket.accept(listener.number) else { throw SystemError("accept", number: 11) }
            connection = VarlinkConnection(
                served, peer: VarlinkPeer(user: 0, process: 1, access: access, ticket: 1), at: VarlinkConnectionTests.at(0))
        }

        deinit { buffer.deallocate() }

        /// The client says something, and it is heard.
        func say(_ text: String, at seconds: Double) throws {
            let bytes = Array(text.utf8)
            #expect(try bytes.withUnsafeBytes { try client.write($0) } == .bytes(bytes.count))
            #expect(connection.receive(into: buffer, at: VarlinkConnectionTests.at(seconds)))
        }

        /// The client has nothing more to say; whether the connection goes on.
        func fallSilent() -> Bool {
            #expect(shutdown(client.number, Int32(SHUT_WR)) == 0)
            return connection.receive(into: buffer, at: VarlinkConnectionTests.at(1))
        }

        /// The client reads what is there; how many bytes.
        func read() throws -> Int {
            var total = 0
            while case .bytes(let count) = try client.read(into: buffer) { total += count }
            return total
        }
    }

    private static func at(_ seconds: Double) -> HostInstant { HostInstant(nanoseconds: 0).advanced(bySeconds: seconds) }
    private func at(_ seconds: Double) -> HostInstant { Self.at(seconds) }

    @Test func whoAsksNothingHasTenMinutesAndATechnicianAnHour() throws {
        #expect(try Pair(.read).connection.idleMoment == at(600))
        #expect(try Pair(.control).connection.idleMoment == at(3600))
        let pair = try Pair()
        try pair.say("{}\0", at: 100)
        #expect(pair.connection.nextMessage() != nil && pair.connection.idleMoment == at(700))
        // Whoever listens to a stream may be silent.
        pair.connection.state = .waiting(oneway: false)
        #expect(pair.connection.idleMoment == nil)
    }

    @Test func whoBeginsACallHasThirtySecondsForAllOfIt() throws {
        let pair = try Pair(.control)
        try pair.say("{", at: 100)
        #expect(pair.connection.nextMessage() == nil && pair.connection.idleMoment == at(130))
        try pair.say("}", at: 120)
        #expect(pair.connection.nextMessage() == nil && pair.connection.idleMoment == at(130))
        try pair.say("\0", at: 125)
        #expect(pair.connection.nextMessage() != nil && pair.connection.idleMoment == at(3725))
    }

    private final class HeavyStream: VarlinkStream {
        var patienceSeconds: Double { 5 }
        func next(at now: HostInstant) -> VarlinkStreamStep { .wait(until: now, orNews: false) }
    }

    @Test func whoHoldsAsMuchAsATraceIsGivenUpSooner() throws {
        let pair = try Pair()
        pair.connection.state = .streaming(HeavyStream(), until: at(0), orNews: false)
        #expect(pair.connection.send([UInt8](repeating: 0x20, count: 1 << 20), at: at(10)))
        #expect(pair.connection.isSending && pair.connection.stallMoment == at(15))
    }

    @Test func whoTakesNoByteIsGivenUpAfterThirtySeconds() throws {
        let pair = try Pair()
        let (connection, message) = (pair.connection, [UInt8](repeating: 0x20, count: 1 << 20))
        #expect(connection.stallMoment == nil)
        #expect(connection.send(message, at: at(10)))
        #expect(connection.isSending && connection.stallMoment == at(40) && connection.idleMoment == nil)
        // The socket takes nothing.
        #expect(connection.flush(at: at(20)) && connection.stallMoment == at(40))
        var taken = try pair.read()
        #expect(connection.flush(at: at(30)) && connection.isSending && connection.stallMoment == at(60))
        while connection.isSending {
            taken += try pair.read()
            #expect(connection.flush(at: at(50)))
        }
        #expect(connection.stallMoment == nil && connection.idleMoment == at(610))
        taken += try pair.read()
        #expect(taken == message.count)
    }

    private final class Endless: VarlinkStream {
        func next(at now: HostInstant) -> VarlinkStreamStep { .wait(until: .never, orNews: false) }
    }

    @Test func whoHasClosedTheSideThatItWritesOnIsStillAnsweredUnlessItListensToAStream() throws {
        for state in [VarlinkConnection.State.idle, .waiting(oneway: false)] {
            let pair = try Pair()
            try pair.say("{}\0", at: 0)
            pair.connection.state = state
            #expect(pair.fallSilent() && pair.connection.isFinished)
            #expect(pair.connection.nextMessage() != nil)
        }
        let listener = try Pair()
        listener.connection.state = .streaming(Endless(), until: .never, orNews: true)
        #expect(!listener.fallSilent())
    }
}
