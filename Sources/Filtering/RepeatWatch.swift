/// Notices live that each conversion is said several times: a loop that is faster than its converter (see ``RepeatedValues``).
///
/// It looks at 64 runs of equal values at a time, which is 64 conversions. Fixed size, no memory of its own. Owned by one thread.
public struct RepeatWatch: BitwiseCopyable, Sendable {
    static let runs = 64
    /// Of the runs, this part must be as long as the others: a signal with few digits stands still as well, but not evenly.
    static let evenPart = 0.75
    /// A run is one conversion while it is shorter than this many times the shortest.
    static let singleShare = 1.7

    private var lengths = [64 of Int](repeating: 0)
    private var count = 0
    private var length = 0
    private var last = Double.nan
    /// How many samples each conversion is said in, by the last 64 that were looked at; 1 when each is one.
    public private(set) var repeats = 1.0

    public init() {}

    /// Takes a sample; whether `repeats` is another now.
    @_noAllocation @_noLocks
    public mutating func push(_ value: Double) -> Bool {
        // Two values that are missing are no conversion.
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

    /// The mean length of a run where nearly all are of one length, or of twice that; else 1.
    @_noAllocation @_noLocks
    private func mean() -> Double {
        // One run in fifty may be cut short by a line that was lost.
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
