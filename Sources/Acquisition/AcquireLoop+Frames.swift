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
        session.feeds[part].status.lastArrival.store(arrival.nanoseconds, ordering: .relaxed)
        var sample = sample
        guard sample.deviceTime == nil || timeFits(&sample, session, part, arrival) else { return }
        if sample.flags.contains(.uncertainGap), decide(sample, session, part, arrival) { sample.flags.remove(.uncertainGap) }
        let verdict = session.feeds[part].judge(sample, arrival)
        switch verdict {
        case .onTime: break
        case .wait: if wait(sample, session, part, arrival) { return }
        case .late, .burst: release(session, part, missing: 0)
        case .missing(let count): release(session, part, missing: count)
        case .otherRate:
            release(session, part, missing: 0)
            session.feeds[part].status.clockRestarts.add(1, ordering: .relaxed)
            restart(session, part, arrival)
        }
        if verdict == .burst, wait(sample, session, part, arrival) { return }
        give(sample, session, part, arrival)
    }

    /// Whether a sample with a device time is to be given on now. One with an impossible time waits for the next one, and is left
    /// out if that one continues as before: its line was damaged, and it counts as lost.
    private func timeFits(_ sample: inout DeviceSample, _ session: DeviceSession, _ part: Int, _ arrival: HostInstant) -> Bool {
        let isOdd = session.feeds[part].isOdd(sample, arrival)
        let waits = session.feeds[part].waiting.count > 0
        if isOdd, !waits { return !wait(sample, session, part, arrival) }
        guard waits else { return true }
        if isOdd {
            release(session, part, missing: 0)
        } else {
            sample.lost = UInt32(clamping: UInt64(sample.lost) &+ session.feeds[part].waiting.indices)
            session.feeds[part].waiting.removeAll()
            session.feeds[part].damaged &+= 1
        }
        return true
    }

    /// Whether the clock decides how many samples are missing in a gap that the device's numbers leave uncertain. It counts what
    /// is late. What comes early was counted too often: then the clock begins anew.
    private func decide(_ sample: DeviceSample, _ session: DeviceSession, _ part: Int, _ arrival: HostInstant) -> Bool {
        let lateness = session.feeds[part].lateness(sample, arrival)
        if let lateness, lateness > -LatenessJudge.lateSeconds { return true }
        session.feeds[part].status.uncertainGaps.add(1, ordering: .relaxed)
        guard lateness != nil else { return false }
        release(session, part, missing: 0)
        restart(session, part, arrival)
        return false
    }

    /// Stores a sample until it is known whether samples are missing before it; returns whether there was room.
    private func wait(_ sample: DeviceSample, _ session: DeviceSession, _ part: Int, _ arrival: HostInstant) -> Bool {
        guard !session.feeds[part].waiting.isFull else {
            release(session, part, missing: 0)
            return false
        }
        session.feeds[part].waiting.append(sample, arrival)
        return true
    }

    /// Passes on the samples that have waited.
    ///
    /// - Parameter missing: the number of samples that never came before the first one.
    func release(_ session: DeviceSession, _ part: Int, missing: UInt64) {
        let waiting = session.feeds[part].waiting
        for place in 0..<waiting.count {
            var (sample, arrival) = waiting[place]
            if place == 0 { sample.lost = UInt32(clamping: UInt64(sample.lost) &+ missing) }
            give(sample, session, part, arrival)
        }
        waiting.removeAll()
    }

    /// The clock no longer fits: the stream ends, and its clock begins anew.
    private func restart(_ session: DeviceSession, _ part: Int, _ arrival: HostInstant) {
        session.feeds[part].clock.reset()
        session.feeds[part].judge = LatenessJudge()
        session.feeds[part].status.rate.store(0, ordering: .relaxed)
        session.feeds[part].discontinuity = true
        push(mark(.ended, session, part, time: arrival, arrival: arrival), session, part)
    }

    /// Gives a sample its index and its time, and passes it on.
    private func give(_ sample: DeviceSample, _ session: DeviceSession, _ part: Int, _ arrival: HostInstant) {
        var flags = sample.flags
        session.feeds[part].nextIndex &+= UInt64(sample.lost)
        let missing = session.feeds[part].clock.missing(
            index: session.feeds[part].nextIndex, deviceTime: sample.deviceTime, arrival: arrival)
        session.feeds[part].nextIndex &+= missing
        let lost = UInt64(sample.lost) &+ missing
        if lost > 0 {
            flags.insert(.discontinuity)
            session.feeds[part].status.lost.add(lost, ordering: .relaxed)
        }
        let index = session.feeds[part].nextIndex
        let (time, state) = session.feeds[part].clock.update(index: index, deviceTime: sample.deviceTime, arrival: arrival)
        let status = session.feeds[part].status
        switch state {
        case .listening:
            flags.insert(.clockUnlocked)
            describe(session)
            status.trouble.store(session.feeds[part].clock.trouble.rawValue, ordering: .relaxed)
            status.troubleValue.store(session.feeds[part].clock.troubleValue.bitPattern, ordering: .relaxed)
        case .justLocked:
            let rate = session.feeds[part].clock.rate
            status.rate.store(rate.bitPattern, ordering: .relaxed)
            status.trouble.store(0, ordering: .relaxed)
            session.feeds[part].judge = LatenessJudge()
            reports.push(.locked(session.feeds[part].sensor, rate: rate, index: index))
            reportBell.ring()
        case .jumped:
            status.rate.store(0, ordering: .relaxed)
            status.clockRestarts.add(1, ordering: .relaxed)
            push(mark(.ended, session, part, time: time, arrival: arrival), session, part)
            flags.formUnion([.discontinuity, .clockUnlocked])
        case .locked: status.jitter.store(session.feeds[part].clock.jitter.bitPattern, ordering: .relaxed)
        }
        status.interpolated.store(session.feeds[part].clock.interpolated, ordering: .relaxed)
        push(
            Frame(
                sensor: session.feeds[part].sensor, present: sample.present, flags: flags, index: index, time: time,
                arrival: arrival, values: sample.values), session, part)
        session.feeds[part].nextIndex &+= 1
        status.frames.add(1, ordering: .relaxed)
        status.present.store(sample.present, ordering: .relaxed)
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
        // Refused: counted, and the next frame is marked as not continuous.
        session.feeds[part].discontinuity = true
        refusedFrames.add(1, ordering: .relaxed)
    }

    func offer(_ frame: Frame) -> Bool {
        if !frames.push(frame) {
            // A read may bring more frames than fit. Where this thread empties the ring, it does so now.
            passOn()
            guard nextHalf != nil, frames.push(frame) else { return false }
        }
        pushed = true
        return true
    }

    /// Passes the device's description of itself to `main` with its first sample, so that a client that looks at the sensor sees
    /// the names and units of its data. Only dialogues that ask devices allocate here, once, before the clock has locked.
    private func describe(_ session: DeviceSession) {
        guard !session.isDescribed, session.dialogue.asksDevice else { return }
        session.isDescribed = true
        reports.push(.described(session.feeds[0].sensor, DetailsHandle(DeviceDetails(of: session.dialogue))))
        reportBell.ring()
    }
}
