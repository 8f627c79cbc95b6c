import Interface
import LinuxIO
import Samples

/// One client: what it has sent and is not answered yet, the one message on its way out, and the stream that runs.
///
/// Owned by the server's thread.
final class VarlinkConnection {
    /// Calls that wait are held up to this many bytes; past that the client is not read (rule 2).
    static let pipelineLimit = 64 << 10
    /// A client that took no byte for so long is closed (rule 21), seconds.
    static let stallSeconds = 30.0

    enum State {
        case idle
        /// An answer comes later.
        case waiting(oneway: Bool)
        case streaming(any VarlinkStream, until: HostInstant, orNews: Bool)
    }

    let descriptor: Descriptor
    let peer: VarlinkPeer
    var state = State.idle
    /// The client has closed its side: what it has sent is still answered.
    var isFinished = false
    /// There is no room for it: its first call is answered so, and it is closed then, or at this moment without a call.
    var turnedAwayUntil: HostInstant?
    private(set) var interest: Epoll.Interest = .readable

    private var input: [UInt8] = []
    /// How much of `input` is known to hold no 0 byte.
    private var searched = 0
    private var output: [UInt8] = []
    private var written = 0
    private var lastProgress = HostInstant.never

    init(_ descriptor: consuming Descriptor, peer: VarlinkPeer) {
        self.descriptor = descriptor
        self.peer = peer
    }

    var isSending: Bool { !output.isEmpty }
    var isIdle: Bool { if case .idle = state { true } else { false } }
    var isStreaming: Bool { if case .streaming = state { true } else { false } }

    /// When a client that takes nothing is given up.
    var stallMoment: HostInstant? { isSending ? lastProgress.advanced(bySeconds: Self.stallSeconds) : nil }

    private var wantsInput: Bool {
        !isFinished && (isIdle && !isSending ? input.count <= JSONParser.byteLimit : input.count < Self.pipelineLimit)
    }

    /// Whether a message has begun that is longer than any may be. Asked when `nextMessage` found no end.
    var isOverlong: Bool { searched > JSONParser.byteLimit }

    /// What to wait for; `nil` when that is what is waited for already.
    func changedInterest() -> Epoll.Interest? {
        var wanted: Epoll.Interest = []
        if wantsInput { wanted.insert(.readable) }
        if isSending { wanted.insert(.writable) }
        guard wanted != interest else { return nil }
        interest = wanted
        return wanted
    }

    /// Reads what is there; false when the connection is to be closed now.
    func receive(into buffer: UnsafeMutableRawBufferPointer) -> Bool {
        while wantsInput {
            do {
                switch try descriptor.read(into: buffer) {
                case .wouldBlock: return true
                case .endOfFile:
                    isFinished = true
                    return !isStreaming
                case .bytes(let count): input.append(contentsOf: buffer[..<count])
                }
            } catch { return false }
        }
        return true
    }

    /// The next call's bytes, without the 0 byte.
    func nextMessage() -> ArraySlice<UInt8>? {
        guard let end = input[searched...].firstIndex(of: 0) else {
            searched = input.count
            return nil
        }
        let message = input[..<end]
        defer {
            input.removeFirst(end + 1)
            searched = 0
        }
        return message
    }

    /// Begins to send a message; the one before has gone out.
    func send(_ message: [UInt8], at now: HostInstant) -> Bool {
        output = message
        written = 0
        lastProgress = now
        return flush(at: now)
    }

    /// Sends what fits; false when the client is gone.
    func flush(at now: HostInstant) -> Bool {
        while written < output.count {
            do {
                let transfer = try output.withUnsafeBytes {
                    try UnixSocket.send(descriptor.number, UnsafeRawBufferPointer(rebasing: $0[written...]))
                }
                guard case .bytes(let count) = transfer else { return true }
                written += count
                lastProgress = now
            } catch { return false }
        }
        output.removeAll(keepingCapacity: false)
        written = 0
        return true
    }
}
