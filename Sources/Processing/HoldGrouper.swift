import Samples

/// Makes one hold out of what several sensors see of one effort: the first onset in a set-up opens the hold, onsets within
/// a second join it, and it closes when the last sensor that joined has released.
///
/// Owned by the `process` thread; fixed size, no allocation.
struct HoldGrouper: BitwiseCopyable, Sendable {
    /// Onsets this close together are one effort, seconds.
    static let joinWindow = 1.0
    /// A later onset is known up to this long after it happened: 150 ms to confirm, 20 ms of mean, and some to spare, seconds.
    static let confirmationDelay = 0.25

    private struct OpenHold: BitwiseCopyable {
        var number: UInt64 = 0
        var setUp: UInt16 = 0
        var opened = HostInstant.never
        var active: UInt64 = 0
    }

    private var open = [64 of OpenHold](repeating: OpenHold())
    private var count = 0
    private(set) var nextNumber: UInt64

    /// - Parameter nextNumber: the number of the first hold, at least 1.
    init(nextNumber: UInt64) { self.nextNumber = max(nextNumber, 1) }

    /// The hold that an onset of `sensor` at `onset` belongs to: an open one of its set-up, or a new one.
    mutating func join(_ sensor: SensorNumber, setUp: UInt16, onset: HostInstant) -> UInt64 {
        for index in 0..<count where open[index].setUp == setUp {
            if abs(onset.seconds(since: open[index].opened)) <= Self.joinWindow {
                open[index].active |= sensor.bit
                return open[index].number
            }
        }
        // There is room: each open hold has an active sensor of its own or closes within the join window, and a sensor ends one
        // hold before it begins another. Should that ever be wrong, the oldest gives way.
        if count == 64 { remove(at: 0) }
        let number = nextNumber
        nextNumber &+= 1
        open[count] = OpenHold(number: number, setUp: setUp, opened: onset, active: sensor.bit)
        count += 1
        return number
    }

    /// `sensor` has released.
    mutating func leave(_ sensor: SensorNumber, hold: UInt64) {
        for index in 0..<count where open[index].number == hold { open[index].active &= ~sensor.bit }
    }

    /// The number of a hold that is over by `now`, which is forgotten; call until it returns `nil`.
    mutating func close(at now: HostInstant) -> UInt64? {
        for index in 0..<count where open[index].active == 0 {
            if now.seconds(since: open[index].opened) > Self.joinWindow + Self.confirmationDelay {
                let number = open[index].number
                remove(at: index)
                return number
            }
        }
        return nil
    }

    /// As `close`, but of any hold, because no more frames come.
    mutating func closeAny() -> UInt64? {
        guard count > 0 else { return nil }
        let number = open[0].number
        remove(at: 0)
        return number
    }

    private mutating func remove(at index: Int) {
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
