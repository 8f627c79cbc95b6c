/// Collects arrivals before a clock locks: the line under all arrivals, the lines under the two halves, and the earliest arrivals
/// of short pieces.
///
/// A gap of uncounted samples tilts the line of the whole time although each half has the right slope: points after the gap lie
/// above the line, and the line runs from the gap to the end. So the slope of the whole time is compared with the slopes of both
/// halves, and in every piece at least one arrival must lie close to the line.
struct ClockListener: Sendable {
    static let pieceCount = 10
    /// Samples in a half.
    static let leastCount = 7

    private var whole = EarliestLine()
    private var early = EarliestLine()
    private var late = EarliestLine()
    private var pieces = InlineArray<10, EarliestLine>(repeating: EarliestLine())
    private let seconds: Double

    /// - Parameter seconds: how long arrivals are collected.
    init(seconds: Double) { self.seconds = seconds }

    /// - Parameters:
    ///   - x: device time, or the number of the sample.
    ///   - y: seconds from the first arrival to this one.
    mutating func add(_ x: Double, _ y: Double) {
        whole.add(x, y)
        if y < seconds / 2 { early.add(x, y) } else { late.add(x, y) }
        // Arrivals are divided into pieces by arrival time, so samples that a stalled host delivers late do not form a piece of
        // their own.
        let piece = Int(min(max(y / seconds, 0) * Double(Self.pieceCount), Double(Self.pieceCount - 1)))
        pieces[piece].add(x, y)
    }

    /// Whether there are enough points in both halves for a line.
    var hasEnough: Bool { early.count >= Self.leastCount && late.count >= Self.leastCount }

    /// The slope in seconds per unit of x, and the expected time of `x`; `nil` when no single line lies under all arrivals.
    ///
    /// - Parameters:
    ///   - drift: the relative difference allowed between slopes.
    ///   - away: the largest distance allowed between the line and the earliest arrival of a piece, seconds.
    func line(at x: Double, drift: Double, away: Double) -> (slope: Double, value: Double)? {
        guard let slope = whole.slope, let first = early.slope, let second = late.slope, slope > 0, first > 0, second > 0,
            hasEnough,
            abs(first - second) <= drift * slope, abs(slope - first) <= drift * slope, abs(slope - second) <= drift * slope
        else { return nil }
        let origin = whole.value(at: 0)
        // Skips pieces in which the host read almost nothing, because those few arrivals may all be late.
        for piece in pieces.indices where 4 * Self.pieceCount * pieces[piece].count >= whole.count {
            guard pieces[piece].least(above: slope, origin) <= away else { return nil }
        }
        return (slope, whole.value(at: x))
    }
}
