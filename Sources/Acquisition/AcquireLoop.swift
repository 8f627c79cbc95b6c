import Drivers
public import LinuxIO
public import RingBuffer
public import Samples
import Synchronization
import Timing

/// The next half of a sample's path, for the thread that turns both halves: a sample then costs one wake-up. Frames go through
/// the ring all the same.
public struct NextHalf: Sendable {
    let turn: @Sendable () -> Bool
    let finish: @Sendable () -> Void

    /// - Parameters:
    ///   - turn: processes what waits, and returns whether there was anything. It neither allocates nor locks.
    ///   - finish: called last of all; processes everything that waits.
    public init(turn: @escaping @Sendable () -> Bool, finish: @escaping @Sendable () -> Void) {
        self.turn = turn
        self.finish = finish
    }
}

/// The loop of the `acquire` thread, and of the `usb` thread: reads devices, lets their dialogues make samples, gives the samples
/// index and time, and passes frames on. After `init` it neither allocates nor locks, except while it returns a device after an
/// error, and inside libusb.
public final class AcquireLoop: @unchecked Sendable {
    // Safety: made by `main`, then owned by the `acquire` thread; other threads may call `stop` and `wake`.
    /// The number of devices that can be served at once.
    public static let slots = 64
    private static let bellToken = UInt64.max
    private static let usbToken = UInt64.max - 1
    private static let processToken = UInt64.max - 2
    private static let idleTurnLimit = 4

    var sessions: [DeviceSession?]
    var frames: RingProducer<Frame>
    private var commands: RingConsumer<AcquireCommand>
    var reports: RingProducer<AcquireReport>
    private let epoll: Epoll
    private let bell: EventDescriptor
    /// The context in which libusb devices are opened; `nil` when this loop has none.
    public let usb: USBContext?
    let reportBell: EventDescriptor
    let processBell: Doorbell
    let nextHalf: NextHalf?
    private let stopping = Atomic<Bool>(false)
    /// Turns in a row in which libusb was ready and no transfer had ended.
    private var idleTurns = 0
    private let turnCount = Atomic<UInt64>(0)
    let refusedFrames = Atomic<UInt64>(0)
    var pushed = false

    /// - Parameters:
    ///   - processBell: rung after frames were pushed.
    ///   - reportBell: rung after a report was pushed.
    ///   - servesUSB: whether this loop serves libusb devices.
    ///   - nextHalf: what this thread turns besides; it is woken by `processBell`, too. `nil`: another thread does it.
    public init(
        frames: consuming RingProducer<Frame>, commands: consuming RingConsumer<AcquireCommand>,
        reports: consuming RingProducer<AcquireReport>, processBell: Doorbell, reportBell: EventDescriptor,
        servesUSB: Bool = false, nextHalf: NextHalf? = nil
    ) throws(SystemError) {
        let epoll = try Epoll()
        let bell = try EventDescriptor()
        try epoll.add(bell.number, token: Self.bellToken)
        if nextHalf != nil { try epoll.add(processBell.number, token: Self.processToken) }
        usb = servesUSB ? try USBContext(epoll: epoll, token: Self.usbToken) : nil
        self.epoll = epoll
        self.bell = bell
        self.frames = frames
        self.commands = commands
        self.reports = reports
        self.processBell = processBell
        self.reportBell = reportBell
        self.nextHalf = nextHalf
        sessions = [DeviceSession?](repeating: nil, count: Self.slots)
    }

    /// Frames that the ring refused.
    public var refused: UInt64 { refusedFrames.load(ordering: .relaxed) }

    /// Makes the loop read its commands. Any thread.
    public func wake() { bell.ring() }

    /// Counts the turns of the loop: a loop that no longer turns has hung.
    public var turns: UInt64 { turnCount.load(ordering: .relaxed) }

    /// Ends `run` soon. Any thread.
    public func stop() {
        stopping.store(true, ordering: .releasing)
        bell.ring()
    }

    /// Runs until `stop`, then returns all devices.
    public func run() {
        while !stopping.load(ordering: .acquiring) {
            turnCount.add(1, ordering: .relaxed)
            obey()
            let deadline = drive()
            var isUSBReady = false
            do {
                try epoll.wait(until: hasMore() ? Clock.monotonic() : deadline) { token, ready in
                    switch token {
                    case Self.bellToken:
                        bell.drain()
                        serveAll()
                    case Self.processToken: processBell.drain()
                    case Self.usbToken:
                        isUSBReady = true
                        usb?.handleEvents()
                    default: serve(Int(truncatingIfNeeded: token), isEnding: ready.isEnding)
                    }
                }
                if usb != nil { restUnless(takeTransfers() || !isUSBReady) }
            } catch { return }
            announce()
        }
        obey()
        for slot in sessions.indices { giveBack(slot, .asked) }
        reap()
        for slot in sessions.indices { handOver(slot, anyway: true) }
        announce()
        nextHalf?.finish()
    }

