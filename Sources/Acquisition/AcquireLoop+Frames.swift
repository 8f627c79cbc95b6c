import Drivers
import LinuxIO
import RingBuffer
import Samples
import Synchronization
import Timing

/// From samples to frames: index, time, marks.
extension AcquireLoop {
    func take(_ sample: DeviceSample, _ session: DeviceSession, _ arrival: HostInstant) {
        let part = session.feed(ofPart: sample.part)
        guard part >= 0 else { return }
        guard sample.flags.isDisjoint(with: .marks) else {
            let time = sample.deviceTime.map { session.feeds[part].clock.time(ofDevice: $0, arrival: arrival) } ?? arrival
            push(mark(sample.flags, session, part, time: time, arrival: arrival), session, part)
            return
        }
        var flags = sample.flags
        session.feeds[part].nextIndex &+= UInt64(sample.lost)
        if sample.lost > 0 {
            flags.insert(.discontinuity)
            session.feeds[part].status.lost.add(UInt64(sample.lost), ordering: .relaxed)
        }
        let index = session.feeds[part].nextIndex
        let (time, state) = session.feeds[part].clock.update(index: index, deviceTime: sample.deviceTime, arrival: arrival)
        switch state {
        case .listening:
            flags.insert(.clockUnlocked)
            describe(session)
        case .justLocked:
            let rate = session.feeds[part].clock.rate
            session.feeds[part].status.rate.store(rate.bitPattern, ordering: .relaxed)
            reports.push(.locked(session.feeds[part].sensor, rate: rate, index: index))
            reportBell.ring()
        case .jumped:
            session.feeds[part].status.rate.store(0, ordering: .relaxed)
            push(mark(.ended, session, part, time: time, arrival: arrival), session, part)
            flags.formUnion([.discontinuity, .clockUnlocked])
        case .locked: session.feeds[part].status.jitter.store(session.feeds[part].clock.jitter.bitPattern, ordering: .relaxed)
        }
        push(
            Frame(
                sensor: session.feeds[part].sensor, present: sample.present, flags: flags, index: index, time: time,
                arrival: arrival, values: sample.values), session, part)
        session.feeds[part].nextIndex &+= 1
        session.feeds[part].status.frames.add(1, ordering: .relaxed)
        session.feeds[part].status.lastArrival.store(arrival.nanoseconds, ordering: .relaxed)
        session.feeds[part].status.present.store(sample.present, ordering: .relaxed)
    }

    func mark(
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

    func offer(_ frame: Frame) -> Bool {
        guard frames.push(frame) else {
            processBell.ring()
            return false
        }
        pushed = true
        return true
    }

    /// Tells `main` what the device has said of itself, with its first sample: whoever looks at the sensor sees names and units of what
    /// flows. Only dialogues that ask devices cost memory here, once, before the clock has locked.
    private func describe(_ session: DeviceSession) {
        guard !session.isDescribed, session.dialogue.asksDevice else { return }
        session.isDescribed = true
        reports.push(.described(session.feeds[0].sensor, DetailsHandle(DeviceDetails(of: session.dialogue))))
        reportBell.ring()
    }
}
