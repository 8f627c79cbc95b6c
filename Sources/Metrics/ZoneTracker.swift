/// In which zone a force is, and for how long it was in each: with a hysteresis of 1 % of the maximum and a least stay of 100 ms, so that a
/// force at an edge does not flicker.
///
/// Time that turns out to belong to a new zone is counted there, from the leaving of the old one on. Without memory or locks; owned
/// by one thread; the same samples give the same times, live and from a record.
public struct ZoneTracker: BitwiseCopyable, Sendable {
    /// % of the maximum beyond an edge, and seconds in another zone, until the zone changes.
    public static let hysteresis = 1.0
    public static let leastStay = 0.1

    /// Nil before the first force.
    public private(set) var zone: ForceZone?
    private var times = [5 of Double](repeating: 0)
    /// Time since the zone was left, and the part of it in the zone that may follow.
    private var pending = 0.0
    private var stay = 0.0
    private var candidate = ForceZone.low

    public init() {}

    /// Begins anew.
    @_noAllocation @_noLocks public mutating func reset() { self = ZoneTracker() }

    /// Seconds in a zone so far.
    @_noAllocation @_noLocks public func time(in zone: ForceZone) -> Double {
        // What is pending is the zone's that was left until the change is certain.
        var waiting = 0.0
        if let current = self.zone, current.place == zone.place { waiting = pending }
        return times[zone.place] + waiting
    }

    /// Takes a force, % of the maximum, that lasted so many seconds; true when the zone changed. What is no number is not counted.
    @_noAllocation @_noLocks public mutating func push(_ percent: Double, seconds: Double) -> Bool {
        guard percent - percent == 0, seconds >= 0, seconds - seconds == 0 else { return false }
        guard let current = zone else {
            let first = ForceZone.of(percent)
            zone = first
            times[first.place] += seconds
            return true
        }
        let (from, to) = current.range
        if percent >= from - Self.hysteresis, percent < to + Self.hysteresis {
            times[current.place] += pending + seconds
            pending = 0
            stay = 0
            return false
        }
        let next = ForceZone.of(percent)
        if stay == 0 || next.place != candidate.place {
            candidate = next
            stay = 0
        }
        pending += seconds
        stay += seconds
        // Sums of intervals fall short of what they add up to by rounding.
        guard stay >= Self.leastStay - 1e-9 else { return false }
        zone = next
        times[next.place] += pending
        pending = 0
        stay = 0
        return true
    }
}
