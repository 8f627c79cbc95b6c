import Drivers
public import LinuxIO
public import RingBuffer
public import Samples
import Synchronization
import Timing

/// What runs on the `acquire` thread: reads devices, lets their dialogues make samples, gives them index and time, and hands frames
/// on. After `init` it neither allocates nor locks, except on the way to giving a device back after an error.
public final class AcquireLoop: @unchecked Sendable {
    // Safety: made by `main`, then owned by the `acquire` thread; `stop` and `wake` are for others.
    /// How many devices are served at once.
    public static let slots = 64
    private static let bellToken = UInt64.max

    private var sessions: [DeviceSession?]
    private var frames: RingProducer<Frame>
    private var commands: RingConsumer<AcquireCommand>
    private var reports: RingProducer<AcquireReport>
    private let epoll: Epoll
    private let bell: EventDescriptor
    private let reportBell: EventDescriptor
    private let processBell: Doorbell
    private let stopping = Atomic<Bool>(false)
    private let turnCount = Atomic<UInt64>(0)
    private let refusedFrames = Atomic<UInt64>(0)
    private var pushed = false

    /// - Parameters:
    ///   - processBell: rung after frames were pushed.
    ///   - reportBell: rung after a report was pushed.
    public init(
        frames: consuming RingProducer<Frame>, commands: consuming RingConsumer<AcquireCommand>,
        reports: consuming RingProducer<AcquireReport>, processBell: Doorbell, reportBell: EventDescriptor
    ) throws(SystemError) {
        let epoll = try Epoll()
        let bell = try EventDescriptor()
        try epoll.add(bell.number, token: Self.bellToken)
        self.epoll = epoll
        self.bell = bell
        self.frames = frames
        self.commands = commands
        self.reports = reports
        self.processBell = processBell
        self.reportBell = reportBell
        sessions = [DeviceSession?](repeating: nil, count: Self.slots)
    }

    /// Frames that the ring to `process` refused.
    public var refused: UInt64 { refusedFrames.load(ordering: .relaxed) }

    /// Makes the loop look at its commands. Any thread.
    public func wake() { bell.ring() }

    /// Counts the turns of the loop: one that does not go round any more has hung.
    public var turns: UInt64 { turnCount.load(ordering: .relaxed) }

    /// Ends `run` soon. Any thread.
    public func stop() {
        stopping.store(true, ordering: .releasing)
        bell.ring()
    }

    /// Runs until `stop`, then gives all devices back.
    public func run() {
        while !stopping.load(ordering: .acquiring) {
            turnCount.add(1, ordering: .relaxed)
            obey()
            let deadline = drive()
            do {
                try epoll.wait(until: deadline) { token, ready in
                    if token == Self.bellToken { bell.drain() } else { serve(Int(truncatingIfNeeded: token)) }
                }
            } catch { return }
            announce()
        }
        obey()
        for slot in sessions.indices {
            giveBack(slot, .asked)
            handOver(slot, anyway: true)
        }
        announce()
    }

    private func announce() {
        guard pushed else { return }
        pushed = false
        processBell.ring()
    }

    private func obey() {
        while let command = commands.pop() {
            switch command {
            case .attach(let slot, let handle):
                let session = handle.take()
                guard sessions.indices.contains(slot), sessions[slot] == nil else { continue }
                sessions[slot] = session
                do {
                    try epoll.add(session.port.descriptor.number, token: UInt64(slot))
                } catch { giveBack(slot, .failed(error.number)) }
            case .detach(let slot): if sessions.indices.contains(slot) { giveBack(slot, .asked) }
            }
        }
    }

    /// Takes a device out of service. It goes back to `main` in this turn or the next, when no call that serves it is under way.
    private func giveBack(_ slot: Int, _ reason: AcquireReport.Reason) {
        guard let session = sessions[slot], session.leaving == nil else { return }
        epoll.remove(session.port.descriptor.number)
        session.leaving = reason
        session.left = Clock.monotonic()
    }

