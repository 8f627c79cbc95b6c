import Interface
import LinuxIO
import Publishing
import Settings
import Store

/// The sockets and the thread that serves them. Outlives engines. Owned by `main`.
final class Publisher {
    let server: VarlinkServer
    let feed = EventFeed()
    /// Where clients find it.
    let socketText: String
    private var thread: Thread?

    /// Takes the sockets that the service manager has passed, or makes them.
    init(_ options: DaemonOptions, settings: StationSettings, newsBell: Doorbell) throws {
        server = try VarlinkServer(
            information: VarlinkInformation(
                vendor: "Holdfast", product: "holdfastd", version: Release.version, url: "https://varlink.org/"),
            news: newsBell)
        let open: VarlinkPeer.Access = settings.publicAccess == .force ? .read : .status
        let passed = ServiceManager.passedSockets()
        guard passed.isEmpty else {
            for socket in passed {
                try server.listen(on: Descriptor(owning: socket.number), access: socket.name == "control" ? .control : open)
            }
            socketText = "sockets from the service manager"
            return
        }
        let folder = options.runtimeDirectory
        try Files.makeDirectory(folder, mode: 0o755)
        // First, so that whoever finds the other one finds this one too.
        try server.listen(
            on: try UnixSocket.listen(path: folder + "/control.sock", mode: 0o660, group: settings.controlGroup),
            access: .control)
        try server.listen(on: try UnixSocket.listen(path: folder + "/holdfast.sock", mode: 0o666), access: open)
        socketText = folder + "/holdfast.sock"
    }

    /// Starts to serve.
    func start(_ blackboard: Blackboard, _ file: StoreFile) throws(SystemError) {
        let server = server
        let feed = feed
        thread = try Thread(name: "hf-publish", stackBytes: 2 << 20) { _ in
            let station = StationService(backend: blackboard, feed: feed, file: file)
            station.clientCount = { server.clientCount }
            let control = ControlService(station: station, server: server)
            server.add(station)
            server.add(control)
            server.add(CalibrationService(station: station, server: server))
            server.add(SessionService(backend: blackboard, station: station, server: server))
            server.everyTurn = { control.turn(at: $0) }
            do throws(SystemError) { try server.run() } catch { Log.error("publishing", "\(error)") }
        }
    }

    func stop() {
        server.stop()
        thread?.join()
    }
}
