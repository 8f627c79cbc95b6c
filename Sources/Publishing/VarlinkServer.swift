public import Interface
public import LinuxIO
public import Samples
import Synchronization

/// A Varlink service on Unix sockets: one thread, many clients, none of which can hold up another or the station.
///
/// The rules that it keeps are in <doc:Varlink>.
public final class VarlinkServer: @unchecked Sendable {
    // Safety: everything but `mailbox`, `stopping`, `clients` and the bells belongs to the thread of `run`.
    /// Clients at once, and of one user (rule 22).
    public static let connectionLimit = 64
    public static let connectionsPerUser = 16
    /// Further clients that are told so at once; more are closed without a word.
    static let turnedAwayLimit = 16
    /// One of those that does not call is closed after so long, seconds.
    static let turnedAwaySeconds = 1.0
    /// What the kernel keeps for a client that reads slowly (rule 23), bytes.
    private static let sendBuffer: Int32 = 1 << 20
    /// New clients at a listener in one turn.
    private static let arrivalsPerTurn = 16
    private static let bellToken: UInt64 = 0
    private static let newsToken: UInt64 = 1
    private static let firstListenerToken: UInt64 = 16
    private static let firstTicket: UInt64 = 1 << 20

    let information: VarlinkInformation
    private(set) var services: [String: any VarlinkService] = [:]
    private var listeners: [VarlinkListener] = []
    private(set) var connections: [UInt64: VarlinkConnection] = [:]
    private var nextTicket = firstTicket
    /// Connections that have more to be done, in their order.
    var hungry: [UInt64] = []
    /// Listeners at which somebody waits.
    private var arrivals: [Int] = []
    private let epoll: Epoll
    private let bell: EventDescriptor
    private let news: Doorbell
    private let stopping = Atomic<Bool>(false)
    private let clients = Atomic<Int>(0)
    private let turnCount = Atomic<UInt64>(0)
    private let mailbox = Mutex<[(ticket: UInt64, outcome: Answer)]>([])
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)

    /// An answer that comes later.
    public enum Answer: Sendable {
        case reply([UInt8])
        case error(VarlinkError)
    }

    /// - Parameter news: rung when there is something for streams that wait for news.
    public init(information: VarlinkInformation, news: Doorbell) throws(SystemError) {
        self.information = information
        self.news = news
        let epoll = try Epoll()
        let bell = try EventDescriptor()
        try epoll.add(bell.number, token: Self.bellToken)
        try epoll.add(news.number, token: Self.newsToken)
        self.epoll = epoll
        self.bell = bell
    }

    deinit { buffer.deallocate() }

    /// Rung by `wake`; for threads that may ring nothing else.
    public var wakeBell: EventDescriptor { bell }

    /// Called at every turn of the loop; when it wants to be called again at the latest. Set before `run`.
    public var everyTurn: ((HostInstant) -> HostInstant?)?

    /// Offers a service. Before `run`.
    public func add(_ service: any VarlinkService) { services[service.description.name] = service }

    /// Takes a listening socket. Before `run`.
    public func listen(on descriptor: consuming Descriptor, access: VarlinkPeer.Access) throws(SystemError) {
        let listener = VarlinkListener(descriptor, access)
        try epoll.add(listener.descriptor.number, token: Self.firstListenerToken + UInt64(listeners.count))
        listeners.append(listener)
    }

    /// How many clients there are. Any thread.
    public var clientCount: Int { clients.load(ordering: .relaxed) }

    /// Answers a call that was put off; a client that is gone is no error. Any thread.
    public func answer(_ ticket: UInt64, _ answer: Answer) {
        mailbox.withLock { $0.append((ticket, answer)) }
        bell.ring()
    }

    /// Lets streams look for news now. Any thread that may make a system call.
    public func wake() { bell.ring() }

    /// Counts the turns of the loop: one that does not go round any more has hung.
    public var turns: UInt64 { turnCount.load(ordering: .relaxed) }

    /// Ends `run` soon. Any thread.
    public func stop() {
        stopping.store(true, ordering: .releasing)
        bell.ring()
    }

    /// Serves until `stop`.
    public func run() throws(SystemError) {
        while !stopping.load(ordering: .acquiring) {
            turnCount.add(1, ordering: .relaxed)
            let turn = everyTurn?(Clock.monotonic())
            // What that has answered goes out before anybody sleeps.
            deliverAnswers()
            let wake = [advanceStreams(), turn].compactMap { $0 }.min()
            let wantsNews = connections.values.contains { connection in
                if case .streaming(_, _, true) = connection.state { return !connection.isSending }
                return false
            }
            if wantsNews {
                news.prepareToWait()
                // Whoever rang before that left something to see.
                _ = advanceStreams(.news)
            }
            try epoll.wait(until: hungry.isEmpty ? wake : Clock.monotonic()) { token, ready in serve(token, ready) }
            serveHungry()
            // Last, so that a client that has just left makes room for the one that comes.
            for index in arrivals { accept(index) }
            arrivals.removeAll(keepingCapacity: true)
            if wantsNews { news.cancelWait() }
        }
        connections.removeAll()
        clients.store(0, ordering: .relaxed)
    }

    private func serve(_ token: UInt64, _ ready: Epoll.Interest) {
        switch token {
        case Self.bellToken:
            bell.drain()
            _ = everyTurn?(Clock.monotonic())
            deliverAnswers()
            _ = advanceStreams(.wake)
        case Self.newsToken:
            news.drain()
            _ = advanceStreams(.news)
        case Self.firstListenerToken..<Self.firstTicket: arrivals.append(Int(token - Self.firstListenerToken))
        default:
            guard let connection = connections[token] else { return }
            let now = Clock.monotonic()
            var alive = !ready.contains(.error) && !(ready.contains(.hangUp) && connection.isStreaming)
            if alive, ready.contains(.writable) { alive = connection.flush(at: now) }
            if alive, !ready.isDisjoint(with: [.readable, .hangUp]) { alive = connection.receive(into: buffer, at: now) }
            // Its calls wait for their turn, with those of all others.
            if alive, connection.hasCalls || connection.isWriting { postpone(connection) }
            let isGone =
                ready.contains(.hangUp) && connection.isFinished && !connection.isSending && !connection.isHungry
            settle(connection, alive: alive && !isGone)
        }
    }

    // MARK: connections

    private func accept(_ index: Int) {
        guard listeners.indices.contains(index) else { return }
        let listener = listeners[index]
        for _ in 0..<Self.arrivalsPerTurn {
            do {
                guard let descriptor = try UnixSocket.accept(listener.descriptor.number) else { return }
                guard let peer = UnixSocket.peer(of: descriptor.number) else { continue }
                let served = connections.values.filter { $0.turnedAwayUntil == nil }
                let hasRoom =
                    served.count < Self.connectionLimit
                    && served.count { $0.peer.user == peer.user } < Self.connectionsPerUser
                guard hasRoom || connections.count - served.count < Self.turnedAwayLimit else { continue }
                UnixSocket.setSendBuffer(descriptor.number, bytes: Self.sendBuffer)
                let ticket = nextTicket
                nextTicket += 1
                let number = descriptor.number
                let connection = VarlinkConnection(
                    descriptor,
                    peer: VarlinkPeer(user: peer.user, process: peer.process, access: listener.access, ticket: ticket),
                    at: Clock.monotonic())
                if !hasRoom { connection.turnedAwayUntil = Clock.monotonic().advanced(bySeconds: Self.turnedAwaySeconds) }
                try epoll.add(number, token: ticket)
                connections[ticket] = connection
                countClients()
            } catch {
                // No descriptor is left: the client waits in the kernel's queue, and this thread does not spin.
                epoll.remove(listener.descriptor.number)
                listener.pausedUntil = Clock.monotonic().advanced(bySeconds: 1)
                return
            }
        }
    }

    private func countClients() {
        clients.store(connections.values.count { $0.turnedAwayUntil == nil }, ordering: .relaxed)
    }

    private func resumeListeners(_ now: HostInstant) -> HostInstant? {
        var next: HostInstant?
        for (index, listener) in listeners.enumerated() {
            guard let moment = listener.pausedUntil else { continue }
            if moment <= now {
                listener.pausedUntil = nil
                try? epoll.add(listener.descriptor.number, token: Self.firstListenerToken + UInt64(index))
            } else {
                next = min(next ?? moment, moment)
            }
        }
        return next
    }

    /// Closes a connection, or waits for what it needs next.
    func settle(_ connection: VarlinkConnection, alive: Bool) {
        let isDone = connection.isFinished && connection.isIdle && !connection.isSending && !connection.isHungry
        guard alive, !isDone else {
            epoll.remove(connection.descriptor.number)
            connections[connection.peer.ticket] = nil
            countClients()
            return
        }
        if let interest = connection.changedInterest() {
            try? epoll.change(connection.descriptor.number, token: connection.peer.ticket, interest)
        }
    }

    // MARK: answers and streams

    private func deliverAnswers() {
        let answers = mailbox.withLock { waiting in
            defer { waiting = [] }
            return waiting
        }
        let now = Clock.monotonic()
        for (ticket, answer) in answers {
            guard let connection = connections[ticket], case .waiting(let oneway) = connection.state else { continue }
            connection.state = .idle
            var alive = true
            switch answer {
            case .reply(let message): alive = oneway || connection.send(message, at: now)
            case .error(let error): alive = oneway || connection.send(error.message, at: now)
            }
            settle(connection, alive: alive && advance(connection, at: now))
        }
    }

    /// Why streams are asked: their moment may have come, there are news, or somebody has called `wake`.
    private enum Cause { case time, news, wake }

    /// Lets every stream whose moment has come speak, and closes clients that take nothing; when to look again.
    private func advanceStreams(_ cause: Cause = .time) -> HostInstant? {
        let now = Clock.monotonic()
        var next = resumeListeners(now)
        for connection in Array(connections.values) {
            if let moment = connection.turnedAwayUntil {
                if moment <= now { settle(connection, alive: false) } else { next = min(next ?? moment, moment) }
                continue
            }
            if let moment = connection.stallMoment {
                if moment <= now {
                    Log.notice("publishing", "a client (process \(connection.peer.process)) has read nothing for 30 s: closed")
                    settle(connection, alive: false)
                } else {
                    next = min(next ?? moment, moment)
                }
                continue
            }
            if let moment = connection.idleMoment {
                if moment <= now { settle(connection, alive: false) } else { next = min(next ?? moment, moment) }
                continue
            }
            guard case .streaming(_, let until, let orNews) = connection.state, !connection.isHungry else { continue }
            if until <= now || cause == .wake || (cause == .news && orNews) {
                settle(connection, alive: goOn(connection, at: now))
            }
            if case .streaming(_, let until, _) = connection.state { next = min(next ?? until, until) }
        }
        return next
    }
}
