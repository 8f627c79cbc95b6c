import Drivers
import LinuxIO
import RingBuffer
import Samples
import Synchronization
import Timing

/// From samples to frames: index, time, marks, and what is lost.
extension AcquireLoop {
    func take(_ sample: DeviceSample, _ session: DeviceSession, _ arrival: HostInstant) {
        guard let feed = session.feed(ofPart: sample.part) else { return }
        guard sample.flags.isDisjoint(with: .marks) else {
            let time = sample.deviceTime.map { feed.clock.time(ofDevice: $0, arrival: arrival) } ?? arrival
            push(mark(sample.flags, feed, time: time, arrival: arrival), feed)
            return
        }
        feed.status.lastArrival.store(arrival.nanoseconds, ordering: .relaxed)
        var sample = sample
        guard sample.deviceTime == nil || timeFits(&sample, session, feed, arrival) else { return }
        if sample.flags.contains(.uncertainGap), decide(sample, session, feed, arrival) { sample.flags.remove(.uncertainGap) }
        let verdict = feed.judge(sample, arrival)
        switch verdict {
        case .onTime: break
        case .wait: if wait(sample, session, feed, arrival) { return }
        case .late, .burst: release(session, feed, missing: 0)
        case .missing(let count): release(session, feed, missing: count)
        case .otherRate:
            release(session, feed, missing: 0)
            feed.status.clockRestarts.add(1, ordering: .relaxed)
            restart(feed, arrival)
        }
        if verdict == .burst, wait(sample, session, feed, arrival) { return }
        give(sample, session, feed, arrival)
    }

    /// Whether a sample with a device time is to be given on now. One with an impossible time waits for the next one, and is left
    /// out if that one continues as before: its line was damaged, and it counts as lost.
    private func timeFits(
        _ sample: inout DeviceSample, _ session: DeviceSession, _ feed: SensorFeed, _ arrival: HostInstant
    ) -> Bool {
        let isOdd = feed.isOdd(sample, arrival)
        let waits = feed.waiting.count > 0
        if isOdd, !waits { return !wait(sample, session, feed, arrival) }
        guard waits else { return true }
        if isOdd {
            release(session, feed, missing: 0)
        } else {
            sample.lost = UInt32(clamping: UInt64(sample.lost) &+ feed.waiting.indices)
            feed.waiting.removeAll()
            feed.damaged &+= 1
        }
        return true
    }

    /// Whether the clock decides how many samples are missing in a gap that the device's numbers leave uncertain. It counts what
    /// is late. What comes early was counted too often: then the clock begins anew.
    private func decide(_ sample: DeviceSample, _ session: DeviceSession, _ feed: SensorFeed, _ arrival: HostInstant) -> Bool {
        let lateness = feed.lateness(sample, arrival)
        if let lateness, lateness > -LatenessJudge.lateSeconds { return true }
        feed.status.uncertainGaps.add(1, ordering: .relaxed)
        guard lateness != nil else { return false }
        release(session, feed, missing: 0)
        restart(feed, arrival)
        return false
    }

    /// Stores a sample until it is known whether samples are missing before it; returns whether there was room.
    private func wait(_ sample: DeviceSample, _ session: DeviceSession, _ feed: SensorFeed, _ arrival: HostInstant) -> Bool {
        guard !feed.waiting.isFull else {
            release(session, feed, missing: 0)
            return false
        }
        feed.waiting.append(sample, arrival)
        return true
    }

    /// Passes on the samples that have waited.
    ///
    /// - Parameter missing: the number of samples that never came before the first one.
    func release(_ session: DeviceSession, _ feed: SensorFeed, missing: UInt64) {
        let waiting = feed.waiting
        for place in 0..<waiting.count {
            var (sample, arrival) = waiting[place]
            if place == 0 { sample.lost = UInt32(clamping: UInt64(sample.lost) &+ missing) }
            give(sample, session, feed, arrival)
        }
        waiting.removeAll()
    }

    /// The clock no longer fits: the stream ends, and its clock begins anew.
    private func restart(_ feed: SensorFeed, _ arrival: HostInstant) {
        feed.clock.reset()
        feed.judge = LatenessJudge()
        feed.status.rate.store(0, ordering: .relaxed)
        feed.discontinuity = true
        push(mark(.ended, feed, time: arrival, arrival: arrival), feed)
    }

    /// Gives a sample its index and its time, and passes it on.
    private func give(_ sample: DeviceSample, _ session: DeviceSession, _ feed: SensorFeed, _ arrival: HostInstant) {
        let status = feed.status
        var flags = sample.flags
        feed.nextIndex &+= UInt64(sample.lost)
        let missing = feed.clock.missing(
            index: feed.nextIndex, deviceTime: sample.deviceTime, arrival: arrival)
        feed.nextIndex &+= missing
        let lost = UInt64(sample.lost) &+ missing
        if lost > 0 {
            flags.insert(.discontinuity)
            status.lost.add(lost, ordering: .relaxed)
        }
        let index = feed.nextIndex
        let (time, state) = feed.clock.update(index: index, deviceTime: sample.deviceTime, arrival: arrival)
        switch state {
        case .listening:
            flags.insert(.clockUnlocked)
            describe(session)
            status.trouble.store(feed.clock.trouble.rawValue, ordering: .relaxed)
            status.troubleValue.store(feed.clock.troubleValue.bitPattern, ordering: .relaxed)
        case .justLocked:
            let rate = feed.clock.rate
            status.rate.store(rate.bitPattern, ordering: .relaxed)
            status.trouble.store(0, ordering: .relaxed)
            feed.judge = LatenessJudge()
            reports.push(.locked(feed.sensor, rate: rate, index: index))
            reportBell.ring()
        case .jumped:
            status.rate.store(0, ordering: .relaxed)
            status.clockRestarts.add(1, ordering: .relaxed)
            push(mark(.ended, feed, time: time, arrival: arrival), feed)
            flags.formUnion([.discontinuity, .clockUnlocked])
        case .locked:
            status.jitter.store(feed.clock.jitter.bitPattern, ordering: .relaxed)
            status.drift.store((feed.clock.driftPartsPerMillion ?? .nan).bitPattern, ordering: .relaxed)
        }
        status.interpolated.store(feed.clock.interpolated, ordering: .relaxed)
        push(
            Frame(
                sensor: feed.sensor, present: sample.present, flags: flags, index: index, time: time,
                arrival: arrival, values: sample.values), feed)
        feed.nextIndex &+= 1
        status.frames.add(1, ordering: .relaxed)
        status.present.store(sample.present, ordering: .relaxed)
    }

    func mark(
        _ flags: FrameFlags, _ feed: SensorFeed, time: HostInstant, arrival: HostInstant
    ) -> Frame {
        Frame(
            sensor: feed.sensor, present: 0, flags: flags, index: feed.nextIndex, time: time,
            arrival: arrival, values: [8 of Double](repeating: .nan))
    }

    private func push(_ frame: Frame, _ feed: SensorFeed) {
        var frame = frame
        if feed.discontinuity, frame.flags.isDisjoint(with: .marks) {
            frame.flags.insert(.discontinuity)
            feed.discontinuity = false
        }
        guard !offer(frame) else { return }
        // Refused: counted, and the next frame is marked as not continuous.
        feed.discontinuity = true
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
