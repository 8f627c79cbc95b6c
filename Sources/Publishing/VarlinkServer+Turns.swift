import Interface
import LinuxIO
import Samples

/// The share of a turn that each connection gets, so that no client waits for another client's flood.
extension VarlinkServer {
    /// Closes clients that read nothing, the longest silent first, until what is unread has room; one of them may stay. Returns when to
    /// look again.
    @discardableResult func shed(at now: HostInstant) -> HostInstant? {
        var stuck = connections.values.filter(\.isSending)
        var unread = stuck.reduce(0) { $0 + $1.unread }
        guard unread > ClientLimits.unread else { return nil }
        stuck.sort { $0.lastProgress > $1.lastProgress }
        while stuck.count > 1, unread > ClientLimits.unread, let oldest = stuck.popLast() {
            let moment = oldest.lastProgress.advanced(bySeconds: ClientLimits.unreadSeconds)
            guard moment <= now else { return moment }
            unread -= oldest.unread
            settle(oldest, alive: false)
        }
        return nil
    }

    func postpone(_ connection: VarlinkConnection) {
        guard !connection.isHungry else { return }
        connection.isHungry = true
        hungry.add(connection.peer.ticket, of: connection.peer.user)
    }

    /// Gives connections with work their share, one after the other, until this moment; at least one. Whose turn it is, `FairQueue`
    /// says. There are as many shares as connections wait: then it is looked what has come.
    func serveHungry(until end: HostInstant) {
        guard !hungry.isEmpty else { return }
        // Who is alone takes nothing from anybody, and a look at this clock is a system call.
        let isAlone = hungry.count == 1
        var spent = isAlone ? 0 : Clock.threadSeconds()
        for place in 0..<hungry.count {
            guard place == 0 || Clock.monotonic() < end, let next = hungry.next() else { return }
            guard let connection = connections[next.client] else { continue }
            connection.isHungry = false
            settle(connection, alive: goOn(connection, at: now()))
            let before = spent
            if !isAlone { spent = Clock.threadSeconds() }
            hungry.charge(next, seconds: spent - before)
        }
    }

    /// Does the work of a connection within its share; false when the connection must be closed.
    func goOn(_ connection: VarlinkConnection, at now: HostInstant) -> Bool {
        write(connection, at: now) && step(connection, at: now) && advance(connection, at: now)
    }

    /// The remaining share of a connection.
    private struct Share {
        private var count = ClientLimits.share
        private let end: HostInstant
        init(from now: HostInstant) { end = now.advanced(bySeconds: ClientLimits.shareSeconds) }
        /// Uses one unit of the share; false when the share is used up.
        mutating func take() -> Bool {
            defer { count -= 1 }
            return count == ClientLimits.share || count > 0 && Clock.monotonic() < end
        }
    }

    /// Answers the waiting calls in order, as long as the socket accepts bytes and the share lasts; false when the connection
    /// must be closed.
    func advance(_ connection: VarlinkConnection, at now: HostInstant) -> Bool {
        var share = Share(from: now)
        while connection.isIdle, !connection.isSending {
            guard share.take() else {
                postpone(connection)
                return true
            }
            guard let message = connection.nextMessage() else { return !connection.isOverlong }
            guard let call = try? VarlinkCall(parsing: message) else { return false }
            if connection.turnedAwayUntil != nil {
                connection.isFinished = true
                return call.oneway || connection.send(VarlinkError.tooManyClients.message, at: now)
            }
            guard begin(call, on: connection, at: now) else { return false }
        }
        return true
    }

    private func begin(_ call: VarlinkCall, on connection: VarlinkConnection, at now: HostInstant) -> Bool {
        switch outcome(of: call, peer: connection.peer) {
        case .reply(let message): return call.oneway || connection.send(message, at: now)
        case .error(let error): return call.oneway || connection.send(error.message, at: now)
        case .pieces(let pieces):
            if call.oneway { return true }
            connection.state = .writing(pieces)
            return write(connection, at: now)
        case .later:
            connection.state = .waiting(oneway: call.oneway)
            return true
        case .stream(let stream):
            if call.oneway { return true }
            guard call.more else { return connection.send(VarlinkError.expectedMore.message, at: now) }
            connection.state = .streaming(stream, until: now, orNews: true)
            return step(connection, at: now)
        }
    }

    private func outcome(of call: VarlinkCall, peer: VarlinkPeer) -> VarlinkOutcome {
        let interface = call.interface
        if interface == InterfaceDescription.service.name {
            guard !call.upgrade else { return .error(.invalidParameter("upgrade")) }
            return ownOutcome(of: call)
        }
        guard let service = services[interface] else { return .error(.interfaceNotFound(interface)) }
        guard service.description.methods.contains(call.member) else { return .error(.methodNotFound(call.method)) }
        guard peer.access >= service.access(of: call.member) else { return .error(.permissionDenied) }
        guard !call.upgrade else { return .error(.invalidParameter("upgrade")) }
        return service.handle(call, from: peer)
    }

    /// Continues a long reply, as long as the socket accepts bytes and the share lasts; false when the connection must be closed.
    func write(_ connection: VarlinkConnection, at now: HostInstant) -> Bool {
        var share = Share(from: now)
        while case .writing(let pieces) = connection.state, !connection.isSending {
            guard share.take() else {
                postpone(connection)
                return true
            }
            switch pieces.next() {
            case .part(let bytes): guard connection.send(bytes, at: now) else { return false }
            case .last(let bytes):
                connection.state = .idle
                return connection.send(bytes, at: now)
            case .broken: return false
            }
        }
        return true
    }

    /// Asks a stream until it waits, the socket is full or the share is used up; false when the connection must be closed.
    func step(_ connection: VarlinkConnection, at now: HostInstant) -> Bool {
        var share = Share(from: now)
        while case .streaming(let stream, _, _) = connection.state, !connection.isSending {
            guard share.take() else {
                postpone(connection)
                return true
            }
            switch stream.next(at: now) {
            case .message(let message): guard connection.send(message, at: now) else { return false }
            case .passing(let message, let descriptors):
                guard connection.send(message, passing: descriptors, at: now) else { return false }
            case .last(let message):
                connection.state = .idle
                return connection.send(message, at: now)
            case .failed(let error):
                connection.state = .idle
                return connection.send(error.message, at: now)
            case .wait(let until, let orNews):
                connection.state = .streaming(stream, until: until, orNews: orNews)
                return true
            }
        }
        return true
    }
}
