import Filtering

extension HoldRecord {
    /// Keeps one sample for each conversion when conversions are reported several times (see <doc:ImpossibleInput>), and converts
    /// all sample indices.
    ///
    /// - Returns: the former sample index of each conversion; nil, without any change, when every sample is a conversion.
    mutating func keepConversions() -> [Int]? {
        guard force.count == time.count, let rows = RepeatedValues.conversions(force), rows.count < force.count else {
            return nil
        }
        func moved(_ sample: Int) -> Int { Self.conversion(atOrAfter: sample, rows) }
        func moved(_ range: Range<Int>) -> Range<Int> { moved(range.lowerBound)..<moved(range.upperBound) }
        rate *= Double(rows.count) / Double(force.count)
        baseline = moved(baseline)
        search = moved(search)
        release = release.map { min(moved($0), rows.count - 1) }
        if let position = found?.position { found?.position = Self.position(position, in: rows) }
        force = rows.map { force[$0] }
        time = rows.map { time[$0] }
        return rows
    }

    private static func conversion(atOrAfter sample: Int, _ rows: [Int]) -> Int {
        var (low, high) = (0, rows.count)
        while low < high {
            let middle = (low + high) / 2
            if rows[middle] < sample { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Converts a position among samples to a position among conversions.
    private static func position(_ sample: Double, in rows: [Int]) -> Double {
        guard sample >= 0, sample < Double(rows[rows.count - 1]) else { return Double(rows.count - 1) }
        let next = max(1, conversion(atOrAfter: Int(sample.rounded(.down)) + 1, rows))
        let (before, after) = (Double(rows[next - 1]), Double(rows[next]))
        return Double(next - 1) + max(0, sample - before) / (after - before)
    }

    /// Converts a position among conversions to a position among samples.
    static func sample(_ position: Double, of rows: [Int]) -> Double {
        let place = min(max(Int(position), 0), rows.count - 1)
        guard place + 1 < rows.count else { return Double(rows[place]) }
        return Double(rows[place]) + (position - Double(place)) * Double(rows[place + 1] - rows[place])
    }
}