    /// Announces that this thread is about to sleep, and looks once more for what other threads have left for the next half;
    /// returns whether there was anything.
    private func hasMore() -> Bool {
        guard let nextHalf else { return false }
        processBell.prepareToWait()
        return nextHalf.turn()
    }

    /// A descriptor of libusb is ready but has no data between the unplugging of a device and the moment when the kernel has
    /// removed it, and while `main` closes a device. On a host with one processor, asking again and again at this thread's
    /// priority would prevent the kernel and `main` from finishing.
    private func restUnless(_ isFruitful: Bool) {
        idleTurns = isFruitful ? 0 : min(idleTurns + 1, Self.idleTurnLimit)
        if idleTurns == Self.idleTurnLimit { Clock.rest(nanoseconds: 1_000_000) }
    }

    /// Waits until the kernel has returned all transfers; cancelled transfers are returned at once.
    private func reap() {
        guard let usb else { return }
        while sessions.contains(where: { ($0?.door.usb?.pending ?? 0) > 0 }) {
            try? epoll.wait(until: Clock.monotonic().advanced(bySeconds: 0.1)) { token, _ in
                if token == Self.bellToken { bell.drain() }
            }
            usb.handleEvents()
        }
    }

    /// Looks at every tty once a second, when `main` calls `wake`: an arrival that the kernel did not report would wait for the next.
    private func serveAll() {
        for slot in sessions.indices where sessions[slot]?.door.endpoint == .serial { serve(slot) }
    }

    private func announce() {
        guard pushed else { return }
        pushed = false
        passOn()
    }

    /// Turns the next half, or wakes the thread that does.
    func passOn() {
        guard let nextHalf else { return processBell.ring() }
        // Awake: nobody needs to ring.
        processBell.cancelWait()
        _ = nextHalf.turn()
    }

    private func obey() {
        while let command = commands.pop() {
            switch command {
            case .attach(let slot, let handle):
                let session = handle.take()
                guard sessions.indices.contains(slot), sessions[slot] == nil else { continue }
                sessions[slot] = session
                do throws(SystemError) {
                    // The kernel asks a tty that is watched by its level again after each read, and waits for its worker to do so.
                    let interest: Epoll.Interest = session.door.endpoint == .serial ? [.readable, .onArrival] : .readable
                    if let number = session.door.number { try epoll.add(number, token: UInt64(slot), interest) }
                    try session.door.usb?.start()
                } catch { giveBack(slot, AcquireReport.Reason(error)) }
            case .detach(let slot): if sessions.indices.contains(slot) { giveBack(slot, .asked) }
            }
        }
    }

    /// Takes a device out of service. It is returned to `main` in this turn or the next, when no call that serves it is under
    /// way.
    func giveBack(_ slot: Int, _ reason: AcquireReport.Reason) {
        guard let session = sessions[slot], session.leaving == nil else { return }
        for place in session.feeds.indices { release(session, session.feeds[place], missing: 0) }
        if let number = session.door.number { epoll.remove(number) }
        session.door.usb?.cancel()
        session.leaving = reason
        session.left = Clock.monotonic()
    }

    /// Returns a leaving device to `main`, once the streams of its sensors have been ended in the ring.
    ///
    /// - Parameter anyway: do not wait for room in that ring.
    /// - Returns: whether the device still waits for room.
    @discardableResult func handOver(_ slot: Int, anyway: Bool = false) -> Bool {
        guard sessions[slot]?.leaving != nil else { return false }
        guard let (handle, reason) = letGo(slot, anyway: anyway) else { return true }
        announce()
        // `main` reserves more room in this ring than there are slots.
        reports.push(.returned(slot: slot, handle, reason))
        reportBell.ring()
        return false
    }

    /// Ends the streams of a leaving device and drops the references to it; `nil` while there is no room for the end of the
    /// streams. A function of its own, because its references must be gone before `main` is notified of the device: the owner of
    /// the last reference frees memory and closes the port.
    @inline(never) private func letGo(_ slot: Int, anyway: Bool) -> (SessionHandle, AcquireReport.Reason)? {
        guard let session = sessions[slot], let reason = session.leaving else { return nil }
        // Transfers that the kernel still has may not be freed.
        guard (session.door.usb?.pending ?? 0) == 0 else { return nil }
        while session.ended < session.feeds.count {
            let frame = mark(.ended, session.feeds[session.ended], time: session.left, arrival: session.left)
            guard offer(frame) || anyway else { return nil }
            session.ended += 1
        }
        sessions[slot] = nil
        return (SessionHandle(session), reason)
    }
}
