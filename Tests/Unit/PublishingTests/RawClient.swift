import Interface
import LinuxIO
import Publishing
import Samples
import Scratch
import Synchronization

/// A client that speaks bytes, so that it can say what no library would.
final class RawClient {
    let descriptor: Descriptor
    private var input: [UInt8] = []

    init(_ path: String) throws { descriptor = try UnixSocket.connect(path: path) }

    func send(_ text: String) throws { try send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let transfer = try bytes.withUnsafeBytes {
                try UnixSocket.send(descriptor.number, UnsafeRawBufferPointer(rebasing: $0[sent...]))
            }
            if case .bytes(let count) = transfer {
                sent += count
            } else if !UnixSocket.wait(descriptor.number, writable: true, seconds: 10) {
                throw SystemError("send", number: 110)
            }
        }
    }

    /// The next message; `nil` when the server has closed. Throws after ten seconds of silence.
    func message() throws -> JSONObject? {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 1)
        defer { buffer.deallocate() }
        while true {
            if let end = input.firstIndex(of: 0) {
                defer { input.removeFirst(end + 1) }
                return try JSONParser.object(input[..<end], limit: 1 << 24)
            }
            guard UnixSocket.wait(descriptor.number, seconds: 10) else { throw SystemError("read", number: 110) }
            do {
                switch try descriptor.read(into: buffer) {
                case .bytes(let count): input += buffer[..<count]
                case .endOfFile: return nil
                case .wouldBlock: continue
                }
            } catch { if error.number == 104 { return nil } else { throw error } }
        }
    }
}

/// Answers what tests ask.
final class EchoService: VarlinkService {
    let description = InterfaceDescription(
        Array(
            """
            interface org.test
            method Echo(text: ?string) -> (text: string)
            method Count(to: int) -> (number: int)
            method Forever() -> (number: int)
            method Later() -> ()
            """.utf8))
    let access: VarlinkPeer.Access
    weak var server: VarlinkServer?
    /// How many calls it was asked.
    let calls = Atomic<Int>(0)
    init(access: VarlinkPeer.Access = .read) { self.access = access }

    func handle(_ call: VarlinkCall, from peer: VarlinkPeer) -> VarlinkOutcome {
        calls.add(1, ordering: .relaxed)
        do throws(VarlinkError) {
            switch call.member {
            case "Echo":
                let given = try Self.parameter("text", of: call)
                guard let text = given == nil ? "" : given?.string else { throw .invalidParameter("text") }
                return .reply(VarlinkReply.message { $0.field("text", text) })
            case "Count":
                guard let last = try Self.parameter("to", of: call)?.integer else { throw .invalidParameter("to") }
                return .stream(Counter(last: last))
            case "Later":
                // Answered by another thread, as the daemon does.
                let server = server
                let thread = try? Thread(name: "hf-later") { _ in server?.answer(peer.ticket, .reply(VarlinkReply.message())) }
                thread?.join()
                return .later
            default: return .stream(Counter(last: .max))
            }
        } catch { return .error(error) }
    }

    /// The only parameter of a method.
    private static func parameter(_ name: String, of call: VarlinkCall) throws(VarlinkError) -> JSONValue? {
        for member in call.parameters.members where member.name != name { throw .invalidParameter(member.name) }
        return call.parameters[name]
    }
}

final class Counter: VarlinkStream {
    private var number: Int64 = 0
    private let last: Int64
    init(last: Int64) { self.last = last }

    func next(at now: HostInstant) -> VarlinkStreamStep {
        number += 1
        let number = number
        // Enough bytes that a client which does not read fills its socket soon.
        let message = VarlinkReply.message(continues: number < last) { writer in
            writer.field("number", number)
            if last == .max { writer.field("padding", String(repeating: "x", count: 8000)) }
        }
        return number < last ? .message(message) : .last(message)
    }
}

/// A server on sockets in a folder of its own, and its thread.
final class TestServer {
    let path: String
    let controlPath: String
    let server: VarlinkServer
    let news: Doorbell
    let echo = EchoService()
    private let thread: Thread

    /// - Parameter prepare: what is done with the server before it runs.
    init(_ prepare: (VarlinkServer) -> Void = { _ in }) throws {
        let folder = Scratch.path("publishing")
        try Files.makeDirectory(folder, mode: 0o700)
        path = folder + "/public"
        controlPath = folder + "/control"
        news = try Doorbell()
        server = try VarlinkServer(
            information: VarlinkInformation(vendor: "v", product: "p", version: "1", url: "u"), news: news)
        echo.server = server
        server.add(echo)
        server.add(ControlService())
        try server.listen(on: try UnixSocket.listen(path: path, mode: 0o600), access: .read)
        try server.listen(on: try UnixSocket.listen(path: controlPath, mode: 0o600), access: .control)
        prepare(server)
        let server = server
        thread = try Thread(name: "hf-publish-test") { _ in try? server.run() }
    }

    func stop() {
        server.stop()
        thread.join()
    }
}

final class ControlService: VarlinkService {
    let description = InterfaceDescription(Array("interface org.change\nmethod Set() -> ()\n".utf8))
    let access = VarlinkPeer.Access.control
    func handle(_ call: VarlinkCall, from peer: VarlinkPeer) -> VarlinkOutcome { .reply(VarlinkReply.message()) }
}
