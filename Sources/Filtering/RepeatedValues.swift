/// Finds rows that repeat a conversion. A device whose loop is faster than its converter writes every value several times, so the
/// rate of its lines is not the sampling rate of the force.
public enum RepeatedValues {
    /// With fewer runs of equal values there is no decision.
    private static let fewestRuns = 20
    private static let evenPart = RepeatWatch.evenPart

    /// Whether there are no conversions to find.
    ///
    /// - Parameters:
    ///   - runs: the number of runs of equal values.
    ///   - single: how many of them, except the first and the last one, are of one value.
    public static func areDistinct(runs: Int, single: Int) -> Bool { runs <= fewestRuns || single > (runs - 2) / 50 }

    /// The row of each conversion; nil when the values are not repeated regularly.
    ///
    /// A run of equal values that is twice as long as the others is two conversions with the same result.
    public static func conversions(_ values: [Double]) -> [Int]? {
        var starts: [Int] = []
        for (row, value) in values.enumerated()
        where starts.isEmpty || value != values[row - 1] && !(value.isNaN && values[row - 1].isNaN) {
            starts.append(row)
        }
        // The first and the last run may be cut.
        let lengths = zip(starts.dropFirst(2), starts.dropFirst()).map { $0 - $1 }
        // The shortest but for one in fifty; in most recordings no value is repeated, and nothing need be sorted to know it.
        guard !areDistinct(runs: starts.count, single: lengths.count { $0 == 1 }) else { return nil }
        let least = lengths.sorted()[lengths.count / 50]
        let single = lengths.filter { Double($0) < RepeatWatch.singleShare * Double(least) }
        let middle = Double(single.reduce(0, +)) / Double(single.count)
        guard single.count(where: { abs(Double($0) - middle) <= max(1, 0.1 * middle) }) >= Int(evenPart * Double(lengths.count))
        else {
            return nil
        }
        var rows: [Int] = []
        for (position, start) in starts.enumerated() {
            let end = position + 1 < starts.count ? starts[position + 1] : values.count
            let count = max(1, Int((Double(end - start) / middle).rounded()))
            for part in 0..<count { rows.append(start + Int((Double(part) * Double(end - start) / Double(count)).rounded())) }
        }
        // When the first run is cut, its conversion began before the first row.
        if starts.count > 1, Double(starts[1]) < 0.7 * middle { rows.removeFirst() }
        return rows
    }
}
