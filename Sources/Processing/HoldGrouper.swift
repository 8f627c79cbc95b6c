import Samples

/// Combines the efforts that several sensors detect at the same time into one hold.
///
/// The first load or onset in a set-up opens the hold. Another sensor joins while at least one sensor of the hold still holds, or
/// when its onset is within a second of the onset of a sensor of the hold and before the last release. A sensor that has left a
/// hold never returns to it, so pulses every half second are a hold each. A hold closes 1.25 s after its last sensor has ended.
/// The onset of the hold is the earliest current onset of its sensors with a fast rise; without any, the earliest of all.
///
/// Owned by the thread that processes; fixed size, no allocation.
struct HoldGrouper: BitwiseCopyable, Sendable {
    /// Onsets this close together belong to one effort, seconds.
    static let joinWindow = 1.0
    /// How long a hold waits, after its last sensor has ended, for other sensors that detected the same effort, seconds. An onset
    /// is known up to a quarter of a second after it happened.
    static let closeDelay = 1.25

    private struct OpenHold: BitwiseCopyable {
        var number: UInt64 = 0
        var setUp: UInt16 = 0
        /// The moment at which the last sensor stopped holding; `never` while at least one holds.
        var idle = HostInstant.never
        /// Bits of the sensors that take part, and of those that still hold.
        var members: UInt64 = 0
        var active: UInt64 = 0
    }

    /// One sensor's part of an open hold.
    private struct Member: BitwiseCopyable {
        /// 0 when the element is free.
        var hold: UInt64 = 0
        var sensor: UInt16 = 0
        var isFast = false
        var onset = HostInstant.never
        var release = HostInstant.never
    }

    private static let openLimit = 128
    private static let memberLimit = 256
    private var open = [128 of OpenHold](repeating: OpenHold())
    private var count = 0
    private var members = [256 of Member](repeating: Member())
    private(set) var nextNumber: UInt64
    /// The loads on the plates.
    var plates = PlateLoads()

    /// - Parameter nextNumber: the number of the first hold, at least 1.
    init(nextNumber: UInt64) { self.nextNumber = max(nextNumber, 1) }

    /// The hold for an effort of `sensor` that began at `onset`: an open hold of its set-up, or a new one.
    mutating func join(_ sensor: SensorNumber, setUp: UInt16, onset: HostInstant, isFast: Bool) -> UInt64 {
        var best = -1
        var distance = Double.infinity
        for index in 0..<count where open[index].setUp == setUp && open[index].members & sensor.bit == 0 {
            guard open[index].active != 0 || isNear(onset, open[index].number) else { continue }
            let away = abs(onset.seconds(since: self.onset(of: open[index].number)))
            if away < distance {
                distance = away
                best = index
            }
        }
        if best < 0 {
            // There is room for the open holds that four pulses per second on 64 sensors produce. If there are more, the oldest
            // is dropped.
            if count == Self.openLimit { remove(at: 0) }
            best = count
            open[best] = OpenHold(number: nextNumber, setUp: setUp)
            nextNumber &+= 1
            count += 1
        }
        open[best].members |= sensor.bit
        open[best].active |= sensor.bit
        open[best].idle = .never
        let number = open[best].number
        for place in 0..<Self.memberLimit where members[place].hold == 0 {
            members[place] = Member(hold: number, sensor: sensor.value, isFast: isFast, onset: onset)
            break
        }
        return number
    }

    /// The newest hold of a set-up that is not closed, in which its companions take part; 0 when there is none.
    func current(setUp: UInt16) -> UInt64 {
        var newest: UInt64 = 0
        for index in 0..<count where open[index].setUp == setUp && open[index].members != 0 {
            newest = max(newest, open[index].number)
        }
        return newest
    }

    /// Changes the onset of `sensor` in a hold.
    mutating func move(_ sensor: SensorNumber, hold: UInt64, onset: HostInstant, isFast: Bool) {
        for place in 0..<Self.memberLimit where members[place].hold == hold && members[place].sensor == sensor.value {
            members[place].onset = onset
            members[place].isFast = isFast
        }
    }

