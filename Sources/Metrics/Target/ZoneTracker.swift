/// Tracks the zone of a force and the time in each zone, with a hysteresis of 1 % of the maximum and a least stay of 100 ms, so
/// that the zone does not flicker at an edge.
///
/// When the zone changes, the time since the old zone was left counts for the new zone. Neither allocates nor locks; owned by one
/// thread; the same samples give the same times, live and from a recording.
public struct ZoneTracker: BitwiseCopyable, Sendable {
    /// How far beyond an edge, in % of the maximum, and how long in another zone, in seconds, force must be before the zone
    /// changes.
    public static let hysteresis = 1.0
    public static let leastStay = 0.1

    /// The current zone; nil before the first force.
    public private(set) var zone: ForceZone?
    private var times = [5 of Double](repeating: 0)
    /// The time since the zone was left, and the part of it spent in the zone that may follow.
    private var pending = 0.0
    private var stay = 0.0
    private var candidate = ForceZone.low

    public init() {}

    /// Resets everything.
    @_noAllocation @_noLocks public mutating func reset() { self = ZoneTracker() }

    /// Seconds in a zone so far.
    @_noAllocation @_noLocks public func time(in zone: ForceZone) -> Double {
        // Pending time belongs to the old zone until the change is certain.
        var waiting = 0.0
        if let current = self.zone, current.place == zone.place { waiting = pending }
        return times[zone.place] + waiting
    }

    /// Adds a force, % of the maximum, that lasted `seconds`. Returns true when the zone changed. NaN is not counted.
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
        // Because of rounding, sums of intervals may be slightly too small.
        guard stay >= Self.leastStay - 1e-9 else { return false }
        zone = next
        times[next.place] += pending
        pending = 0
        stay = 0
        return true
    }
}
