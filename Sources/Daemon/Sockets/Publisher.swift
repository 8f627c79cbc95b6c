import Interface
import LinuxIO
import Publishing
import Settings
import Store
import Synchronization

/// The two sockets. Each has a thread, a server and memory of its own, so that load on one does not affect the other. Outlives
/// engines.
final class Publisher: Sendable {
    /// One socket with its server and thread.
    private struct Counter: Sendable {
        let thread: String
        let server: VarlinkServer
        let feed: EventFeed
        let news: Doorbell

        init(_ thread: String, _ access: VarlinkPeer.Access) throws(SystemError) {
            feed = EventFeed(for: access)
            self.thread = thread
            news = try Doorbell()
            server = try VarlinkServer(
                information: VarlinkInformation(
                    vendor: "Holdfast", product: "holdfastd", version: Release.version, url: "https://varlink.org/"),
                news: news)
        }
    }

    private let control: Counter
    private let open: Counter
    private var counters: [Counter] { [control, open] }
    private let threads = Mutex<[Thread]>([])
    /// The location of the sockets, for people.
    let socketText: String

    /// Uses the sockets that the service manager has passed, or makes them.
    init(_ options: DaemonOptions, settings: StationSettings) throws {
        control = try Counter("hf-control", .control)
        let access: VarlinkPeer.Access = settings.publicAccess == .force ? .read : .status
        open = try Counter("hf-publish", access)
        let passed = ServiceManager.passedSockets()
        guard passed.isEmpty else {
            for socket in passed {
                let isControl = socket.name == "control"
                try (isControl ? control : open).server.listen(
                    on: Descriptor(owning: socket.number), access: isControl ? .control : access)
            }
            socketText = "sockets from the service manager"
            return
        }
        let folder = options.runtimeDirectory
        try Files.makeDirectory(folder, mode: 0o755)
        // Made first, so that a client that finds the other socket also finds this one.
        try control.server.listen(
            on: try UnixSocket.listen(path: folder + "/control.sock", mode: 0o660, group: settings.controlGroup),
            access: .control)
        try open.server.listen(on: try UnixSocket.listen(path: folder + "/holdfast.sock", mode: 0o666), access: access)
        socketText = folder + "/holdfast.sock"
    }

    /// To be rung for readings.
    var newsBells: [Doorbell] { counters.map(\.news) }
    /// To be rung for events.
    var eventBells: [EventDescriptor] { counters.map(\.server.wakeBell) }
    /// The counts of the turns of their loops.
    var turns: [UInt64] { counters.map(\.server.turns) }

    /// Notifies clients that a hold is stored. Any thread.
    func tell(of hold: Int64) {
        for counter in counters {
            counter.feed.post(hold: hold)
            counter.server.wake()
        }
    }

    /// Makes streams look for news now. Any thread.
    func wake() { for counter in counters { counter.server.wake() } }

    /// Starts to serve.
    func start(_ blackboard: Blackboard, _ file: StoreFile) throws(SystemError) {
        let servers = counters.map(\.server)
        for counter in counters {
            let thread = try Thread(name: counter.thread, stackBytes: 2 << 20) { _ in
                let server = counter.server
                let station = StationService(backend: blackboard, feed: counter.feed, file: file)
                station.wake = { server.wake() }
                station.clientCount = { servers.reduce(0) { $0 + $1.clientCount } }
                let control = ControlService(station: station, server: server)
                server.add(station)
                server.add(control)
                server.add(CalibrationService(station: station, server: server))
                server.add(SessionService(backend: blackboard, station: station, server: server))
                server.everyTurn = { control.turn(at: $0) }
                do throws(SystemError) { try server.run() } catch { Log.error("publishing", "\(error)") }
            }
            threads.withLock { $0.append(thread) }
        }
    }

    func stop() {
        for counter in counters { counter.server.stop() }
        let running = threads.withLock { threads in
            defer { threads = [] }
            return threads
        }
        for thread in running { thread.join() }
    }
}
