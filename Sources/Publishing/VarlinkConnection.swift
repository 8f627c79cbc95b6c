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
    /// So is one that has begun a call and not ended it, seconds.
    static let halfOpenSeconds = 30.0

    enum State {
        case idle
        /// An answer comes later.
        case waiting(oneway: Bool)
        case streaming(any VarlinkStream, until: HostInstant, orNews: Bool)
        case writing(any VarlinkPieces)
    }

    let descriptor: Descriptor
    let peer: VarlinkPeer
    var state = State.idle
    /// The client has closed its side: what it has sent is still answered.
    var isFinished = false
    /// There is no room for it: its first call is answered so, and it is closed then, or at this moment without a call.
    var turnedAwayUntil: HostInstant?
    /// It has more to be done than its share of a turn.
    var isHungry = false
    private(set) var interest: Epoll.Interest = .readable

    private var input: [UInt8] = []
    /// How much of `input` is answered, and how much is known to hold no 0 byte behind that.
    private var consumed = 0
    private var searched = 0
    private var output: [UInt8] = []
    private var written = 0
    private var lastProgress = HostInstant.never
    private var lastHeard: HostInstant

    init(_ descriptor: consuming Descriptor, peer: VarlinkPeer, at now: HostInstant) {
        lastHeard = now
        self.descriptor = descriptor
        self.peer = peer
    }

    var isSending: Bool { !output.isEmpty }
    var isIdle: Bool { if case .idle = state { true } else { false } }
    var isStreaming: Bool { if case .streaming = state { true } else { false } }

    /// When a client that takes nothing is given up.
    var stallMoment: HostInstant? { isSending ? lastProgress.advanced(bySeconds: Self.stallSeconds) : nil }

    /// When a client is given up of whom nothing is known but that it was here.
    var idleMoment: HostInstant? {
        guard isIdle, !isSending, !isHungry else { return nil }
        let seconds = consumed < input.count ? Self.halfOpenSeconds : peer.access.idleSeconds
        return lastHeard.advanced(bySeconds: seconds)
    }

    /// Whether a long reply is to be gone on with.
    var isWriting: Bool { if case .writing = state { !isSending } else { false } }

    /// Whether something was heard that can be answered now.
    var hasCalls: Bool { isIdle && !isSending && consumed < input.count }

    private var wantsInput: Bool {
        let waiting = input.count - consumed
        return !isFinished && !isHungry && (isIdle && !isSending ? waiting <= JSONParser.byteLimit : waiting < Self.pipelineLimit)
    }

    /// Whether a message has begun that is longer than any may be. Asked when `nextMessage` found no end.
    var isOverlong: Bool { searched - consumed > JSONParser.byteLimit }

    /// What to wait for; `nil` when that is what is waited for already.
    func changedInterest() -> Epoll.Interest? {
        var wanted: Epoll.Interest = []
        if wantsInput { wanted.insert(.readable) }
        if isSending { wanted.insert(.writable) }
        guard wanted != interest else { return nil }
        interest = wanted
        return wanted
    }

    /// Reads what is there, a buffer at most; false when the connection is to be closed now.
    func receive(into buffer: UnsafeMutableRawBufferPointer, at now: HostInstant) -> Bool {
        guard wantsInput else { return true }
        do {
            switch try descriptor.read(into: buffer) {
            case .wouldBlock: return true
            case .endOfFile:
                isFinished = true
                return !isStreaming
            case .bytes(let count):
                forgetAnswered()
                input.append(contentsOf: buffer[..<count])
                lastHeard = now
                return true
            }
        } catch { return false }
    }

    /// What is answered makes room now and then, not at each call: so a byte is moved once or twice, however many calls are there.
    private func forgetAnswered() {
        guard consumed > 0, consumed >= input.count - consumed else { return }
        input.removeFirst(consumed)
        searched -= min(searched, consumed)
        consumed = 0
    }

    /// The next call's bytes, without the 0 byte.
    func nextMessage() -> ArraySlice<UInt8>? {
        guard let end = input[max(searched, consumed)...].firstIndex(of: 0) else {
            searched = input.count
            return nil
        }
        defer {
            consumed = end + 1
            searched = consumed
        }
        return input[consumed..<end]
    }

    /// Begins to send a message; the one before has gone out.
    func send(_ message: [UInt8], at now: HostInstant) -> Bool {
        output = message
        written = 0
        lastProgress = now
        // A stream that has ended is a call that was answered just now.
        lastHeard = now
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
