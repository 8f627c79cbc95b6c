/// Rows that print a conversion again: a loop that is faster than its converter writes every value several times, and the rate of
/// its lines is not that of the force.
public enum RepeatedValues {
    /// Fewer runs of equal values prove nothing.
    private static let fewestRuns = 20
    private static let evenPart = RepeatWatch.evenPart

    /// The row of each conversion; nil when values are not repeated evenly.
    ///
    /// A run of equal values twice as long as the others is two conversions that gave the same.
    public static func conversions(_ values: [Double]) -> [Int]? {
        var starts: [Int] = []
        for (row, value) in values.enumerated()
        where starts.isEmpty || value != values[row - 1] && !(value.isNaN && values[row - 1].isNaN) {
            starts.append(row)
        }
        guard starts.count > fewestRuns else { return nil }
        // The first and the last run may be cut.
        let lengths = zip(starts.dropFirst(2), starts.dropFirst()).map { $0 - $1 }
        let sorted = lengths.sorted()
        guard let least = sorted.dropFirst(sorted.count / 50).first, least > 1 else { return nil }
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
        // Of a first run that was cut the conversion began before the first row.
        if starts.count > 1, Double(starts[1]) < 0.7 * middle { rows.removeFirst() }
        return rows
    }
}
