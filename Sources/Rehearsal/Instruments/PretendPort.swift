import LinuxIO
import Samples

/// A simulated sensor at a pseudo-terminal, and the link to the terminal. Owned by the bench's thread once that runs.
final class PretendPort {
    let name: String
    /// The stable path: a link to the current terminal.
    let path: String
    private let link: PretendLink
    private var terminal: PseudoTerminal?
    /// The number of terminals so far.
    private(set) var terminals = 0
    private(set) var isOpened = false
    /// Bytes that were produced and not written yet.
    private var pending: [UInt8] = []
    /// When to check whether a program has opened the terminal, and when the sensor is plugged in again.
    private var lookAt = HostInstant.never
    private var plugAt: HostInstant?
    private let isHurried: Bool
    private(set) var status: PretendStatus

    /// If the reader does not read, further bytes are lost, as with a real port.
    private static let pendingLimit = 64 << 10
    /// The kernel does not report that a program opens the other side of a terminal, so it is checked at this interval.
    private static let lookSeconds = 0.02

    init(name: String, folder: String, sensor: any PretendSensor, isHurried: Bool, seed: UInt64) {
        self.name = name
        path = folder + "/" + name
        link = PretendLink(sensor, seed: seed)
        self.isHurried = isHurried
        status = PretendStatus()
    }

    /// For epoll, while a program has the terminal open.
    var descriptor: Int32? {
        guard isOpened else { return nil }
        return terminal?.descriptor.number
    }
    /// Whether bytes are waiting that the terminal could not accept.
    var wantsToWrite: Bool { !pending.isEmpty }

    // MARK: plugging

    func plug(at now: HostInstant) throws(SystemError) {
        plugAt = nil
        guard terminal == nil else { return }
        let made = try PseudoTerminal()
        try Files.link(path, to: made.path)
        terminal = consume made
        terminals += 1
        lookAt = now
        status.isPluggedIn = true
    }

    func unplug(at now: HostInstant, for seconds: Double? = nil) {
        plugAt = seconds.map { now.advanced(bySeconds: max($0, 0)) }
        guard terminal != nil else { return }
        if isOpened { close(at: now) }
        try? Files.remove(path)
        terminal = nil
        status.isPluggedIn = false
    }

    // MARK: called by the loop

    /// Carries out everything that is due. Afterwards ``nextMoment`` is the time of the next call.
    func turn(at now: HostInstant) throws(SystemError) {
        if let due = plugAt, due <= now { try plug(at: now) }
        look(at: now)
        guard isOpened else { return }
        flush(at: now)
        // In hurried mode, produce more only when all earlier bytes are written.
        while isOpened, !isHurried || pending.isEmpty {
            link.advance(to: now, into: &pending)
            flush(at: now)
            guard let next = link.nextMoment, next <= now, pending.count < Wire.backlog else { break }
        }
        status.samplesSent = link.samplesSent
    }

    /// When the port next needs attention if no bytes arrive; nil when it does not.
    var nextMoment: HostInstant? {
        guard terminal != nil else { return plugAt }
        guard isOpened else { return lookAt }
        return isHurried && !pending.isEmpty ? nil : link.nextMoment
    }

    /// Called when the terminal has bytes or room, or was closed.
    func ready(_ ready: Epoll.Interest, at now: HostInstant) {
        if ready.contains(.hangUp) {
            close(at: now)
            // It may have been opened again in the meantime.
            lookAt = now
            return
        }
        guard ready.contains(.readable), isOpened else { return }
        let bytes = read()
        guard !bytes.isEmpty else { return }
        link.advance(to: now, into: &pending)
        link.receive(bytes, at: now)
        status.bytesReceived += bytes.count
    }

    func inject(_ fault: PretendFault, at now: HostInstant) {
        switch fault {
        case .sensor(let fault): link.inject(fault, at: now)
        case .wire(let fault): link.inject(fault, at: now)
        }
    }

    // MARK: opening and closing

    private func look(at now: HostInstant) {
        guard !isOpened, now >= lookAt, let opened = terminal?.isOpened else { return }
        lookAt = now.advanced(bySeconds: Self.lookSeconds)
        guard opened else { return }
        isOpened = true
        status.isOpened = true
        status.openings += 1
        link.opened(at: now)
    }

    private func close(at now: HostInstant) {
        isOpened = false
        status.isOpened = false
        pending = []
        link.closed(at: now)
    }

    // MARK: bytes

    private func read() -> [UInt8] {
        var bytes: [UInt8] = []
        var room = true
        while room, bytes.count < 16_384 {
            let piece = [UInt8](unsafeUninitializedCapacity: 1024) { buffer, count in
                count = 0
                // Safety: the buffer is valid during the call, which returns the number of bytes filled.
                if case .bytes(let read)? = try? terminal?.descriptor.read(into: UnsafeMutableRawBufferPointer(buffer)) {
                    count = read
                }
            }
            room = !piece.isEmpty
            bytes.append(contentsOf: piece)
        }
        return bytes
    }

    private func flush(at now: HostInstant) {
        guard !pending.isEmpty else { return }
        var written = 0
        var blocked = false
        while written < pending.count, !blocked {
            // Safety: the slice is valid during the call.
            let transfer = pending[written...].withUnsafeBytes { try? terminal?.descriptor.write($0) }
            if case .bytes(let count)? = transfer, count > 0 { written += count } else { blocked = true }
        }
        status.bytesSent += written
        pending.removeFirst(written)
        if !isHurried, pending.count > Self.pendingLimit {
            status.bytesLost += pending.count - Self.pendingLimit
            pending.removeLast(pending.count - Self.pendingLimit)
        }
    }
}
