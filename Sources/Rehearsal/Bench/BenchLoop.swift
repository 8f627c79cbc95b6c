import LinuxIO
import Samples
import Synchronization

/// The thread of a bench. It waits for bytes, for commands, and for the next tick at which a sensor has data to send.
final class BenchLoop: @unchecked Sendable {
    // Safety: `ports`, `watched` and `epoll` belong to the thread that executes `run`, from its start; the rest is protected by
    // locks.
    enum Command: Sendable {
        case stop
        case fault(String, PretendFault)
        case unplug(String, Double?)
        case plug(String)
    }

    private let ports: [PretendPort]
    private let epoll: Epoll
    private let bell: EventDescriptor
    private let epoch: HostInstant
    private let tickNanoseconds: Int64
    /// The events for which epoll watches each port.
    private var watched: [Watch?]

    private struct Watch: Equatable {
        var number: Int32
        /// The number of the terminal, because a new terminal may get the file descriptor of an old one.
        var terminal: Int
        /// Whether epoll also watches for room to write.
        var writes: Bool
    }

    private let commands = Mutex<[Command]>([])
    let statuses: Mutex<[String: PretendStatus]>
    let waiters = Mutex<[EventDescriptor]>([])

    init(ports: [PretendPort], epoch: HostInstant, tickSeconds: Double) throws(SystemError) {
        self.ports = ports
        self.epoch = epoch
        tickNanoseconds = Int64(max(0.0001, min(tickSeconds, 1)) * 1e9)
        epoll = try Epoll()
        bell = try EventDescriptor()
        watched = Array(repeating: nil, count: ports.count)
        try epoll.add(bell.number, token: UInt64.max)
        for port in ports { try port.plug(at: epoch) }
        statuses = Mutex(Dictionary(ports.map { ($0.name, $0.status) }) { first, _ in first })
    }

    /// Any thread.
    func post(_ command: Command) {
        commands.withLock { $0.append(command) }
        bell.ring()
    }

    func run() {
        var goesOn = true
        while goesOn {
            let now = Clock.monotonic()
            goesOn = obey(at: now)
            for port in ports {
                // If no terminal can be created, the port stays unplugged; its status shows this.
                try? port.turn(at: now)
            }
            watch()
            report()
            guard goesOn else { break }
            // An interrupted wait is only shorter.
            try? epoll.wait(until: deadline(after: now)) { token, ready in
                if token == .max { return bell.drain() }
                guard token < UInt64(ports.count) else { return }
                ports[Int(token)].ready(ready, at: Clock.monotonic())
            }
        }
        for port in ports { port.unplug(at: Clock.monotonic()) }
        report()
    }

    /// The next tick at which a port needs attention.
    private func deadline(after now: HostInstant) -> HostInstant? {
        guard let moment = ports.compactMap(\.nextMoment).min() else { return nil }
        let elapsed = max(moment, now).nanoseconds - epoch.nanoseconds
        // The first tick that is after now and not before the moment.
        var ticks = (elapsed + tickNanoseconds - 1) / tickNanoseconds
        if ticks * tickNanoseconds <= now.nanoseconds - epoch.nanoseconds { ticks += 1 }
        return epoch.advanced(byNanoseconds: ticks * tickNanoseconds)
    }

    private func obey(at now: HostInstant) -> Bool {
        let taken = commands.withLock { list in
            defer { list = [] }
            return list
        }
        for command in taken {
            switch command {
            case .stop: return false
            case .fault(let name, let fault): port(name)?.inject(fault, at: now)
            case .unplug(let name, let seconds): port(name)?.unplug(at: now, for: seconds)
            case .plug(let name): try? port(name)?.plug(at: now)
            }
        }
        return true
    }

    private func port(_ name: String) -> PretendPort? { ports.first { $0.name == name } }

    /// Tells epoll which terminals are open, and which have bytes that could not be written yet.
    private func watch() {
        let wanted = ports.map { port in
            port.descriptor.map { Watch(number: $0, terminal: port.terminals, writes: port.wantsToWrite) }
        }
        // Remove all old descriptors before adding new ones: the number of an old one may belong to a new one now.
        for (index, old) in watched.enumerated() where old != wanted[index] {
            if let old { epoll.remove(old.number) }
            watched[index] = nil
        }
        for (index, new) in wanted.enumerated() where watched[index] == nil {
            guard let new else { continue }
            let interest: Epoll.Interest = new.writes ? [.readable, .writable] : .readable
            if (try? epoll.add(new.number, token: UInt64(index), interest)) != nil { watched[index] = new }
        }
    }

    private func report() {
        let changed = statuses.withLock { known in
            var changed = false
            for port in ports where known[port.name] != port.status {
                known[port.name] = port.status
                changed = true
            }
            return changed
        }
        guard changed else { return }
        waiters.withLock { for waiter in $0 { waiter.ring() } }
    }
}
