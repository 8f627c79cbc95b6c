/// What a clock hears before it locks: the line under the arrivals of the whole time, of its two halves, and of short pieces.
///
/// A gap of samples that nobody counts bends the line of the whole time although either half has the right slope: points after the gap
/// lie above the line, and the line runs from the gap to the end. So the slope of the whole time is compared with those of both halves,
/// and in every piece an arrival has to touch the line.
struct ClockListener: Sendable {
    static let pieceCount = 10
    /// Samples in a half.
    static let leastCount = 7

    private var whole = EarliestLine()
    private var early = EarliestLine()
    private var late = EarliestLine()
    private var pieces = InlineArray<10, EarliestLine>(repeating: EarliestLine())
    private let seconds: Double

    /// - Parameter seconds: how long it listens.
    init(seconds: Double) { self.seconds = seconds }

    /// - Parameters:
    ///   - x: device time, or the number of the sample.
    ///   - y: seconds from the first arrival to this one.
    mutating func add(_ x: Double, _ y: Double) {
        whole.add(x, y)
        if y < seconds / 2 { early.add(x, y) } else { late.add(x, y) }
        // Where a host that has stalled hands samples over late, there is no piece without them, and none with these alone.
        let piece = Int(min(max(y / seconds, 0) * Double(Self.pieceCount), Double(Self.pieceCount - 1)))
        pieces[piece].add(x, y)
    }

    /// Whether what came could make a line at all: points in both halves.
    var hasEnough: Bool { early.count >= Self.leastCount && late.count >= Self.leastCount }

    /// Seconds per unit of x, and when `x` is due; `nil` where no single line lies under all arrivals.
    ///
    /// - Parameters:
    ///   - drift: by how much of it slopes may differ.
    ///   - away: how far from the line the earliest arrival of a piece may be, seconds.
    func line(at x: Double, drift: Double, away: Double) -> (slope: Double, value: Double)? {
        guard let slope = whole.slope, let first = early.slope, let second = late.slope, slope > 0, first > 0, second > 0,
            hasEnough,
            abs(first - second) <= drift * slope, abs(slope - first) <= drift * slope, abs(slope - second) <= drift * slope
        else { return nil }
        let origin = whole.value(at: 0)
        // Of a piece in which the host read nearly nothing, those few may all be late.
        for piece in pieces.indices where 4 * Self.pieceCount * pieces[piece].count >= whole.count {
            guard pieces[piece].least(above: slope, origin) <= away else { return nil }
        }
        return (slope, whole.value(at: x))
    }
}
