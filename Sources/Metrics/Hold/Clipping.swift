/// Detects a converter or an amplifier at the end of its range: the highest force stays at one value (see <doc:ImpossibleInput>).
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
}
