import Drivers
import LinuxIO
import Samples
import Synchronization

/// Asks dialogues for their next step, performs it, and passes on the data that arrives.
extension AcquireLoop {
    /// Asks every dialogue whose moment has come, and returns devices that are leaving; the moment of the next dialogue.
    func drive() -> HostInstant? {
        var next: HostInstant?
        for slot in sessions.indices {
            guard var wake = converse(slot) else { continue }
            // A consumer that has let the ring fill up is seconds behind.
            if handOver(slot) { wake = Clock.monotonic().advanced(bySeconds: 0.005) }
            next = next.map { min($0, wake) } ?? wake
        }
        return next
    }

    /// Asks a dialogue if its moment has come; the moment of the next request. `nil` when there is no device.
    private func converse(_ slot: Int) -> HostInstant? {
        guard let session = sessions[slot] else { return nil }
        let now = Clock.monotonic()
        if session.leaving == nil, session.wake <= now { ask(session, slot, now) }
        return session.leaving == nil ? session.wake : .never
    }

    private func ask(_ session: DeviceSession, _ slot: Int, _ now: HostInstant) {
        // A dialogue that never waits would delay all other devices; a hundred steps are far more than any dialogue needs.
        for _ in 0..<100 {
            if session.isWriting, !write(session, slot, now) { return }
            do throws(DialogueError) {
                let step = try session.dialogue.next(at: now, into: &session.request)
                if case .waitUntil(let moment) = step {
                    session.wake = moment
                    return
                }
                guard perform(step, session, slot) else { return }
            } catch {
                giveBack(slot, AcquireReport.Reason(error))
                return
            }
        }
        giveBack(slot, .silent)
    }

    /// Performs a step that a dialogue requests; returns whether the dialogue may continue.
    private func perform(_ step: DialogueStep, _ session: DeviceSession, _ slot: Int) -> Bool {
        do throws(SystemError) {
            switch (step, session.door.usb) {
            case (.write(.serial), nil):
                session.isWriting = true
                session.written = 0
                return true
            case (.setLine(let line), nil):
                guard let number = session.door.number else { break }
                try SerialPort.setLine(number, baud: line.baud, flowControl: line.flowControl)
                return true
            case (.outputReport(let number), nil): if try session.writeReport(number: number) { return true }
            case (.write(.usb(let endpoint)), let device?):
                try device.write(session.request, to: endpoint)
                session.isWriting = true
                return true
            case (.controlWrite(let setup), let device?), (.controlRead(let setup), let device?):
                try device.control(setup, session.request)
                session.isWriting = true
                return true
            default: break
            }
            giveBack(slot, .unsupported)
        } catch { giveBack(slot, AcquireReport.Reason(error)) }
        return false
    }

    /// Writes the rest of the request; returns whether all of it was written.
    private func write(_ session: DeviceSession, _ slot: Int, _ now: HostInstant) -> Bool {
        guard session.door.usb == nil else {
            // Its end arrives as an event, at the latest after its time-out.
            session.wake = now.advanced(bySeconds: 10)
            return false
        }
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

    /// Reads the data that a device has sent: from a tty until less comes than fits, from hidraw all the reports that the kernel
    /// has stored, one report per call.
    ///
    /// - Parameter isEnding: the line was hung up, perhaps after its last bytes: one arrival stands for both.
    func serve(_ slot: Int, isEnding: Bool = false) {
        guard sessions.indices.contains(slot), let session = sessions[slot] else { return }
        for _ in 0..<64 { guard session.leaving == nil, readOnce(session, slot, isEnding) else { return } }
    }

    /// Reads once; returns whether there may be more data.
    private func readOnce(_ session: DeviceSession, _ slot: Int, _ isEnding: Bool) -> Bool {
        do throws(SystemError) {
            let transfer = try session.read()
            let arrival = Clock.monotonic()
            switch transfer {
            case .wouldBlock: return false
            case .endOfFile: giveBack(slot, .gone)
            case .bytes(let count):
                // Safety: `count` bytes of the session's own buffer were just read; nobody else has it.
                let bytes = UnsafeBufferPointer(rebasing: session.buffer.bindMemory(to: UInt8.self)[..<count])
                receive(bytes, from: session.door.endpoint, session, slot, arrival)
                return isEnding || session.door.endpoint == .report || count == session.buffer.count
            }
        } catch { giveBack(slot, AcquireReport.Reason(error)) }
        return false
    }

    /// Handles the ended transfers of all libusb devices; returns whether there were any.
    func takeTransfers() -> Bool {
        var found = false
        for slot in sessions.indices {
            guard let session = sessions[slot], let device = session.door.usb else { continue }
            while let end = device.next() {
                found = true
                guard session.leaving == nil else { continue }
                take(end, session, slot)
                do throws(SystemError) { try device.finish(end) } catch { giveBack(slot, AcquireReport.Reason(error)) }
            }
        }
        return found
    }

    private func take(_ end: USBDevice.End, _ session: DeviceSession, _ slot: Int) {
        if end.isRequest {
            session.isWriting = false
            session.request.removeAll()
            session.wake = end.arrival
        }
        switch end.outcome {
        case .received: receive(end.bytes, from: end.endpoint, session, slot, end.arrival)
        case .failed(let failure):
            do throws(DialogueError) {
                try session.dialogue.fail(failure, on: end.endpoint, at: end.arrival)
                session.wake = end.arrival
            } catch { giveBack(slot, AcquireReport.Reason(error)) }
        case .gone: giveBack(slot, .gone)
        case .written, .cancelled: break
        }
    }

    private func receive(
        _ bytes: UnsafeBufferPointer<UInt8>, from endpoint: Endpoint, _ session: DeviceSession, _ slot: Int,
        _ arrival: HostInstant
    ) {
        var failure: DialogueError?
        if endpoint == .serial { session.keep(bytes) }
        do throws(DialogueError) {
            try session.dialogue.receive(bytes.span, from: endpoint, at: arrival, into: &session.sink)
        } catch { failure = error }
        for index in 0..<session.sink.count { take(session.sink[index], session, arrival) }
        session.sink.removeAll()
        let counters = session.dialogue.counters
        for feed in session.feeds.indices {
            session.feeds[feed].status.corrupt.store(counters.corrupt &+ session.feeds[feed].damaged, ordering: .relaxed)
            session.feeds[feed].status.notANumber.store(counters.notANumber, ordering: .relaxed)
            session.feeds[feed].status.incomplete.store(counters.incomplete, ordering: .relaxed)
            session.feeds[feed].status.resent.store(counters.resent, ordering: .relaxed)
            session.feeds[feed].status.refusal.store(counters.refusal.rawValue, ordering: .relaxed)
        }
        if let failure { giveBack(slot, AcquireReport.Reason(failure)) } else { session.wake = arrival }
    }
}
