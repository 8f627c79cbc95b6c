import Interface
import LinuxIO
import Samples

/// One client: its unanswered calls, the message that is being sent, and the stream that runs.
///
/// Owned by the server's thread.
final class VarlinkConnection {
    enum State {
        case idle
        /// The answer comes later.
        case waiting(oneway: Bool)
        case streaming(any VarlinkStream, until: HostInstant, orNews: Bool)
        case writing(any VarlinkPieces)
    }

    let descriptor: Descriptor
    let peer: VarlinkPeer
    var state = State.idle
    /// The client has closed its side: the calls that it has sent are still answered.
    var isFinished = false
    /// The connection is one too many: its first call gets an error and the connection is closed, or it is closed at this moment
    /// without a call.
    var turnedAwayUntil: HostInstant?
    /// It has more work than its share of a turn.
    var isHungry = false
    private(set) var interest: Epoll.Interest = .readable

    private var input: [UInt8] = []
    /// The number of bytes of `input` that have been answered, and the number that have been searched for a 0 byte.
    private var consumed = 0
    private var searched = 0
    private var output: [UInt8] = []
    private var written = 0
    /// Descriptors that go with the first byte of `output`; the stream that it is of keeps them open.
    private var passing: [Int32] = []
    private(set) var lastProgress = HostInstant.never
    private var lastHeard: HostInstant
    /// When the call that is not complete yet began.
    private var begun = HostInstant.never
    /// Whether it may hold a call longer than `ClientLimits.pipeline`; the server says.
    private(set) var hasRoom = false

    init(_ descriptor: consuming Descriptor, peer: VarlinkPeer, at now: HostInstant) {
        lastHeard = now
        self.descriptor = descriptor
        self.peer = peer
    }

    var isSending: Bool { !output.isEmpty }
    /// The bytes of the message that is being sent; all of it is in memory until the last byte is sent.
    var unread: Int { output.count }
    var isIdle: Bool { if case .idle = state { true } else { false } }
    var isStreaming: Bool { if case .streaming = state { true } else { false } }

    /// When a client that reads nothing is closed.
    var stallMoment: HostInstant? { isSending ? lastProgress.advanced(bySeconds: patienceSeconds) : nil }
    var patienceSeconds: Double {
        if case .streaming(let stream, _, _) = state { stream.patienceSeconds } else { ClientLimits.stallSeconds }
    }

    /// When a client that makes no call and has no stream is closed.
    var idleMoment: HostInstant? {
        guard isIdle, !isSending, !isHungry else { return nil }
        return consumed < input.count
            ? begun.advanced(bySeconds: ClientLimits.halfOpenSeconds)
            : lastHeard.advanced(bySeconds: ClientLimits.idleSeconds(peer.access))
    }

    /// When it is closed unless something happens; nil while it has work or a stream.
    var closingMoment: HostInstant? { turnedAwayUntil ?? stallMoment ?? idleMoment }

    /// Whether a long reply must be continued.
    var isWriting: Bool { if case .writing = state { !isSending } else { false } }

    /// Whether there are calls that can be answered now.
    var hasCalls: Bool { isIdle && !isSending && consumed < input.count }

    private var wantsInput: Bool {
        let waiting = input.count - consumed
        let isLong = isIdle && !isSending && hasRoom
        return !isFinished && !isHungry && (isLong ? waiting <= JSONParser.byteLimit : waiting < ClientLimits.pipeline)
    }

    /// Whether a call has begun that is longer than `ClientLimits.pipeline`, and the rest of it cannot be read without room.
    var needsRoom: Bool {
        !hasRoom && isIdle && !isSending && !isFinished && searched == input.count
            && input.count - consumed >= ClientLimits.pipeline
    }

    /// Whether the room that it has is in use.
    var usesRoom: Bool { hasRoom && input.count - consumed >= ClientLimits.pipeline }

    /// Lets the connection hold a long call. The memory is allocated at once, so that it does not grow by doubling.
    func giveRoom() {
        forgetAnswered(all: true)
        input.reserveCapacity(JSONParser.byteLimit + ClientLimits.pipeline + 1)
        hasRoom = true
    }

    /// Takes the room back, and frees the memory of calls that were answered.
    func takeRoom() {
        hasRoom = false
        input = Array(input[consumed...])
        searched -= min(searched, consumed)
        consumed = 0
    }

    /// Whether a message has begun that exceeds the limit. To be called when `nextMessage` found no end.
    var isOverlong: Bool { searched - consumed > JSONParser.byteLimit }

    /// The events to wait for; `nil` when they have not changed.
    func changedInterest() -> Epoll.Interest? {
        var wanted: Epoll.Interest = []
        if wantsInput { wanted.insert(.readable) }
        if isSending { wanted.insert(.writable) }
        guard wanted != interest else { return nil }
        interest = wanted
        return wanted
    }

    /// Reads the available bytes, one buffer at most; false when the connection must be closed now.
    func receive(into buffer: UnsafeMutableRawBufferPointer, at now: HostInstant) -> Bool {
        guard wantsInput else { return true }
        do {
            switch try descriptor.read(into: buffer) {
            case .wouldBlock: return true
            case .endOfFile:
                isFinished = true
                return !isStreaming
            case .bytes(let count):
                if consumed == input.count { begun = now }
                forgetAnswered()
                input.append(contentsOf: buffer[..<count])
                lastHeard = now
                return true
            }
        } catch { return false }
    }

    /// The bytes of answered calls are removed occasionally, not at each call, so that a byte is moved only once or twice,
    /// however many calls there are.
    private func forgetAnswered(all: Bool = false) {
        guard consumed > 0, all || consumed >= input.count - consumed else { return }
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
            // What is behind it has come with the last bytes at the latest.
            begun = lastHeard
        }
        return input[consumed..<end]
    }

    /// Begins to send a message; the one before must have been sent.
    func send(_ message: [UInt8], passing descriptors: [Int32] = [], at now: HostInstant) -> Bool {
        output = message
        passing = descriptors
        written = 0
        lastProgress = now
        // The end of a stream counts as a call that was answered just now.
        lastHeard = now
        return flush(at: now)
    }

    /// Sends as many bytes as fit; false when the client has closed.
    func flush(at now: HostInstant) -> Bool {
        while written < output.count {
            do {
                let transfer = try output.withUnsafeBytes {
                    let rest = UnsafeRawBufferPointer(rebasing: $0[written...])
                    return passing.isEmpty
                        ? try UnixSocket.send(descriptor.number, rest)
                        : try UnixSocket.send(descriptor.number, rest, descriptors: passing)
                }
                guard case .bytes(let count) = transfer else { return true }
                passing = []
                written += count
                lastProgress = now
            } catch { return false }
        }
        output.removeAll(keepingCapacity: false)
        written = 0
        return true
    }
}
