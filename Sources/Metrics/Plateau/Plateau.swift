import Filtering

/// The steady part of a hold (see <doc:Steadiness>), as indices into a `ForceCurve`.
///
/// Both ends are those of half-second windows that lie wholly inside. The plateau starts with the first second in which every
/// half second is within ±10 % of the mean of that second and at least 90 % of the plateau's median. It ends with the last half
/// second that is at least 90 % of that median. Levels are net of the level of rest, because with the weight of a standing
/// athlete included every plateau would look steady. Both ends then move inwards to the first and last sample that is itself as
/// high, because a half second that begins in the rise or ends in the release may still have a mean that is high enough. The rule
/// with the median excludes a slow ramp, which is within ±10 % of its own running mean long before it is steady.
public struct Plateau: Sendable, Equatable {
    /// First sample, and one past the last one.
    public let range: Range<Int>
    /// Median of the net force from the start of the steady part to the end of the hold, N.
    public let median: Double

    /// Half a second, a second, and how much the mean of a half second may differ from the mean of its second.
    static let half = 0.5
    static let whole = 1.0
    static let share = 0.1
    /// The time trimmed from each end before steadiness and tremor are measured, s.
    public static let trim = 0.5

    /// Searches between two moments. `strength` is the peak less the level of rest, N.
    public static func find(
        in curve: ForceCurve, rest: Double, strength: Double, from start: Double, to end: Double
    ) throws(NullReason) -> Plateau {
        guard rest.isFinite, strength > 0 else { throw .noBaseline }
        guard let finder = PlateauFinder(curve, rest: rest, strength: strength, from: start, to: end) else {
            throw .noPlateau
        }
        guard let steady = finder.firstSteady(from: finder.first) else { throw .noPlateau }
        let median = finder.median(from: steady)
        guard let first = finder.firstSteady(from: steady, above: (1 - share) * median),
            let last = finder.lastHalf(above: (1 - share) * median), last - first >= finder.wholeCount
        else { throw .noPlateau }
        return Plateau(range: finder.drawnIn(first..<last, to: (1 - share) * median), median: median)
    }
}

/// Sums of the net force, so that the mean of any window is one subtraction.
private struct PlateauFinder {
    let curve: ForceCurve
    let rest: Double
    let floor: Double
    let first: Int
    let last: Int
    let halfCount: Int
    let wholeCount: Int
    /// `sums[i]` is the sum of the net force of `first ..< first + i`.
    let sums: [Double]

    init?(_ curve: ForceCurve, rest: Double, strength: Double, from start: Double, to end: Double) {
        let half = (Plateau.half * curve.rate).rounded()
        guard half >= 2, half < 1e8 else { return nil }
        halfCount = Int(half)
        wholeCount = 2 * halfCount
        first = curve.index(atOrAfter: start)
        var last = curve.index(atOrAfter: end)
        if last < curve.time.count, curve.time[last] == end { last += 1 }
        guard last - first >= wholeCount else { return nil }
        self.last = last
        self.curve = curve
        self.rest = rest
        // Below half of the peak a hold counts as released.
        floor = 0.5 * strength
        var sums = [0.0]
        sums.reserveCapacity(last - first + 1)
        var sum = 0.0
        for index in first..<last {
            sum += curve.force[index] - rest
            sums.append(sum)
        }
        self.sums = sums
    }

    private func mean(_ start: Int, _ count: Int) -> Double {
        (sums[start - first + count] - sums[start - first]) / Double(count)
    }

    /// The first sample from which a whole second is steady, and each half of it at least `level`.
    func firstSteady(from start: Int, above level: Double = -.infinity) -> Int? {
        guard start + wholeCount <= last else { return nil }
        // Half-second means change little from sample to sample, so eleven of them per second are enough.
        let step = max(1, halfCount / 10)
        for index in start...last - wholeCount {
            let whole = mean(index, wholeCount)
            guard whole >= floor else { continue }
            var steady = true
            for offset in stride(from: 0, through: halfCount, by: step) {
                let half = mean(index + offset, halfCount)
                if abs(half - whole) > Plateau.share * whole || half < level {
                    steady = false
                    break
                }
            }
            if steady { return index }
        }
        return nil
    }

    /// One past the last sample of the last half second that is at least `level`.
    func lastHalf(above level: Double) -> Int? {
        var end = last
        while end - first >= halfCount {
            if mean(end - halfCount, halfCount) >= level { return end }
            end -= 1
        }
        return nil
    }

    /// The range without the samples below `level` at its ends, which are at most half a second.
    func drawnIn(_ range: Range<Int>, to level: Double) -> Range<Int> {
        let limits = range.lowerBound..<min(range.upperBound, range.lowerBound + halfCount)
        let start = limits.first { curve.force[$0] - rest >= level } ?? range.lowerBound
        let tail = max(start, range.upperBound - halfCount)..<range.upperBound
        let end = tail.last { curve.force[$0] - rest >= level } ?? range.upperBound - 1
        return start..<max(start + 1, end + 1)
    }

    /// Median of the net force from a sample on, computed from at most 40 000 evenly spaced samples: it only sets a level, and a
    /// long hold would take too long at once.
    func median(from start: Int) -> Double {
        let step = max(1, (last - start) / 20_000)
        var values = stride(from: start, to: last, by: step).map { curve.force[$0] - rest }
        return values.isEmpty ? 0 : Median.of(&values)
    }
}
