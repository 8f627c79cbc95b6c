/// A converter or an amplifier at the end of its range: force stands at one value at its highest.
enum Clipping {
    /// Fewer equal samples are chance.
    private static let leastRun = 5
    /// How many times longer the run is than every other one: a signal of few digits stands still everywhere, not only at its top.
    private static let contrast = 3

    /// Whether the highest force of a record is said so often in a row that it is none that was measured.
    ///
    /// Where the baseline stands still as well there is nothing to compare with, and nothing is said.
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
