import LinuxIO
import Samples

/// A pretend sensor behind a pseudo-terminal, and the link that leads to it. Owned by the bench's thread once that runs.
final class PretendPort {
    let name: String
    /// The stable path: a link to the terminal that is there now.
    let path: String
    private let link: PretendLink
    private var terminal: PseudoTerminal?
    /// How many terminals it has had.
    private(set) var terminals = 0
    private(set) var isOpened = false
    /// Made and not written yet.
    private var pending: [UInt8] = []
    /// When to look whether somebody has opened the terminal, and when it is plugged in again.
    private var lookAt = HostInstant.never
    private var plugAt: HostInstant?
    private let isHurried: Bool
    private(set) var status: PretendStatus

    /// A reader that does not read loses what comes, as with a real port.
    private static let pendingLimit = 64 << 10
    /// The kernel does not tell when somebody opens the other side of a terminal.
    private static let lookSeconds = 0.02

    init(name: String, folder: String, sensor: any PretendSensor, isHurried: Bool, seed: UInt64) {
        self.name = name
        path = folder + "/" + name
        link = PretendLink(sensor, seed: seed)
        self.isHurried = isHurried
        status = PretendStatus()
    }

    /// For epoll, while somebody has it open.
    var descriptor: Int32? {
        guard isOpened else { return nil }
        return terminal?.descriptor.number
    }
    /// More is waiting than the terminal takes now.
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

    // MARK: what the loop calls

    /// Does what is due. Afterwards ``nextMoment`` says when to come again.
    func turn(at now: HostInstant) throws(SystemError) {
        if let due = plugAt, due <= now { try plug(at: now) }
        look(at: now)
        guard isOpened else { return }
        flush(at: now)
        // As fast as it goes: only when what was made before is gone.
        while isOpened, !isHurried || pending.isEmpty {
            link.advance(to: now, into: &pending)
            flush(at: now)
            guard let next = link.nextMoment, next <= now, pending.count < Wire.backlog else { break }
        }
        status.samplesSent = link.samplesSent
    }

    /// When there is something to do, without anybody sending bytes; nil when nothing is.
    var nextMoment: HostInstant? {
        guard terminal != nil else { return plugAt }
        guard isOpened else { return lookAt }
        return isHurried && !pending.isEmpty ? nil : link.nextMoment
    }

    /// The terminal has bytes, room, or was closed.
    func ready(_ ready: Epoll.Interest, at now: HostInstant) {
        if ready.contains(.hangUp) {
            close(at: now)
            // It may have been opened again meanwhile.
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
                // Safety: the buffer lives for this call, which says how much of it it filled.
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
            // Safety: the slice lives for this call.
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
