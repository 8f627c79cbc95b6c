import Interface
import LinuxIO
import Messages

/// A connection to a station.
final class StationClient {
    private let descriptor: Descriptor
    private var input: [UInt8] = []
    private let path: String
    /// Whether it is the control socket, which leaves nothing out.
    let isControl: Bool

    static let publicPath = "/run/holdfast/holdfast.sock"
    static let controlPath = "/run/holdfast/control.sock"

    /// - Parameter control: the socket through which the station can be changed, and no other. Otherwise that one where it may be opened,
    ///   because it says more, and else the public one.
    init(_ arguments: Arguments, control: Bool = false) throws(CommandError) {
        if !control, let path = Self.controlPath(besides: arguments), let opened = try? UnixSocket.connect(path: path) {
            self.path = path
            descriptor = opened
            isControl = true
            return
        }
        isControl = control
        let named = control ? arguments["control-socket"] : arguments["socket"]
        let variable = Environment.value(control ? "HOLDFAST_CONTROL_SOCKET" : "HOLDFAST_SOCKET")
        path = named ?? variable ?? (control ? Self.controlPath : Self.publicPath)
        do throws(SystemError) { descriptor = try UnixSocket.connect(path: path) } catch {
            if error.isPermission {
                throw .permission("you may not use \(path): become a member of the group \"holdfast\", then log in again")
            }
            throw .unavailable(
                "no station answers at \(path): start it with `systemctl start holdfast`, or name its socket with "
                    + (control ? "--control-socket" : "--socket"))
        }
    }

    /// The control socket of the same station; nil where the public one is named and it is not.
    private static func controlPath(besides arguments: Arguments) -> String? {
        if let named = arguments["control-socket"] { return named }
        if arguments["socket"] != nil { return nil }
        if let variable = Environment.value("HOLDFAST_CONTROL_SOCKET") { return variable }
        return Environment.value("HOLDFAST_SOCKET") == nil ? controlPath : nil
    }

    /// Says on standard error what the public socket leaves out of an answer.
    func tellWhatIsMissing() {
        guard !isControl else { return }
        Output.error(
            "holdfast: only the public socket can be opened: N/kg, percentages of the athlete's maximum and reasons are left out"
        )
    }

    /// One call, one answer.
    func call<Call: MethodCall>(_ call: Call) throws(CommandError) -> Call.Reply {
        try understood(try answer(to: call), as: Call.Reply.self)
    }

    /// The answer as it comes, with what this program does not know: for `--json`.
    func answer(to call: some MethodCall) throws(CommandError) -> JSONObject {
        try send(call.call(more: false))
        return try reply(within: 30)?.parameters ?? JSONObject()
    }

    /// Begins a stream whose answers are taken with `reply`.
    func begin(_ call: some MethodCall) throws(CommandError) { try send(call.call(more: true)) }

    /// A message of the station.
    func understood<Value: Message>(_ object: JSONObject, as type: Value.Type) throws(CommandError) -> Value {
        do throws(MessageError) { return try Value(object) } catch {
            throw .unavailable(
                "the station at \(path) has another version than this program, which expects another \"\(error.member)\" in "
                    + "\(error.type): see `holdfast doctor`")
        }
    }

    /// For waiting.
    var number: Int32 { descriptor.number }

    /// Sends the bytes of a call.
    func send(_ bytes: [UInt8]) throws(CommandError) {
        var sent = 0
        while sent < bytes.count {
            do {
                let transfer = try bytes.withUnsafeBytes {
                    try UnixSocket.send(descriptor.number, UnsafeRawBufferPointer(rebasing: $0[sent...]))
                }
                if case .bytes(let count) = transfer {
                    sent += count
                } else if !UnixSocket.wait(descriptor.number, writable: true, seconds: 10) {
                    throw CommandError.unavailable("the station at \(path) does not accept calls")
                }
            } catch let error as CommandError { throw error } catch { throw .unavailable("\(error)") }
        }
    }

    /// The next answer; `nil` after `seconds` of silence when those are 0.
    func reply(within seconds: Double) throws(CommandError) -> VarlinkReply? {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
        defer { buffer.deallocate() }
        while true {
            if let end = input.firstIndex(of: 0) {
                defer { input.removeFirst(end + 1) }
                return try understood(input[..<end])
            }
            guard UnixSocket.wait(descriptor.number, seconds: seconds) else {
                if seconds == 0 { return nil }
                throw .unavailable("the station at \(path) does not answer")
            }
            do throws(SystemError) {
                switch try descriptor.read(into: buffer) {
                case .bytes(let count): input += buffer[..<count]
                case .endOfFile: throw SystemError("read", path, number: 32)
                case .wouldBlock: continue
                }
            } catch { throw .unavailable("the station has closed the connection: see `journalctl -u holdfast`") }
        }
    }

    private func understood(_ bytes: ArraySlice<UInt8>) throws(CommandError) -> VarlinkReply {
        let reply: VarlinkReply
        do throws(VarlinkReply.Malformed) { reply = try VarlinkReply(parsing: bytes) } catch {
            throw .unavailable("the program that answers at \(path) is not a Holdfast station")
        }
        guard let error = reply.error else { return reply }
        if error == VarlinkError.permissionDenied.name {
            throw .permission(
                "\(path) does not give this to everybody: use the control socket, as a member of the group \"holdfast\"")
        }
        if let message = reply.parameters["message"]?.string {
            let problems = reply.parameters["problems"]?.array?.compactMap(\.string) ?? []
            throw .refused(problems.count == 1 ? "\(message): \(problems[0])" : ([message] + problems).joined(separator: "\n  "))
        }
        if let parameter = reply.parameters["parameter"]?.string {
            throw .refused("the station does not accept this value of \"\(parameter)\"")
        }
        throw .refused("the station does not know this call: it may have another version; see `holdfast doctor`")
    }
}
