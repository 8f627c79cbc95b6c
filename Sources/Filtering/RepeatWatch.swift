/// Detects live that each conversion is reported several times, because the device's loop is faster than its converter (see
/// ``RepeatedValues``).
///
/// It examines 64 runs of equal values at a time, which is 64 conversions. Fixed size, no heap memory. Owned by one thread.
public struct RepeatWatch: BitwiseCopyable, Sendable {
    static let runs = 64
    /// This share of the runs must have the same length. A signal of low resolution also repeats values, but in runs of different
    /// length.
    static let evenPart = 0.75
    /// A run is one conversion while it is shorter than this many times the shortest.
    static let singleShare = 1.7

    private var lengths = [64 of Int](repeating: 0)
    private var count = 0
    private var length = 0
    private var last = Double.nan
    /// The number of samples for each conversion, from the last 64 runs examined; 1 when there is one sample each.
    public private(set) var repeats = 1.0

    public init() {}

    /// Adds a sample. Returns whether `repeats` has changed.
    @_noAllocation @_noLocks
    public mutating func push(_ value: Double) -> Bool {
        // Missing values are not conversions.
        guard value.isFinite else { return false }
        if value == last {
            length += 1
            return false
        }
        last = value
        let ended = length
        length = 1
        guard ended > 0 else { return false }
        lengths[count] = ended
        count += 1
        guard count == Self.runs else { return false }
        count = 0
        let now = mean()
        defer { repeats = now }
        return now != repeats
    }

    /// The mean length of a run when nearly all runs have the same length, or twice that length; otherwise 1.
    @_noAllocation @_noLocks
    private func mean() -> Double {
        // The second shortest run is used, because one run in fifty may be cut short by a lost line.
        var least = Int.max
        var second = Int.max
        for place in 0..<Self.runs {
            let length = lengths[place]
            if length < least { (least, second) = (length, least) } else if length < second { second = length }
        }
        least = second
        guard least > 1 else { return 1 }
        var singles = 0
        var sum = 0
        for place in 0..<Self.runs where Double(lengths[place]) < Self.singleShare * Double(least) {
            singles += 1
            sum += lengths[place]
        }
        let middle = Double(sum) / Double(singles)
        let allowed = 0.1 * middle > 1 ? 0.1 * middle : 1
        var even = 0
        for place in 0..<Self.runs {
            let length = Double(lengths[place])
            let distance = length > middle ? length - middle : middle - length
            if length < Self.singleShare * Double(least), distance <= allowed { even += 1 }
        }
        return Double(even) >= Self.evenPart * Double(Self.runs) ? middle : 1
    }
}