    /// Gives a device that leaves back to `main`, once its sensors' streams have been ended in the ring to `process`.
    ///
    /// - Parameter anyway: does not wait for room in that ring.
    /// - Returns: whether it still waits for room.
    @discardableResult private func handOver(_ slot: Int, anyway: Bool = false) -> Bool {
        guard sessions[slot]?.leaving != nil else { return false }
        guard let (handle, reason) = letGo(slot, anyway: anyway) else { return true }
        announce()
        // `main` keeps more room in this ring than there are slots.
        reports.push(.returned(slot: slot, handle, reason))
        reportBell.ring()
        return false
    }

    /// Ends the streams of a device that leaves and forgets it; `nil` while there is no room for that. It is a function of its own
    /// because its references must be gone before `main` hears of the device: whoever has the last one frees memory and closes.
    @inline(never) private func letGo(_ slot: Int, anyway: Bool) -> (SessionHandle, AcquireReport.Reason)? {
        guard let session = sessions[slot], let reason = session.leaving else { return nil }
        while session.ended < session.feeds.count {
            let frame = mark(.ended, session, session.ended, time: session.left, arrival: session.left)
            guard offer(frame) || anyway else { return nil }
            session.ended += 1
        }
        sessions[slot] = nil
        return (SessionHandle(session), reason)
    }

    // MARK: conversations

    /// Asks every dialogue whose moment has come, and gives back what leaves; the moment of the next one.
    private func drive() -> HostInstant? {
        var next: HostInstant?
        for slot in sessions.indices {
            guard var wake = converse(slot) else { continue }
            // Whoever has filled the ring is behind by seconds.
            if handOver(slot) { wake = Clock.monotonic().advanced(bySeconds: 0.005) }
            next = next.map { min($0, wake) } ?? wake
        }
        return next
    }

    /// Asks a dialogue if its moment has come; the next one. `nil` where there is no device.
    private func converse(_ slot: Int) -> HostInstant? {
        guard let session = sessions[slot] else { return nil }
        let now = Clock.monotonic()
        if session.leaving == nil, session.wake <= now { ask(session, slot, now) }
        return session.leaving == nil ? session.wake : .never
    }

    private func ask(_ session: DeviceSession, _ slot: Int, _ now: HostInstant) {
        // A dialogue that never waits would hold up everybody else; a hundred steps are far more than any needs.
        for _ in 0..<100 {
            if session.isWriting, !write(session, slot, now) { return }
            do throws(DialogueError) {
                switch try session.dialogue.next(at: now, into: &session.request) {
                case .waitUntil(let moment):
                    session.wake = moment
                    return
                case .write(.serial):
                    session.isWriting = true
                    session.written = 0
                case .setLine(let line): guard setLine(line, session, slot) else { return }
                case .write, .outputReport, .controlWrite, .controlRead:
                    giveBack(slot, .unsupported)
                    return
                }
            } catch {
                giveBack(slot, AcquireReport.Reason(error))
                return
            }
        }
        giveBack(slot, .silent)
    }

    private func setLine(_ line: LineSettings, _ session: DeviceSession, _ slot: Int) -> Bool {
        do {
            try SerialPort.setLine(session.port.descriptor.number, baud: line.baud, flowControl: line.flowControl)
            return true
        } catch {
            giveBack(slot, .failed(error.number))
            return false
        }
    }

    /// Writes the rest of the request; whether all of it went out.
    private func write(_ session: DeviceSession, _ slot: Int, _ now: HostInstant) -> Bool {
        while session.written < session.request.count {
            do {
                let done = try session.writeRest()
                guard case .bytes(let count) = done else {
                    session.wake = now.advanced(bySeconds: 0.005)
                    return false
                }
                session.written += count
            } catch {
                giveBack(slot, AcquireReport.Reason(error))
                return false
            }
        }
        session.request.removeAll()
        session.isWriting = false
        return true
    }

    private func serve(_ slot: Int) {
        guard sessions.indices.contains(slot), let session = sessions[slot], session.leaving == nil else { return }
        do {
            let transfer = try session.port.descriptor.read(into: session.buffer)
            let arrival = Clock.monotonic()
            switch transfer {
            case .wouldBlock: return
            case .endOfFile: giveBack(slot, .gone)
            case .bytes(let count): receive(count, session, slot, arrival)
            }
        } catch { giveBack(slot, AcquireReport.Reason(error)) }
    }

