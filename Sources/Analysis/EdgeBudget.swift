import Samples

/// How many edges of trigger inputs are stored.
///
/// Owned by the `analyse` thread.
struct EdgeBudget {
    /// A signal that starts or ends a trial has a few edges.
    static let perMinute = 60

    private var begin = HostInstant.never
    private var count = 0

    /// Whether there is room for one more.
    mutating func admits(at time: HostInstant) -> Bool {
        if begin == .never || abs(time.seconds(since: begin)) >= 60 { (begin, count) = (time, 0) }
        count += 1
        return count <= Self.perMinute
    }
}