    /// `sensor` released at `release`, and its effort ended at `now`.
    mutating func leave(_ sensor: SensorNumber, hold: UInt64, release: HostInstant, at now: HostInstant) {
        for place in 0..<Self.memberLimit where members[place].hold == hold && members[place].sensor == sensor.value {
            members[place].release = release
        }
        for index in 0..<count where open[index].number == hold {
            open[index].active &= ~sensor.bit
            if open[index].active == 0 { open[index].idle = now }
        }
    }

    /// Removes `sensor` from a hold, because it detected no real effort.
    mutating func cancel(_ sensor: SensorNumber, hold: UInt64, at now: HostInstant) {
        for place in 0..<Self.memberLimit where members[place].hold == hold && members[place].sensor == sensor.value {
            members[place].hold = 0
        }
        for index in 0..<count where open[index].number == hold {
            open[index].members &= ~sensor.bit
            open[index].active &= ~sensor.bit
            if open[index].active == 0 { open[index].idle = now }
        }
    }

    /// Whether only plates that somebody stands on take part in a hold.
    func hasOnlyPlates(_ hold: UInt64) -> Bool {
        for index in 0..<count where open[index].number == hold { return open[index].members & ~plates.mask == 0 }
        return false
    }

    /// The result of closing a hold.
    enum Outcome: BitwiseCopyable, Equatable {
        /// The hold is over, and no longer stored here.
        case closed(UInt64)
        /// The hold was part of another one, which continues.
        case merged(UInt64, into: UInt64)
    }

    /// Closes or merges one hold that is due by `now`; call until it returns `nil`.
    mutating func close(at now: HostInstant) -> Outcome? {
        for index in 0..<count where open[index].active == 0 && now.seconds(since: open[index].idle) > Self.closeDelay {
            let number = open[index].number
            if let other = twin(of: index) {
                let kept = open[other].number
                for place in 0..<Self.memberLimit where members[place].hold == number { members[place].hold = kept }
                open[other].members |= open[index].members
                if open[other].active == 0 { open[other].idle = now }
                remove(at: index)
                return .merged(number, into: kept)
            }
            remove(at: index)
            return .closed(number)
        }
        return nil
    }

    /// Closes any hold, because no more frames come.
    mutating func closeAny() -> UInt64? {
        guard count > 0 else { return nil }
        let number = open[0].number
        remove(at: 0)
        return number
    }

    /// Another open hold of the same set-up that shares no sensor with this one and began within a second of it.
    private func twin(of index: Int) -> Int? {
        guard open[index].members != 0 else { return nil }
        let onset = onset(of: open[index].number)
        for other in 0..<count where other != index && open[other].setUp == open[index].setUp {
            guard open[other].members != 0, open[other].members & open[index].members == 0 else { continue }
            if abs(onset.seconds(since: self.onset(of: open[other].number))) <= Self.joinWindow { return other }
        }
        return nil
    }

    /// Whether an onset is within a second of an onset in a finished hold, and before the last release of that hold.
    private func isNear(_ onset: HostInstant, _ hold: UInt64) -> Bool {
        var isNear = false
        var last = HostInstant.never
        for place in 0..<Self.memberLimit where members[place].hold == hold {
            if abs(onset.seconds(since: members[place].onset)) <= Self.joinWindow { isNear = true }
            if last == .never || members[place].release > last { last = members[place].release }
        }
        return isNear && onset < last
    }

    /// The current onset of the hold.
    private func onset(of hold: UInt64) -> HostInstant {
        var first = HostInstant.never
        var firstFast = HostInstant.never
        for place in 0..<Self.memberLimit where members[place].hold == hold {
            let onset = members[place].onset
            if first == .never || onset < first { first = onset }
            if members[place].isFast, firstFast == .never || onset < firstFast { firstFast = onset }
        }
        return firstFast == .never ? first : firstFast
    }

    private mutating func remove(at index: Int) {
        let number = open[index].number
        for place in 0..<Self.memberLimit where members[place].hold == number { members[place].hold = 0 }
        var index = index
        while index + 1 < count {
            open[index] = open[index + 1]
            index += 1
        }
        count -= 1
    }
}

extension SensorNumber {
    /// The sensor's bit in a mask of all sensors of a station.
    var bit: UInt64 { UInt64(1) << UInt64(value & 63) }
}