    private func receive(_ count: Int, _ session: DeviceSession, _ slot: Int, _ arrival: HostInstant) {
        var failure: DialogueError?
        // Safety: `count` bytes of the session's own buffer were just read; nobody else has it.
        let bytes = UnsafeBufferPointer(rebasing: session.buffer.bindMemory(to: UInt8.self)[..<count])
        do throws(DialogueError) {
            try session.dialogue.receive(bytes.span, from: .serial, at: arrival, into: &session.sink)
        } catch { failure = error }
        for index in 0..<session.sink.count { take(session.sink[index], session, arrival) }
        session.sink.removeAll()
        let counters = session.dialogue.counters
        session.status.corrupt.store(counters.corrupt, ordering: .relaxed)
        session.status.notANumber.store(counters.notANumber, ordering: .relaxed)
        session.status.resent.store(counters.resent, ordering: .relaxed)
        if let failure { giveBack(slot, AcquireReport.Reason(failure)) } else { session.wake = arrival }
    }

    // MARK: frames

    private func take(_ sample: DeviceSample, _ session: DeviceSession, _ arrival: HostInstant) {
        let part = Int(sample.part)
        guard session.feeds.indices.contains(part) else { return }
        guard sample.flags.isDisjoint(with: .marks) else {
            let time = sample.deviceTime.map { session.feeds[part].clock.time(ofDevice: $0, arrival: arrival) } ?? arrival
            push(mark(sample.flags, session, part, time: time, arrival: arrival), session, part)
            return
        }
        var flags = sample.flags
        session.feeds[part].nextIndex &+= UInt64(sample.lost)
        if sample.lost > 0 {
            flags.insert(.discontinuity)
            session.status.lost.add(UInt64(sample.lost), ordering: .relaxed)
        }
        let index = session.feeds[part].nextIndex
        let (time, state) = session.feeds[part].clock.update(index: index, deviceTime: sample.deviceTime, arrival: arrival)
        switch state {
        case .listening: flags.insert(.clockUnlocked)
        case .justLocked:
            let rate = session.feeds[part].clock.rate
            session.status.rate.store(rate.bitPattern, ordering: .relaxed)
            reports.push(.locked(session.feeds[part].sensor, rate: rate, index: index))
            reportBell.ring()
        case .jumped:
            session.status.rate.store(0, ordering: .relaxed)
            push(mark(.ended, session, part, time: time, arrival: arrival), session, part)
            flags.formUnion([.discontinuity, .clockUnlocked])
        case .locked: session.status.jitter.store(session.feeds[part].clock.jitter.bitPattern, ordering: .relaxed)
        }
        push(
            Frame(
                sensor: session.feeds[part].sensor, present: sample.present, flags: flags, index: index, time: time,
                arrival: arrival, values: sample.values), session, part)
        session.feeds[part].nextIndex &+= 1
        session.status.frames.add(1, ordering: .relaxed)
        session.status.lastArrival.store(arrival.nanoseconds, ordering: .relaxed)
        session.status.present.store(sample.present, ordering: .relaxed)
    }

    private func mark(
        _ flags: FrameFlags, _ session: DeviceSession, _ part: Int, time: HostInstant, arrival: HostInstant
    ) -> Frame {
        Frame(
            sensor: session.feeds[part].sensor, present: 0, flags: flags, index: session.feeds[part].nextIndex, time: time,
            arrival: arrival, values: [8 of Double](repeating: .nan))
    }

    private func push(_ frame: Frame, _ session: DeviceSession, _ part: Int) {
        var frame = frame
        if session.feeds[part].discontinuity, frame.flags.isDisjoint(with: .marks) {
            frame.flags.insert(.discontinuity)
            session.feeds[part].discontinuity = false
        }
        guard !offer(frame) else { return }
        // Refused: counted, and the next frame says that it does not follow.
        session.feeds[part].discontinuity = true
        refusedFrames.add(1, ordering: .relaxed)
    }

    private func offer(_ frame: Frame) -> Bool {
        guard frames.push(frame) else {
            processBell.ring()
            return false
        }
        pushed = true
        return true
    }
}
