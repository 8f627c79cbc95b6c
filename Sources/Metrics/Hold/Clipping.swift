/// Detects a converter or an amplifier at the end of its range: the highest force stays at one value (see <doc:ImpossibleInput>).
///
/// What follows from it is in `HoldAnalysis` (`isSaturated`). A force above the capacity of the settings: `SensorPipeline`.
enum Clipping {
    /// Fewer equal samples may be chance.
    private static let leastRun = 5
    /// The run must be this many times longer than every other run: a signal of low resolution repeats values everywhere, not
    /// only at its maximum.
    private static let contrast = 3

    /// Whether the highest force occurs so often in a row that it cannot be a measured force.
    ///
    /// False when the baseline is constant as well, because then there is nothing to compare with.
    static func isSeen(in record: HoldRecord) -> Bool {
        let search = record.search.clamped(to: record.force.indices)
        guard record.baselineDeviation > 0, let highest = record.force[search].filter(\.isFinite).max(), highest > record.rest
        else { return false }
        var top = 0
        var other = 0
        var run = 0
        var last = Double.nan
        for force in record.force[..<search.upperBound] where force.isFinite {
            run = force == last ? run + 1 : 1
            last = force
            if force == highest { top = max(top, run) } else { other = max(other, run) }
        }
        return top >= max(leastRun, contrast * other)
    }

    /// So many samples at an end, and so many times as many as at the next value, are no swing of a muscle.
    private static let leastAtEnd = 10

    /// Whether a signal that swings, such as an electromyogram, stands at the highest or at the lowest value of its amplifier: a swing has
    /// fewer samples at its end than beside it, however coarse its steps are. A constant signal does.
    static func isSeen(inSwing values: some Sequence<Double>) -> Bool {
        var (top, bottom) = (Extreme(), Extreme())
        for value in values where value.isFinite {
            top.add(value)
            bottom.add(-value)
        }
        return top.isCrowded || bottom.isCrowded
    }

    /// The two highest values and how many samples have them.
    private struct Extreme {
        private var (highest, count) = (-Double.infinity, 0)
        private var (next, nextCount) = (-Double.infinity, 0)

        mutating func add(_ value: Double) {
            if value > highest {
                (next, nextCount) = (highest, count)
                (highest, count) = (value, 1)
            } else if value == highest {
                count += 1
            } else if value > next {
                (next, nextCount) = (value, 1)
            } else if value == next {
                nextCount += 1
            }
        }

        var isCrowded: Bool { count >= leastAtEnd && count > contrast * nextCount }
    }
}
