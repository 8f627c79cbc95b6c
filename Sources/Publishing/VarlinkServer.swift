public import Interface
public import LinuxIO
public import Samples
import Synchronization

/// A Varlink service on Unix sockets: one thread and many clients, none of which can delay another or the station.
///
/// <doc:Varlink> has its rules.
public final class VarlinkServer: @unchecked Sendable {
    // Safety: everything except `mailbox`, `stopping`, `clients` and the bells belongs to the thread of `run`.
    private static let bellToken: UInt64 = 0
    private static let newsToken: UInt64 = 1
    private static let firstListenerToken: UInt64 = 16
    private static let firstTicket: UInt64 = 1 << 20

    let information: VarlinkInformation
    /// The replies that describe the interfaces. They are always the same, and all clients that they wait for share them.
    var descriptions: [String: [UInt8]] = [:]
    private(set) var services: [String: any VarlinkService] = [:]
    private var listeners: [VarlinkListener] = []
    private(set) var connections: [UInt64: VarlinkConnection] = [:]
    private var nextTicket = firstTicket
    /// Connections with work.
    var hungry = FairQueue()
    /// Connections that hold a long call, or wait for room for one, in their order.
    private var long: [UInt64] = []
    /// Listeners with new clients.
    private var arrivals: [Int] = []
    private let epoll: Epoll
    private let bell: EventDescriptor
    private let news: Doorbell
    private let stopping = Atomic<Bool>(false)
    private let clients = Atomic<Int>(0)
    private let turnCount = Atomic<UInt64>(0)
    private let mailbox = Mutex<[(ticket: UInt64, outcome: Answer)]>([])
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: ClientLimits.pipeline, alignment: 16)

    /// An answer that comes later.
    public enum Answer: Sendable {
        case reply([UInt8])
        case error(VarlinkError)
    }

    /// - Parameter news: rung when there is news for the streams that wait for it.
    public init(information: VarlinkInformation, news: Doorbell) throws(SystemError) {
        self.information = information
        self.news = news
        let epoll = try Epoll()
        let bell = try EventDescriptor()
        try epoll.add(bell.number, token: Self.bellToken)
        // It is not drained: each ring is an arrival.
        try epoll.add(news.number, token: Self.newsToken, [.readable, .onArrival])
        self.epoll = epoll
        self.bell = bell
    }

    deinit { buffer.deallocate() }

    /// Rung by `wake`; for threads that can only ring a bell.
    public var wakeBell: EventDescriptor { bell }

    /// For tests: a clock that is ahead, and clients of other users. To be set before `run`.
    var now: @Sendable () -> HostInstant = { Clock.monotonic() }
    var identify: @Sendable (Int32) -> UnixSocket.Peer? = { UnixSocket.peer(of: $0) }

    /// Called at every turn of the loop; returns the time of its next call at the latest. To be set before `run`.
    public var everyTurn: ((HostInstant) -> HostInstant?)?

    /// Adds a service. Before `run`.
    public func add(_ service: any VarlinkService) { services[service.description.name] = service }

    /// Adds a listening socket. Before `run`.
    public func listen(on descriptor: consuming Descriptor, access: VarlinkPeer.Access) throws(SystemError) {
        let listener = VarlinkListener(descriptor, access)
        try epoll.add(listener.descriptor.number, token: Self.firstListenerToken + UInt64(listeners.count))
        listeners.append(listener)
    }

    /// The number of clients. Any thread.
    public var clientCount: Int { clients.load(ordering: .relaxed) }

    /// Answers a call that was postponed; a client that has closed is not an error. Any thread.
    public func answer(_ ticket: UInt64, _ answer: Answer) {
        mailbox.withLock { $0.append((ticket, answer)) }
        bell.ring()
    }

    /// Makes streams look for news now. Any thread that may make a system call.
    public func wake() { bell.ring() }

    /// Counts the turns of the loop: a loop that no longer turns has hung.
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
            let end = Clock.monotonic().advanced(bySeconds: ClientLimits.turnSeconds)
            // News from before this call does not ring the bell; the streams look for it now.
            let hasPrepared = wantsNews
            if hasPrepared { news.prepareToWait() }
            queueStreams(.news)
            serveHungry(until: end)
            let wantsNews = wantsNews
            // A stream that has begun to wait just now looked too early.
            if wantsNews, !hasPrepared {
                news.prepareToWait()
                queueStreams(.news)
                serveHungry(until: end)
            }
            // After the calls: one that was just made may have a deadline. Answers are sent before the thread sleeps.
            let turn = everyTurn?(now())
            deliverAnswers()
            let wake = [nextMoment(), turn].compactMap { $0 }.min()
            try epoll.wait(until: hungry.isEmpty ? wake : Clock.monotonic()) { token, ready in serve(token, ready) }
            // Done last, so that a client that has just left makes room for a new one.
            for index in arrivals { accept(index) }
            arrivals.removeAll(keepingCapacity: true)
            if wantsNews { news.cancelWait() }
        }
        connections.removeAll()
        clients.store(0, ordering: .relaxed)
    }

    /// Whether a stream waits for news.
    private var wantsNews: Bool {
        connections.values.contains { connection in
            if case .streaming(_, _, true) = connection.state { return !connection.isSending }
            return false
        }
    }

    private func serve(_ token: UInt64, _ ready: Epoll.Interest) {
        switch token {
        case Self.bellToken:
            bell.drain()
            _ = everyTurn?(now())
            deliverAnswers()
            queueStreams(.wake)
        // The next turn looks.
        case Self.newsToken: break
        case Self.firstListenerToken..<Self.firstTicket: arrivals.append(Int(token - Self.firstListenerToken))
        default:
            guard let connection = connections[token] else { return }
            let now = now()
            // Nobody waits for a stream, or for a long call that is not read, of a client that has gone.
            var alive =
                !ready.contains(.error)
                && !(ready.contains(.hangUp) && (connection.isStreaming || connection.needsRoom))
            if alive, ready.contains(.writable) { alive = connection.flush(at: now) }
            if alive, !ready.isDisjoint(with: [.readable, .hangUp]) { alive = connection.receive(into: buffer, at: now) }
            // Its calls wait for their turn with those of all other connections.
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
        for _ in 0..<ClientLimits.arrivalsPerTurn {
            do {
                guard let descriptor = try UnixSocket.accept(listener.descriptor.number) else { return }
                guard let peer = identify(descriptor.number) else { continue }
                let served = connections.values.filter { $0.turnedAwayUntil == nil }
                let hasRoom =
                    served.count < ClientLimits.connections
                    && served.count { $0.peer.user == peer.user } < ClientLimits.connectionsPerUser
                guard hasRoom || connections.count - served.count < ClientLimits.turnedAway else { continue }
                UnixSocket.setSendBuffer(descriptor.number, bytes: ClientLimits.sendBuffer)
                let ticket = nextTicket
                nextTicket += 1
                let number = descriptor.number
                let connection = VarlinkConnection(
                    descriptor,
                    peer: VarlinkPeer(user: peer.user, process: peer.process, access: listener.access, ticket: ticket),
                    at: now())
                if !hasRoom { connection.turnedAwayUntil = now().advanced(bySeconds: ClientLimits.turnedAwaySeconds) }
                try epoll.add(number, token: ticket)
                connections[ticket] = connection
                countClients()
            } catch {
                // No descriptor is left: the client waits in the kernel's queue, and this thread does not spin.
                epoll.remove(listener.descriptor.number)
                listener.pausedUntil = now().advanced(bySeconds: 1)
                return
            }
        }
    }

    private func countClients() {
        clients.store(connections.values.count { $0.turnedAwayUntil == nil }, ordering: .relaxed)
    }

    private func resumeListeners(_ now: HostInstant) {
        for (index, listener) in listeners.enumerated() {
            guard let moment = listener.pausedUntil else { continue }
            guard moment <= now else { continue }
            listener.pausedUntil = nil
            try? epoll.add(listener.descriptor.number, token: Self.firstListenerToken + UInt64(index))
        }
    }

    /// Closes a connection, or sets the events for which it waits.
    func settle(_ connection: VarlinkConnection, alive: Bool) {
        let isDone = connection.isFinished && connection.isIdle && !connection.isSending && !connection.isHungry
        guard alive, !isDone else {
            epoll.remove(connection.descriptor.number)
            connections[connection.peer.ticket] = nil
            hungry.remove(connection.peer.ticket)
            let user = connection.peer.user
            if !connections.values.contains(where: { $0.peer.user == user }) { hungry.forget(user) }
            countClients()
            shareRoom(without: connection)
            return
        }
        if connection.needsRoom, !long.contains(connection.peer.ticket) {
            long.append(connection.peer.ticket)
            shareRoom(without: nil)
        } else if connection.hasRoom, !connection.usesRoom {
            shareRoom(without: connection)
        }
        watch(connection)
    }

    /// The first of those that have a long call, or wait for room for one, have room.
    private func shareRoom(without leaver: VarlinkConnection?) {
        if let leaver {
            leaver.takeRoom()
            long.removeAll { $0 == leaver.peer.ticket }
        }
        for ticket in long.prefix(ClientLimits.longCalls) {
            guard let connection = connections[ticket], !connection.hasRoom else { continue }
            connection.giveRoom()
            watch(connection)
        }
    }

    private func watch(_ connection: VarlinkConnection) {
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
        let now = now()
        for (ticket, answer) in answers {
            guard let connection = connections[ticket], case .waiting(let oneway) = connection.state else { continue }
            connection.state = .idle
            var alive = true
            switch answer {
            case .reply(let message): alive = oneway || connection.send(message, at: now)
            case .error(let error): alive = oneway || connection.send(error.message, at: now)
            }
            if alive, connection.hasCalls { postpone(connection) }
            settle(connection, alive: alive)
        }
    }

    /// The reason for asking streams: there may be news, or `wake` was called. Those whose time has come are always asked.
    private enum Cause { case news, wake }

    /// Queues every stream whose time has come, and closes clients that read nothing or make no call.
    private func queueStreams(_ cause: Cause) {
        let now = now()
        resumeListeners(now)
        for connection in Array(connections.values) {
            if let moment = connection.closingMoment {
                guard moment <= now else { continue }
                if connection.turnedAwayUntil == nil, connection.isSending {
                    let (process, seconds) = (connection.peer.process, Int(connection.patienceSeconds))
                    Log.notice("publishing", "a client (process \(process)) has read nothing for \(seconds) s: closed")
                }
                settle(connection, alive: false)
            } else if case .streaming(_, let until, let orNews) = connection.state {
                if until <= now || cause == .wake || (cause == .news && orNews) { postpone(connection) }
            }
        }
        shed(at: now)
    }

    /// When a stream or a client that does nothing must be looked at.
    private func nextMoment() -> HostInstant? {
        var moments = listeners.compactMap(\.pausedUntil)
        for connection in connections.values {
            if let moment = connection.closingMoment {
                moments.append(moment)
            } else if case .streaming(_, let until, _) = connection.state {
                moments.append(until)
            }
        }
        if let moment = shed(at: now()) { moments.append(moment) }
        return moments.min()
    }
}
